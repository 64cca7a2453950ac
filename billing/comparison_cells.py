"""One period of one product, compared: what it should have cost beside what was billed; and its shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.ledger import Cell
from billing.rated import Rated
from billing.readings import Reading
from terms.period import Period


@dataclass(slots=True)
class ComparedCell:
    """One period of one product: what it should have cost and what was billed."""

    cell: Cell
    rated: Rated
    credits_owed: Decimal = Decimal(0)
    """Service credits that the contract owes and billing gave: no under-billing."""
    readings: tuple[Reading, ...] = ()
    """Its amounts, where the contract leaves open what decides between several."""
    taken: Reading | None = None
    """The usual reading that gives what was billed, where it is not the one first taken."""

    billed_with: Period | None = None
    """Another period, whose line bills this one to the cent."""

    @property
    def period(self) -> Period:
        """The period."""
        return self.cell.period

    @property
    def expected(self) -> Decimal:
        """What the contract says."""
        return self.rated.amount

    @property
    def billed(self) -> Decimal:
        """What was billed, credits taken off, owed service credits left out."""
        return self.cell.billed - self.credits_owed

    @property
    def difference(self) -> Decimal:
        """Expected − billed: positive is under-billed."""
        return self.rated.amount - (self.cell.billed - self.credits_owed)


@dataclass(frozen=True, slots=True)
class Share:
    """What one cause takes of one period's difference: all of it, or its part."""

    cell: ComparedCell
    expected: Decimal
    billed: Decimal
    derivation: str
    set_off: Decimal = Decimal(0)
    """How much of it a mistake the other way in the same period has made good."""

    @property
    def difference(self) -> Decimal:
        """Expected − billed."""
        return self.expected - self.billed

    @property
    def sizes(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it comes to over the usual readings, never below zero."""
        sign = 1 if self.difference > 0 else -1
        amounts = [reading.amount for reading in self.cell.readings] or [self.cell.expected]
        sizes = [sign * (self.difference + amount - self.cell.expected) for amount in amounts]
        return max(min(sizes), Decimal(0)), max(sizes)


def whole(cell: ComparedCell) -> Share:
    """A period's whole difference."""
    derivation = cell.rated.derivation
    if cell.readings:
        others = "; ".join(str(reading) for reading in cell.readings[1:])
        derivation = f"{derivation} {cell.readings[0].words}; or {others}"
    return Share(cell, cell.expected, cell.billed, derivation)
