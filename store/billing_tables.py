"""Tables of sums and of billing data: what pages add up and list, worked out once, when it is known.

A change here needs a migration in `store/migrations/versions` (a test compares the two).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from store.columns import ExactText
from store.tables import now


class MonthRow(SQLModel, table=True):
    """A finding's amounts of one month: that in which its periods begin."""

    __tablename__ = "finding_months"
    __table_args__ = (Index("ix_finding_months_case", "case_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id")
    version: int
    position: int
    """The finding's number in its case."""
    month: str
    """'2026-03'; '' where the finding has no periods."""
    cause: str
    currency: str
    direction: str
    total: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    recoverable: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    lapsed: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    """What could not be corrected any more on the day on which the case stands."""


class ProspectRow(SQLModel, table=True):
    """What a case needs beside confidence to go to billing by itself."""

    __tablename__ = "prospects"
    case_id: str = Field(foreign_key="cases.case_id", primary_key=True)
    version: int
    open: int
    """How many things keep its confidence down whatever the figures say; none above the threshold."""
    sendable: bool
    """Whether there is anything to invoice, to credit or to mend."""


class QuarantineRow(SQLModel, table=True):
    """A row of billing data that could not be read."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_upload", "upload_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    upload_id: str
    """Of the billing data; '' for a book that was not uploaded."""
    number: int
    """1, 2, 3, … in the order of files and rows."""
    file: str
    row: int
    reason: str


class BilledProductRow(SQLModel, table=True):
    """A product in the billing data, and what it was taken for when the book was last read or run."""

    __tablename__ = "billed_products"
    account_id: str = Field(primary_key=True)
    billed: str = Field(primary_key=True)
    contract: str | None = None
    """The product in the contracts; None where nothing fits."""
    score: Decimal | None = Field(default=None, sa_column=Column(ExactText))
    """From 0 to 1; None where nothing fits."""
    grounds: str = ""
    choices: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """What the account's contracts price, as a person may choose from."""
    doubtful: bool = Field(default=False, index=True)
    """Whether a person should look: nothing fits, or the match is not certain."""
    amount: Decimal = Field(default=Decimal(0), sa_column=Column(ExactText, nullable=False))
    """What was billed for it in all."""
    currency: str = ""


class CollectedRow(SQLModel, table=True):
    """A delivered document that the billing data shows as invoiced: how much of it, and how much is paid."""

    __tablename__ = "collected"
    outbox_id: str = Field(foreign_key="outbox.id", primary_key=True)
    invoiced: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    paid: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    invoices: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Invoice, its status, and the amount of it that is this document's."""
    seen_at: str = Field(default_factory=now)
