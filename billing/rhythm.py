"""How a product is billed: its interval, the day it returns to, and when its invoices come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from statistics import median_low

from billing.facts import InvoiceLine
from billing.whole_months import anchor_day, months_in
from terms.period import Period, add_months

MOST_SLACK = 15
"""An invoice that is late by more days than this is missing, however irregular the others came."""

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
    return _before_its_end(line.invoice_date, period)


def _before_its_end(invoiced: date, period: Period) -> bool:
    return (invoiced - period.end).days < ARREARS_FROM


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a product is billed: its interval, anchor day, and when invoices come."""

    months: int
    anchor: date
    in_advance: bool
    lag_days: int
    """From the period's start (in advance) or end (in arrears) to the invoice's date."""
    slack_days: int = 0
    """How much later than that nine in ten of its invoices had come."""
    together: int = 1
    """How many periods one invoice bills: 3 where each quarter three months are billed at once.

    Then `lag_days` counts from the start of the first of them, or the end of the last.
    """
    phase: int = 0
    """How many steps after the anchor (up to `together`) such an invoice's first period begins."""

    def invoiced_on(self, period: Period) -> date:
        """The day on which a period's invoice is to be expected."""
        base = period.start if self.in_advance else period.end
        if self.together > 1:
            count = self.steps_to(period.start if self.in_advance else period.last_day)
            first = count - (count - self.phase) % self.together
            base = self.day(first if self.in_advance else first + self.together)
        day = max(base.toordinal() + self.lag_days, 1)
        return date.fromordinal(min(day, date.max.toordinal()))

    def late_from(self, period: Period) -> date:
        """The day by which a period's invoice has come, if it comes as late as others did."""
        day = self.invoiced_on(period).toordinal() + self.slack_days
        return date.fromordinal(min(day, date.max.toordinal()))

    def day(self, count: int) -> date:
        """The first day of the period `count` steps after the anchor's."""
        return add_months(self.anchor, count * self.months)

    def steps_to(self, day: date) -> int:
        """How many steps the period that holds `day` stands after the anchor's."""
        count = self._apart(day) // self.months
        return count if self.day(count) <= day else count - 1

    def is_whole(self, period: Period) -> bool:
        """Whether a period is one step of the rhythm, from its first day to its end."""
        count, apart = divmod(self._apart(period.start), self.months)
        return apart == 0 and self.day(count) == period.start and self.day(count + 1) == period.end

    def _apart(self, day: date) -> int:
        """The calendar months between the anchor's and a day's."""
        return (day.year - self.anchor.year) * 12 + day.month - self.anchor.month

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


_Dated = tuple[date | None, date | None, date]
"""The bounds of a line's period, and the day of its invoice."""


def rhythm_in(lines: Iterable[InvoiceLine]) -> Rhythm | None:
    """The rhythm that most of the lines keep; None where none has a period of whole months."""
    return _rhythm(tuple((each.period_start, each.period_end, each.invoice_date) for each in lines))


@lru_cache(maxsize=256)
def _rhythm(lines: tuple[_Dated, ...]) -> Rhythm | None:
    """Few patterns of days are those of very many products: each is looked at once."""
    firsts: dict[Period, date] = {}
    counted: Counter[int] = Counter()
    for start, end, invoiced in lines:
        period = _period(start, end)
        months = months_in(period) if period is not None else 0
        if period is None or not months:
            continue
        counted[months] += 1
        seen = firsts.get(period)
        if seen is None or invoiced < seen:
            firsts[period] = invoiced
    if not firsts:
        return None
    months = max(counted, key=lambda each: (counted[each], -each))
    usual = [p for p in firsts if len(counted) == 1 or months_in(p) == months]
    invoices = _invoices({period: firsts[period] for period in usual})
    together = _usual_number(invoices)
    alone = firsts.items()
    billed = alone if together == 1 else [(p, day) for p, day, n in invoices if n == together]
    advance, arrears = [], []
    for period, invoiced in billed:
        if _before_its_end(invoiced, period):
            advance.append((invoiced - period.start).days)
        else:
            arrears.append((invoiced - period.end).days)
    in_advance = len(advance) > len(arrears)
    lags = sorted(advance if in_advance else arrears)
    lag = median_low(lags)
    slack = min(lags[len(lags) * 9 // 10] - lag, MOST_SLACK)
    rhythm = Rhythm(months, _anchor(usual), in_advance, lag, slack)
    if together == 1:
        return rhythm
    phases = Counter(rhythm.steps_to(period.start) % together for period, _ in billed)
    return replace(rhythm, together=together, phase=phases.most_common(1)[0][0])


def _invoices(firsts: dict[Period, date]) -> list[tuple[Period, date, int]]:
    """The stretches of adjacent periods first billed on one day, with that day and their number."""
    found: list[tuple[Period, date, int]] = []
    for period in sorted(firsts):
        day = firsts[period]
        if found and found[-1][0].end == period.start and found[-1][1] == day:
            before, _, number = found.pop()
            found.append((Period(before.start, period.end), day, number + 1))
        else:
            found.append((period, day, 1))
    return found


def _usual_number(invoices: list[tuple[Period, date, int]]) -> int:
    """How many periods most invoices bill; of equals the fewest."""
    numbers = Counter(number for _, _, number in invoices)
    return max(numbers, key=lambda each: (numbers[each], -each))


def _anchor(periods: list[Period]) -> date:
    """The first bound on the day that most periods return to."""
    days = Counter(anchor_day(period) for period in periods)
    day = max(days, key=lambda each: (days[each], each))
    bounds = [bound for period in periods for bound in (period.start, period.end)]
    return min(bound for bound in bounds if bound.day == day)
