"""The third witness: whether the numbers of a page's text layer stand in its picture.

A file can draw "100" and call it "900" in its text layer, by a character map that lies: then every
library reads 900. Only the picture tells. So each number is looked for among the words that OCR sees
at its place; where it is not, its place is looked at again, larger; and where it is not there either,
it is told. What OCR often confuses (a letter for a digit, a dot for a comma) raises no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from extractors import ocr
from extractors.document import Document, Span
from extractors.doubt import Doubt, Mark
from extractors.picture import Picture
from terms.citation import Box

if TYPE_CHECKING:
    from extractors.page_image import Upright

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_MOST = 1_500
"""Numbers of a page that are looked for: more than that is a data sheet."""
_AGAIN = 60
"""Places of a page that are looked at again; more that differ need no closer look."""
_CLOSER = 400
"""Dots an inch of the closer look."""
_AROUND = 14
"""Characters before and after a number that may be drawn close to it."""
_SEPARATORS = re.compile(r"[.,'’\s]")
_LOOKALIKES = (
    str.maketrans("", ""),
    str.maketrans("OoQIl|!", "0001111"),
    str.maketrans("OoQDIl|!ZzSsBGg", "000011112255869"),
)
"""Letters that OCR gives for digits: none, the usual ones, all."""

Placed = tuple[str, Box]
"""A word that OCR saw, and its box in PDF points."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number of the text layer, with the text around it."""

    text: str
    around: str

    def stands_in(self, seen: str) -> bool:
        """Whether what OCR saw holds this number, and no digits that the text does not have.

        A picture of "1500" does not show a "500", unless the text has "1 500" there.
        """
        number, around = _digits(self.text), _digits(self.around)
        return any(
            number in run and run in around
            for letters in _LOOKALIKES
            for run in re.findall(r"\d+", _SEPARATORS.sub("", _plain(seen.translate(letters))))
        )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", _plain(text)))


class Shown(Protocol):
    """An open document whose pages can be drawn."""

    @property
    def document(self) -> Document:
        """What was read."""
        ...

    def boxes_of(self, spans: list[Span]) -> list[tuple[Box, ...]]:
        """Rectangles of page spans."""
        ...

    def render(self, page: int, dpi: int = 150) -> Picture:
        """The page as grey pixels."""
        ...


def numbers_read(document: Document, page: int) -> list[Span]:
    """The numbers of a page that are in the flow: what is struck through was left out of it."""
    read = _offsets_read(document).get(page, set())
    text = document.pages[page - 1].text
    return [
        Span(page, match.start(), match.end())
        for match in _NUMBER.finditer(text)
        if match.start() in read
    ][:_MOST]


def _offsets_read(document: Document) -> dict[int, set[int]]:
    """For each page the characters of its text that are in the flow; worked out once."""
    found: dict[int, set[int]] | None = document.kept.get("offsets read")
    if found is None:
        found = {}
        for page, pairs in groupby(
            zip(document.page_of, document.offset_of, strict=True), key=itemgetter(0)
        ):
            found.setdefault(page, set()).update(map(itemgetter(1), pairs))
        document.kept["offsets read"] = found
    return found


def shown_numbers(opened: Shown, pages: Sequence[int]) -> list[str]:
    """A warning for each page (from 1) with numbers in its text layer that its picture does not show.

    [] where all are shown, and where OCR is not installed (`ocr.missing` says what to install). Pages
    that OCR read itself are passed over. A page takes 2 to 4 seconds.
    """
    if ocr.missing() is not None:
        return []
    found = [compared(opened, page) for page in sorted(set(pages) - opened.document.scanned)]
    return [doubt.words for doubt in found if doubt is not None]


def compared(opened: Shown, page: int) -> Doubt | None:
    """What is doubtful about a page (from 1) after its text was compared with its picture."""
    try:
        marks = unshown(opened, page)
    except ocr.OcrFailed as reason:
        words = f"page {page}: its picture was not compared with its text: {reason}; look at it."
        return Doubt(page, words, blocks=True)
    if not marks:
        return None
    numbers = list(dict.fromkeys(mark.number for mark in marks))
    listed = ", ".join(numbers[:6]) + (", …" if len(numbers) > 6 else "")
    first = marks[0]
    instead = f"“{first.seen}”" if first.seen else "something else"
    words = (
        f"page {page}: {listed}: in the text of the file, but its picture shows {instead} "
        f"({first.place}); do not rely on it."
    )
    return Doubt(page, words, tuple(marks), blocks=True)


def unshown(opened: Shown, page: int) -> list[Mark]:
    """The numbers of a page that its picture does not show; raises `ocr.OcrFailed`."""
    spans = numbers_read(opened.document, page)
    if not spans:
        return []
    seen = _seen(opened, page)
    wanted = _wanted(opened, spans)
    missing = [each for each in wanted if not each[1].stands_in(_at(each[2], seen))]
    if missing:
        closer = opened.render(page, _CLOSER)
        missing = [
            each
            for index, each in enumerate(missing)
            if index >= _AGAIN or not _stands_closer(each[1], each[2], closer)
        ]
    return [Mark(span, number.text, boxes, _at(boxes, seen)) for span, number, boxes in missing]


