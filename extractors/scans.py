"""Scanned pages, read by OCR into sheets: from there on they are pages like any other.

A page is read when it has (almost) no text layer and shows something, or when a picture fills it
and the words over it are few: the number of an envelope on a scan. What OCR read is never passed
over in silence: every such page gives a warning with its confidence and its doubtful numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from extractors import ocr
from extractors.confined import Limits
from extractors.document import Span
from extractors.layout import Sheet
from extractors.picture import Picture
from extractors.visible import is_scan, is_stamped, letters_of, pages_named
from terms.citation import Box

_POOR = 60.0
"""Percent below which a page may lie on its side, or be in another language."""
_ADVICE = "compare what rests on it with the picture, or ask the sender for the original PDF"

Render = Callable[[int, int], Picture]
"""The picture of a page (from 1) at so many dots an inch."""


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a scanned page: its offsets in the page's text, its line, and its box in PDF points."""

    start: int
    end: int
    line: int
    box: Box


@dataclass(frozen=True)
class Scan:
    """A page as OCR read it."""

    sheet: Sheet
    places: tuple[Place, ...]
    confidence: float
    """Mean of its words, percent."""
    doubtful: tuple[str, ...]
    """Numbers of low confidence, or read differently at two sizes; as read."""
    numbers: int
    """How many numbers it holds."""

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """The rectangles of the words that a span touches, one a line."""
        lines: dict[int, Box] = {}
        for place in self.places:
            if place.start < span.end and place.end > span.start:
                lines[place.line] = _around(lines.get(place.line), place.box)
        return tuple(lines.values())


@dataclass
class Scans:
    """The scanned pages of a document (from 1), and what is to be said of them."""

    pages: dict[int, Scan] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def _around(first: Box | None, second: Box) -> Box:
    if first is None:
        return second
    left, bottom = min(first[0], second[0]), min(first[1], second[1])
    return left, bottom, max(first[2], second[2]), max(first[3], second[3])


def read_scans(headers: Sequence[dict[str, Any]], render: Render, limits: Limits) -> Scans:
    """Read the scanned pages of a document; `headers` are those of `extractors.parsing`, a page each.

    Never raises for OCR: a page that cannot be read is a warning, and stays as it is.
    """
    bare = [at for at, header in enumerate(headers, 1) if is_scan(header)]
    stamped = [at for at, header in enumerate(headers, 1) if is_stamped(header)]
    if not bare and not stamped:
        return Scans()
    if not limits.ocr_pages:
        return Scans(warnings=_unread(bare, stamped, "turn OCR on (the limit on its pages is 0)"))
    if (lacking := ocr.missing()) is not None:
        return Scans(warnings=_unread(bare, stamped, f"install {lacking}"))
    wanted = sorted([*bare, *stamped])
    chosen, left = wanted[: limits.ocr_pages], wanted[limits.ocr_pages :]
    found = Scans()
    for number, scan in _read_all(chosen, render, limits.ocr_seconds).items():
        if isinstance(scan, str):
            found.warnings.append(scan)
        elif number in bare and not scan.places:
            found.warnings.append(
                f"page {number} has no text layer, and OCR found no words in its picture; look at it."
            )
        elif number in bare or _says_more(scan, headers[number - 1]):
            found.pages[number] = scan
    found.warnings += _told(found.pages)
    if left:
        found.warnings.append(
            f"{pages_named(left)}: scans beyond the first {limits.ocr_pages}, not read;"
            " split the file."
        )
    return found


def _read_all(pages: list[int], render: Render, seconds: int) -> dict[int, Scan | str]:
    """Each page as read, or the warning why it is not."""

    def one(number: int) -> Scan | str:
        try:
            return _read(number, render, seconds)
        except ocr.OcrFailed as reason:
            return f"page {number} is a scan, and OCR could not read it: {reason}; {_ADVICE}."

    with ThreadPoolExecutor(max_workers=max(1, os.cpu_count() or 1)) as pool:
        return dict(zip(pages, pool.map(one, pages), strict=True))


def _unread(bare: list[int], stamped: list[int], remedy: str) -> list[str]:
    found: list[str] = []
    if bare:
        have = "has" if len(bare) == 1 else "have"
        found.append(
            f"{pages_named(bare)} {have} no text layer: it is a scan or a drawing, and was not read;"
            f" {remedy}, or ask the sender for the original PDF."
        )
    if stamped:
        show = "shows" if len(stamped) == 1 else "show"
        found.append(
            f"{pages_named(stamped)} {show} a picture under a few words of text, and only these were"
            f" read; {remedy}, or look at it."
        )
    return found


def _says_more(scan: Scan, header: dict[str, Any]) -> bool:
    """Whether the picture holds far more words than the text layer: the page is a stamped scan."""
    seen = sum(char.isalnum() for char in scan.sheet.page.text)
    return seen > 2 * letters_of(header) + 40


def _told(pages: dict[int, Scan]) -> list[str]:
    """One warning for each run of pages whose numbers are clear, and for each page with doubts."""
    found: list[str] = []
    clear: list[int] = []
    for number in sorted(pages):
        if clear and (pages[number].doubtful or number != clear[-1] + 1):
            found.append(_said(clear, pages))
            clear = []
        if pages[number].doubtful:
            found.append(_said([number], pages))
        else:
            clear.append(number)
    return found + ([_said(clear, pages)] if clear else [])


def _said(numbers: list[int], pages: dict[int, Scan]) -> str:
    means = sorted(round(pages[number].confidence) for number in numbers)
    mean = f"{means[0]}%" if means[0] == means[-1] else f"{means[0]} to {means[-1]}%"
    scan = "is a scan" if len(numbers) == 1 else "are scans"
    words = f"{pages_named(numbers)} {scan}, read by OCR (mean word confidence {mean}"
    doubtful = pages[numbers[0]].doubtful
    if doubtful:
        shown = ", ".join(f"“{word}”" for word in doubtful[:6]) + (
            ", …" if len(doubtful) > 6 else ""
        )
        words += f"; {len(doubtful)} of {pages[numbers[0]].numbers} numbers doubtful: {shown}"
    return f"{words}); {_ADVICE}."


def _read(number: int, render: Render, seconds: float) -> Scan:
    from extractors.page_image import image_of, upright
    from extractors.scan_sheet import sheet_of_words
    from extractors.second_look import doubtful_numbers

    picture = render(number, ocr.DPI)
    page = upright(picture)
    seen = ocr.read_words(page.image, seconds=seconds)
    if mean(seen) < _POOR and (turn := ocr.turn_of(image_of(picture))):
        turned = upright(picture, turn)
        again = ocr.read_words(turned.image, seconds=seconds)
        if mean(again) > mean(seen):
            page, seen = turned, again
    doubtful = doubtful_numbers(page.image, seen, seconds)
    return sheet_of_words(number, page, seen, doubtful)


def mean(seen: Sequence[ocr.Seen]) -> float:
    """Mean confidence of words, percent; 0 where there are none."""
    return sum(word.confidence for word in seen) / len(seen) if seen else 0.0
