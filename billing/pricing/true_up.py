"""Minimum commitments: the shortfall at the end of a period."""

from __future__ import annotations

from decimal import Decimal

from billing.pricing.charge import Charge, shown
from billing.pricing.proration import DayShare
from terms.money import RoundingMode, round_to

CENT = Decimal("0.01")


def true_up(
    minimum: Decimal,
    counted: Decimal,
    share: DayShare | None = None,
    step: Decimal | None = CENT,
    *,
    minimum_rounded: bool = False,
    mode: RoundingMode = "half_up",
) -> Charge:
    """What is missing to `minimum` (of which `share` was running), rounded to `step`; never below 0.

    Without a `step` nothing is rounded.

    Lago measures `counted` before coupons. With `minimum_rounded` the prorated minimum is rounded
    before what counts is taken off it (Lago: commitments of a plan), without it the shortfall alone
    is (Lago: minimum of a charge).
    """
    owed = Charge(minimum, f"minimum {shown(minimum)}")
    if share is not None:
        owed = share.of(owed)
    if minimum_rounded and step is not None:
        owed = Charge(round_to(owed.amount, step, mode), owed.formula)
    missing = max(owed.amount - counted, Decimal(0))
    return Charge(
        missing if step is None else round_to(missing, step, mode),
        f"{owed.formula} − counted {shown(counted)}",
    )
