"""What reading a document gives: its terms, what stayed unresolved, and what is wrong with the file.

The JSON of these models is the JSON of `recoup extract` (FORMATS.md section 2).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from terms.adjustment import Credit, Discount, Surcharge
from terms.citation import Box, Frozen
from terms.commitment import Commitment
from terms.escalation import Escalation
from terms.formula import Formula
from terms.lookback import Audit, Lookback
from terms.measure import Metering, Proration, Rounding
from terms.price import Price, Quantity
from terms.tenure import Payment, Renewal

Term = (
    Price
    | Quantity
    | Commitment
    | Escalation
    | Discount
    | Surcharge
    | Credit
    | Lookback
    | Audit
    | Renewal
    | Payment
    | Metering
    | Proration
    | Rounding
    | Formula
)

_ANY_TERM: TypeAdapter[Term] = TypeAdapter(Annotated[Term, Field(discriminator="type")])

DocumentKind = Literal[
    "master",
    "order_form",
    "statement_of_work",
    "amendment",
    "renewal",
    "price_schedule",
    "other",
]


def term(value: dict[str, Any]) -> Term:
    """A term from its JSON. Raises pydantic.ValidationError with the fields that do not fit."""
    return _ANY_TERM.validate_python(value)


class Party(Frozen):
    """Who signed, and on which side."""

    name: str
    role: str | None = None
    """'provider' or 'customer'; None where the document does not say."""


class Unresolved(Frozen):
    """A passage that speaks of money and that no reader could turn into a term."""

    page: int
    section: str | None = None
    quote: str
    why: str
    boxes: tuple[Box, ...] = ()
    dismissed: bool = False
    """Two readings of a model saw it and found no term: it is listed, and holds nothing up."""


class Usage(Frozen):
    """What a model was asked: calls and tokens. All zero without a model."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


class ContractDocument(Frozen):
    """One PDF as read: what it is, its terms, and what could not be read."""

    file: str
    sha256: str = ""
    pages: int = 0
    kind: DocumentKind = "other"
    title: str | None = None
    number: str | None = None
    effective_date: date | None = None
    term_start: date | None = None
    term_end: date | None = None
    currency: str | None = None
    parties: tuple[Party, ...] = ()
    amends: tuple[str, ...] = ()
    """What it changes, as written."""
    warnings: tuple[str, ...] = ()
    terms: tuple[Annotated[Term, Field(discriminator="type")], ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    usage: Usage = Usage()


class Extraction(Frozen):
    """The documents of one account, or of one call of `recoup extract`."""

    documents: tuple[ContractDocument, ...] = ()
