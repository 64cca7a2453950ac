"""Half-open periods of days, and calendar steps that remember their anchor.

`Period(2026-01-01, 2026-02-01)` is January 2026: the start is in it, the end is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

Interval = Literal["day", "week", "month", "quarter", "half_year", "year", "one_time"]

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class EmptyPeriod(ValueError):
    """The period ends on or before the day on which it starts."""


@lru_cache(maxsize=1 << 15)
def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """`day` moved by whole months; `anchor` is the day of month to return to after a short month.

    31 Jan + 1 month is 28 Feb; 28 Feb + 1 month with anchor 31 is 31 Mar. Beyond the calendar's bounds
    it is their day.
    """
    if months and not 12 < day.year * 12 + day.month - 1 + months < 12 * 9999:
        return date.max if months > 0 else date.min
    moved = day + relativedelta(months=months)
    if anchor is None or moved.day >= anchor:
        return moved
    last = (moved.replace(day=1) + relativedelta(months=1) - timedelta(days=1)).day
    return moved.replace(day=min(anchor, last))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (in) to `end` (not in)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period without days."""
        if self.end <= self.start:
            msg = f"a period must end after it starts: {self.start} to {self.end}"
            raise EmptyPeriod(msg)

    @property
    def days(self) -> int:
        """How many days are in it."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day in it (the day before `end`)."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.start <= day < self.end

    def overlap(self, other: Period) -> Period | None:
        """The days both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def __str__(self) -> str:
        """'2026-01-01..2026-02-01'."""
        return f"{self.start}..{self.end}"


def stepped(start: date, months: int, until: date) -> Iterator[Period]:
    """Successive periods of `months` from `start` (its day is the anchor) that begin before `until`."""
    count = 0
    while (begin := add_months(start, count * months)) < until:
        count += 1
        yield Period(begin, add_months(start, count * months))


LONGEST_DAYS = 100_000
"""A length beyond this many units is longer than any record: it reaches the calendar's end."""

DurationUnit = Literal["working_day", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a contract states it: 90 days, 6 months, 2 years."""

    length: int
    unit: DurationUnit

    def after(self, day: date) -> date:
        """The day this long after `day`: working days are Monday to Friday, months clamp."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The day this long before `day`."""
        return self._moved(day, -1)

    def _moved(self, day: date, sign: int) -> date:
        if self.length > LONGEST_DAYS:
            return date.max if sign > 0 else date.min
        match self.unit:
            case "working_day":
                left = self.length
                while left:
                    day += timedelta(days=sign)
                    left -= day.weekday() < 5
                return day
            case "day" | "week":
                days = self.length * (7 if self.unit == "week" else 1)
                return day + timedelta(days=sign * days)
            case _:
                months = self.length * (12 if self.unit == "year" else 1)
                return add_months(day, sign * months)

    def __str__(self) -> str:
        """'6 months'."""
        return f"{self.length} {self.unit.replace('_', ' ')}{'s' if self.length != 1 else ''}"
