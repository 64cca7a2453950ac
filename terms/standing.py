"""The timeline of an agreement: for each matter, which term decides from when to when.

The rules are those of FORMATS.md section 2, "In force on a day": links end terms; of several that
remain the later document decides, and within one document the later step. The stretches of a matter
follow one another without overlap; days on which no term speaks are in none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from terms.contract import Extraction
from terms.matters import competes_as, contradicts_as
from terms.price import Price, Quantity
from terms.product_names import NamedProduct, ProductNames
from terms.standing_days import Piece, Why, begins, day_after, day_before, pieces
from terms.timeline import Agreement, Cut, Placed


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Days on which one term decides a matter."""

    placed: Placed
    start: date | None
    """The first day; None where no document says when the term begins."""
    last: date | None
    """The last day (in it); None for an open end."""
    why: Why
    replaced: tuple[Placed, ...] = ()
    """The terms that this one ends by a link."""
    before: Placed | None = None
    """The term that decided until the day before."""

    def on(self, day: date) -> bool:
        """Whether `day` is in it."""
        return (self.start is None or self.start <= day) and (self.last is None or day <= self.last)

    @property
    def exceptions(self) -> tuple[Cut, ...]:
        """For a general term: the products for which another term has ended it, and from when."""
        if self.placed.term.product is not None:
            return ()
        return tuple(cut for cut in self.placed.cuts if cut.product is not None)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that the agreement settles, over time."""

    type: str
    product: NamedProduct | None
    """None for the whole agreement."""
    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> Stretch | None:
        """The stretch that holds on a day."""
        return next((stretch for stretch in self.stretches if stretch.on(day)), None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two terms of one matter with different values for the same days, and no link between them."""

    type: str
    product: NamedProduct | None
    shown: Placed
    """The one that the timeline shows: the last in order."""
    other: Placed
    start: date | None
    last: date | None

    def on(self, day: date) -> bool:
        """Whether it is open on a day."""
        return (self.start is None or self.start <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agreement settles, from when to when, and what it leaves undecided."""

    matters: tuple[Matter, ...]
    conflicts: tuple[Conflict, ...]
    unpriced: tuple[Placed, ...]
    """Prices that are listed and not owed: not ordered, on request, blank or blacked out."""
    doubted: tuple[Placed, ...]
    """Terms in doubt that no link joins to another: not relied on."""
    broken_links: tuple[str, ...]
    """Links whose target was not read, in words."""

    def on(self, day: date) -> list[tuple[Matter, Stretch]]:
        """What is in force on a day."""
        return [(each, stretch) for each in self.matters if (stretch := each.on(day)) is not None]

    def ended(self, day: date) -> list[tuple[Matter, Stretch]]:
        """Prices that have ended by a day with nothing after them, each with its last stretch."""
        found = []
        for each in self.matters:
            past = [s for s in each.stretches if s.last is not None and s.last < day]
            if each.type == "price" and past and each.on(day) is None:
                found.append((each, past[-1]))
        return found

    @property
    def first_day(self) -> date | None:
        """The first day on which a term with a date holds; None where none has one."""
        starts = [s.start for each in self.matters for s in each.stretches if s.start]
        return min(starts, default=None)


def standing(extraction: Extraction) -> Standing:
    """The timeline of an account's terms: the same terms give the same timeline."""
    agreement = Agreement(extraction)
    unpriced = [placed for placed in agreement.placed if _unpriced(placed)]
    others = [placed for placed in agreement.placed if not _unpriced(placed)]
    speaking = [placed for placed in others if placed.usable]
    names = ProductNames(speaking)
    matters = [
        _matter(group, names, speaking) for group in _grouped(speaking, names, competing=True)
    ]
    conflicts = [
        conflict
        for group in _grouped(speaking, names, competing=False)
        for conflict in _conflicts(group, names)
    ]
    return Standing(
        matters=tuple(each for each in matters if each.stretches),
        conflicts=tuple(conflicts),
        unpriced=tuple(unpriced),
        doubted=tuple(placed for placed in others if not placed.usable),
        broken_links=tuple(dict.fromkeys(agreement.broken_links)),
    )


def _unpriced(placed: Placed) -> bool:
    term = placed.term
    return isinstance(term, Price) and term.status not in {None, "stated"}


def _grouped(
    placed: Sequence[Placed], names: ProductNames, *, competing: bool
) -> Iterator[list[Placed]]:
    """The terms of each matter; with `competing`, those that stand beside others are a group each."""
    groups: dict[Hashable, list[Placed]] = defaultdict(list)
    for number, each in enumerate(placed):
        about = competes_as(each.term) if competing else contradicts_as(each.term)
        product = names.of(each.term.product)
        own: Hashable = ("alone", number) if about is None else ("with others", about)
        groups[each.term.type, id(product) if product else None, own].append(each)
    yield from groups.values()


def _matter(group: Sequence[Placed], names: ProductNames, speaking: Sequence[Placed]) -> Matter:
    first = group[0]
    stretches: list[Stretch] = []
    for piece in pieces(group, _set_anew(first, names, speaking)):
        before = stretches[-1] if stretches else None
        follows = before is not None and before.last and day_after(before.last) == piece.first
        stretches.append(
            Stretch(
                placed=piece.winner,
                start=_bounded(piece.first),
                last=_bounded(piece.last),
                why=piece.why,
                replaced=_replaced(piece.winner, speaking),
                before=before.placed if before is not None and follows else None,
            )
        )
    return Matter(first.term.type, names.of(first.term.product), tuple(stretches))


def _bounded(day: date) -> date | None:
    return None if day in {date.min, date.max} else day


def _replaced(winner: Placed, speaking: Sequence[Placed]) -> tuple[Placed, ...]:
    return tuple(each for each in speaking if any(cut.by is winner for cut in each.cuts))


def _set_anew(placed: Placed, names: ProductNames, speaking: Sequence[Placed]) -> date:
    """Until when units that were added or removed count apart: a number set later holds them all."""
    term = placed.term
    if not isinstance(term, Quantity) or term.change in {None, "set"}:
        return date.max
    mine = begins(placed), placed.rank
    later = [
        begins(each)
        for each in speaking
        if isinstance(each.term, Quantity)
        and each.term.change in {None, "set"}
        and names.of(each.term.product) is names.of(term.product)
        and (begins(each), each.rank) > mine
    ]
    return day_before(min(later, default=date.max))


def _conflicts(group: Sequence[Placed], names: ProductNames) -> Iterator[Conflict]:
    """Each pair once, for all the days on which it is open."""
    found: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in pieces(group):
        for rival in piece.rivals:
            found[group.index(piece.winner), group.index(rival)].append(piece)
    for (shown, other), undecided in found.items():
        yield Conflict(
            type=group[shown].term.type,
            product=names.of(group[shown].term.product),
            shown=group[shown],
            other=group[other],
            start=_bounded(undecided[0].first),
            last=_bounded(undecided[-1].last),
        )
