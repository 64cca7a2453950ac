"""The least and the most that a charge can come to, with what its period was already billed."""

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


def room_left(charge: Charge, billed: Decimal, maximum: Decimal | None) -> Charge:
    """A further charge of a period that was billed `billed` before: no more than its maximum leaves.

    OpenMeter: progressive billing takes the maximum over all lines of the period, in their order.
    """
    if maximum is None or billed + charge.amount <= maximum:
        return charge
    left = max(maximum - billed, Decimal(0))
    return Charge(
        left,
        f"{charge.formula} = {shown(charge.amount)}, maximum {shown(maximum)} "
        f"less {shown(billed)} already billed",
    )
