"""The tables of the web application: people, what they uploaded, work in the background, webhooks.

Secrets are kept as hashes only: a password by argon2id, a session or token by SHA-256.
A change here needs a migration in `store/migrations/versions` (a test compares the two).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.tables import now


class PersonRow(SQLModel, table=True):
    """Somebody who may sign in."""

    __tablename__ = "people"
    id: str = Field(primary_key=True)
    """Random; never an e-mail address, which may change."""
    email: str = Field(unique=True)
    """In lower case."""
    name: str
    password: str | None = None
    """An argon2id hash; None where the person signs in elsewhere (OpenID Connect)."""
    roles: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """analyst, specialist, approver, admin."""
    all_accounts: bool = True
    """False: only the accounts in `access`."""
    active: bool = True
    failures: int = 0
    """Wrong passwords in a row."""
    locked_until: str | None = None
    created_at: str = Field(default_factory=now)
    signed_in_at: str | None = None


class AccessRow(SQLModel, table=True):
    """An account that a person with a list of accounts may see."""

    __tablename__ = "access"
    person_id: str = Field(foreign_key="people.id", primary_key=True, ondelete="CASCADE")
    account_id: str = Field(primary_key=True)


class SessionRow(SQLModel, table=True):
    """A browser that is signed in."""

    __tablename__ = "sessions"
    id: str = Field(primary_key=True)
    """SHA-256 of the cookie's value."""
    person_id: str = Field(foreign_key="people.id", index=True, ondelete="CASCADE")
    csrf: str
    """What forms and scripts of this session send along."""
    created_at: str = Field(default_factory=now)
    expires_at: str
    agent: str = ""


class TokenRow(SQLModel, table=True):
    """A machine's key to the API."""

    __tablename__ = "tokens"
    id: str = Field(primary_key=True)
    name: str
    hash: str = Field(unique=True)
    """SHA-256 of the token."""
    person_id: str = Field(foreign_key="people.id", index=True, ondelete="CASCADE")
    """Who made it: its accounts are theirs, and it ends with them."""
    roles: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Never more than its maker's."""
    created_at: str = Field(default_factory=now)
    expires_at: str | None = None
    used_at: str | None = None
    revoked_at: str | None = None


class UploadRow(SQLModel, table=True):
    """A file that somebody uploaded: a contract of an account, or billing data."""

    __tablename__ = "uploads"
    __table_args__ = (
        Index("ix_uploads_account_sha256", "account_id", "sha256"),
        Index("ix_uploads_kind_uploaded", "kind", "uploaded_at", "id"),
        Index("ix_uploads_listed", "kind", "status", "account_id", "paper", "words"),
    )
    id: str = Field(primary_key=True)
    """Random; also the name under which the file is kept."""
    kind: str
    """contract, billing."""
    account_id: str | None = Field(default=None, index=True)
    """Of a contract."""
    name: str
    """As the person's machine called it, for people to read; never used as a path."""
    file: str = ""
    """Where the book has it, relative to the book's folder; '' until it is part of the book."""
    sha256: str = Field(index=True)
    size: int
    pages: int | None = None
    status: str = "waiting"
    """waiting, working, ready, refused, removed."""
    reason: str = ""
    """Why it is refused, or what was read with a warning; in words."""
    found: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What reading gave, for lists: kind, title, number, dates, counts of terms and warnings."""
    paper: str = ""
    """The kind of contract document, for filters; '' until it is read."""
    words: str = ""
    """Name, title, number and account in lower case, for search."""
    uploaded_by: str
    """The person's id."""
    uploaded_at: str = Field(default_factory=now)


class JobRow(SQLModel, table=True):
    """Work that goes on in the background and survives a restart."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_status_id", "status", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    """read (an account's contracts), run (the book), webhook, …: a name of `app.work`."""
    subject: str = Field(default="", index=True)
    """What it is about: an account, an upload. One waiting job a kind and subject is enough."""
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    status: str = "waiting"
    """waiting, working, done, failed."""
    stage: str = ""
    done: int = 0
    total: int = 0
    attempts: int = 0
    not_before: str = ""
    leased_until: str | None = None
    """While a worker lives it moves this on; past it another worker takes the job."""
    worker: str = ""
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    error: str = ""
    """In words, for the person who asked."""
    asked_by: str = ""
    created_at: str = Field(default_factory=now)
    finished_at: str | None = None


class AssignmentRow(SQLModel, table=True):
    """Who works on a case, until when."""

    __tablename__ = "assignments"
    case_id: str = Field(foreign_key="cases.case_id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", index=True, ondelete="CASCADE")
    taken_at: str = Field(default_factory=now)
    until: str


class StakeRow(SQLModel, table=True):
    """What is at stake in the present version of a case: what the queue sorts and filters by.

    It is written with the findings (`store.stakes`), so that a queue of thousands reads no finding.
    """

    __tablename__ = "stakes"
    case_id: str = Field(foreign_key="cases.case_id", primary_key=True)
    version: int
    findings: int
    amounts: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """A row a currency and direction: `currency`, `direction`, `total`, `recoverable`."""
    minor: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """What can be corrected in the greatest currency, both directions, in its hundredths: to sort by."""
    currency: str = ""
    """The currency of `minor`; '' without findings."""
    currencies: str = ""
    """All of them as ' EUR USD ', to look one up in."""
    causes: str = ""
    """As ' late_start wrong_tiers '."""
    products: str = ""
    """In lower case, for search."""
    lapses_on: str | None = Field(default=None, index=True)
    """The first day on which a part can no longer be claimed."""


class MatchRow(SQLModel, table=True):
    """A person's word on which contract product a billed product is."""

    __tablename__ = "product_matches"
    __table_args__ = (UniqueConstraint("account_id", "billed"),)
    id: int | None = Field(default=None, primary_key=True)
    account_id: str = Field(index=True)
    billed: str
    """The name or id in the billing data."""
    contract: str | None = None
    """The product in the contracts; None: it is none of them."""
    confirmed_by: str
    confirmed_at: str = Field(default_factory=now)


class SettingRow(SQLModel, table=True):
    """A setting of the seller that an admin changed in the web application; the last one stands."""

    __tablename__ = "settings"
    name: str = Field(primary_key=True)
    value: str
    """JSON."""
    changed_by: str
    changed_at: str = Field(default_factory=now)


class WebhookRow(SQLModel, table=True):
    """An address that is told of decisions and deliveries."""

    __tablename__ = "webhooks"
    id: str = Field(primary_key=True)
    url: str
    secret: str
    """Signs what is sent; shown once."""
    events: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    active: bool = True
    created_by: str
    created_at: str = Field(default_factory=now)


class WebhookCallRow(SQLModel, table=True):
    """One message to one address: kept until it was taken, or given up."""

    __tablename__ = "webhook_calls"
    id: str = Field(primary_key=True)
    webhook_id: str = Field(foreign_key="webhooks.id", index=True, ondelete="CASCADE")
    event: str
    body: str
    """The JSON as it is signed."""
    status: str = Field(default="waiting", index=True)
    """waiting, taken, given_up."""
    attempts: int = 0
    not_before: str = ""
    """When it is tried again, where it was not taken."""
    answer: str = ""
    """What the other side said, in a line."""
    created_at: str = Field(default_factory=now)
    taken_at: str | None = None
