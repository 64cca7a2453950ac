"""Prices and contracted quantities."""

from __future__ import annotations

from typing import Literal

from terms.citation import Frozen
from terms.money import Exact
from terms.period import Interval
from terms.term import Billing, TermBase

PriceModel = Literal[
    "flat",
    "per_unit",
    "graduated",
    "volume",
    "stairstep",
    "package",
    "percentage",
    "cost_plus",
    "index",
    "tiered",
]
"""'tiered': the contract has tiers and does not say how they add up."""

PriceStatus = Literal["stated", "redacted", "blank", "on_request", "not_ordered"]


class Tier(Frozen):
    """One step of a price table. `up_to` is inclusive (Stripe, Lago); the last is None."""

    up_to: Exact | None = None
    unit_amount: Exact | None = None
    flat_amount: Exact | None = None
    percent: Exact | None = None


class Price(TermBase):
    """What something costs."""

    type: Literal["price"] = "price"
    model: PriceModel | None = None
    unit: str | None = None
    unit_amount: Exact | None = None
    flat_amount: Exact | None = None
    percent: Exact | None = None
    percent_of: str | None = None
    tiers: tuple[Tier, ...] | None = None
    tier_unit: str | None = None
    accumulates_over: Literal["month", "quarter", "year"] | None = None
    """Tiers run over this longer period, from `effective_from`."""
    package_size: Exact | None = None
    included_quantity: Exact | None = None
    minimum_charge: Exact | None = None
    maximum_charge: Exact | None = None
    includes: tuple[str, ...] | None = None
    """The products a percentage is taken of."""
    excludes: tuple[str, ...] | None = None
    currency: str | None = None
    interval: Interval | None = None
    interval_count: int | None = None
    billing: Billing | None = None
    condition: str | None = None
    status: PriceStatus | None = None


class Quantity(TermBase):
    """How many are contracted: seats, beds, sites, lines."""

    type: Literal["quantity"] = "quantity"
    quantity: Exact | None = None
    unit: str | None = None
    change: Literal["set", "add", "remove"] | None = None
