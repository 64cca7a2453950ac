"""Minimum commitments: the shortfall at the end of a period, and dearer units beyond what was committed."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Committed:
    """A period's usage charge beside its commitment: what was within it, beyond it, and missing."""

    within: Decimal
    overage: Decimal
    true_up: Decimal

    @property
    def amount(self) -> Decimal:
        """The whole charge."""
        return self.within + self.overage + self.true_up


def committed(
    usage: Decimal, commitment: Decimal, overage_factor: Decimal, *, with_true_up: bool
) -> Committed:
    """Usage beside a committed amount: what exceeds it costs `overage_factor` times as much.

    Without a true-up the shortfall is not billed (Flexprice: commitment, overage factor, true-up).
    """
    within = min(usage, commitment)
    return Committed(
        within=within,
        overage=(usage - within) * overage_factor,
        true_up=commitment - within if with_true_up else Decimal(0),
    )
