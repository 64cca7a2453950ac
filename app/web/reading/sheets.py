"""The pages of a document with a mark on every quoted line, as numbers for an SVG over the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.page_views import DPI, Mark, marks_on, quoted_pages, tags_of
from app.term_cards import Card
from extractors.picture import Frame
from terms.citation import Box

GUTTER = 0.06
"""The room for tags on each side, as a share of the page's width; document.css has the same."""
MOST_SHEETS = 150
"""Of a longer paper the pages with quotes are shown, and the first."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A mark in points of the page, from the top left corner."""

    x: str
    y: str
    width: str
    height: str
    cards: tuple[Card, ...]
    key: str
    """The anchor that a card leads to; '' for all but the first line of a quote."""
    boxes: tuple[Box, ...] = ()
    """Of its quote."""


@dataclass(frozen=True, slots=True)
class Label:
    """The labels of a mark's cards in the margin."""

    x: str
    y: str
    width: str
    cards: tuple[Card, ...]

    @property
    def words(self) -> str:
        """'12 13'."""
        return " ".join(card.label for card in self.cards)


@dataclass(frozen=True, slots=True)
class WebSheet:
    """One page, or a note that stands for pages that are not shown."""

    number: int
    note: str = ""
    box: str = ""
    """The SVG's viewBox: the page and its margins."""
    size: str = ""
    """The size of letters in the margin."""
    wide: int = 0
    high: int = 0
    """The picture in pixels."""
    marks: tuple[Rectangle, ...] = ()
    labels: tuple[Label, ...] = ()


def web_sheets(
    file: str, frames: Sequence[Frame | None], cards: Sequence[Card]
) -> Iterator[WebSheet]:
    """The pages in their order."""
    shown = set(range(1, len(frames) + 1))
    if len(frames) > MOST_SHEETS:
        shown &= {1, *quoted_pages(file, cards)}
    last = 0
    for number in sorted(shown):
        if number > last + 1:
            yield WebSheet(last + 1, f"Pages {last + 1} to {number - 1} carry no term.")
        frame = frames[number - 1]
        last = number
        if frame is None:
            yield WebSheet(number, f"Page {number} is damaged and cannot be drawn.")
        else:
            yield _sheet(file, number, frame, cards)
    if 0 < last < len(frames):
        yield WebSheet(last + 1, f"Pages {last + 1} to {len(frames)} carry no term.")


def _sheet(file: str, number: int, frame: Frame, cards: Sequence[Card]) -> WebSheet:
    blank = frame.blank()
    wide, high = blank.width, blank.height
    marks = tuple(marks_on(file, number, blank, cards))
    margin = GUTTER * wide
    letters = 0.3 * margin
    return WebSheet(
        number,
        box=f"{-margin:.1f} 0 {wide + 2 * margin:.1f} {high}",
        size=f"{letters:.1f}",
        wide=round(wide * DPI / 72),
        high=round(high * DPI / 72),
        marks=tuple(_rectangle(mark, wide, high) for mark in marks),
        labels=tuple(_labels(marks, wide, high, margin)),
    )


def _rectangle(mark: Mark, wide: int, high: int) -> Rectangle:
    left, top, width, height = mark.at
    return Rectangle(
        f"{left * wide / 100 - 1:.1f}",
        f"{top * high / 100 - 1:.1f}",
        f"{width * wide / 100 + 2:.1f}",
        f"{height * high / 100 + 2:.1f}",
        mark.cards,
        mark.key,
        mark.boxes,
    )


def _labels(marks: Sequence[Mark], wide: int, high: int, margin: float) -> Iterator[Label]:
    letter = 0.3 * margin
    for tag in tags_of(marks):
        words = " ".join(card.label for card in tag.mark.cards)
        width = min(0.62 * letter * len(words) + 0.7 * letter, 0.92 * margin)
        step = tag.lane * 0.95 * margin
        left = wide + 0.04 * margin - step if tag.right else step - 0.04 * margin - width
        middle = tag.top * high / 100
        yield Label(f"{left:.1f}", f"{middle:.1f}", f"{width:.1f}", tag.mark.cards)
