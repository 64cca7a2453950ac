"""The left side of the reading page: pages of the contracts with a mark on every quoted line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.page_picture import Placed, data_uri, placed
from app.term_cards import Card

if TYPE_CHECKING:
    from extractors.opening import OpenDocument
    from extractors.picture import Picture
    from terms.citation import Box

DPI = 110
"""A page of A4 is 910 pixels wide: its small print can be read."""

RIGHT_COLUMN = 45
"""A quote all of whose lines begin this far across the page, in percent, is tagged in the right margin."""
TAG_HEIGHT = 2
"""In percent of the page's height."""
LANES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over words on a page, and the cards that rest on them."""

    at: Placed
    cards: tuple[Card, ...]
    boxes: tuple[Box, ...]
    """All rectangles of the quote, as its citation has them."""
    key: str
    """The anchor that a card leads to; '' for all but the first line of a quote."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The labels of a quote's cards, in the margin beside its first line."""

    mark: Mark
    top: float
    """Percent of the page's height: the middle of the line."""
    right: bool
    """In the right margin, where the words stand in a right column."""
    lane: int
    """0 at the page's edge; further in where another tag stands there already."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as drawn, or in words why it, or several, are not."""

    number: int
    source: str = ""
    width: int = 0
    height: int = 0
    marks: tuple[Mark, ...] = ()
    tags: tuple[Tag, ...] = ()
    note: str = ""


def quoted_pages(file: str, cards: Iterable[Card]) -> set[int]:
    """The pages of a file on which a card's words stand."""
    return {quote.page for card in cards for quote in card.quotes if quote.file == file}


def sheets(
    path: Path | None,
    file: str,
    sha256: str,
    cards: Sequence[Card],
    drawn: Callable[[], None],
) -> Iterator[Sheet]:
    """The pages that carry something, and the first; a note stands for the others.

    A file that cannot be opened, or is not the one that was read, gives a note and no picture.
    """
    from extractors.errors import ContractUnreadable
    from extractors.opening import opened

    if path is None:
        yield Sheet(0, note="The file is not at hand: its pages are not shown.")
        return
    try:
        with opened(path, file) as found:
            if sha256 and found.document.sha256 != sha256:
                note = "The file is another than the one that was read: its pages are not shown."
                yield Sheet(0, note=note)
                return
            yield from _drawn(found, file, cards, drawn)
    except ContractUnreadable as error:
        yield Sheet(0, note=f"The pages cannot be shown: {error}")


def _drawn(
    found: OpenDocument, file: str, cards: Sequence[Card], drawn: Callable[[], None]
) -> Iterator[Sheet]:
    count = len(found.document.pages)
    wanted = sorted({1, *quoted_pages(file, cards)} & set(range(1, count + 1)))
    last = 0
    for number in wanted:
        if number > last + 1:
            yield Sheet(last + 1, note=_without(last + 1, number - 1))
        picture = found.render(number, DPI)
        drawn()
        marks = tuple(marks_on(file, number, picture, cards))
        yield Sheet(
            number,
            data_uri(picture),
            picture.width,
            picture.height,
            marks,
            tuple(tags_of(marks)),
        )
        last = number
    if last < count:
        yield Sheet(last + 1, note=_without(last + 1, count))


def _without(first: int, last: int) -> str:
    what = "no term and no open passage, and"
    if first == last:
        return f"Page {first} carries {what} is not shown."
    return f"Pages {first} to {last} carry {what} are not shown."


def marks_on(file: str, page: int, picture: Picture, cards: Sequence[Card]) -> Iterator[Mark]:
    """A mark a line of quoted words; cards that rest on the same words share it."""
    quotes: dict[tuple[Box, ...], list[Card]] = {}
    for card in cards:
        for quote in card.quotes:
            if quote.file == file and quote.page == page and quote.boxes:
                sharing = quotes.setdefault(quote.boxes, [])
                if card not in sharing:
                    sharing.append(card)
    for number, (boxes, sharing) in enumerate(sorted(quotes.items(), key=_size, reverse=True), 1):
        key = f"p{page}m{number}"
        for place in (place for box in boxes if (place := placed(picture, box))):
            yield Mark(place, tuple(sharing), boxes, key)
            key = ""


def _size(quote: tuple[tuple[Box, ...], list[Card]]) -> float:
    """The area of a quote: a smaller one lies above one that holds it, and can be chosen."""
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in quote[0])


def tags_of(marks: Iterable[Mark]) -> Iterator[Tag]:
    """The tags from the top down; of tags that would cover one another, later ones stand further in.

    Two quotes of one term in neighbouring lines share a tag.
    """
    marks = list(marks)
    begins: dict[tuple[Box, ...], float] = {}
    for mark in marks:
        begins[mark.boxes] = min(mark.at.left, begins.get(mark.boxes, 100))
    lowest: dict[tuple[bool, int], float] = {}
    shared: dict[tuple[bool, tuple[Card, ...]], float] = {}
    for mark in sorted((mark for mark in marks if mark.key), key=lambda it: it.at.top):
        top = mark.at.top + mark.at.height / 2
        right = begins[mark.boxes] >= RIGHT_COLUMN
        if top - shared.get((right, mark.cards), -100) < TAG_HEIGHT:
            continue
        shared[right, mark.cards] = top
        lane = 0
        while top - lowest.get((right, lane), -100) < TAG_HEIGHT and lane < LANES - 1:
            lane += 1
        lowest[right, lane] = top
        yield Tag(mark, round(top, 3), right, lane)
