"""On which local day an instant falls, as a table that any engine can join.

The timezone rules are those of this process, so that an engine with older ones counts no other days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import pyarrow as pa

FIRST, LAST = date(2015, 1, 1), date(2036, 1, 1)
"""Instants outside are placed one by one, in Python."""


def zone_days(zones: Mapping[str, int]) -> pa.Table:
    """A row a timezone and day of UTC: the instant at which the local day turns, the days around it.

    A day of UTC in which it turns twice, or never, is left out: its events are placed one by one.
    """
    import pyarrow as pa

    columns: dict[str, list[object]] = {
        name: [] for name in ("zone", "utc_day", "turn", "day_before", "day_after")
    }
    for name, number in zones.items():
        for turn, before, after in _turns(ZoneInfo(name)):
            values = (number, turn.date(), turn, before, after)
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)
    return pa.table(
        columns,
        schema=pa.schema(
            [
                ("zone", pa.int64()),
                ("utc_day", pa.date32()),
                ("turn", pa.timestamp("us")),
                ("day_before", pa.date32()),
                ("day_after", pa.date32()),
            ]
        ),
    )


def _turns(zone: ZoneInfo) -> list[tuple[datetime, date, date]]:
    """Each day of UTC's one turn, as UTC without a zone, with the local day before and after it."""
    by_day: dict[date, list[tuple[datetime, date, date]]] = {}
    day = FIRST
    while day < LAST:
        begins = datetime.combine(day, time.min, zone).astimezone(UTC)
        # a day whose midnight the clock leaps over begins when the clock has leapt
        if begins.astimezone(zone).date() == day:
            turn = begins.replace(tzinfo=None)
            by_day.setdefault(turn.date(), []).append((turn, day - timedelta(days=1), day))
        day += timedelta(days=1)
    return [found[0] for found in by_day.values() if len(found) == 1 and _is_plain(found[0], zone)]


def _is_plain(turn: tuple[datetime, date, date], zone: ZoneInfo) -> bool:
    """Whether the day's first instant and its last bear out the turn."""
    instant, before, after = turn
    midnight = datetime.combine(instant.date(), time.min, UTC)
    last = midnight + timedelta(days=1, microseconds=-1)
    just_before = instant.replace(tzinfo=UTC) - timedelta(microseconds=1)
    first_day = midnight.astimezone(zone).date()
    return (
        first_day in ({before, after} if instant.replace(tzinfo=UTC) == midnight else {before})
        and just_before.astimezone(zone).date() == before
        and last.astimezone(zone).date() == after
    )
