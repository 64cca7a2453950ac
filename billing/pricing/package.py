"""Per started package: ceil(quantity / size) × price (Stripe `transform_quantity`, round up)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, NotPriceable, shown


def package(
    quantity: Decimal,
    size: Decimal,
    amount: Decimal,
    included: Decimal | None = None,
    conventions: Conventions = STANDARD,
) -> Charge:
    """Started packages of the units above `included`; none at quantity 0 (Lago, OpenMeter).

    `package_rounding` "down" bills full packages only; `package_minimum` 1 is Chargebee's rule.
    """
    if size <= 0:
        raise NotPriceable(f"a package of {size} units cannot be priced")
    over = max(quantity - (included or Decimal(0)), Decimal(0))
    rounding = ROUND_CEILING if conventions.package_rounding == "up" else ROUND_FLOOR
    count = (over / size).to_integral_value(rounding=rounding)
    count = max(count, Decimal(conventions.package_minimum))
    return Charge(
        count * amount,
        f"{shown(count)} packages of {shown(size)} for {shown(over)} units × {shown(amount)}",
    )
