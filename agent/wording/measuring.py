"""Counting, partial periods, rounding and formulas in words."""

from __future__ import annotations

from agent.wording.numbers import INTERVALS, line, number, since, units
from terms.formula import Formula
from terms.measure import Metering, Proration, Rounding

_AGGREGATE = {
    "sum": "all use is added up",
    "max": "the highest use counts",
    "average": "the average use counts",
    "last": "the last count of the period counts",
    "unique": "each is counted once",
    "p95": "the 95th percentile counts",
}
_BASIS = {
    "actual": "by the days of the period",
    "30": "by months of 30 days",
    "360": "by years of 360 days",
    "365": "by years of 365 days",
}
_PARTIAL = {
    "daily": "partial periods are charged by the day",
    "monthly": "partial periods are charged by the month",
    "none": "partial periods are not prorated",
    "full_period": "a period begun is charged in full",
}
_OF = {"line": "invoice lines", "unit_amount": "unit prices", "quantity": "quantities"}
_MODE = {"half_up": "half up", "half_even": "half to even", "up": "up", "down": "down"}


def metering(term: Metering, _currency: str | None) -> str:
    """'counted in GB of 1,000 MB, rounded up per event, days by Europe/Paris'."""
    size = ""
    if term.unit_size is not None:
        size = f" of {units(term.unit_size, term.base_unit)}"
    per = f" per {term.rounding_per}" if term.rounding_per else ""
    rounded = {"nearest": "to the nearest"}.get(term.rounding or "", term.rounding)
    return line(
        f"counted in {term.unit or 'units'}{size}" if term.unit or size else None,
        f"rounded {rounded}{per}" if rounded else None,
        _AGGREGATE.get(term.aggregate or ""),
        f"days by {term.timezone}" if term.timezone else None,
        f"cut-off {term.cutoff}" if term.cutoff else None,
        f"weeks start on {term.week_starts}" if term.week_starts else None,
        f"what spans two periods belongs where it {term.period_by}s" if term.period_by else None,
        since(term),
    )


def proration(term: Proration, _currency: str | None) -> str:
    """'partial periods are charged by the day, by months of 30 days'."""
    return line(
        _PARTIAL.get(term.method or ""),
        _BASIS.get(term.days_basis or ""),
        since(term),
    )


def rounding(term: Rounding, _currency: str | None) -> str:
    """'invoice lines rounded to 0.01, half up'."""
    what = _OF.get(term.of or "", "amounts")
    to = f" to {number(term.to)}" if term.to is not None else ""
    return line(f"{what} rounded{to}", _MODE.get(term.mode or ""), since(term))


def formula(term: Formula, currency: str | None) -> str:
    """'EUR a month: max(used - 100, 0) * 0.02'."""
    money = term.currency or currency or ""
    interval = INTERVALS.get(term.interval or "")
    head = " ".join(filter(None, (money, f"a {interval}" if interval else "")))
    expression = term.expression or "an expression that is not stated"
    return line(f"{head}: {expression}" if head else expression, since(term))
