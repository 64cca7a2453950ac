"""Named settings for what billing systems do differently and a contract may leave open.

The defaults are those of most engines (see each field). A seller states its own in the
[conventions] table of policy.toml; what a contract says comes before either. What neither settles is
open: `billing.readings` gives the amounts of every usual choice.
"""

from __future__ import annotations

from typing import Literal

from terms.citation import Frozen
from terms.money import RoundingMode


class Conventions(Frozen):
    """How an account's amounts are computed where its contract is silent."""

    tier_bound: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether a quantity exactly at `up_to` is in that tier (Stripe, Lago, OpenMeter, Flexprice,
    Kill Bill) or in the next one (Meteroid, whose tiers begin at their first unit)."""
    graduated_fee_at_zero: bool = False
    """Whether graduated tiers bill the first tier's flat fee for no units at all (Lago, OpenMeter)
    or nothing (Flexprice, Meteroid: no tier is entered)."""
    volume_fee_at_zero: bool = True
    """The same for volume tiers: no units reach the first tier (Lago, OpenMeter), or cost nothing
    (Flexprice)."""
    package_rounding: Literal["up", "down"] = "up"
    """Whether a started package is a whole one (Stripe `transform_quantity`, either way)."""
    package_minimum: Literal[0, 1] = 0
    """Packages billed at the least: none without units (Lago, OpenMeter, Flexprice), one (Chargebee)."""
    proration: Literal["daily", "full_period"] = "daily"
    """Whether a part of a period costs its share, or as much as a whole one."""
    proration_basis: Literal["actual", "seconds", "30", "30/360", "360", "365"] = "actual"
    """What a part is a share of: actual days, seconds between midnights of the account's timezone
    (Stripe), or a fixed number of days of a month or year; with "30/360" the part's days are counted
    so too, each month as 30 (Kill Bill)."""
    proration_of: Literal["interval", "billed_period"] = "interval"
    """Of a monthly price that is billed by the quarter or year: whether a part is a share of its months
    (whole months whole), or of all the days of the period that is billed (Stripe, Chargebee)."""
    rounding_point: Literal["line", "unit", "total"] = "line"
    """Whether each line is rounded and then summed (Stripe, OpenMeter, Flexprice), or the sum is, or
    already the price of one unit that a share or a discount has made odd."""
    rounding_mode: RoundingMode = "half_up"
    """Half up is away from zero (Lago, OpenMeter, Flexprice, Meteroid)."""
    discount_order: Literal["percent_first", "fixed_first", "as_listed"] = "percent_first"
    """Percentages before fixed amounts (Meteroid), or the other way, or as the documents list them."""
    percents: Literal["multiply", "add"] = "multiply"
    """Whether a second percentage is taken of what the first has left (Meteroid) or of the whole."""
    maximum: Literal["after_percentages", "before_discounts"] = "after_percentages"
    """Whether a maximum caps what percentage discounts have left (OpenMeter), or the charge itself."""
    event_limits: Literal["event", "period"] = "event"
    """Whether the least and the most of a percentage by the event are of each event (Lago) or of the
    period."""
    timezone: Literal["account", "UTC"] = "account"
    """Whose days usage belongs to: those of the account's timezone, or UTC's."""


STANDARD = Conventions()
"""The defaults."""
