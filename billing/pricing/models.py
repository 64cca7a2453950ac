"""From a price term and a quantity to a charge: one entry a charge model."""

from __future__ import annotations

from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.flat import flat
from billing.pricing.formula_price import FormulaPrice
from billing.pricing.limits import bounded
from billing.pricing.package import package
from billing.pricing.per_unit import per_unit
from billing.pricing.percentage import percentage
from billing.pricing.tiered import graduated, stairstep, volume
from terms.price import Price

TIERED = {"graduated": graduated, "volume": volume, "stairstep": stairstep}

QUANTITY_FREE = frozenset({"flat", "formula"})
"""Models whose charge needs no quantity."""


def charge(price: Price, quantity: Decimal | None, conventions: Conventions = STANDARD) -> Charge:
    """What `price` makes of `quantity` in one interval, unrounded.

    Raises NotPriceable where the term lacks what its model needs, or where the model is one that no
    arithmetic settles (cost plus, index, tiers of unknown kind).
    """
    made = _model_charge(price, quantity, conventions)
    return bounded(made, price.minimum_charge, price.maximum_charge)


def model_of(price: Price) -> str | None:
    """The price's model; where the term does not name one, what its amounts leave no doubt about."""
    if price.model is not None or isinstance(price, FormulaPrice):
        return price.model or "formula"
    if price.tiers:
        return "tiered"
    if price.flat_amount is not None:
        return "flat"
    if price.package_size is not None:
        return "package"
    if price.unit_amount is not None:
        return "per_unit"
    return "percentage" if price.percent is not None else None


def _model_charge(price: Price, quantity: Decimal | None, conventions: Conventions) -> Charge:
    model = model_of(price)
    if model == "flat":
        amount = price.flat_amount if price.flat_amount is not None else price.unit_amount
        return flat(_stated(amount, "flat amount"))
    if quantity is None:
        raise NotPriceable("no quantity is known")
    if model in TIERED:
        counted = max(quantity - (price.included_quantity or 0), Decimal(0))
        return TIERED[model](price.tiers or (), counted, conventions)
    if model == "per_unit":
        unit_amount = _stated(price.unit_amount, "unit amount")
        return per_unit(quantity, unit_amount, price.unit, price.included_quantity)
    if model == "package":
        amount = price.unit_amount if price.unit_amount is not None else price.flat_amount
        size = _stated(price.package_size, "package size")
        return package(
            quantity, size, _stated(amount, "amount"), price.included_quantity, conventions
        )
    if model == "percentage":
        free = price.included_quantity
        return percentage(quantity, _stated(price.percent, "percentage"), free)
    raise NotPriceable(f"a price of the model {model!r} is not computed without a person")


def _stated(value: Decimal | None, what: str) -> Decimal:
    if value is None:
        raise NotPriceable(f"the price term states no {what}")
    return value
