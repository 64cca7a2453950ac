"""From a price term and a quantity to a charge: one entry a charge model."""

from __future__ import annotations

from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.block import Blocks, block_graduated, block_volume
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.flat import flat
from billing.pricing.formula_price import FormulaPrice
from billing.pricing.limits import bounded
from billing.pricing.package import package
from billing.pricing.per_unit import per_unit
from billing.pricing.percentage import percentage
from billing.pricing.tiered import checked, graduated, stairstep, volume
from terms.price import Price

BLOCKS = {"graduated": block_graduated, "volume": block_volume}
"""Tiers whose prices are for started packages of `package_size` units."""

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
    if model in BLOCKS and price.package_size is not None:
        counted = max(quantity - (price.included_quantity or 0), Decimal(0))
        return BLOCKS[model](_blocks(price, counted), counted)
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


def _blocks(price: Price, quantity: Decimal) -> list[Blocks]:
    """Tiers in units as tiers of packages; raises NotPriceable for fees beside a package's price."""
    tiers, below, found = checked(price.tiers or ()), Decimal(0), []
    size = price.package_size or Decimal(0)
    last = tiers[-1].up_to
    if last is not None and quantity > last:
        raise NotPriceable(f"the tiers end at {last}, and the quantity is {quantity}")
    for tier in tiers:
        if tier.unit_amount is None or tier.flat_amount is not None or tier.percent is not None:
            raise NotPriceable(
                "a tier of packages states no price of one package, or more than that"
            )
        held = None if tier.up_to is None or size <= 0 else (tier.up_to - below) / size
        found.append(Blocks(size, held, tier.unit_amount))
        below = tier.up_to or below
    return found


def _stated(value: Decimal | None, what: str) -> Decimal:
    if value is None:
        raise NotPriceable(f"the price term states no {what}")
    return value
