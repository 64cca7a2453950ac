"""Quantity × unit amount, after what is included."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown


def per_unit(
    quantity: Decimal, unit_amount: Decimal, unit: str | None, included: Decimal | None = None
) -> Charge:
    """The units above `included` (none below zero) at `unit_amount` each."""
    if included is None or included == 0:
        return Charge(
            quantity * unit_amount, f"{shown(quantity)} {unit or 'units'} × {shown(unit_amount)}"
        )
    over = max(quantity - included, Decimal(0))
    return Charge(
        over * unit_amount,
        f"({shown(quantity)} − {shown(included)} included) {unit or 'units'} × {shown(unit_amount)}"
        if over
        else f"{shown(quantity)} {unit or 'units'}, within {shown(included)} included",
    )
