"""Whole periods between which nothing changes cost the same: they are rated once.

Prices, contracted numbers, discounts and surcharges change on days that terms name. Between two such
days a whole period of a product's rhythm costs what the one before it did, unless something within the
period decides: a formula, a prepaid balance, what other products cost. Where use decides, and nothing
but use, all but the number is the same (`steady_use`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from decimal import Decimal

from billing.billed import Billed
from billing.catalog import Product
from billing.counting import Counting
from billing.line_changes import LineChanges
from billing.prepaid import Prepaid
from billing.pricing.formula_price import FormulaPrice
from billing.pricing.models import QUANTITY_FREE, model_of
from billing.rhythm import Rhythm
from billing.standing_prices import StandingPrices
from billing.whole_months import months_of
from terms.period import Period
from terms.price import Price

Circumstances = tuple[int, int, Decimal | None]
"""All that decides a steady period's amount: the product, its stretch of days, the number on the bill."""


class SteadyPeriods:
    """Tells which periods of one account cost the same."""

    def __init__(
        self,
        prices: StandingPrices,
        counting: Counting,
        changes: LineChanges,
        prepaid: Prepaid,
        billed: Billed,
    ) -> None:
        """What may decide an amount: prices, numbers, discounts and surcharges, balances, the bill."""
        self._prices = prices
        self._counting = counting
        self._changes = changes
        self._prepaid = prepaid
        self._billed = billed
        self._turns: dict[int, list[date] | None] = {}
        self._by_bill: set[int] = set()
        """Products of which nothing but the bill says how many."""
        self._by_use: set[int] = set()

    def circumstances(self, product: Product, period: Period) -> Circumstances | None:
        """Equal for periods that cost the same; None for one that is rated by itself."""
        if id(product) not in self._turns:
            self._turns[id(product)] = self._turning(product)
        turns = self._turns[id(product)]
        rhythm = self._billed.rhythms[id(product)]
        if turns is None or rhythm is None or not rhythm.is_whole(period):
            return None
        stretch = bisect_right(turns, period.start)
        if bisect_left(turns, period.end) != stretch:
            return None
        number = self._billed.quantity(product, period) if id(product) in self._by_bill else None
        return id(product), stretch, number

    def is_by_use(self, product: Product) -> bool:
        """Whether equal circumstances leave open how much was used."""
        return id(product) in self._by_use

    def _turning(self, product: Product) -> list[date] | None:
        """The days on which its amount may change; None where it may on any day."""
        rhythm = self._billed.rhythms[id(product)]
        if rhythm is None or self._prepaid.pays(product):
            return None
        if not all(_is_steady(price, rhythm) for _, price in product.prices):
            return None
        contracted = self._counting.contracted(product)
        several = rhythm.months > min(months_of(price) for _, price in product.prices)
        if self._counting.meter.has(product):
            if several or self._changes.may_change(product):
                return None
            self._by_use.add(id(product))
        elif not contracted and any(model_of(p) not in QUANTITY_FREE for _, p in product.prices):
            if several:
                return None
            self._by_bill.add(id(product))
        days = {
            *self._prices.change_days(product),
            *contracted.change_days(),
            *self._changes.change_days(product),
        }
        return sorted(days)


def _is_steady(price: Price, rhythm: Rhythm) -> bool:
    """Whether equal periods of a price cost the same, however many days they have."""
    months = months_of(price)
    if not months or (rhythm.months > months and rhythm.months % months):
        return False
    if isinstance(price, FormulaPrice) or price.includes or price.accumulates_over:
        return False
    return model_of(price) != "percentage"
