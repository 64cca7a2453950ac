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


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over words on a page, and the cards that rest on them."""

    at: Placed
    cards: tuple[Card, ...]
    boxes: tuple[Box, ...]
    """All rectangles of the quote, as its citation has them."""
    key: str
    """The anchor that a card leads to; '' for all but the first line of a quote."""
    label: str
    """The cards' labels; '' for all but the first line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as drawn, or in words why it, or several, are not."""

    number: int
    source: str = ""
    width: int = 0
    height: int = 0
    marks: tuple[Mark, ...] = ()
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
        yield Sheet(
            number,
            data_uri(picture),
            picture.width,
            picture.height,
            tuple(_marks(file, number, picture, cards)),
        )
        last = number
    if last < count:
        yield Sheet(last + 1, note=_without(last + 1, count))


def _without(first: int, last: int) -> str:
    what = "no term and no open passage, and"
    if first == last:
        return f"Page {first} carries {what} is not shown."
    return f"Pages {first} to {last} carry {what} are not shown."


def _marks(file: str, page: int, picture: Picture, cards: Sequence[Card]) -> Iterator[Mark]:
    """A mark a line of quoted words; cards that rest on the same words share it."""
    quotes: dict[tuple[Box, ...], list[Card]] = {}
    for card in cards:
        for quote in card.quotes:
            if quote.file == file and quote.page == page and quote.boxes:
                sharing = quotes.setdefault(quote.boxes, [])
                if card not in sharing:
                    sharing.append(card)
    for number, (boxes, sharing) in enumerate(quotes.items(), 1):
        label = " ".join(card.label for card in sharing)
        key = f"p{page}m{number}"
        for place in (place for box in boxes if (place := placed(picture, box))):
            yield Mark(place, tuple(sharing), boxes, key, label)
            key = label = ""
