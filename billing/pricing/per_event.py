"""Fees by the event, as payments are charged: a percentage of each, a fixed fee, bounds for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.charge import Charge, shown
from billing.pricing.limits import bounded
from billing.pricing.percentage import percentage

SHOWN = 6
"""Events that a formula shows one by one; of more it shows the sums."""


@dataclass(frozen=True, slots=True)
class EventFee:
    """A percentage and a fixed fee of each event, with the least and the most that one costs.

    The first `free_events` cost nothing (Lago: free units per events).
    """

    percent: Decimal
    fixed: Decimal = Decimal(0)
    free_events: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None


def of_events(amounts: Sequence[Decimal], fee: EventFee) -> Charge:
    """The sum of each event's own fee, bounded event by event (Lago: minimum and maximum)."""
    parts = [_of_one(amount, fee) for amount in amounts[fee.free_events :]]
    total = sum((part.amount for part in parts), Decimal(0))
    if len(parts) > SHOWN:
        charged = amounts[fee.free_events :]
        plain = percentage(sum(charged, Decimal(0)), fee.percent)
        words = plain.formula + (f" + {len(charged)} × {shown(fee.fixed)}" if fee.fixed else "")
        exact = plain.amount + len(charged) * fee.fixed
        if total != exact:
            words = f"{words}, {shown(total - exact)} by the least and the most of an event"
        return Charge(total, words)
    return Charge(total, " + ".join(f"({part.formula})" for part in parts) or "no event is charged")


def of_total(base: Decimal, events: int, fee: EventFee, free: Decimal | None = None) -> Charge:
    """The percentage of a total above its free part, and the fixed fee of each event not free.

    For events of which only the sum and the number are known: bounds for each cannot be applied.
    """
    share = percentage(base, fee.percent, free)
    charged = max(events - fee.free_events, 0)
    if not fee.fixed or not charged:
        return share
    return Charge(
        share.amount + charged * fee.fixed, f"{share.formula} + {charged} × {shown(fee.fixed)}"
    )


def _of_one(amount: Decimal, fee: EventFee) -> Charge:
    share = percentage(amount, fee.percent)
    if fee.fixed:
        share = Charge(share.amount + fee.fixed, f"{share.formula} + {shown(fee.fixed)}")
    return bounded(share, fee.minimum, fee.maximum)
