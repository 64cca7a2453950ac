"""Usage by the million: sums of what one account used, its single events fetched only where they decide.

As a sequence it holds one UsageEvent a sum (a book may give usage by day or month as well). What a
sum cannot answer exactly — another timezone, a period that cuts through it, rounding per event, the
largest value — is counted from the single events.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import overload

from billing.facts import UsageEvent
from terms.period import Period


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What was used of a product, in one unit, from one local day to another, both included."""

    product: str
    unit: str | None
    first_day: date
    last_day: date
    quantity: Decimal
    events: int


class SumsOfDays:
    """The sums of one product, found by the days they are of."""

    def __init__(self, sums: Iterable[UsageSum]) -> None:
        """Put them in order of their first days."""
        self.sums = sorted(sums, key=lambda each: each.first_day)
        self._first = [each.first_day for each in self.sums]
        self._last = list(accumulate((each.last_day for each in self.sums), max))
        """The latest day of all sums up to each."""

    @property
    def days(self) -> list[date]:
        """The first and last days of the sums, in order."""
        return sorted({*self._first, *(each.last_day for each in self.sums)})

    def within(self, period: Period) -> list[UsageSum] | None:
        """The sums that are of days of a period; None where one is of other days too."""
        low, high = bisect_left(self._last, period.start), bisect_left(self._first, period.end)
        found = [each for each in self.sums[low:high] if each.last_day >= period.start]
        cut = any(each.first_day < period.start or each.last_day >= period.end for each in found)
        return None if cut else found


class SummedUsage(Sequence[UsageEvent]):
    """The usage of one account, days counted in `timezone`."""

    def __init__(
        self,
        account_id: str,
        timezone: str,
        sums: Sequence[UsageSum],
        fetch: Callable[[], Sequence[UsageEvent]],
    ) -> None:
        """`fetch` gives every single event, in the order of the files."""
        self.timezone = timezone
        self.sums = tuple(sums)
        self._fetch = fetch
        self._single: tuple[UsageEvent, ...] | None = None
        self._shown = tuple(
            UsageEvent(
                account_id,
                each.product,
                each.first_day,
                each.quantity,
                each.unit,
                f"{each.events} events to {each.last_day}",
            )
            for each in self.sums
        )

    @property
    def single(self) -> tuple[UsageEvent, ...]:
        """Every single event, ordered by time, so that the order of files changes nothing."""
        if self._single is None:
            self._single = tuple(sorted(self._fetch(), key=_event_order))
        return self._single

    @overload
    def __getitem__(self, index: int) -> UsageEvent: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[UsageEvent, ...]: ...
    def __getitem__(self, index: int | slice) -> UsageEvent | tuple[UsageEvent, ...]:
        return self._shown[index]

    def __len__(self) -> int:
        return len(self._shown)

    def __iter__(self) -> Iterator[UsageEvent]:
        return iter(self._shown)


def in_order(usage: Sequence[UsageEvent]) -> Sequence[UsageEvent]:
    """Usage in an order of its own, so that the order of rows in a file changes nothing."""
    if isinstance(usage, SummedUsage):
        return usage
    return tuple(sorted(usage, key=_event_order))


def _event_order(event: UsageEvent) -> tuple[object, ...]:
    return event.at.isoformat(), event.product, event.event_id or "", event.quantity
