"""Citations: a passage of the flow as quotes on its pages, and a model's quote found in the flow.

A quote is searched for word by word: as it is; then without regard to white space, hyphens, kinds of
quotation marks and dashes, ligatures and, last, capitals; then as the most similar stretch. How it
was found stands in its `Match`, and what was only similar is never billed on.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rapidfuzz import fuzz

from extractors.document import Document, Section, Span
from extractors.numbers_stand import numbers_stand
from terms.citation import Box, Citation, Match

__all__ = ["Found", "align", "cite", "normalised", "numbers_stand", "with_boxes"]

_SIMILAR = 90.0
"""Percent of characters that a similar stretch must share with the quote."""
_WINDOW = 4_000
"""Characters before and after a section in which a similar stretch is looked for first."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands in the flow, and how well."""

    start: int
    end: int
    match: Match


class BoxSource(Protocol):
    """What gives rectangles of page spans: an open document."""

    def boxes_of(self, spans: list[Span]) -> list[tuple[Box, ...]]:
        """The rectangles of several spans, one a line."""
        ...


# -- from the flow to the page --------------------------------------------------------------------


def cite(document: Document, start: int, end: int) -> tuple[Citation, ...]:
    """The passage as citations, one for each page it touches, without boxes.

    The quote is the flow's words with single blanks; the span holds them on the page. EXACT where
    the page has the same characters, else NORMALISED (a line's end, a hyphen, a ligature between).
    """
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    section = document.section_at(start)
    label = section.label if section else None
    return tuple(
        _on_page(document, page, first, last, label)
        for page, first, last in _pages(document, start, end)
    )


def _pages(document: Document, start: int, end: int) -> list[tuple[int, int, int]]:
    """The passage by page: (page, flow start, flow end)."""
    parts: list[tuple[int, int, int]] = []
    for at in range(start, end):
        if document.offset_of[at] < 0:
            continue
        page = document.page_of[at]
        if parts and parts[-1][0] == page:
            parts[-1] = (page, parts[-1][1], at + 1)
        else:
            parts.append((page, at, at + 1))
    return parts


def _on_page(document: Document, page: int, start: int, end: int, label: str | None) -> Citation:
    quote = " ".join(document.text[start:end].split())
    offsets = [offset for offset in document.offset_of[start:end] if offset >= 0]
    first, last = min(offsets), max(offsets) + 1
    exact = document.pages[page - 1].text[first:last] == quote
    return Citation(
        file=document.file,
        page=page,
        section=label,
        quote=quote,
        span=(first, last),
        match=Match.EXACT if exact else Match.NORMALISED,
    )


def with_boxes(source: BoxSource, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The same citations with the rectangles of their spans, asked for in one question."""
    spans = [
        Span(citation.page, *citation.span) for citation in citations if citation.span is not None
    ]
    boxes = iter(source.boxes_of(spans) if spans else [])
    return tuple(
        citation if citation.span is None else citation.model_copy(update={"boxes": next(boxes)})
        for citation in citations
    )


# -- from a quote to the flow ---------------------------------------------------------------------

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛`´′", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("-‐‑‒–—―−\u00ad\ufffe\x02\u200b", None)
)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """One character without what typesetting adds: white space and dashes go, ligatures open."""
    if char.isspace():
        return ""
    letters = char if char.isascii() else unicodedata.normalize("NFKC", char)
    return letters.translate(_ALIKE).replace(" ", "")


def normalised(text: str) -> str:
    """Text without white space, hyphens and dashes, with one kind of quotation marks, ligatures opened."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=8)
def _squeezed(text: str) -> tuple[str, array[int]]:
    """The flow normalised, and for each of its characters the offset in the flow."""
    parts: list[str] = []
    places = array("i")
    for at, char in enumerate(text):
        plain = _plain(char)
        if plain:
            parts.append(plain)
            places.extend([at] * len(plain))
    return "".join(parts), places


def align(document: Document, quote: str, near: Section | int | None = None) -> Found | None:
    """Where a quote stands in the flow, or None where nothing is similar enough.

    `near` is the section (or a flow offset) that it should stand in: of several places the closest
    at or after it is taken. A quote of letters never begins or ends inside a word.
    """
    quote = quote.strip()
    if not quote:
        return None
    at = near.start if isinstance(near, Section) else near or 0
    text = document.text
    exact = _closest(_places(text, quote), at)
    if exact is not None:
        return Found(exact, exact + len(quote), Match.EXACT)
    wanted = normalised(quote)
    if not wanted:
        return None
    plain, places = _squeezed(text)
    for haystack, needle in ((plain, wanted), (plain.casefold(), wanted.casefold())):
        if len(haystack) != len(places):
            continue
        ranges = [
            (places[found], places[found + len(needle) - 1] + 1)
            for found in _places(haystack, needle, whole=False)
        ]
        starts = {start: end for start, end in ranges if _whole(text, start, end)}
        best = _closest(starts, at)
        if best is not None:
            return Found(best, starts[best], Match.NORMALISED)
    return _similar(document, wanted.casefold(), near, at)


def _places(text: str, words: str, *, whole: bool = True) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        if not whole or _whole(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends inside a word or a number ('200.00' in '6,200.00')."""
    return not _joined(text, start) and not _joined(text, end)


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after a place belong to one word or number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    around = text[max(at - 2, 0) : at + 2]
    if before in ".," and after.isdigit():
        return around[0].isdigit()
    return after in ".," and before.isdigit() and around[-1].isdigit()


def _closest(places: Iterable[int], near: int) -> int | None:
    return min(places, key=lambda at: (at < near, abs(at - near)), default=None)


def _similar(document: Document, wanted: str, near: Section | int | None, at: int) -> Found | None:
    if len(wanted) < 12:
        return None
    plain, places = _squeezed(document.text)
    haystack = plain.casefold()
    if len(haystack) != len(places):
        return None
    ranges = [(0, len(haystack))]
    if near is not None:
        end = near.end if isinstance(near, Section) else at
        ranges.insert(0, _window(places, at - _WINDOW, end + _WINDOW))
    for first, last in ranges:
        found = fuzz.partial_ratio_alignment(wanted, haystack[first:last], score_cutoff=_SIMILAR)
        if found is None or found.dest_end - found.dest_start < 0.8 * len(wanted):
            continue
        start = places[first + found.dest_start]
        return Found(start, places[first + found.dest_end - 1] + 1, Match.FUZZY)
    return None


def _window(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    return bisect_left(places, start), bisect_left(places, end)
