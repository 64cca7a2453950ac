"""A document cut into what one call can read well: whole if short, else what the finder points at.

Of a document above ten pages only the passages that are likely to state a term are shown (see
`extractors.finder`), with the document's first words.

Models asked about more than a few dozen pages at once miss much of what is there. So a long
document is cut between sections into parts of even size. Each part begins with the document's
opening (who, when, which currency) and repeats the end of the part before, so that a clause at a
cut is seen whole once. The repeats are marked: only fresh stretches are answered for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Document, Section
from extractors.finder import worth_reading

LONG_PAGES = 10
"""Above so many pages, only what the passage finder points at is sent."""
SHARE = 0.30
"""The most of a long document's text that is sent."""
FIRST_WORDS = 400
"""Characters of a long document's beginning that are always sent: who, when, which currency."""
GAP = 30
"""Characters between two passages that cost less than the mark for leaving them out."""
OPENING = 1_500
OVERLAP = 3_000
"""Characters repeated from the document's beginning, and from the part before."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the flow that is shown under one mark: a section's own text, or some of it."""

    label: str
    page: int
    start: int
    end: int

    @property
    def size(self) -> int:
        """In characters."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Part:
    """What one call is shown: `fresh` is what it answers for, `before` is there to understand it."""

    before: tuple[Stretch, ...]
    fresh: tuple[Stretch, ...]

    @property
    def shown(self) -> tuple[Stretch, ...]:
        """Everything, in the document's order."""
        return self.before + self.fresh

    def halves(self) -> tuple[Part, Part] | None:
        """Two smaller parts, for an answer that grew too long; None where there is one stretch."""
        if len(self.fresh) < 2:
            return None
        cut = _cut(self.fresh, sum(stretch.size for stretch in self.fresh) // 2)
        first, second = self.fresh[:cut], self.fresh[cut:]
        return Part(self.before, first), Part((*self.before, *_tail(first)), second)


def parts_of(document: Document, limit: int) -> tuple[Part, ...]:
    """The document in parts of at most about `limit` characters of fresh text, in order."""
    stretches = tuple(_stretches(document, limit))
    total = sum(stretch.size for stretch in stretches)
    if not stretches:
        return ()
    count = -(-total // limit)
    if count == 1:
        return (Part((), stretches),)
    opening = _head(stretches)
    parts: list[Part] = []
    rest = stretches
    while rest:
        left = sum(stretch.size for stretch in rest)
        wanted = left // max(1, count - len(parts))
        cut = len(rest) if left <= wanted else _cut(rest, wanted)
        before = (
            (*opening, *(s for s in _tail(parts[-1].fresh) if s not in opening)) if parts else ()
        )
        parts.append(Part(before, rest[:cut]))
        rest = rest[cut:]
    return tuple(parts)


def _stretches(document: Document, limit: int) -> Iterator[Stretch]:
    """The flow as labelled stretches: sections, or pages where nothing is a section."""
    kept = _worth_showing(document)
    sections = document.sections or tuple(_pages(document))
    if sections and document.text[: sections[0].start].strip():
        yield from _shown(document, "opening", (0, sections[0].start), kept, limit)
    for section in sections:
        yield from _shown(document, section.label, (section.start, section.end), kept, limit)


def _worth_showing(document: Document) -> list[tuple[int, int]] | None:
    """The flow ranges of a long document that are sent; None where all of it is."""
    if len(document.pages) <= LONG_PAGES:
        return None
    ranges = [(0, FIRST_WORDS)]
    for start, end in worth_reading(document, SHARE):
        if start <= ranges[-1][1] + GAP:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges


def _shown(
    document: Document,
    label: str,
    whole: tuple[int, int],
    kept: list[tuple[int, int]] | None,
    limit: int,
) -> Iterator[Stretch]:
    """What of a section is shown, in pieces."""
    start, end = whole
    for first, last in [whole] if kept is None else kept:
        if first < end and last > start:
            yield from _pieces(document, label, max(first, start), min(last, end), limit)


def _pages(document: Document) -> Iterator[Section]:
    """Pages as sections, for a document without headings."""
    start = 0
    for at in range(1, len(document.text) + 1):
        if at == len(document.text) or document.page_of[at] != document.page_of[start]:
            page = document.page_of[start]
            yield Section(label=f"page {page}", heading="", level=0, start=start, end=at)
            start = at


def _pieces(document: Document, label: str, start: int, end: int, limit: int) -> Iterator[Stretch]:
    """A section, in pieces that end at a paragraph where it is longer than a part."""
    while start < end:
        stop = end
        if end - start > limit:
            line = document.text.rfind("\n", start + limit // 2, start + limit)
            stop = line + 1 if line > 0 else start + limit
        if document.text[start:stop].strip():
            yield Stretch(label, document.page_of[start], start, stop)
        start = stop


def _cut(stretches: tuple[Stretch, ...], wanted: int) -> int:
    """How many stretches come closest to `wanted` characters: at least one, and not all of several."""
    size = 0
    for index, stretch in enumerate(stretches):
        if index and size + stretch.size // 2 > wanted:
            return index
        size += stretch.size
    return max(1, len(stretches) - 1)


def _head(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The document's first words."""
    kept: list[Stretch] = []
    room = OPENING
    for stretch in stretches:
        if room <= 0:
            break
        end = min(stretch.end, stretch.start + room)
        kept.append(Stretch(stretch.label, stretch.page, stretch.start, end))
        room -= stretch.size
    return tuple(kept)


def _tail(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The last whole stretches that fit the overlap; none where the last alone is longer."""
    kept: list[Stretch] = []
    room = OVERLAP
    for stretch in reversed(stretches):
        room -= stretch.size
        if room < 0:
            break
        kept.insert(0, stretch)
    return tuple(kept)
