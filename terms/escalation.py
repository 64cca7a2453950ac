"""How prices and commitments rise."""

from __future__ import annotations

from datetime import date
from typing import Literal

from terms.citation import Frozen
from terms.money import Exact
from terms.term import TermBase

EscalationMethod = Literal[
    "fixed",
    "index",
    "greater_of",
    "lesser_of",
    "schedule",
    "discretionary",
    "cost",
    "formula",
]


class EscalationStep(Frozen):
    """One dated step of a schedule of increases."""

    on: date
    percent: Exact


class Escalation(TermBase):
    """A rule by which prices change: a fixed percent, an index, or the greater or lesser of both."""

    type: Literal["escalation"] = "escalation"
    applies_to: Literal["price", "commitment"] | None = None
    method: EscalationMethod | None = None
    percent: Exact | None = None
    index: str | None = None
    spread_percent: Exact | None = None
    floor_percent: Exact | None = None
    cap_percent: Exact | None = None
    cap_index: str | None = None
    cumulative_cap_percent: Exact | None = None
    schedule: tuple[EscalationStep, ...] | None = None
    every_months: int | None = None
    trigger: Literal["anniversary", "renewal", "calendar_year", "fixed_date", "event"] | None = None
    first_on: date | None = None
    deferred_until: date | None = None
    """Earlier steps count, but are not charged before this day."""
    index_month: int | None = None
    """1–12: the last such month before the step, against the same month `every_months` earlier."""
    percent_rounding_to: Exact | None = None
    hold_months: int | None = None
    """A price younger than this at a step is left as it is."""
    direction: Literal["up", "both"] | None = None
    compounding: bool | None = None
    rounding_to: Exact | None = None
    excludes: tuple[str, ...] | None = None
    automatic: bool | None = None
    """False where the seller only "may"."""
    notice_days: int | None = None
