"""The share of a period that a part of it is, in days, and the lines of a change within a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, NotPriceable, shown
from terms.money import round_to
from terms.period import Period

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class DayShare:
    """`days` of `of_days`: kept as two counts, so that one division at the end keeps amounts exact."""

    days: int
    of_days: int

    def __post_init__(self) -> None:
        """A share of nothing is no share."""
        if self.of_days <= 0 or self.days < 0:
            raise NotPriceable(f"{self.days} of {self.of_days} days is no share of a period")

    def of(self, whole: Charge) -> Charge:
        """The share of a charge, unrounded."""
        if self.days == self.of_days:
            return whole
        return Charge(
            whole.amount * self.days / self.of_days,
            f"{whole.formula} × {self.days}/{self.of_days} days",
        )

    def factor(self, scale: int = 12) -> Decimal:
        """The share as a decimal of `scale` places, rounded half up (Kill Bill: 9 places)."""
        return round_to(Decimal(self.days) / self.of_days, Decimal(1).scaleb(-scale))


def written_period(start: date, end: date, *, with_end: bool) -> Period:
    """The half-open period that two written dates mean.

    The day written as the end belongs to it (Flexprice, and Lago's day of termination) or is the
    first day after it (Stripe, Meteroid, Kill Bill).
    """
    return Period(start, end + timedelta(days=1) if with_end else end)


def by_actual_days(part: Period, whole: Period) -> DayShare:
    """The part's days of the days that the whole has (the days that lie outside do not count)."""
    start, end = max(part.start, whole.start), min(part.end, whole.end)
    return DayShare(max((end - start).days, 0), whole.days)


def by_fixed_month(part: Period, days_in_month: int = 30) -> DayShare:
    """Every month counts as `days_in_month` days, and a part by whole months and the days between.

    23 May to 15 June is 22 of 30 days, and so is 23 February to 15 March (Kill Bill: fixed days).
    """
    months = (part.end.year - part.start.year) * 12 + part.end.month - part.start.month
    first, last = (min(day.day, days_in_month) for day in (part.start, part.end))
    return DayShare(months * days_in_month + last - first, days_in_month)


@dataclass(frozen=True, slots=True)
class Change:
    """The two lines of a change within a period: the old amount's rest back, the new one's charged."""

    credit: Decimal
    charge: Decimal
    formula: str

    @property
    def net(self) -> Decimal:
        """Both lines together."""
        return self.credit + self.charge


def change_within(
    period: Period,
    on: date,
    old: Decimal,
    new: Decimal,
    conventions: Conventions = STANDARD,
    step: Decimal = CENT,
) -> Change:
    """A new amount from the day `on` in a period paid in advance at `old`.

    Each line is rounded and then netted (Stripe, Flexprice, Meteroid).
    """
    share = by_actual_days(Period(on, period.end), period)
    back = share.of(Charge(old, shown(old)))
    due = share.of(Charge(new, shown(new)))
    return Change(
        -round_to(back.amount, step, conventions.rounding_mode),
        round_to(due.amount, step, conventions.rounding_mode),
        f"−({back.formula}) + {due.formula}",
    )
