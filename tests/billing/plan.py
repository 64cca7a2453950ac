"""A planned account in plain numbers: what was agreed, or what its biller believes was agreed."""

from __future__ import annotations

import calendar
import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
TIERED = ("graduated", "volume", "stairstep")
METERED = ("usage", "package", *TIERED)


@dataclass(frozen=True)
class Thing:
    """One planned product."""

    name: str
    model: str
    """flat, seats, usage, package, graduated, volume, stairstep, percentage."""
    price: Decimal
    seats: tuple[tuple[date, int], ...] = ()
    included: int = 0
    package: int = 100
    tiers: tuple[tuple[int | None, Decimal], ...] = ()
    used: tuple[tuple[datetime, int], ...] = ()
    raises: tuple[tuple[date, Decimal], ...] = ()
    """Days and percents of its increases, in order."""
    raise_to: Decimal | None = None
    """The step to which raised prices are rounded; the currency's minor unit where None."""
    new_price: tuple[date, Decimal] | None = None
    """A price that a renewal order states from a day on."""
    discount: Decimal = Decimal(0)
    discount_until: date | None = None
    """The last day on which a period may begin that is still reduced."""
    minimum: Decimal | None = None
    starts: date | None = None
    ends: date | None = None
    """What billing believes: when it began and stopped to bill the product."""
    unit_size: int | None = None


@dataclass(frozen=True)
class Plan:
    """One planned account."""

    currency: str
    start: date
    anchor: int
    months: int
    """How many months are billed."""
    every: int
    """Months in a billed period."""
    advance: bool
    zone: str
    proration: str
    things: tuple[Thing, ...]
    commitment: tuple[int, Decimal] | None = None
    """Months of its period, and the minimum of everything charged in them."""
    raise_term: dict[str, Any] | None = None
    """How the contract words the increases."""
    indices: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    rounding_mode: str = ROUND_HALF_UP
    one_time: tuple[date, Decimal] | None = None
    """A charge due once: its day and amount."""

    @property
    def as_of(self) -> date:
        """The day of the examination, when the last period is invoiced and the next is not yet."""
        return self.periods()[-1][1] + timedelta(days=0 if self.advance else 20)

    def periods(self) -> list[tuple[date, date]]:
        """The billed periods, from the start to the anchor day and from there on."""
        bounds = [self.start]
        year, month = self.start.year, self.start.month
        if self.start.day >= min(self.anchor, days_in(year, month)):
            month += self.every
        while len(bounds) <= self.months // self.every:
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            bounds.append(date(year, month, min(self.anchor, days_in(year, month))))
            month += self.every
        return list(itertools.pairwise(bounds))

    def whole(self, begin: date, end: date) -> tuple[date, date]:
        """The whole month of which a first, shorter period is the rest."""
        year, month = (end.year, end.month - 1) if end.month > 1 else (end.year - 1, 12)
        return min(begin, date(year, month, min(self.anchor, days_in(year, month)))), end


def days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def rounded(plan: Plan, amount: Decimal, step: Decimal | None = None) -> Decimal:
    if step is not None:
        return (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    step = Decimal(1).scaleb(-DECIMALS[plan.currency])
    return amount.quantize(step, rounding=plan.rounding_mode)
