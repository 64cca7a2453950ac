"""A finding: a cause, its periods and amounts, the clauses that prove it, where it was billed.

The JSON of these models is a finding of `recoup run` (FORMATS.md section 3). Amounts are positive
sizes; `direction` says which way. Nothing here is computed by a model.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from terms.citation import Citation, Frozen
from terms.money import Exact

Cause = Literal[
    "missed_escalation",
    "superseded_price",
    "wrong_unit_price",
    "wrong_tiers",
    "wrong_tier_mode",
    "expired_discount",
    "excess_discount",
    "stacked_discount",
    "commitment_shortfall",
    "unbilled_overage",
    "quantity_mismatch",
    "unbilled_product",
    "unbilled_one_time",
    "late_start",
    "ended_early",
    "wrong_interval",
    "wrong_proration",
    "unit_conversion",
    "period_cutoff",
    "currency_mismatch",
    "missing_usage",
    "duplicate_charge",
    "wrong_credit",
    "rounding",
    "unpaid",
    "unexplained",
]

Direction = Literal["under", "over"]
Evidence = Literal["proven", "estimated", "extrapolated"]
Action = Literal[
    "corrective_invoice", "credit_note", "configuration_fix", "collect", "none", "ask_legal"
]


class FindingPeriod(Frozen):
    """One period of a finding. `recoverable` is 0 where something excludes it, and `why` says what."""

    period_start: date
    period_end: date
    expected: Exact
    billed: Exact
    difference: Exact
    """The size of expected − billed."""
    recoverable: Exact
    why: str = ""
    derivation: str = ""
    """How `expected` comes about, as one line an accountant accepts."""
    lapses_on: date | None = None
    """The last day on which this period can still be corrected; None where no window is known."""


class BilledLine(Frozen):
    """An invoice line that a finding rests on."""

    invoice_id: str
    line_id: str


class ConfigChange(Frozen):
    """What to change in the billing configuration so that the leak stops."""

    item_id: str | None = None
    field: str
    old: str | None = Field(default=None, alias="from")
    new: str | None = Field(default=None, alias="to")
    note: str = ""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Hypothesis(Frozen):
    """A cause that was tried: how many of the periods that differ it reproduces to the cent."""

    cause: Cause
    reproduces: int
    of: int
    detail: str = ""
    rival: bool = False
    """Whether it fits as well as the accepted one and tells another story: a tie."""


class Finding(Frozen):
    """One explained difference of one product."""

    cause: Cause
    product: str
    direction: Direction
    currency: str
    periods: tuple[FindingPeriod, ...]
    amount_total: Exact
    amount_recoverable: Exact
    monthly_amount: Exact | None = None
    evidence: Evidence = "proven"
    amount_low: Exact | None = None
    amount_high: Exact | None = None
    clauses: tuple[Citation, ...] = ()
    decided_by: tuple[str, ...] = ()
    """The documents that decide the terms in force, the one that governs first."""
    billed_in: tuple[BilledLine, ...] = ()
    explanation: str = ""
    config_change: ConfigChange | None = None
    hypotheses: tuple[Hypothesis, ...] = ()
    """What was tried, the accepted one first: rivals that fit as well are ties."""
    doubts: tuple[str, ...] = ()
    """What speaks against it or is missing, in words; each lowers confidence."""


class AccountResult(Frozen):
    """What comparing one account gives: findings, and what could not be compared."""

    account_id: str
    findings: tuple[Finding, ...] = ()
    questions: tuple[str, ...] = ()
    """What a person must settle before more can be said: an unmatched product, a missing term."""
    notes: tuple[str, ...] = ()
    """Checked and found right though odd; shown in the memo."""
