"""Prepaid balances: an amount paid in advance, from which use is drawn before anything of it is billed.

A commitment is prepaid where its shortfall is forfeited or rolled over, its clause names what counts,
and another product's flat fee of the same amount and interval is what the customer pays for it. What is
left at the end of its period is lost, or (rolled over) stays in the balance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.pricing.charge import NotPriceable, shown
from billing.pricing.models import model_of
from billing.rated import Rated, RatedLine, WhatIf
from billing.rhythm import Rhythm
from billing.whole_months import window
from terms.commitment import Commitment
from terms.period import MONTHS_OF, Period, stepped
from terms.price import Price
from terms.timeline import Placed

GROSS = WhatIf(no_balance=True)
"""What use costs before the balance is drawn down."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One prepaid commitment, and the products whose charges are drawn from it, in their order."""

    placed: Placed
    term: Commitment
    products: tuple[Product, ...]

    @property
    def months(self) -> int:
        """The months of its period."""
        return MONTHS_OF[self.term.per or "year"]


class Prepaid:
    """The prepaid balances of one account."""

    def __init__(
        self,
        catalog: Catalog,
        rhythms: Callable[[Product], Rhythm | None],
        rate: Callable[[Product, Period, WhatIf], Rated],
    ) -> None:
        """`rate` gives what each product costs, `rhythms` in which periods."""
        self._rhythms = rhythms
        self._rate = rate
        self._balances = [
            Balance(placed, term, products)
            for placed, term in catalog.agreement.of_type(Commitment)
            if (products := _drawn(catalog, placed, term))
        ]

    def pays(self, product: Product) -> bool:
        """Whether charges of a product may be drawn from a balance."""
        return any(product in balance.products for balance in self._balances)

    def drawn(self, product: Product, period: Period, due: Decimal) -> list[RatedLine]:
        """What of a charge is paid from balances in force, as lines."""
        lines: list[RatedLine] = []
        for balance in self._balances:
            if product not in balance.products or due <= 0:
                continue
            if not balance.placed.in_force(period.start, balance.term.product):
                continue
            left = self._left(balance, product, period)
            size = min(due, left)
            if size > 0:
                due -= size
                words = (
                    f"less {shown(size)} from the prepaid balance, of which {shown(left)} was left"
                )
                lines.append(RatedLine(-size, words, "drawn"))
        return lines

    def _left(self, balance: Balance, product: Product, period: Period) -> Decimal:
        """The balance before a product's charge of a period."""
        start = balance.placed.start or period.start
        reach = window(start, balance.months, period.start)
        paid = balance.term.value or Decimal(0)
        since = reach.start
        if balance.term.shortfall == "rolled_over":
            since = start
            apart = (reach.start.year - start.year) * 12 + reach.start.month - start.month
            paid *= apart // balance.months + 1
        used = Decimal(0)
        for each in balance.products:
            for earlier in self._periods(each, since, period):
                used += self._gross(each, earlier)
        for each in balance.products[: balance.products.index(product)]:
            used += self._gross(each, period)
        return max(paid - used, Decimal(0))

    def _periods(self, product: Product, start: date, period: Period) -> list[Period]:
        """The product's billed periods since a day, before this one."""
        if start >= period.start:
            return []
        rhythm = self._rhythms(product)
        if rhythm is not None:
            return list(rhythm.periods(start, period.start))
        return [
            Period(each.start, min(each.end, period.start))
            for each in stepped(start, 1, period.start)
        ]

    def _gross(self, product: Product, period: Period) -> Decimal:
        rated = self._rate(product, period, GROSS)
        if not rated.known:
            raise NotPriceable(rated.reason or "")
        return rated.amount


def _drawn(catalog: Catalog, placed: Placed, term: Commitment) -> tuple[Product, ...]:
    """The products that a commitment pays for in advance; none where it is not prepaid."""
    if term.shortfall not in {"forfeited", "rolled_over"} or term.measure != "amount":
        return ()
    if not term.includes or term.value is None or term.per not in MONTHS_OF:
        return ()
    counted = [each for each in catalog.named(term.includes) if not each.one_time]
    paid = any(
        each not in counted and any(_pays(price, term) for _, price in each.prices)
        for each in catalog.products
    )
    return tuple(counted) if paid and placed.start is not None else ()


def _pays(price: Price, term: Commitment) -> bool:
    fee = price.flat_amount if price.flat_amount is not None else price.unit_amount
    return model_of(price) == "flat" and fee == term.value and price.interval == term.per
