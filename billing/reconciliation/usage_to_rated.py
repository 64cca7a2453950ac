"""Usage to rated: which recorded units went into no price, and why.

Units are counted as they were recorded; they are never summed with others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.comparison import Comparison, ProductComparison
from billing.facts import UsageEvent
from billing.metering import local_day
from billing.reconciliation.stage import Gathering
from billing.summed_usage import SummedUsage
from terms.period import Period

NO_PRODUCT = "no product of the contract"
NOT_BY_USAGE = "its product is not priced by usage"
NOT_RATED = "its period could not be rated"
BEFORE = "before the first billed period"
NOT_YET = "its period is not invoiced yet"
BETWEEN = "in no period of its product"


@dataclass(frozen=True, slots=True)
class _Used:
    """Some units, from one day to another, both included."""

    product: str
    unit: str
    first: date
    last: date
    quantity: Decimal


def add_usage(gathering: Gathering, comparison: Comparison) -> None:
    """Add one account's usage to the step."""
    account = comparison.facts.account.account_id
    periods = {id(each.product): each for each in comparison.products}
    bounds = {
        day for each in comparison.products for cell in each.cells for day in _days(cell.period)
    }
    for used in _used(comparison, bounds):
        gathering.before[used.unit] += used.quantity
        product = comparison.matching.counted_by(used.product, used.unit)
        compared = periods.get(id(product)) if product is not None else None
        category = NO_PRODUCT if product is None else _category(compared, used)
        if category is None:
            gathering.after[used.unit] += used.quantity
        else:
            gathering.after[used.unit] += Decimal(0)
            gathering.gap(category, used.unit, account, -used.quantity)


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _used(comparison: Comparison, bounds: set[date]) -> Iterator[_Used]:
    """The account's usage, as coarse as its periods allow."""
    usage = comparison.facts.usage
    if isinstance(usage, SummedUsage):
        cut = any(
            each.first_day < bound <= each.last_day for each in usage.sums for bound in bounds
        )
        if not cut:
            for each in usage.sums:
                name = each.unit or each.product
                yield _Used(each.product, name, each.first_day, each.last_day, each.quantity)
            return
        usage = usage.single
    for event in usage:
        day = local_day(event.at, _timezone(comparison, event))
        yield _Used(event.product, event.unit or event.product, day, day, event.quantity)


def _timezone(comparison: Comparison, event: UsageEvent) -> str:
    product = comparison.matching.counted_by(event.product, event.unit)
    if product is None:
        return comparison.facts.account.timezone
    return comparison.rater.meter.measure(product).timezone


def _category(compared: ProductComparison | None, used: _Used) -> str | None:
    """Why some units went into no price; None where they did."""
    if compared is None:
        return NOT_BY_USAGE
    cells = sorted(compared.cells, key=lambda cell: cell.period.start)
    place = bisect_right([cell.period.start for cell in cells], used.first) - 1
    if place < 0:
        return BEFORE if cells and used.first < cells[0].period.start else NOT_YET
    cell = cells[place]
    if used.first >= cell.period.end:
        return NOT_YET if place == len(cells) - 1 else BETWEEN
    if not cell.rated.known:
        return NOT_RATED
    return None if cell.rated.quantity_source == "usage" else NOT_BY_USAGE
