"""From the unit that is metered to the unit that is priced: convert, round, and only then price."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from billing.pricing.charge import NotPriceable

ConversionRounding = Literal["none", "ceiling", "floor", "half_up"]

_ROUNDING = {"ceiling": ROUND_CEILING, "floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP}


def converted(
    quantity: Decimal,
    factor: Decimal,
    operation: Literal["multiply", "divide"] = "divide",
    rounding: ConversionRounding = "none",
    precision: int = 0,
) -> Decimal:
    """A quantity in priced units, rounded to `precision` decimals unless `rounding` is "none".

    OpenMeter: bounds of tiers and included units are in converted units.
    """
    if factor <= 0:
        raise NotPriceable(f"units cannot be converted by a factor of {factor}")
    exact = quantity * factor if operation == "multiply" else quantity / factor
    if rounding == "none":
        return exact
    return exact.quantize(Decimal(1).scaleb(-precision), rounding=_ROUNDING[rounding])