def looks_right(opened: Shown, page: int, spans: list[Span]) -> bool:
    """Whether these few numbers of a page are seen in it, each looked at alone.

    Raises `ocr.OcrFailed`. All of them together take a third of a second.
    """
    closer = opened.render(page, _CLOSER)
    wanted = _wanted(opened, spans)
    seen = _listed(closer, [boxes[0] for _, _, boxes in wanted])
    return all(
        number.stands_in(text) or _stands_closer(number, boxes, closer)
        for (_, number, boxes), text in zip(wanted, seen, strict=True)
    )


def _listed(picture: Picture, places: Sequence[Box]) -> list[str]:
    """What OCR sees at each place: the places are put under one another, and read at once."""
    from PIL import Image

    from extractors.page_image import image_of

    whole = image_of(picture)
    cuts = [whole.crop(_within(picture.pixels(place), whole.size)) for place in places]
    high = max((cut.height for cut in cuts), default=1)
    wide = max((cut.width for cut in cuts), default=1)
    list_ = Image.new("L", (wide + 2 * high, 2 * high * len(cuts) + high), 255)
    for row, cut in enumerate(cuts):
        list_.paste(cut, (high, (2 * row + 1) * high))
    words = ocr.read_words(list_, layout=ocr.BLOCK, seconds=20, dpi=_CLOSER)
    rows: list[list[ocr.Seen]] = [[] for _ in cuts]
    for word in sorted(words, key=lambda word: word.left):
        row = int(((word.top + word.bottom) / 2 / high - 0.5) // 2)
        if 0 <= row < len(rows):
            rows[row].append(word)
    return ["".join(word.text for word in row) for row in rows]


def _within(edges: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A number's pixels with a little room, inside of the picture."""
    left, top, right, bottom = edges
    room = max(bottom - top, 8) // 5
    x0, y0 = max(left - room, 0), max(top - room, 0)
    return x0, y0, max(min(right + room, size[0]), x0 + 1), max(min(bottom + room, size[1]), y0 + 1)


def _wanted(opened: Shown, spans: list[Span]) -> list[tuple[Span, Wanted, tuple[Box, ...]]]:
    """The numbers with their rectangles; those that have none are not on the page."""
    found: list[tuple[Span, Wanted, tuple[Box, ...]]] = []
    for span, boxes in zip(spans, opened.boxes_of(spans), strict=True):
        text = opened.document.pages[span.page - 1].text
        around = text[max(span.start - _AROUND, 0) : span.end + _AROUND]
        if boxes:
            found.append((span, Wanted(text[span.start : span.end], around), _by_line(boxes)))
    return found


def _by_line(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """One rectangle a line of print: a number may be drawn in several pieces."""
    lines: list[Box] = []
    for box in boxes:
        for at, line in enumerate(lines):
            low = min(box[3] - box[1], line[3] - line[1])
            if min(box[3], line[3]) - max(box[1], line[1]) > 0.3 * low:
                x0, y0 = min(box[0], line[0]), min(box[1], line[1])
                lines[at] = (x0, y0, max(box[2], line[2]), max(box[3], line[3]))
                break
        else:
            lines.append(box)
    return tuple(lines)


def _seen(opened: Shown, page: int) -> list[Placed]:
    from extractors.page_image import upright

    drawn: Upright = upright(opened.render(page, ocr.DPI))
    return [
        (word.text, drawn.on_page(word.left, word.top, word.right, word.bottom))
        for word in ocr.read_words(drawn.image)
    ]


def _at(boxes: Sequence[Box], seen: Sequence[Placed]) -> str:
    """What OCR saw at a place."""
    there = [(box[0], text) for text, box in seen if any(_overlap(box, place) for place in boxes)]
    return "".join(text for _, text in sorted(there))


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    upward = min(one[3], other[3]) - max(one[1], other[1])
    low = min(one[3] - one[1], other[3] - other[1])
    return across > 0 and upward > 0.3 * low


def _stands_closer(number: Wanted, boxes: Sequence[Box], picture: Picture) -> bool:
    """The same, with a larger picture of the place alone."""
    from extractors.page_image import image_of

    whole = image_of(picture)
    for left, bottom, right, top in boxes:
        alone = len(number.text) == 1 and not number.around.replace(number.text, "", 1).strip()
        high = max(top - bottom, 4)
        beside = (0.5 if alone else 2.5) * high
        edges = picture.pixels(
            (left - beside, bottom - 0.35 * high, right + beside, top + 0.35 * high)
        )
        x0, y0 = max(edges[0], 0), max(edges[1], 0)
        x1, y1 = min(edges[2], whole.width), min(edges[3], whole.height)
        if x1 - x0 < 4 or y1 - y0 < 4:
            continue
        words = ocr.read_words(
            whole.crop((x0, y0, x1, y1)),
            layout=ocr.CHARACTER if alone else ocr.LINE,
            seconds=20,
            dpi=_CLOSER,
        )
        texts = [word.text for word in words]
        if any(number.stands_in(seen) for seen in ("".join(texts), *texts)):
            return True
    return False
