"""What the geometry alone says of a page's text: that there is none, or that it lies off the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractors.layout import Line, Sheet

_FEW = 12
"""Letters below which a page with a picture is taken for a scan (a page number is no text)."""
_STAMP = 300
"""Letters below which the text on a picture that fills the page may be a stamp or a fax line."""
_FILLS = 0.6
"""Share of the page that such a picture covers."""
_SHAPES = 150
"""Drawn shapes from which a page without text may show letters: a drawing has fewer, or text."""

NOTHING_TO_READ = "the file has no text that can be read; look at it, and ask for another copy."
"""Of a file whose pages are empty, or hold running heads and page numbers alone."""


def drop_off_page(sheet: Sheet) -> str | None:
    """Take words that lie wholly outside of the page out of its lines; a warning, or None."""
    width, height = sheet.page.width, sheet.page.height
    gone: list[str] = []
    items: list[Line] = []
    kept = 0
    for line in sheet.lines:
        inside = [
            word
            for word in line.words
            if -1 <= (word.x0 + word.x1) / 2 <= width + 1 and -1 <= word.y <= height + 1
        ]
        if len(inside) < len(line.words):
            gone.append(sheet.words(line))
        kept += len(inside)
        if inside:
            items.append(line if len(inside) == len(line.words) else line.part(inside))
    if not gone:
        return None
    lost = sum(len(line.words) for line in sheet.lines) - kept
    sheet.items = list(items)
    if lost > kept:
        return (
            f"page {sheet.page.number}: most of its text lies outside of the page's edges ({width:.0f} by "
            f"{height:.0f} points) and was left out: “{gone[0][:60]}”; the file may give them wrongly: "
            "look at it, or ask for another copy."
        )
    return f"page {sheet.page.number}: text outside of the page's edges was left out: “{gone[0][:60]}”."


def without_text(headers: Sequence[dict[str, Any]]) -> list[str]:
    """Warnings for pages that cannot be read at all."""
    broken = [at for at, header in enumerate(headers, 1) if header.get("broken")]
    found: list[str] = []
    if broken:
        found.append(
            f"{pages_named(broken)} could not be read: damaged, or beyond the limit on memory."
        )
    if not any(header["text"].strip() or is_scan(header) for header in headers):
        found.append(NOTHING_TO_READ)
    return found


def is_scan(header: dict[str, Any]) -> bool:
    """Whether a page shows a picture, or letters drawn as shapes, and (almost) no text."""
    drawn = bool(header.get("pictures")) or header.get("drawn", 0) >= _SHAPES
    return drawn and letters_of(header) < _FEW


def is_stamped(header: dict[str, Any]) -> bool:
    """Whether a picture fills a page whose few words may be a stamp on a scan: a number, a date."""
    return header.get("filled", 0) >= _FILLS and _FEW <= letters_of(header) < _STAMP


def letters_of(header: dict[str, Any]) -> int:
    """How many letters and digits the text layer of a page holds."""
    return sum(map(str.isalnum, header["text"]))


def pages_named(numbers: Iterable[int]) -> str:
    """'page 3', 'pages 1 to 4, 7'."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    parts = [f"{first}" if first == last else f"{first} to {last}" for first, last in ranges]
    single = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    return f"page{'' if single else 's'} {', '.join(parts)}"
