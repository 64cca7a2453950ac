"""A percentage of an amount, above what of it is free."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown


def percentage(base: Decimal, percent: Decimal, free: Decimal | None = None) -> Charge:
    """`percent` of what `base` has above its `free` part (none below zero)."""
    if not free:
        return Charge(base * percent / 100, f"{shown(base)} × {shown(percent)}%")
    over = max(base - free, Decimal(0))
    formula = f"({shown(base)} − {shown(free)} free) × {shown(percent)}%"
    return Charge(over * percent / 100, formula if over else f"{shown(base)}, all of it free")
