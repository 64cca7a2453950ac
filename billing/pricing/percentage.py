"""A percentage of an amount, with a floor and a ceiling for the charge."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown


def percentage(base: Decimal, percent: Decimal) -> Charge:
    """`percent` of `base`."""
    return Charge(base * percent / 100, f"{shown(base)} × {shown(percent)}%")


def bounded(charge: Charge, minimum: Decimal | None, maximum: Decimal | None) -> Charge:
    """The charge, raised to `minimum` or lowered to `maximum` where the price states them."""
    if minimum is not None and charge.amount < minimum:
        return Charge(
            minimum, f"{charge.formula} = {shown(charge.amount)}, minimum {shown(minimum)}"
        )
    if maximum is not None and charge.amount > maximum:
        return Charge(
            maximum, f"{charge.formula} = {shown(charge.amount)}, maximum {shown(maximum)}"
        )
    return charge
