"""What changes a price from outside: discounts, surcharges, and credits owed to the customer."""

from __future__ import annotations

from typing import Literal

from terms.money import Exact
from terms.price import Tier
from terms.term import TermBase


class Discount(TermBase):
    """A reduction: a percent or an amount, for a time, from a quantity, or under a condition."""

    type: Literal["discount"] = "discount"
    percent: Exact | None = None
    amount: Exact | None = None
    unit: str | None = None
    tiers: tuple[Tier, ...] | None = None
    currency: str | None = None
    months: int | None = None
    min_quantity: Exact | None = None
    throughout: bool | None = None
    """The threshold must hold for the whole period."""
    condition: str | None = None
    combinable: bool | None = None


class Surcharge(TermBase):
    """A premium: for monthly billing, fuel, rush."""

    type: Literal["surcharge"] = "surcharge"
    percent: Exact | None = None
    percent_of: str | None = None
    includes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None
    amount: Exact | None = None
    currency: str | None = None
    condition: str | None = None


class Credit(TermBase):
    """Service credits and rebates owed to the customer."""

    type: Literal["credit"] = "credit"
    percent: Exact | None = None
    amount: Exact | None = None
    currency: str | None = None
    condition: str | None = None
