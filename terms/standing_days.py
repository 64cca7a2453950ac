"""Day by day, which of several terms of one matter decides: the days fall apart where one changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from terms.adjustment import Discount
from terms.matters import same_values
from terms.period import add_months
from terms.timeline import KIND_ORDER, Placed, takes_effect

LONGEST = 1200
"""A discount of more months than this is a misreading, and has no end."""


class Why(StrEnum):
    """What made a term decide, where others spoke of the same matter."""

    ALONE = "alone"
    """No other term that holds on these days speaks of it."""
    LATER_PAPER = "later paper"
    KIND = "kind of paper"
    """Of two papers of one day, an amendment before an order form, and that before a master."""
    LATER_STEP = "later step"
    """Its paper states several, and this one begins last."""
    REPEATED = "repeated"
    """The others say the same."""
    UNDECIDED = "undecided"
    """Nothing decides between two terms; the one that is read last is shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Days on which nothing changes: who decides, why, and who contradicts."""

    first: date
    """date.min where no document says when the winner begins."""
    last: date
    """The last day; date.max for an open end."""
    winner: Placed
    why: Why
    rivals: tuple[Placed, ...]
    """Terms that state something else, with nothing that says which prevails."""


def pieces(group: Sequence[Placed], until: date = date.max) -> list[Piece]:
    """The days of a matter in order, up to `until`; days on which none of its terms holds are left out."""
    return list(_joined(_cut(group, until)))


def begins(placed: Placed) -> date:
    """Its first day; the first of all days where no document says."""
    return placed.start or date.min


def last_day(placed: Placed) -> date:
    """The last day that the term itself states: its end, or that of a discount's months."""
    term = placed.term
    if term.effective_to is not None:
        return term.effective_to
    if isinstance(term, Discount) and term.months and term.months < LONGEST and placed.start:
        return day_before(add_months(placed.start, term.months))
    return date.max


def day_before(day: date) -> date:
    """The day before; the calendar's bounds stay themselves."""
    return day if day in {date.min, date.max} else day - timedelta(days=1)


def day_after(day: date) -> date:
    """The day after; the calendar's bounds stay themselves."""
    return day if day in {date.min, date.max} else day + timedelta(days=1)


def _cut(group: Sequence[Placed], until: date) -> Iterator[Piece]:
    days = sorted({day for each in group for day in _changes(each)} - {date.max})
    for index, day in enumerate(days):
        last = day_before(days[index + 1]) if index + 1 < len(days) else date.max
        holding = [each for each in group if _holds(each, day)]
        if holding and day <= until:
            yield _piece(day, min(last, until), holding)


def _changes(placed: Placed) -> set[date]:
    """The days on which the term may begin or cease to hold."""
    return {
        begins(placed),
        day_after(last_day(placed)),
        *(day for cut in placed.cuts for day in cut.turns),
    }


def _holds(placed: Placed, day: date) -> bool:
    return placed.in_force(day, placed.term.product) and day <= last_day(placed)


def _piece(first: date, last: date, holding: Sequence[Placed]) -> Piece:
    winner = max(enumerate(holding), key=lambda each: (*_order(each[1]), each[0]))[1]
    others = [each for each in holding if each is not winner]
    rivals = tuple(each for each in others if contradicts(winner, each))
    return Piece(first, last, winner, _why(winner, others, rivals), rivals)


def _order(placed: Placed) -> tuple[int, date]:
    """Of the latest document, and within it of the latest step."""
    return placed.rank, begins(placed)


def contradicts(winner: Placed, other: Placed) -> bool:
    """Whether both begin on one day with different values, and neither a link nor a rank decides.

    Two prices in one paper contradict each other too. Between papers of one day, a price needs more
    than their kind: what an order form and a master of that day charge for one product is not settled
    by which of them is the order form.
    """
    if begins(winner) != begins(other) or same_values(winner.term, other.term):
        return False
    if winner in other.sources or other in winner.sources:
        return False
    price = winner.term.type == "price"
    if winner.document.file == other.document.file:
        return price
    if takes_effect(winner.document) != takes_effect(other.document):
        return False
    return price or _kind(winner) == _kind(other)


def _kind(placed: Placed) -> int:
    return KIND_ORDER[placed.document.kind]


def _why(winner: Placed, others: Sequence[Placed], rivals: Sequence[Placed]) -> Why:
    if rivals:
        return Why.UNDECIDED
    differing = [each for each in others if not same_values(winner.term, each.term)]
    if not others:
        return Why.ALONE
    if not differing:
        return Why.REPEATED
    elsewhere = [each for each in differing if each.document.file != winner.document.file]
    if not elsewhere:
        return Why.LATER_STEP
    same_day = takes_effect(elsewhere[-1].document) == takes_effect(winner.document)
    return Why.KIND if same_day else Why.LATER_PAPER


def _joined(parts: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces with one winner and the same rivals as one; the first says why."""
    held: Piece | None = None
    for part in parts:
        if held and _goes_on(held, part):
            why = part.why if held.why in {Why.ALONE, Why.REPEATED} else held.why
            held = replace(held, last=part.last, why=why)
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _goes_on(held: Piece, part: Piece) -> bool:
    return (
        held.winner is part.winner
        and held.rivals == part.rivals
        and day_after(held.last) == part.first
    )
