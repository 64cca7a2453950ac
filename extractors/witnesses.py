"""Second witnesses of a page on which a claim rests: another library's numbers, and what is seen.

The text layer of a PDF can say what no reader of the paper sees: words in white, outside of the
page, under a picture, or replaced by a hidden "actual text". Two checks need no OCR: pypdf and
pdfium must read the same numbers, and where pdfium says that a number stands, the picture of the
page must show something. The third needs tesseract: `shown_numbers` reads the picture itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from extractors.document import Document, Span
from extractors.doubt import Doubt, Mark, PageSigns, Standing
from extractors.picture import Picture
from extractors.shown import shown_numbers
from terms.citation import Box

__all__ = ["Witness", "shown_numbers", "two_readings", "witness_numbers"]

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_MOST = 600
"""Numbers of a page that are looked at: more than that is a data sheet."""
_DPI = 110
_CONTRAST = 40
"""Grey levels (of 255) between ink and ground below which nothing is seen."""


class Witness(Protocol):
    """An open document that can be looked at and read a second time."""

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

    def second_texts(self, pages: list[int]) -> list[str | None]:
        """The pages' text by the second library."""
        ...

    def signs(self, pages: list[int]) -> list[PageSigns]:
        """What the fonts and the content of pages give away."""
        ...

    def standing(self, page: int, spans: list[Span]) -> list[Standing]:
        """How numbers of a page stand on it."""
        ...


def witness_numbers(opened: Witness, pages: Sequence[int]) -> list[str]:
    """What is doubtful about the numbers of these pages (from 1): one sentence for each doubt.

    [] where both libraries read the same numbers and each of them is seen on the page. Pages that
    OCR read have no text layer to doubt: their document's warnings speak of them.
    """
    return [doubt.words for doubt in two_readings(opened, pages)]


def two_readings(opened: Witness, pages: Sequence[int]) -> list[Doubt]:
    """The same, each with the numbers it is about where these are not seen."""
    doubts: list[Doubt] = []
    wanted = sorted(set(pages) - opened.document.scanned)
    for number, second in zip(wanted, opened.second_texts(wanted), strict=True):
        text = opened.document.pages[number - 1].text
        if second is None:
            words = "only one library can read it; compare its numbers with the page."
            doubts.append(Doubt(number, f"page {number}: {words}"))
        else:
            doubts += _disagreements(number, text, second)
        doubts += _unseen(opened, number, text)
    return doubts


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _disagreements(number: int, first: str, second: str) -> list[Doubt]:
    """Numbers that one library reads and the other does not."""
    found: list[str] = []
    for text, other in ((first, second), (second, first)):
        ground = _squeezed(other)
        tokens = dict.fromkeys(_NUMBER.findall(unicodedata.normalize("NFKC", text)))
        found += [token for token in tokens if token not in ground]
    if not found:
        return []
    shown = ", ".join(found[:6]) + (", …" if len(found) > 6 else "")
    words = f"two libraries read different numbers ({shown}); compare them with the page."
    return [Doubt(number, f"page {number}: {words}")]


def _unseen(opened: Witness, number: int, text: str) -> list[Doubt]:
    """Numbers of the text that the page does not show."""
    spans = [Span(number, match.start(), match.end()) for match in _NUMBER.finditer(text)][:_MOST]
    if not spans:
        return []
    placed = opened.boxes_of(spans)
    picture = opened.render(number, _DPI)
    hidden = [
        Mark(span, text[span.start : span.end], boxes)
        for span, boxes in zip(spans, placed, strict=True)
        if not any(picture.contrast(box) >= _CONTRAST for box in boxes)
    ]
    if not hidden:
        return []
    shown = ", ".join(list(dict.fromkeys(mark.number for mark in hidden))[:6])
    words = (
        f"page {number}: {shown}: in the text of the file, and not to be seen on the page; "
        "do not rely on it."
    )
    return [Doubt(number, words, tuple(hidden), blocks=True)]
