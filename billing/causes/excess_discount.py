"""excess_discount: the discount configured is larger than the one agreed, or none was agreed.

Seen in the data: the bill equals the period rated with the configured discount. Proven by: the
discount clause, or by the price clause where no document grants a discount.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Predict, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.adjustment import Discount
from terms.money import plain


@cause("excess_discount", 80)
def excess_discount(suspect: Suspect) -> Iterator[Candidate]:
    """The configuration's discount, and the percentage that the bill's discount lines show."""
    agreed = suspect.comparison.rater.discounts.of(suspect.compared.product)
    percents = {percent for cell in suspect.cells for percent in _shown(suspect, cell)}
    known = {term.percent for _, term in agreed}
    terms = tuple(placed for placed, _ in agreed)
    for percent in sorted(percents - known):
        given = Discount(percent=percent)
        yield Candidate(
            "excess_discount",
            _predict(suspect, given),
            f"a discount of {plain(percent)}% was given"
            + ("" if agreed else ", and no document grants one"),
            terms,
            changed="discount_percent",
        )


def _shown(suspect: Suspect, cell: ComparedCell) -> Iterator[Decimal]:
    item = suspect.item_on(cell.period.start)
    if item is not None and item.discount_percent:
        yield item.discount_percent
    taken = -sum(line.amount for line in cell.cell.lines if line.kind == "discount")
    charged = sum((line.amount for line in cell.cell.main), Decimal(0))
    if taken > 0 and charged > 0:
        yield (taken / charged * 100).quantize(Decimal("0.01")).normalize()


def _predict(suspect: Suspect, given: Discount) -> Predict:
    what_if = WhatIf(no_discount=True, discount=given)

    def predict(cell: ComparedCell) -> Decimal | None:
        return suspect.rate(cell, what_if)

    return predict
