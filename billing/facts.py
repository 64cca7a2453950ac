"""The facts of a book as values: accounts, billing configuration, invoice lines, usage.

Columns and their meaning: FORMATS.md section 1. Money is exact, periods are half-open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from billing.policy import Policy
from terms.period import Interval
from terms.price import Tier
from terms.term import Billing

InvoiceStatus = Literal["draft", "open", "paid", "void", "uncollectible"]
LineKind = Literal[
    "charge", "usage", "minimum", "discount", "credit", "proration", "one_time", "tax"
]


@dataclass(frozen=True, slots=True)
class Account:
    """A customer of the seller."""

    account_id: str
    name: str
    currency: str
    timezone: str


@dataclass(frozen=True, slots=True)
class SubscriptionItem:
    """One row of the billing configuration. `start` is in it; `end` and `discount_end` are not."""

    account_id: str
    subscription_id: str
    item_id: str
    product: str
    model: str | None
    unit_amount: Decimal | None
    flat_amount: Decimal | None
    tiers: tuple[Tier, ...]
    package_size: Decimal | None
    included_quantity: Decimal | None
    quantity: Decimal | None
    unit: str | None
    minimum_amount: Decimal | None
    minimum_per: str | None
    discount_percent: Decimal | None
    discount_amount: Decimal | None
    discount_end: date | None
    currency: str
    interval: Interval | None
    interval_count: int
    billing: Billing | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice. `period_start`/`period_end` may be None where the line has no period."""

    account_id: str
    invoice_id: str
    invoice_date: date
    due_date: date | None
    status: InvoiceStatus
    line_id: str
    product: str
    kind: LineKind
    description: str
    period_start: date | None
    period_end: date | None
    quantity: Decimal | None
    unit: str | None
    unit_amount: Decimal | None
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """One row of usage: a raw event, or a sum by day or month. `at` is a date where no time is given."""

    account_id: str
    product: str
    at: datetime | date
    quantity: Decimal
    unit: str | None
    event_id: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """Why an account is to be investigated."""

    account_id: str
    reason: str
    score: Decimal | None
    flagged_on: date | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that could not be read: where it stands, why, and (in the reason) what to do."""

    file: str
    row: int
    """As an editor counts lines: the head is 1, the first row 2; of a JSON list, the object's place."""
    reason: str


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row in quarantine: what it may say of a product is not known."""

    file: str = field(compare=False)
    row: int = field(compare=False)
    product: str
    """As the row has it; '' where it names none."""
    stray_on: date | None = None
    """The first day that it bills, where it is not known whose it is; None for a row of a known account."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Everything the book holds of one account: what a case is made from."""

    account: Account
    items: tuple[SubscriptionItem, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    usage: Sequence[UsageEvent] = ()
    """Single events, or (a `SummedUsage`) their sums."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The contract's product name → names the billing system uses for it."""
    unrelated: frozenset[str] = frozenset()
    """Billed products that are none of the contract's, as a person confirmed."""
    unread_lines: tuple[UnreadRow, ...] = ()
    """Its invoice lines that could not be read."""
    unread_usage: tuple[UnreadRow, ...] = ()
    """Its rows of usage that could not be read."""
    indices: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    """Index name ('cpi-u') → month ('2025-01') → value."""
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Book:
    """A folder that holds what is known of some accounts, read."""

    path: Path
    accounts: Mapping[str, AccountFacts]
    contracts: Mapping[str, tuple[Path, ...]]
    """Account → its PDFs, in name order."""
    flagged: tuple[Flag, ...]
    """The accounts to investigate; every account where the book has no flagged.csv."""
    quarantine: tuple[Quarantined, ...]
    notes: tuple[str, ...] = ()
    """What a person should know of the book as a whole: 'contracts/X has no row in accounts.csv'."""
