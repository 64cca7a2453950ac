"""The shapes of what the API gives. Money is a string, confidence a number, days and moments ISO 8601."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from terms.money import plain

T = TypeVar("T")


def _digits(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value


Amount = Annotated[str, BeforeValidator(_digits)]
"""Exact digits in major units, as '8400.00'."""
Sure = Annotated[float, Field(ge=0, le=1, description="From 0 to 1.")]
"""A confidence, or what one is held against."""


class Value(BaseModel):
    """Read from our own rows and values."""

    model_config = ConfigDict(from_attributes=True)


class Asked(BaseModel):
    """Sent by the caller: what is not known is refused, so that a misspelt field is noticed."""

    model_config = ConfigDict(extra="forbid")


class Listed(Value, Generic[T]):
    """A page of a list."""

    items: list[T]
    page: int
    pages: int
    total: int


class Me(Value):
    """Whose token it is."""

    id: str
    name: str
    email: str
    roles: list[str]
    accounts: list[str] | None = Field(description="The accounts it may see; null for all.")


class Account(Value):
    """An account."""

    account_id: str
    name: str
    currency: str


class Contract(Value):
    """An uploaded contract, and how far its reading is."""

    id: str
    account_id: str | None
    name: str
    file: str = Field(description="Where the book has it; '' until it is part of the book.")
    sha256: str
    size: int
    pages: int | None
    status: str = Field(description="waiting, working, ready, refused, removed.")
    reason: str
    found: dict[str, Any] = Field(description="Kind, title, number, dates, counts.")
    uploaded_at: str


class Taken(Value):
    """What became of one file of an upload."""

    name: str
    id: str = Field(description="'' where it is not taken.")
    taken: bool
    words: str = Field(description="Why it is not taken, or that it is there already.")


class Uploaded(Value):
    """What became of an upload; the contracts are read in the background."""

    account_id: str
    files: list[Taken]


class CaseLine(Value):
    """A case as the queue has it."""

    case_id: str
    account_id: str
    name: str
    version: int
    state: str
    confidence: Sure | None
    threshold: Sure
    findings: int
    amounts: list[dict[str, str]]
    causes: list[str]
    lapses_on: str | None
    taken_by: str


class Decision(Asked):
    """A decision on the version of a case that was seen."""

    action: Literal["approve", "amend", "reject"]
    version: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(default="", max_length=4000)
    ground: str = Field(default="", max_length=40, description="Why nothing is claimed: reject.")
    amounts: dict[str, str] = Field(
        default_factory=dict, description="Finding number → amount to recover: amend."
    )
    causes: dict[str, str] = Field(
        default_factory=dict, description="Finding number → cause: amend."
    )
    term: str = Field(
        default="", max_length=200, description="A term that was read wrongly: amend."
    )
    settings: dict[str, str] = Field(
        default_factory=dict, description="The term's fields → values: amend."
    )


class Decided(Value):
    """What came of a decision."""

    case_id: str
    version: int
    state: Literal["done", "first"] = Field(description="first: a second person is needed.")
    carried_out: bool
    words: str


class Previewed(Value):
    """What a decision would do; `wrong` says why it would be refused."""

    wrong: str
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    changes: dict[str, Any] = {}
    to_billing: list[dict[str, Any]] = []
    second_person_needed: bool = False


class OutboxDocument(Value):
    """One document for billing."""

    id: str
    case_id: str
    version: int
    account_id: str
    action: str
    currency: str
    amount: Amount
    status: str
    created_at: str
    delivered_at: str | None


class Cancel(Asked):
    """Why a document is held back."""

    reason: str = Field(max_length=1000)


class BillingData(Value):
    """An upload of billing data."""

    id: str
    name: str
    sha256: str
    size: int
    status: str = Field(description="waiting, working, ready, refused, taken, replaced.")
    reason: str
    found: dict[str, Any] = Field(description="What was read, what is in quarantine, what changes.")
    uploaded_at: str


class Job(Value):
    """Work in the background."""

    id: int
    kind: str
    status: str
    stage: str
    done: int
    total: int
    error: str
    result: dict[str, Any]
    created_at: str
    finished_at: str | None


class RunAsked(Asked):
    """A run over the book."""

    as_of: str | None = Field(
        default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="Today where it is null."
    )
    reader: Literal["grammar", "both", "model"] | None = Field(
        default=None, description="As the application is set up where it is null."
    )


class WebhookAsked(Asked):
    """An address that is to be told."""

    url: str = Field(min_length=1, max_length=2000)
    events: list[str] = Field(default_factory=list, max_length=20, description="All where empty.")


class Webhook(Value):
    """An address that is told."""

    id: str
    url: str
    events: list[str]
    created_at: str


class NewWebhook(Webhook):
    """With the secret that signs what is sent; it is shown this once."""

    secret: str


class Call(Value):
    """One message to a webhook."""

    id: str
    event: str
    status: str
    attempts: int
    answer: str
    created_at: str
    taken_at: str | None
