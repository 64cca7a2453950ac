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
from typing import TYPE_CHECKING, Protocol

from extractors import ocr
from extractors.document import Document, Span
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


def ocr_numbers(opened: Shown, page: int) -> list[str]:
    """The numbers that OCR sees on a page (from 1), in reading order.

    Raises `ocr.OcrFailed` where a page takes too long, or tesseract is not installed.
    """
    return [number for text, _ in _seen(opened, page) for number in _NUMBER.findall(text)]


def shown_numbers(opened: Shown, pages: Sequence[int]) -> list[str]:
    """A warning for each page (from 1) with numbers in its text layer that its picture does not show.

    [] where all are shown, and where OCR is not installed (`ocr.missing` says what to install). Pages
    that OCR read itself are passed over. A page takes 2 to 4 seconds.
    """
    if ocr.missing() is not None:
        return []
    found: list[str] = []
    for page in sorted(set(pages) - opened.document.scanned):
        try:
            found += _unshown(opened, page)
        except ocr.OcrFailed as reason:
            found.append(f"page {page}: its picture was not compared with its text: {reason}.")
    return found


def _unshown(opened: Shown, page: int) -> list[str]:
    text = opened.document.pages[page - 1].text
    read = _read_offsets(opened.document, page)
    spans = [
        Span(page, match.start(), match.end())
        for match in _NUMBER.finditer(text)
        if match.start() in read
    ][:_MOST]
    if not spans:
        return []
    seen = _seen(opened, page)
    wanted = [
        (
            Wanted(
                text[span.start : span.end], text[max(span.start - _AROUND, 0) : span.end + _AROUND]
            ),
            boxes,
        )
        for span, boxes in zip(spans, opened.boxes_of(spans), strict=True)
        if boxes
    ]
    missing = [
        (number, boxes) for number, boxes in wanted if not number.stands_in(_at(boxes, seen))
    ]
    if missing:
        closer = opened.render(page, _CLOSER)
        missing = [
            (number, boxes)
            for index, (number, boxes) in enumerate(missing)
            if index >= _AGAIN or not _stands_closer(number, boxes, closer)
        ]
    if not missing:
        return []
    numbers = list(dict.fromkeys(number.text for number, _ in missing))
    shown = ", ".join(numbers[:6]) + (", …" if len(numbers) > 6 else "")
    return [
        (
            f"page {page}: {shown}: in the text of the file, but its picture shows something else; "
            "do not rely on it."
        )
    ]


def _read_offsets(document: Document, page: int) -> set[int]:
    """The offsets of a page that are in the flow: what is struck through was left out of it."""
    pairs = zip(document.page_of, document.offset_of, strict=True)
    return {offset for number, offset in pairs if number == page}


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
