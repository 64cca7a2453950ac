"""Discounts that the contract owes for a period: by date, for months, from a quantity.

A discount whose condition is words only is not expected: it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.pricing.charge import Charge, shown
from billing.pricing.coupons import Reduction, amount_off, percent_off
from billing.pricing.tiered import reached
from terms.adjustment import Discount
from terms.period import Period, add_months
from terms.timeline import Placed

LONGEST = 1200
"""Months of a discount beyond which its end is no date that matters."""


class Discounts:
    """The discounts of one account."""

    def __init__(self, catalog: Catalog) -> None:
        """Collect the discount terms."""
        self._catalog = catalog
        self._terms = list(catalog.agreement.of_type(Discount))
        self._of: dict[int, list[tuple[Placed, Discount]]] = {}

    def of(self, product: Product) -> list[tuple[Placed, Discount]]:
        """Every discount on a product, in force or not; a general one concerns every product."""
        if id(product) not in self._of:
            self._of[id(product)] = [
                (placed, term)
                for placed, term in self._terms
                if self._catalog.concerns(term.product, product)
            ]
        return self._of[id(product)]

    def due(
        self, product: Product, period: Period, least: Decimal | None
    ) -> Iterator[tuple[Placed, Discount]]:
        """The discounts owed for a period; `least` is the smallest quantity held in it."""
        for placed, term in self.of(product):
            if not placed.in_force(period.start, product.name):
                continue
            last = last_day(placed, term)
            if last is not None and period.start > last:
                continue
            if self._owed(term, least):
                yield placed, term

    def _owed(self, term: Discount, least: Decimal | None) -> bool:
        if term.min_quantity is not None:
            return least is not None and least >= term.min_quantity
        return term.condition is None or bool(term.months or term.effective_to or term.tiers)


def last_day(placed: Placed, term: Discount) -> date | None:
    """The last day of a discount: stated, or its months from its first day; None without an end."""
    if term.effective_to is not None:
        return term.effective_to
    if term.months is not None and 0 < term.months < LONGEST and placed.start is not None:
        return add_months(placed.start, term.months) - timedelta(days=1)
    return None


def reduction(term: Discount, quantity: Decimal | None) -> Reduction:
    """What a discount takes off a charge for so many units; raises NotPriceable beyond its tiers."""
    percent = term.percent
    if term.tiers and quantity is not None:
        percent = reached(term.tiers, quantity).percent
    if percent is not None:
        return percent_off(percent)
    if term.amount is None:
        nothing = Charge(Decimal(0), "no reduction stated")
        return Reduction(by_percent=bool(term.tiers), size=lambda _: nothing)
    if term.unit is None or quantity is None:
        return amount_off(term.amount)
    words = f"less {shown(quantity)} × {shown(term.amount)}"
    size = Charge(term.amount * quantity, words)
    return Reduction(by_percent=False, size=lambda _: size)
