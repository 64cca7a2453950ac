"""A period billed in several steps: each step costs what it adds to all that was counted before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from billing.pricing.charge import Charge


def further(of: Callable[[Decimal], Charge], before: Decimal, quantity: Decimal) -> Charge:
    """What `quantity` units more cost after `before` units, where `of` prices a period's total.

    Tiers and packages go on where the last step stopped (OpenMeter: progressive billing).
    """
    if not before:
        return of(quantity)
    after, held = of(before + quantity), of(before)
    return Charge(after.amount - held.amount, f"({after.formula}) − ({held.formula})")
