"""A fee per interval, whatever the quantity."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown


def flat(amount: Decimal) -> Charge:
    """The fee itself."""
    return Charge(amount, shown(amount))
