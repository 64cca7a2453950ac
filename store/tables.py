"""The tables: what is remembered between runs. Money is exact text, payloads are JSON.

A change here needs a migration in `store/migrations/versions` (a test compares the two).
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import ExactText


def now() -> str:
    """The moment, in UTC, as ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class AccountRow(SQLModel, table=True):
    """A customer of the seller, as last seen in a book."""

    __tablename__ = "accounts"
    account_id: str = Field(primary_key=True)
    name: str
    currency: str
    timezone: str
    seen_at: str = Field(default_factory=now)


class DocumentRow(SQLModel, table=True):
    """One document as read. `reading` names the set of documents and readers it was read with."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("reading", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    reading: str = Field(index=True)
    position: int
    file: str
    sha256: str = Field(index=True)
    readers: str
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The document's JSON (FORMATS.md section 2) without its terms."""
    read_at: str = Field(default_factory=now)


class TermRow(SQLModel, table=True):
    """One term of a document."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("document_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id", ondelete="CASCADE")
    position: int
    type: str = Field(index=True)
    product: str | None = None
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CaseRow(SQLModel, table=True):
    """The case of one account. A change of its inputs makes it a new version, never a second case."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_queue",
            "status",
            "case_id",
            "version",
            "account_id",
            "route",
            "confidence",
            "updated_at",
        ),
    )
    case_id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.account_id", unique=True)
    version: int = 1
    fingerprint: str
    """SHA-256 over everything the version was made from: documents, billing rows, as-of, engine."""
    as_of: str
    status: str = "running"
    """running, waiting (for a decision), decided (not yet carried out), done."""
    route: str | None = None
    confidence: Decimal | None = Field(default=None, sa_column=Column(ExactText))
    threshold: Decimal = Field(default=Decimal("0.85"), sa_column=Column(ExactText, nullable=False))
    failed: bool = False
    """Something broke while the case ran: the next run tries again."""
    blockers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    reasons: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    questions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    notes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    context: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What a decision needs after the book is gone: documents, recommendation."""
    change: str = ""
    """What is different from the version before, in words."""
    opened_at: str = Field(default_factory=now)
    updated_at: str = Field(default_factory=now)


class FindingRow(SQLModel, table=True):
    """One finding of one version of a case."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("case_id", "version", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id", index=True)
    version: int
    position: int
    """From 1: the number that people use in `recoup decide --amount`."""
    cause: str
    product: str
    direction: str
    currency: str
    amount_total: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    amount_recoverable: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class MemoRow(SQLModel, table=True):
    """The memo of one version of a case, with the hash of the words rendered."""

    __tablename__ = "memos"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id", index=True)
    version: int
    text: str
    sha256: str
    written_at: str = Field(default_factory=now)


class DecisionRow(SQLModel, table=True):
    """What a specialist decided on one version of a case: at most one row, written before anything."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id", index=True)
    version: int
    action: str
    """approve, amend, reject."""
    reason: str
    amounts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Finding number → corrected amount, for amend."""
    decided_by: str
    confidence: Decimal | None = Field(default=None, sa_column=Column(ExactText))
    """What the case was given when it was decided: the calibration reads it."""
    decided_at: str = Field(default_factory=now)
    carried_out_at: str | None = None
    ground: str = ""
    """Why it was rejected, from a list (`store.decisions.GROUNDS`)."""
    changes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What else was amended: `causes` by finding number, `terms` by term id with old and new values."""
    seconded_by: str = ""
    """The second person, where the amount asked for one."""
    features: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What was seen of the case when it was weighed."""
    amends: int | None = None
    """The version that was amended into this one: this row carries the recalculation out."""


class ApprovalRow(SQLModel, table=True):
    """A first approval that waits for a second person: at most one a version, the last one stands."""

    __tablename__ = "approvals"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id", index=True)
    version: int
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The decision as the first person made it: action, reason, amounts, causes, terms."""
    approved_by: str
    approved_at: str = Field(default_factory=now)


class CorrectionRow(SQLModel, table=True):
    """A person's correction of one field of a term as read. Every later reading is corrected by it."""

    __tablename__ = "corrections"
    id: int | None = Field(default=None, primary_key=True)
    account_id: str = Field(index=True)
    file: str
    sha256: str
    """Of the document: a correction of one paper never touches another."""
    term_id: str
    type: str
    product: str | None = None
    page: int = 0
    quote: str = ""
    """Where the term stood when it was corrected: it is found there if a reader names it anew."""
    field: str
    old: str | None = None
    """JSON, as the reader had it."""
    new: str | None = None
    """JSON, as the person has it."""
    reason: str = ""
    corrected_by: str
    corrected_at: str = Field(default_factory=now)
    case_id: str = ""
    version: int = 0


class OutcomeRow(SQLModel, table=True):
    """What a decision taught of one version of a case: whether its memo was right, and what was seen."""

    __tablename__ = "outcomes"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(index=True)
    version: int
    action: str
    ground: str = ""
    right: bool | None = None
    """Approved unchanged: right. Amended or rejected: wrong. None: it says nothing of the memo."""
    causes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    features: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    confidence: Decimal | None = Field(default=None, sa_column=Column(ExactText))
    decided_at: str = ""


class AuditRow(SQLModel, table=True):
    """One row of the audit trail: appended, never changed. `hash` covers the row and `previous`."""

    __tablename__ = "audit"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """1, 2, 3, … without a gap."""
    at: str
    kind: str
    case_id: str | None = Field(default=None, index=True)
    version: int | None = None
    payload: str
    """Canonical JSON (`store.audit.canonical`), kept as text so that its hash is of these bytes."""
    previous: str
    hash: str


class AuditHeadRow(SQLModel, table=True):
    """The end of the trail: how many rows there are, and the hash of the last. Only moves forward."""

    __tablename__ = "audit_head"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    hash: str


class OutboxRow(SQLModel, table=True):
    """One document for billing: a corrective invoice, a credit note, or a configuration fix."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_created", "created_at", "id"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id", index=True)
    version: int
    account_id: str
    action: str
    currency: str
    amount: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    status: str = "pending"
    """pending (row only), delivered (its files are written), cancelled (superseded before that)."""
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: str = Field(default_factory=now)
    delivered_at: str | None = None


class OutboxLineRow(SQLModel, table=True):
    """What an outbox document recovers, a row a period. The key is unique: nothing is billed twice."""

    __tablename__ = "outbox_lines"
    __table_args__ = (Index("ix_outbox_lines_what", "account_id", "product", "direction"),)
    key: str = Field(primary_key=True)
    """SHA-256 over account, product, cause, period and amount."""
    outbox_id: str = Field(foreign_key="outbox.id", index=True)
    account_id: str
    product: str
    cause: str
    direction: str
    period_start: str
    period_end: str
    amount: Decimal = Field(sa_column=Column(ExactText, nullable=False))
    currency: str
