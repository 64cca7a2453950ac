"""How usage is counted, partial periods are priced, and amounts are rounded."""

from __future__ import annotations

from typing import Literal

from terms.money import Exact, RoundingMode
from terms.term import TermBase


class Metering(TermBase):
    """Units, rounding, aggregation, timezone and cut-off of usage."""

    type: Literal["metering"] = "metering"
    unit: str | None = None
    unit_size: Exact | None = None
    base_unit: str | None = None
    rounding: Literal["up", "down", "nearest"] | None = None
    aggregate: Literal["sum", "max", "average", "last", "unique", "p95"] | None = None
    rounding_per: Literal["event", "period"] | None = None
    timezone: str | None = None
    cutoff: str | None = None
    week_starts: str | None = None
    period_by: Literal["start", "end"] | None = None
    """Where an event or week that spans two periods belongs."""


class Proration(TermBase):
    """What a partial period costs."""

    type: Literal["proration"] = "proration"
    method: Literal["daily", "monthly", "none", "full_period"] | None = None
    days_basis: Literal["actual", "30", "360", "365"] | None = None


class Rounding(TermBase):
    """To what, and how, an amount, a price or a quantity is rounded."""

    type: Literal["rounding"] = "rounding"
    of: Literal["line", "unit_amount", "quantity"] | None = None
    to: Exact | None = None
    mode: RoundingMode | None = None
