"""How a product is billed: its interval, the day it returns to, and when its invoices come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import median_low

from billing.facts import InvoiceLine
from billing.whole_months import anchor_day, months_in
from terms.period import Period, add_months

ARREARS_FROM = -3
"""An invoice dated from three days before a period's end on bills it in arrears."""


def period_of(line: InvoiceLine) -> Period | None:
    """The line's period, or None where it has none that makes sense."""
    return _period(line.period_start, line.period_end)


@lru_cache(maxsize=1 << 15)
def _period(start: date | None, end: date | None) -> Period | None:
    """Few periods are those of very many lines: each is made once."""
    return None if start is None or end is None or end <= start else Period(start, end)


def is_in_advance(line: InvoiceLine, period: Period) -> bool:
    """Whether the line's invoice came before its period was over."""
    return (line.invoice_date - period.end).days < ARREARS_FROM


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a product is billed: its interval, anchor day, and when invoices come."""

    months: int
    anchor: date
    in_advance: bool
    lag_days: int
    """From the period's start (in advance) or end (in arrears) to the invoice's date."""

    def invoiced_on(self, period: Period) -> date:
        """The day on which a period's invoice is to be expected."""
        base = period.start if self.in_advance else period.end
        day = max(base.toordinal() + self.lag_days, 1)
        return date.fromordinal(min(day, date.max.toordinal()))

    def day(self, count: int) -> date:
        """The first day of the period `count` steps after the anchor's."""
        return add_months(self.anchor, count * self.months)

    def steps_to(self, day: date) -> int:
        """How many steps the period that holds `day` stands after the anchor's."""
        apart = (day.year - self.anchor.year) * 12 + day.month - self.anchor.month
        count = apart // self.months
        return count if self.day(count) <= day else count - 1

    def is_whole(self, period: Period) -> bool:
        """Whether a period is one step of the rhythm, from its first day to its end."""
        count = self.steps_to(period.start)
        return self.day(count) == period.start and self.day(count + 1) == period.end

    def periods(self, start: date, end: date) -> Iterator[Period]:
        """The periods from `start` to `end`, the first and the last cut to size."""
        if start >= end:
            return
        count = self.steps_to(start)
        begin = self.day(count)
        while begin < end:
            count += 1
            finish = self.day(count)
            yield Period(max(begin, start), min(finish, end))
            begin = finish


def rhythm_in(lines: Iterable[InvoiceLine]) -> Rhythm | None:
    """The rhythm that most of the lines keep; None where none has a period of whole months."""
    firsts: dict[Period, InvoiceLine] = {}
    counted: Counter[int] = Counter()
    for line in lines:
        period = period_of(line)
        months = months_in(period) if period is not None else 0
        if period is None or not months:
            continue
        counted[months] += 1
        seen = firsts.get(period)
        if seen is None or line.invoice_date < seen.invoice_date:
            firsts[period] = line
    if not firsts:
        return None
    months = max(counted, key=lambda each: (counted[each], -each))
    advance, arrears = [], []
    for period, line in firsts.items():
        if is_in_advance(line, period):
            advance.append((line.invoice_date - period.start).days)
        else:
            arrears.append((line.invoice_date - period.end).days)
    in_advance = len(advance) > len(arrears)
    anchor = _anchor([p for p in firsts if len(counted) == 1 or months_in(p) == months])
    return Rhythm(months, anchor, in_advance, median_low(advance if in_advance else arrears))


def _anchor(periods: list[Period]) -> date:
    """The first bound on the day that most periods return to."""
    days = Counter(anchor_day(period) for period in periods)
    day = max(days, key=lambda each: (days[each], each))
    bounds = [bound for period in periods for bound in (period.start, period.end)]
    return min(bound for bound in bounds if bound.day == day)
