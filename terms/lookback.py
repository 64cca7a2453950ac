"""How far back a bill can be corrected, and who may look at the records."""

from __future__ import annotations

from typing import Literal

from terms.money import Exact
from terms.period import Duration, DurationUnit
from terms.term import TermBase

CountedFrom = Literal[
    "invoice_date",
    "due_date",
    "service_date",
    "period_end",
    "receipt",
    "payment",
    "delivery",
    "notice",
    "discovery",
    "accrual",
    "claim",
]

Effect = Literal["may_invoice", "waived_after", "must_dispute", "refund", "final", "action_barred"]


class Lookback(TermBase):
    """A window: the seller's right to invoice late, or the customer's to dispute or be refunded."""

    type: Literal["lookback"] = "lookback"
    direction: Literal["underbilling", "overbilling", "both"] | None = None
    length: int | None = None
    unit: DurationUnit | None = None
    counted_from: CountedFrom | None = None
    effect: Effect | None = None
    scope: Literal["paid", "unpaid"] | None = None
    includes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None

    @property
    def duration(self) -> Duration | None:
        """The window's length, or None where the clause does not state one."""
        return Duration(self.length, self.unit) if self.length and self.unit else None


class Audit(TermBase):
    """The right to inspect records, and when its cost or a correction follows."""

    type: Literal["audit"] = "audit"
    length: int | None = None
    unit: DurationUnit | None = None
    threshold_percent: Exact | None = None
    threshold_amount: Exact | None = None
    currency: str | None = None
    every_months: int | None = None
