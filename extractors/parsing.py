"""What pdfium and pypdf say about one PDF. Runs only inside the limited process.

For each page: pdfium's characters, and for each word where it begins and ends and on which
baseline it stands (points, origin lower left, not turned), for each line of pdfium's
its font, and every thin rule that is drawn. Two calls a word instead of one a character: geometry
costs a tenth of what the text costs.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import math
import time
from array import array
from collections import Counter
from collections.abc import Callable
from ctypes import c_double, c_float, c_int, c_void_p
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2

from extractors.errors import ContractEncrypted, ContractTooLarge, ContractUnreadable
from extractors.file_signs import is_cut_off, why_not
from extractors.parsing_rules import LINE, WORD

pdfium: Any = importlib.import_module("pypdfium2.raw")
"""The C functions, which have no types."""

_THIN = 3.0
"""Points: a path no higher (or wider) than this is a rule."""
_MOST_OBJECTS = 60_000
"""A page with more objects is a drawing: its rules are not looked for."""
_MOST_OPEN = 8
"""Pages that stay open between questions: as many as are looked at together."""


def _address(handle: Any) -> int:
    return ctypes.cast(handle, c_void_p).value or 0


def _fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A pdfium function that takes plain addresses: a third of the time of the typed binding."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(getattr(pdfium, name)))


_char_box = _fast("FPDFText_GetCharBox", c_int, c_void_p, c_int, *[c_void_p] * 4)
_char_origin = _fast("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
_font_size = _fast("FPDFText_GetFontSize", c_double, c_void_p, c_int)
_font_info = _fast("FPDFText_GetFontInfo", c_int, c_void_p, c_int, c_void_p, c_int, c_void_p)
_char_angle = _fast("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
_unicode = _fast("FPDFText_GetUnicode", c_int, c_void_p, c_int)
_object = _fast("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
_object_type = _fast("FPDFPageObj_GetType", c_int, c_void_p)
_object_bounds = _fast("FPDFPageObj_GetBounds", c_int, c_void_p, *[c_void_p] * 4)


def _text(textpage: Any) -> str:
    """The characters of pdfium, one for one, so that an index into them is a character index."""
    text: str = textpage.get_text_range()
    count = textpage.count_chars()
    if len(text) == count:
        return text
    raw = _address(textpage.raw)
    return "".join(chr(_unicode(raw, at) & 0x1FFFFF) for at in range(count))


def _direction(raw: int, text: str) -> int:
    """Degrees (0, 90, 180, 270) by which the page has to be turned clockwise for most of its text.

    /Rotate says how the page is shown; text may stand on its side all the same.
    """
    turns = Counter[int]()
    for line in LINE.finditer(text):
        angle = _char_angle(raw, line.start() + (line.end() - line.start()) // 2)
        turns[round(-math.degrees(angle) / 90) % 4 * 90] += line.end() - line.start()
    return turns.most_common(1)[0][0] if turns else 0


def _words(raw: int, text: str, turn: int) -> bytes:
    """For each word its beginning and end along its line and the line's baseline, as doubles.

    Along the line means x, or y where the text runs up or down the page.
    """
    words = list(WORD.finditer(text))
    places = (c_double * (3 * len(words) + 1))()
    spare = (c_double * 1)()
    at, unused = ctypes.addressof(places), ctypes.addressof(spare)
    upward = turn in {90, 270}
    end = {0: 1, 90: 3, 180: 0, 270: 2}[turn]
    for word in words:
        start = (at + 16, at) if upward else (at, at + 16)
        _char_origin(raw, word.start(), *start)
        edges = [unused] * 4
        edges[end] = at + 8
        _char_box(raw, word.end() - 1, *edges)
        at += 24
    return bytes(places)[:-8]


def _fonts(raw: int, text: str, names: dict[str, int]) -> bytes:
    """For each line: its size, and the fonts (indices into `names`) of its first and last character.

    The size is that of the second word: a number or a bullet may be set smaller than its text.
    """
    found = array("f")
    buffer = ctypes.create_string_buffer(128)
    flags = c_int()
    into, marks = ctypes.addressof(buffer), ctypes.addressof(flags)

    def font(at: int) -> int:
        length = _font_info(raw, at, into, 128, marks)
        name = buffer.value.decode("latin-1") if 0 < length <= 128 else ""
        return names.setdefault(name, len(names))

    for line in LINE.finditer(text):
        first, last = line.start(), line.start() + len(line[0].rstrip()) - 1
        second = next(islice(WORD.finditer(text, first, max(first, last) + 1), 1, None), None)
        sized = second.start() if second else first
        found.extend((_font_size(raw, sized), font(first), font(max(first, last))))
    return found.tobytes()


def _rules(page: Any) -> tuple[bytes, dict[str, Any]]:
    """Thin rules as floats x0, y0, x1, y1; how many pictures the page holds, how much the largest fills.

    `filled` is a share of the page (0..1), `drawn` the number of paths.
    """
    found = array("f")
    raw = _address(page.raw)
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return b"", {"pictures": 0, "filled": 0.0, "drawn": count}
    pictures, drawn, largest = 0, 0, 0.0
    left, bottom, right, top = page.get_bbox()
    place = (c_float * 4)()
    at = ctypes.addressof(place)
    for index in range(count):
        item = _object(raw, index)
        kind = _object_type(item)
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            if kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
                pictures += 1
                _object_bounds(item, at, at + 4, at + 8, at + 12)
                across = max(min(place[2], right) - max(place[0], left), 0)
                upward = max(min(place[3], top) - max(place[1], bottom), 0)
                largest = max(largest, across * upward)
            continue
        drawn += 1
        _object_bounds(item, at, at + 4, at + 8, at + 12)
        if place[2] - place[0] <= _THIN or place[3] - place[1] <= _THIN:
            found.extend(place)
    found.extend(_strikeouts(page))
    filled = min(largest / max((right - left) * (top - bottom), 1), 1.0)
    return found.tobytes(), {"pictures": pictures, "filled": filled, "drawn": drawn}


def _strikeouts(page: Any) -> list[float]:
    """The lines that strike-out annotations draw, as thin rules."""
    found: list[float] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 2000)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            quad = pdfium.FS_QUADPOINTSF()
            for part in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                pdfium.FPDFAnnot_GetAttachmentPoints(note, part, ctypes.byref(quad))
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                middle = min(ys) + 0.42 * (max(ys) - min(ys))
                found += [min(xs), middle - 0.2, max(xs), middle + 0.2]
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def warm_up() -> None:
    """Go once through both libraries with a page of our own, so that a fork finds everything loaded."""
    from extractors import structure

    blank = pypdfium2.PdfDocument.new()
    page = blank.new_page(100, 100)
    textpage = page.get_textpage()
    _words(_address(textpage.raw), _text(textpage), 0)
    _rules(page)
    stream = io.BytesIO()
    blank.save(stream)
    structure.facts(stream)
    blank.close()


def _left_out(count: int, read: int) -> list[str]:
    if read == count:
        return []
    return [
        (
            f"the file has {count:,} pages; the first {read:,} were read, and nothing after them: "
            "split it, and give the parts with the contract."
        )
    ]


class Parsed:
    """One open PDF."""

    def __init__(self, path: str) -> None:
        """Open it; raises ContractUnreadable or ContractEncrypted."""
        self.path = path
        self.warnings: list[str] = []
        self._looked_at: dict[int, tuple[Any, Any]] = {}
        if is_cut_off(Path(path)):
            self.warnings.append(
                "the end of the file is missing: it may have been cut off, and pages with it; "
                "ask the sender for a complete copy."
            )
        try:
            self.pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
                raise ContractEncrypted("it is encrypted and asks for a password") from None
            from extractors import structure

            if structure.has_no_pages(path):
                raise ContractUnreadable("it has no pages") from None
            raise ContractUnreadable(*why_not(Path(path))) from None

    def opened(self) -> dict[str, Any]:
        """How many pages there are; none is read."""
        count = len(self.pdf)
        if not count:
            raise ContractUnreadable("it has no pages")
        return {"count": count}

    def read(
        self, most_pages: int, most_characters: int, seconds: float = math.inf
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Text and geometry of all pages: (header, three blobs a page: words, fonts, rules).

        Of a file that would take longer than `seconds` the pages up to there are read, and it says so.
        """
        stop = time.monotonic() + seconds
        count = len(self.pdf)
        if not count:
            raise ContractUnreadable("it has no pages")
        pages: list[dict[str, Any]] = []
        blobs: list[bytes] = []
        names: dict[str, int] = {}
        characters = 0
        for number in range(min(count, most_pages)):
            header, parts = self._page(number, names)
            characters += len(header.get("text", ""))
            if characters > most_characters:
                break
            pages.append(header)
            blobs.extend(parts)
            if time.monotonic() > stop:
                break
        if not pages:
            raise ContractTooLarge(f"one page holds more than {most_characters:,} characters")
        from extractors import structure

        facts = structure.facts(self.path)
        facts["warnings"] += self.warnings + _left_out(count, len(pages))
        return {"pages": pages, "fonts": list(names), **facts}, blobs

    def _page(self, number: int, names: dict[str, int]) -> tuple[dict[str, Any], list[bytes]]:
        try:
            page = self.pdf[number]
        except pypdfium2.PdfiumError:
            return {"text": "", "size": (0, 0), "broken": True}, [b"", b"", b""]
        textpage = page.get_textpage()
        try:
            text = _text(textpage)
            turn = _direction(_address(textpage.raw), text)
            if text.strip() and turn != page.get_rotation():
                page.set_rotation(turn)  # from here on the page is one whose text is upright
                textpage.close()
                textpage = page.get_textpage()
                text = _text(textpage)
            raw = _address(textpage.raw)
            rules, pictures = _rules(page)
            header = {
                **pictures,
                "text": text,
                "size": page.get_size(),
                "origin": page.get_bbox(),
                "turned": page.get_rotation(),
            }
            return header, [_words(raw, text, page.get_rotation()), _fonts(raw, text, names), rules]
        finally:
            textpage.close()
            page.close()

    def boxes(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """Rectangles of spans [page, start, end]: a list of boxes for each."""
        answers = []
        for number, start, end in asked["spans"]:
            _, textpage = self._page_of(number)
            count = textpage.count_rects(start, end - start)
            answers.append([textpage.get_rect(index) for index in range(count)])
        return {"boxes": answers}, []

    def _page_of(self, number: int) -> tuple[Any, Any]:
        """A page (from 1) and its text; the last few stay open, for they are asked about again."""
        if number not in self._looked_at:
            if len(self._looked_at) >= _MOST_OPEN:
                page, textpage = self._looked_at.pop(next(iter(self._looked_at)))
                textpage.close()
                page.close()
            page = self.pdf[number - 1]
            self._looked_at[number] = page, page.get_textpage()
        return self._looked_at[number]

    def render(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """A page as grey pixels: width, height, bytes a row, and the rows."""
        held = self._looked_at.get(asked["page"])
        page = held[0] if held else self.pdf[asked["page"] - 1]
        width, height = page.get_size()
        scale = min(asked["dpi"] / 72, (40_000_000 / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        header = {
            "width": bitmap.width,
            "height": bitmap.height,
            "stride": bitmap.stride,
            "origin": page.get_bbox()[:2],
            "turned": page.get_rotation(),
        }
        pixels = bytes(bitmap.buffer)
        bitmap.close()
        if not held:
            page.close()
        return {**header, "scale": scale}, [pixels]

    def frames(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """Size, corner and turn of the first pages, as `render` draws them; None for a broken one."""
        frames: list[dict[str, Any] | None] = []
        for number in range(min(len(self.pdf), asked["most"])):
            try:
                page = self.pdf[number]
            except pypdfium2.PdfiumError:
                frames.append(None)
                continue
            size, origin, turned = page.get_size(), page.get_bbox()[:2], page.get_rotation()
            frames.append({"size": size, "origin": origin, "turned": turned})
            page.close()
        return {"frames": frames}, []

    def second(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """The text of pages as pypdf reads it; None where pypdf cannot."""
        from extractors import structure

        return {"texts": structure.texts(self.path, asked["pages"])}, []

    def signs(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """For each page the signs that its fonts or its content may lie."""
        from extractors import structure

        return {"signs": structure.signs(self.path, asked["pages"])}, []

    def standing(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """Font of each span [start, end] of a page, and whether something lies over it."""
        from extractors.parsing_doubts import standing

        page, textpage = self._page_of(asked["page"])
        return {"standing": standing(page, textpage, asked["spans"])}, []
