"""Discounts that the contract owes for a period: by date, for months, from a quantity.

A discount whose condition is words only is not expected: it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.pricing.charge import shown
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

    def of(self, product: Product) -> list[tuple[Placed, Discount]]:
        """Every discount on a product, in force or not; a general one concerns every product."""
        return [
            (placed, term)
            for placed, term in self._terms
            if self._catalog.concerns(term.product, product)
        ]

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


def taken(term: Discount, charge: Decimal, quantity: Decimal | None) -> tuple[Decimal, str]:
    """The unrounded reduction of a charge, as a positive size, with its formula."""
    percent = term.percent
    if term.tiers and quantity is not None:
        percent = reached(term.tiers, quantity).percent
    if percent is not None:
        return charge * percent / 100, f"less {shown(percent)}% of {shown(charge)}"
    if term.amount is not None:
        if term.unit is not None and quantity is not None:
            size = term.amount * quantity
            return size, f"less {shown(quantity)} × {shown(term.amount)}"
        return term.amount, f"less {shown(term.amount)}"
    return Decimal(0), "no reduction stated"
