"""How many units an interval is priced for, and who says so: usage, the contract, or (last) the bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from billing.billed import Billed
from billing.catalog import Catalog, Product
from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import NotPriceable, shown
from billing.pricing.models import QUANTITY_FREE, model_of
from billing.quantities import ContractedQuantity
from billing.rated import AS_AGREED, QuantitySource, Rated, WhatIf
from billing.segments import Segment
from billing.usage import UsageMeter
from billing.whole_months import window
from terms.measure import Rounding
from terms.money import round_to
from terms.names import words
from terms.period import MONTHS_OF, Period
from terms.price import Price


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of units (None: the model needs none), its source, and what was counted before it."""

    quantity: Decimal | None
    source: QuantitySource
    before: Decimal = Decimal(0)
    """Units of the same tier window that earlier intervals used up."""
    recorded: bool = True
    """False where usage is metered and nothing at all was recorded in the interval."""


class Counting:
    """The quantities of one account's products."""

    def __init__(
        self,
        catalog: Catalog,
        meter: UsageMeter,
        billed: Billed,
        rate: Callable[[Product, Period, WhatIf], Rated],
        conventions: Conventions = STANDARD,
    ) -> None:
        """`billed` serves where nothing else says how many; `rate` gives a percentage its base."""
        self._conventions = conventions
        self._catalog = catalog
        self.meter = meter
        self._billed = billed
        self._rate = rate
        self._contracted: dict[int, ContractedQuantity] = {}
        self._rounding = [
            term for _, term in catalog.agreement.of_type(Rounding) if term.of == "quantity"
        ]

    def contracted(self, product: Product) -> ContractedQuantity:
        """The contracted numbers of a product."""
        if id(product) not in self._contracted:
            self._contracted[id(product)] = ContractedQuantity(self._catalog, product)
        return self._contracted[id(product)]

    def of(self, product: Product, segment: Segment, what_if: WhatIf) -> Counted:
        """The units of one segment; raises NotPriceable where they make no sense."""
        counted = self._of(product, segment, what_if)
        if counted.quantity is not None and counted.quantity < 0:
            raise NotPriceable(
                f"a quantity of {shown(counted.quantity)} {product.name} is less than nothing"
            )
        return counted

    def _of(self, product: Product, segment: Segment, what_if: WhatIf) -> Counted:
        price, period = segment.price, segment.period
        metered = self.meter.has(product)
        if what_if.quantity is not None:
            before = self._before(product, segment, what_if) if metered else Decimal(0)
            return Counted(what_if.quantity, "billed", before)
        if model_of(price) in QUANTITY_FREE:
            return Counted(None, "none")
        if price.includes is not None or (model_of(price) == "percentage" and not metered):
            return Counted(self._base_amount(price, period, what_if), "usage")
        if metered:
            self._check_unit(product, price)
            used = self._used(product, period, what_if)
            before = self._before(product, segment, what_if)
            return Counted(used or Decimal(0), "usage", before, recorded=used is not None)
        contracted = self.contracted(product).on(period.start)
        if contracted is not None:
            return Counted(contracted[0], "contract")
        unsettled = self.contracted(product).unsettled(period.start)
        if unsettled is not None:
            raise NotPriceable(unsettled)
        on_the_bill = self._billed.number(product, period)
        units = on_the_bill.each_interval(price) if on_the_bill else Decimal(0)
        return Counted(units, "billed")

    def _check_unit(self, product: Product, price: Price) -> None:
        if price.tiers and price.tier_unit and price.unit and _tells_apart(price):
            raise NotPriceable(
                f"the tiers of {product.name} are of {price.tier_unit} and its price is per {price.unit}: "
                "how many of the one make one of the other is not stated"
            )
        unit = self.meter.undefined_unit(product, price.unit)
        if unit is not None:
            raise NotPriceable(
                f"{product.name} is counted in {unit} and priced per {price.unit or 'unit'}, and no "
                "definition that was read turns the one into the other"
            )

    def _used(self, product: Product, period: Period, what_if: WhatIf) -> Decimal | None:
        timezone = self.timezone(product, what_if)
        used = self.meter.quantity(product, period, timezone, what_if.unit_size)
        if used is None:
            return None
        for term in self._rounding:
            if self._catalog.concerns(term.product, product):
                used = round_to(used, term.to or Decimal(1), term.mode or "half_up")
        return used

    def timezone(self, product: Product, what_if: WhatIf) -> str | None:
        """Where days are counted, if it is neither where a clause says nor the account's."""
        if what_if.timezone is not None:
            return what_if.timezone
        settings = what_if.reading or self._conventions
        if settings.timezone == "account" or self.meter.states_timezone(product):
            return None
        return settings.timezone

    def _before(self, product: Product, segment: Segment, what_if: WhatIf) -> Decimal:
        """What was used since the tiers' window began, where they run over several intervals."""
        months = MONTHS_OF.get(segment.price.accumulates_over or "", 0)
        start = segment.placed.start
        if not months or start is None:
            return Decimal(0)
        reach = window(start, months, segment.period.start)
        if segment.period.end > reach.end:
            raise NotPriceable(
                f"the tiers of {product.name} begin anew on {reach.end}, within {segment.period}"
            )
        since = what_if.counted_since or reach.start
        if since >= segment.period.start:
            return Decimal(0)
        earlier = Period(since, segment.period.start)
        return self._used(product, earlier, what_if) or Decimal(0)

    def _base_amount(self, price: Price, period: Period, what_if: WhatIf) -> Decimal:
        """What a percentage is taken of: the charges of the products it includes."""
        names = price.includes or ((price.percent_of,) if price.percent_of else ())
        products = self._catalog.named(names)
        products = [p for p in products if not self._catalog.among(price.excludes, p)]
        if not products:
            raise NotPriceable(f"it is not settled what {price.product} is a percentage of")
        total = Decimal(0)
        for product in products:
            reading = what_if.reading
            rated = self._rate(product, period, WhatIf(reading=reading) if reading else AS_AGREED)
            if not rated.known:
                raise NotPriceable(rated.reason or "")
            total += rated.amount
        return total


_LOTS = frozenset({"hundred", "thousand", "million", "billion", "dozen"})
"""Words by which one unit is so many of another of the same name."""


def _tells_apart(price: Price) -> bool:
    """Whether the unit of a price's tiers is another than the one it is charged by."""
    tiers, charged = words(price.tier_unit or ""), words(price.unit or "")
    return _LOTS & set(tiers) != _LOTS & set(charged) or not set(tiers) & set(charged)
