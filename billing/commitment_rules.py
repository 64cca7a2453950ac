"""What a minimum is in its first, partial period, and what becomes of a shortfall that is not billed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.pricing.charge import Charge
from billing.pricing.proration import DayShare
from billing.pricing.true_up import true_up
from billing.rhythm import Rhythm
from terms.period import Period, add_months

NOT_BILLED = {
    "forfeited": "which is forfeited and not billed",
    "loses_right": "which costs a right and is not billed",
    "rolled_over": "which is added to the next period's minimum",
}
"""Consequences of a shortfall other than a line for it."""

FIRST_PERIOD = {
    "prorated": "its minimum prorated by days",
    "full": "its minimum in full",
    "none": "no minimum before the first whole period",
}
"""What the minimum of a first, partial period may be; prorated unless the contract says otherwise."""


def first_part(start: date, months: int, rhythm: Rhythm | None) -> Period | None:
    """The days before the first whole month of a monthly minimum that begins within one; None without.

    A longer period runs from the day on which the commitment begins.
    """
    if months != 1 or rhythm is None or rhythm.months != 1:
        return None
    following = rhythm.day(rhythm.steps_to(start) + 1)
    return Period(start, following) if following < add_months(start, months) else None


def missing(
    minimum: Decimal, counted: Decimal, share: DayShare | None, rule: str, step: Decimal | None
) -> Charge:
    """What is missing to the minimum of a period, of which `share` was running (None: all of it)."""
    if share is not None and rule == "none":
        return Charge(Decimal(0), FIRST_PERIOD["none"])
    return true_up(minimum, counted, share if rule == "prorated" else None, step)
