"""One cause a file: its signature in the data, the clause that proves it, a counterfactual."""

from __future__ import annotations

from billing.causes import (
    duplicate_charge,
    ended_early,
    excess_discount,
    expired_discount,
    late_start,
    missed_escalation,
    period_cutoff,
    quantity_mismatch,
    rounding,
    stacked_discount,
    superseded_price,
    unbilled_overage,
    unbilled_product,
    unit_conversion,
    wrong_credit,
    wrong_interval,
    wrong_proration,
    wrong_tier_mode,
    wrong_tiers,
    wrong_unit_price,
)
from billing.causes.candidate import CAUSES, Candidate, Clue, Suspect

__all__ = [
    "CAUSES",
    "Candidate",
    "Clue",
    "Suspect",
    "duplicate_charge",
    "ended_early",
    "excess_discount",
    "expired_discount",
    "late_start",
    "missed_escalation",
    "period_cutoff",
    "quantity_mismatch",
    "rounding",
    "stacked_discount",
    "superseded_price",
    "unbilled_overage",
    "unbilled_product",
    "unit_conversion",
    "wrong_credit",
    "wrong_interval",
    "wrong_proration",
    "wrong_tier_mode",
    "wrong_tiers",
    "wrong_unit_price",
]
