"""The share of a period that a part of it is, in days."""

from __future__ import annotations

from dataclasses import dataclass

from billing.pricing.charge import Charge, NotPriceable
from terms.period import Period


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


def by_actual_days(part: Period, whole: Period) -> DayShare:
    """The part's days of the days that the whole has (the days that lie outside do not count)."""
    start, end = max(part.start, whole.start), min(part.end, whole.end)
    return DayShare(max((end - start).days, 0), whole.days)


def by_fixed_month(part: Period, days_in_month: int = 30, of_months: int = 1) -> DayShare:
    """Every month counts as `days_in_month` days, and a part by whole months and the days between.

    23 May to 15 June is 22 of 30 days, and so is 23 February to 15 March (Kill Bill: fixed days). The
    share is one of a period of `of_months`.
    """
    months = (part.end.year - part.start.year) * 12 + part.end.month - part.start.month
    first, last = (min(day.day, days_in_month) for day in (part.start, part.end))
    return DayShare(months * days_in_month + last - first, days_in_month * of_months)
