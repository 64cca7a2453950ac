"""The least and the most that a charge can come to."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown


def bounded(charge: Charge, minimum: Decimal | None, maximum: Decimal | None) -> Charge:
    """The charge, raised to `minimum` or lowered to `maximum` where the price states them.

    Percentage discounts come before a maximum (OpenMeter).
    """
    if minimum is not None and charge.amount < minimum:
        return Charge(
            minimum, f"{charge.formula} = {shown(charge.amount)}, minimum {shown(minimum)}"
        )
    if maximum is not None and charge.amount > maximum:
        return Charge(
            maximum, f"{charge.formula} = {shown(charge.amount)}, maximum {shown(maximum)}"
        )
    return charge
