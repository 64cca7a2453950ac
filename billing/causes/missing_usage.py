"""missing_usage: a metered product without any use in a period, where there was always use.

Seen in the data: a gap or a zero between periods that are all used alike. Proven by: nothing in the
book; the usage clause prices what the source of the usage may still hold. So the amount is an
estimate from the other periods, and nothing of it is claimed before the usage is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low

from billing.causes.observed import observed
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.finding import Finding, FindingPeriod, Hypothesis
from billing.rated import Rated, WhatIf
from billing.recovery import Recovery, citations, documents

LEAST_USED = 6
"""Periods with use that make a gap between them remarkable."""

STEADY = 4
"""Use is steady where the least of a period is no less than one part in so many of the median."""


@dataclass(frozen=True, slots=True)
class _Gap:
    cell: ComparedCell
    likely: Rated
    low: Decimal
    high: Decimal

    @property
    def missing(self) -> Decimal:
        """What the likely use would have added to the bill."""
        return self.likely.amount - self.cell.billed


@observed("missing_usage")
def missing_usage(comparison: Comparison) -> Iterator[Finding]:
    """One finding for each product with such a gap."""
    for compared in comparison.products:
        gaps = [gap for gap in _gaps(comparison, compared) if gap.missing > 0]
        if gaps:
            yield _finding(comparison, compared, gaps)


def _gaps(comparison: Comparison, compared: ProductComparison) -> Iterator[_Gap]:
    meter = comparison.rater.meter
    product = compared.product
    if not meter.has(product):
        return
    rated = [c for c in compared.cells if c.rated.known and c.rated.quantity_source == "usage"]
    used = [c.rated.quantity for c in rated if c.rated.quantity]
    empty = [cell for cell in rated if not cell.rated.quantity and cell.difference == 0]
    if len(used) < LEAST_USED or len(empty) * LEAST_USED > len(used):
        return
    middle = median_low(used)
    if min(used) * STEADY < middle:
        return
    first = min(cell.period.start for cell in rated if cell.rated.quantity)
    last = max(cell.period.start for cell in rated if cell.rated.quantity)
    for cell in empty:
        if not first < cell.period.start < last:
            continue
        low, likely, high = (
            comparison.rater.rate(product, cell.period, WhatIf(quantity=quantity))
            for quantity in (min(used), middle, max(used))
        )
        if low.known and likely.known and high.known:
            yield _Gap(cell, likely, low.amount - cell.billed, high.amount - cell.billed)


def _finding(comparison: Comparison, compared: ProductComparison, gaps: list[_Gap]) -> Finding:
    in_minor_units = Recovery(comparison).in_minor_units
    periods = tuple(
        FindingPeriod(
            period_start=gap.cell.period.start,
            period_end=gap.cell.period.end,
            expected=in_minor_units(gap.likely.amount),
            billed=in_minor_units(gap.cell.billed),
            difference=in_minor_units(gap.missing),
            recoverable=in_minor_units(Decimal(0)),
            why="an estimate from other periods: nothing is claimed before the usage is found",
            derivation=f"at the median use of the other periods: {gap.likely.derivation}",
        )
        for gap in gaps
    )
    terms = list(dict.fromkeys(placed for gap in gaps for placed in gap.cell.rated.terms))
    count = len(gaps)
    tried = Hypothesis(
        cause="missing_usage",
        reproduces=count,
        of=count,
        detail="no use was recorded where there is use in every other period",
    )
    return Finding(
        cause="missing_usage",
        product=compared.product.name,
        direction="under",
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=in_minor_units(Decimal(0)),
        evidence="estimated",
        amount_low=sum((max(gap.low, Decimal(0)) for gap in gaps), Decimal(0)),
        amount_high=sum((gap.high for gap in gaps), Decimal(0)),
        clauses=citations(terms),
        decided_by=documents(terms),
        explanation=(
            f"No use of {compared.product.name} is recorded in {gaps[0].cell.period}, and there is "
            "use in every other period. The amount is what use like that of the other periods would "
            "cost: from their least to their most, the median in the table."
        ),
        hypotheses=(tried,),
        doubts=("ask the source of the usage: the meter may have failed, or nothing was used",),
    )
