"""Minimums with a consequence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from terms.citation import Frozen
from terms.money import Exact
from terms.term import Per, TermBase


class CommitmentStep(Frozen):
    """A dated step of a commitment that changes over time."""

    start: date = Field(alias="from")
    value: Exact

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Commitment(TermBase):
    """A minimum amount or quantity per period, and what follows when it is missed."""

    type: Literal["commitment"] = "commitment"
    measure: Literal["amount", "quantity"] | None = None
    value: Exact | None = None
    unit: str | None = None
    currency: str | None = None
    per: Per | None = None
    shortfall: Literal["billed", "forfeited", "rolled_over", "loses_right"] | None = None
    shortfall_unit_amount: Exact | None = None
    counts: str | None = None
    """What counts towards it, as written."""
    includes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None
    net_of: tuple[str, ...] | None = None
    """Credits, discounts or taxes that reduce what counts."""
    first_period: Literal["prorated", "full", "none"] | None = None
    schedule: tuple[CommitmentStep, ...] | None = None
