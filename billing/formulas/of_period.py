"""A formula's values in one period of one account, and its charge."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Protocol

from billing.catalog import Catalog, Product
from billing.escalators import Escalators
from billing.formulas.arithmetic import written
from billing.formulas.errors import FormulaError, NotAFormula, NotKnown
from billing.formulas.evaluator import evaluate
from billing.formulas.parser import names, parse
from billing.formulas.vocabulary import PERIOD_NAMES, meant
from billing.indices import IndexMissing, find_series
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.formula_price import FormulaPrice
from billing.quantities import ContractedQuantity
from billing.rated import Rated
from billing.standing_prices import StandingPrice
from billing.usage import UsageMeter
from terms.period import Period
from terms.price import Price


class Rates(Protocol):
    """What a formula asks of the account's rater."""

    catalog: Catalog
    meter: UsageMeter
    escalators: Escalators

    def rate(self, product: Product, period: Period, /) -> Rated:
        """What a product costs in a period."""

    def contracted(self, product: Product) -> ContractedQuantity:
        """A product's contracted numbers."""

    def price_at(self, product: Product, day: date, /) -> StandingPrice | str:
        """A product's price on a day."""


def formula_charge(price: FormulaPrice, rates: Rates, period: Period) -> Charge:
    """What a formula gives for a period, unrounded; raises NotPriceable with the reason."""
    try:
        made = evaluate(price.expression, PeriodScope(price, rates, period))
    except FormulaError as error:
        raise NotPriceable(f"the formula of {price.product}, {error}") from None
    if isinstance(made.value, bool):
        raise NotPriceable(f"the formula of {price.product} gives no amount: {made.derivation}")
    if made.value < 0:
        raise NotPriceable(f"the formula of {price.product} gives less than nothing")
    steps, _, result = made.derivation.rpartition(" = ")
    settled = steps and result == written(made.value)
    return Charge(made.value, steps if settled else made.derivation)


def counts_days(price: FormulaPrice) -> bool:
    """Whether a formula names the period's days, and so prices a part of a period by itself."""
    try:
        return "days" in names(parse(price.expression))
    except FormulaError:
        return False


class PeriodScope:
    """The values of one period, looked up when they are asked for."""

    def __init__(self, price: FormulaPrice, rates: Rates, period: Period) -> None:
        """`price` is the formula itself, and gives its inputs."""
        self._price = price
        self._rates = rates
        self._period = period

    def quantity(self, product: str) -> Decimal:
        """What usage recorded in the period, or the number contracted on its first day."""
        found = self._product(product)
        if self._rates.meter.has(found):
            used = self._rates.meter.quantity(found, self._period)
            if used is None:
                raise NotKnown(f"no usage of {found.name} is recorded in {self._period}")
            return used
        contracted = self._rates.contracted(found).on(self._period.start)
        if contracted is None:
            raise NotKnown(f"neither usage nor the contract says how many {found.name} there are")
        return contracted[0]

    def amount(self, product: str) -> Decimal:
        """What a product costs in the period by its own terms."""
        rated = self._rates.rate(self._product(product), self._period)
        if not rated.known:
            raise NotKnown(rated.reason or "")
        return rated.amount

    def price(self, product: str) -> Decimal:
        """The price in force on the period's first day, after escalations.

        Of the formula's own product it is the price that the documents state beside the formula.
        """
        found = self._product(product)
        standing = self._rates.price_at(found, self._period.start)
        if isinstance(standing, str):
            raise NotKnown(standing)
        price = standing[1]
        if isinstance(price, FormulaPrice):
            price = self._stated(found)
        amount = price.unit_amount if price.unit_amount is not None else price.flat_amount
        if amount is None:
            raise NotKnown(f"the price of {found.name} is not one amount")
        return amount

    def index(self, name: str, month: str) -> Decimal:
        """A month's level of an index of the book."""
        try:
            key, series = find_series(name, self._rates.escalators.indices)
        except IndexMissing as error:
            raise NotKnown(str(error)) from None
        if month not in series:
            raise NotKnown(f"the index {key} has no value for {month} (write months as 2025-10)")
        return series[month]

    def named(self, name: str) -> Decimal:
        """The period's days, its first month's days, or an input."""
        if name == "days":
            return Decimal(self._period.days)
        if name == "days_in_month":
            start = self._period.start
            return Decimal(monthrange(start.year, start.month)[1])
        text = self._price.inputs.get(name)
        if text is None:
            known = [*PERIOD_NAMES, *self._price.inputs]
            raise NotKnown(f"nothing is known of {name}{meant(name, known)}")
        return self._input(name, text)

    def _input(self, name: str, text: str) -> Decimal:
        """An input's value: a number, or an expression over the period that names no other input."""
        bare = self._price.model_copy(update={"inputs": {}})
        try:
            value = evaluate(text, PeriodScope(bare, self._rates, self._period)).value
        except NotAFormula:
            raise NotKnown(
                f"the input {name} is described ({text!r}) and has no value: write a number or an "
                "expression in its place"
            ) from None
        except FormulaError as error:
            raise NotKnown(f"the input {name}, {error}") from None
        if isinstance(value, bool):
            raise NotKnown(f"the input {name} is true or false, and a number is needed")
        return value

    def _product(self, name: str) -> Product:
        found = self._rates.catalog.find(name)
        if found is None:
            names = [product.name for product in self._rates.catalog.products]
            raise NotKnown(f"no document prices {name!r}{meant(name, names)}")
        return found

    def _stated(self, product: Product) -> Price:
        day = self._period.start
        stated = [
            (placed, price)
            for placed, price in product.prices
            if not isinstance(price, FormulaPrice) and placed.in_force(day, product.name)
        ]
        if not stated:
            raise NotKnown(f"no document states a price of {product.name} beside its formula")
        return max(stated, key=lambda pair: (pair[0].rank, pair[0].start or date.min))[1]
