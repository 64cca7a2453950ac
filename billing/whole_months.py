"""Billed periods of whole months, whatever day they begin on, and the day they return to.

31 Jan – 28 Feb – 31 Mar – 30 Apr are three months on one anchor: the day that a short month cuts off
is remembered.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from terms.period import MONTHS_OF, Period, add_months
from terms.price import Price


def months_in(period: Period) -> int:
    """Whole months from the first day to the end, a short month's last day counting for its anchor.

    0 for a period of any other length.
    """
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if months <= 0:
        return 0
    whole = (
        add_months(period.start, months) == period.end
        or add_months(period.end, -months) == period.start
    )
    return months if whole else 0


def months_of(price: Price | None) -> int:
    """The months of a price's interval; 0 where it is not counted in months."""
    if price is None:
        return 0
    return MONTHS_OF.get(price.interval or "", 0) * max(price.interval_count or 1, 1)


def billed_at_once(price: Price | None, period: Period) -> int:
    """How many of a price's whole intervals a billed period is: 3 for a monthly fee billed by the quarter."""
    months, of = months_in(period), months_of(price)
    return months // of if months and of and months % of == 0 else 1


def anchor_day(period: Period) -> int:
    """The day of month to which a period's bounds return after a short month."""
    return max(period.start.day, period.end.day) if months_in(period) else period.start.day


def on_anchor(period: Period, anchor: int) -> bool:
    """Whether both bounds stand on the `anchor` day, or on the last day of a month without it."""
    return all(
        bound.day == min(anchor, monthrange(bound.year, bound.month)[1])
        for bound in (period.start, period.end)
    )


def split(period: Period, months: int, anchor: int) -> list[Period]:
    """A period cut every `months` from its start, back to the `anchor` day; the last may be shorter."""
    found: list[Period] = []
    start = period.start
    while start < period.end:
        end = add_months(period.start, (len(found) + 1) * months, anchor)
        found.append(Period(start, min(end, period.end)))
        start = found[-1].end
    return found


def window(start: date, months: int, day: date) -> Period:
    """The stretch of `months`, counted from `start`, that holds `day`."""
    apart = (day.year - start.year) * 12 + day.month - start.month
    count = apart // months
    if add_months(start, count * months) > day:
        count -= 1
    return Period(add_months(start, count * months), add_months(start, (count + 1) * months))
