"""Per started package: ceil(quantity / size) × price (Stripe `transform_quantity`, round up)."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from billing.pricing.charge import Charge, NotPriceable, shown


def package(
    quantity: Decimal, size: Decimal, amount: Decimal, included: Decimal | None = None
) -> Charge:
    """Started packages of the units above `included`; none at quantity 0 (Lago, OpenMeter)."""
    if size <= 0:
        raise NotPriceable(f"a package of {size} units cannot be priced")
    over = max(quantity - (included or Decimal(0)), Decimal(0))
    count = (over / size).to_integral_value(rounding=ROUND_CEILING)
    return Charge(
        count * amount,
        f"{shown(count)} packages of {shown(size)} for {shown(over)} units × {shown(amount)}",
    )
