"""Periods are half-open, months clamp and remember their anchor."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.period import Duration, EmptyPeriod, Period, add_months, stepped

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


def test_the_end_is_not_in_it() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january
    assert january.days == 31
    with pytest.raises(EmptyPeriod):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_the_anchor_is_remembered_after_a_short_month() -> None:
    starts = [p.start for p in stepped(date(2026, 1, 31), 1, date(2026, 5, 1))]
    assert starts == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@given(days, st.sampled_from([1, 3, 6, 12]))
def test_stepped_periods_tile_time(start: date, months: int) -> None:
    periods = list(stepped(start, months, add_months(start, 25)))
    assert all(a.end == b.start for a, b in itertools.pairwise(periods))
    assert periods[0].start == start


@pytest.mark.parametrize(
    ("length", "unit", "day", "after"),
    [
        (180, "day", date(2026, 4, 30), date(2026, 10, 27)),
        (3, "month", date(2026, 7, 31), date(2026, 10, 31)),
        (1, "month", date(2026, 1, 31), date(2026, 2, 28)),
        (2, "year", date(2024, 2, 29), date(2026, 2, 28)),
        (2, "week", date(2026, 1, 1), date(2026, 1, 15)),
        (5, "working_day", date(2026, 10, 30), date(2026, 11, 6)),  # Friday to Friday
    ],
)
def test_durations_as_contracts_count_them(length: int, unit: str, day: date, after: date) -> None:
    assert Duration(length, unit).after(day) == after  # type: ignore[arg-type]
