"""Moments as days: in the customer's zone, or in UTC where billing counts its days there.

Stripe turns periods over at one moment of the day, kept in UTC. Where that moment is midnight in UTC,
days are UTC's; where it is midnight with the customer, they are the customer's, and the hour by which
summer time moves it changes no day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)


class Days:
    """The days of one account."""

    def __init__(self, timezone: str, bounds: Iterable[datetime]) -> None:
        """Choose between `timezone` and UTC by where the bounds of billed periods are midnights."""
        own = ZoneInfo(timezone)
        moments = list(bounds)
        utc_better = _fit(moments, UTC) > _fit(moments, own)
        self._zone: tzinfo = UTC if utc_better else own

    def day(self, moment: datetime) -> date:
        """The day of a moment; the moment midnight moves to in winter time is the next day's."""
        local = moment.astimezone(self._zone)
        moved = self._zone is not UTC and local.time() == time(23)
        return (local + _HOUR).date() if moved else local.date()

    def end(self, moment: datetime) -> date:
        """The day after a period's last. Stripe takes 23:59:59 as an inclusive end."""
        local = moment.astimezone(self._zone)
        if local.time() >= time(23, 59):
            return (local + _HOUR).date()
        return self.day(moment)


def _fit(moments: list[datetime], zone: tzinfo) -> tuple[int, int]:
    """How many bounds are midnights in a zone, and how many share a day of the month."""
    locals_ = [moment.astimezone(zone) for moment in moments]
    midnights = sum(local.time() == time(0) for local in locals_)
    days = Counter(local.day for local in locals_)
    return midnights, max(days.values(), default=0)
