"""Lines that bill more than the period they name: 750.00 every third month, each 'for January', at 250.00 a month.

Some systems write the month or the day of the invoice on a line, whatever it is for. Where a product's
lines come every so many months, and what they bill is nearer to what is owed until the next one (or
since the last one) than to what is owed for the period they name, they are compared with that. The
amounts of an account add up to the same either way; but no month between is called unbilled.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from billing.catalog import Product
from billing.comparison_cells import ComparedCell
from billing.facts import InvoiceLine, SubscriptionItem
from billing.ledger import MAIN, Ledger, period_of
from billing.matching import Matching
from billing.rating import Rater
from billing.rhythm import is_in_advance
from billing.whole_months import months_in
from terms.period import MONTHS_OF, Period, add_months


@dataclass(frozen=True, slots=True)
class Longer:
    """The periods of one product as its lines name them, each with the longer one that it bills."""

    product: Product
    periods: dict[Period, Period]

    @property
    def words(self) -> str:
        """What was done, for the notes of the case."""
        named, of = next(iter(self.periods.items()))
        return (
            f"{self.product.name}: the line named for {named} bills what is owed for {of}, and so do "
            f"{len(self.periods) - 1} others: compared so"
        )


def longer(
    product: Product,
    cells: list[ComparedCell],
    ledger: Ledger,
    rater: Rater,
    items: list[SubscriptionItem],
) -> Longer | None:
    """The longer periods that a product's lines bill; None where they bill what they name."""
    billed = {each.period: each.billed for each in cells if each.cell.main and each.rated.known}
    own = [period for period in ledger.main_periods(product) if period in billed]
    months = _apart(own) or _configured(items)
    if not months or not own:
        return None
    ahead, back = _until_the_next(own, months), _since_the_last(own, months)
    found = [
        periods
        for periods in ((back, ahead) if _in_arrears(product, own, back, ledger) else (ahead, back))
        if _nearer(product, periods, billed, rater) * 2 > len(own)
    ]
    if not found:
        return None
    return Longer(product, max(found, key=lambda each: _exact(product, each, billed, rater)))


def relabelled(
    lines: tuple[InvoiceLine, ...], found: list[Longer], matching: Matching
) -> tuple[InvoiceLine, ...]:
    """The lines with the periods that they bill."""
    of = {id(each.product): each.periods for each in found}

    def put_right(line: InvoiceLine) -> InvoiceLine:
        product = matching.product_of(line.product)
        named = period_of(line)
        if product is None or named is None or line.kind not in MAIN:
            return line
        period = of.get(id(product), {}).get(named)
        if period is None:
            return line
        return replace(line, period_start=period.start, period_end=period.end)

    return tuple(put_right(line) for line in lines)


def _in_arrears(
    product: Product, own: list[Period], back: dict[Period, Period], ledger: Ledger
) -> bool:
    """Whether the bills look back: the first to the very day of the price, or most come afterwards."""
    first, starts = back.get(own[0], own[0]).start, product.starts()
    if starts and first <= starts[0]:
        return first == starts[0]
    lines = [line for line in ledger.lines(product) if line.kind in MAIN]
    ahead = [is_in_advance(line, period) for line in lines if (period := period_of(line))]
    return sum(ahead) * 2 <= len(ahead)


def _apart(own: list[Period]) -> int:
    """How many months there are between most bills; 0 where they come at no such distance."""
    starts = [period.start for period in own]
    between = Counter(months_in(Period(one, other)) for one, other in itertools.pairwise(starts))
    if not between:
        return 0
    months, times = between.most_common(1)[0]
    return months if times * 2 > between.total() else 0


def _configured(items: list[SubscriptionItem]) -> int:
    """How many months the product's billing items are for; 0 where they differ, or there is none."""
    found = {MONTHS_OF.get(each.interval or "", 0) * (each.interval_count or 1) for each in items}
    return found.pop() if len(found) == 1 else 0


def _until_the_next(own: list[Period], months: int) -> dict[Period, Period]:
    """Each period to where the next bill is due, and no further than where it begins."""
    found: dict[Period, Period] = {}
    for at, period in enumerate(own):
        end = add_months(period.start, months)
        following = own[at + 1].start if at + 1 < len(own) else end
        if period.end < min(end, following):
            found[period] = Period(period.start, min(end, following))
    return found


def _since_the_last(own: list[Period], months: int) -> dict[Period, Period]:
    """Each period from where the bill before was due, and no earlier than where that ends."""
    found: dict[Period, Period] = {}
    for at, period in enumerate(own):
        start = add_months(period.end, -months)
        before = own[at - 1].end if at else start
        if max(start, before) < period.start:
            found[period] = Period(max(start, before), period.end)
    return found


def _nearer(
    product: Product, periods: dict[Period, Period], billed: dict[Period, Decimal], rater: Rater
) -> int:
    """How many bills are nearer to what the longer period costs than to what the named one does."""
    count = 0
    for named, of in periods.items():
        own, more = rater.rate(product, named), rater.rate(product, of)
        if own.known and more.known:
            amount = billed[named]
            count += abs(amount - more.amount) < abs(amount - own.amount)
    return count


def _exact(
    product: Product, periods: dict[Period, Period], billed: dict[Period, Decimal], rater: Rater
) -> int:
    return sum(rater.rate(product, of).amount == billed[named] for named, of in periods.items())
