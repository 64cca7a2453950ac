"""A document as read: pages, running text, sections and tables, each character knowing its page.

Two coordinate systems, and one bridge between them:

- a *page offset* is an index into `Page.text`, which keeps pdfium's characters one for one, so that
  an offset there is a pdfium character index and gives rectangles on the page;
- a *flow offset* is an index into `Document.text`, the running text that people read: running heads
  and feet gone, hyphenation undone, ligatures spelled out, lines of a paragraph joined by blanks,
  paragraphs and table rows on lines of their own, pages joined. Readers work on the flow;
  `Document.spans` leads back to the pages.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from terms.citation import Box


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page's text: `start` and `end` are offsets in `Page.text`."""

    page: int
    """From 1."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page: pdfium's text (line ends as they are, one character for one) and its size in points."""

    number: int
    """From 1."""
    text: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its flow range and its words. An empty cell has start == end."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, cells in column order; a cell is '' where the column is empty."""

    cells: tuple[Cell, ...]

    @property
    def start(self) -> int:
        """Flow offset of the row's first character."""
        return min(cell.start for cell in self.cells)

    @property
    def end(self) -> int:
        """Flow offset after the row's last character."""
        return max(cell.end for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in flow coordinates. `head` holds column titles, or is None."""

    page: int
    head: Row | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part of the document: `start`..`end` in the flow, headings included."""

    label: str
    """What a citation says: '4.2', '§ 7(b)', 'Article 10', 'Exhibit A, A-3', or a heading's words."""
    heading: str
    """The heading's words without the number; '' where there are none."""
    level: int
    """0 for the outermost."""
    start: int
    end: int
    """Where the next section of any level begins: sections tile the flow."""
    parents: tuple[str, ...] = ()
    """Labels of the sections this one is in, outermost first."""


@dataclass(frozen=True)
class Document:
    """One PDF, read. Built by `extractors.opening.open_pdf`; immutable."""

    file: str
    """As citations name it: the path inside the book, or as given on the command line."""
    sha256: str
    pages: tuple[Page, ...]
    text: str
    """The flow."""
    page_of: Sequence[int] = field(default_factory=lambda: array("i"))
    """For each flow character its page, from 1 (a joining blank belongs to the page before it)."""
    offset_of: Sequence[int] = field(default_factory=lambda: array("i"))
    """For each flow character its offset in that page's text, or -1 for characters of our own."""
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    scanned: frozenset[int] = frozenset()
    """Pages (from 1) whose text is OCR's reading of a picture."""

    def spans(self, start: int, end: int) -> list[Span]:
        """The page spans of a flow range: one for each page it touches, in order."""
        found: list[Span] = []
        for at in range(start, end):
            offset = self.offset_of[at]
            if offset < 0:
                continue
            page = self.page_of[at]
            if found and found[-1].page == page:
                last = found[-1]
                found[-1] = Span(page, min(last.start, offset), max(last.end, offset + 1))
            else:
                found.append(Span(page, offset, offset + 1))
        return found

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds a flow offset."""
        from bisect import bisect_right

        index = bisect_right(self._starts, offset) - 1
        return self.sections[index] if index >= 0 else None

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was worked out from it and is asked for again, for as long as it lasts."""
        return {}

    def words(self, section: Section) -> str:
        """A section's own text (without its subsections, which are sections themselves)."""
        return self.text[section.start : section.end]


class Geometry:
    """Rectangles of page spans, asked of the open PDF: {Span: boxes in PDF points}."""

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """The rectangles that cover a span, one a line."""
        raise NotImplementedError
