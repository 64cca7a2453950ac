"""How long an agreement runs, and when its invoices are due."""

from __future__ import annotations

from datetime import date
from typing import Literal

from terms.money import Exact
from terms.term import TermBase


class Renewal(TermBase):
    """The initial term and what happens at its end."""

    type: Literal["renewal"] = "renewal"
    initial_months: int | None = None
    initial_until: date | None = None
    automatic: bool | None = None
    evergreen: bool | None = None
    renewal_months: int | None = None
    max_renewals: int | None = None
    option_of: Literal["provider", "customer", "both"] | None = None
    notice_days: int | None = None
    notice_months: int | None = None
    uplift_percent: Exact | None = None
    rounding_to: Exact | None = None
    excludes: tuple[str, ...] | None = None


class Payment(TermBase):
    """When an invoice is due, and what lateness costs."""

    type: Literal["payment"] = "payment"
    net_days: int | None = None
    working_days: int | None = None
    day_of_month: int | None = None
    end_of_month: bool | None = None
    basis: Literal["invoice_date", "receipt", "delivery", "period_end"] | None = None
    grace_days: int | None = None
    late_percent_per_month: Exact | None = None
    late_index: str | None = None
    late_spread_percent_per_year: Exact | None = None
