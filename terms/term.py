"""What every term has: an identity, a product, dates, citations, and links to other terms."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from terms.citation import Citation, Frozen, Link

ReaderName = str
"""'grammar', 'model.passage', 'model.field', or 'given' (a person's or a truth file's)."""


class TermBase(Frozen):
    """Fields common to every term type (FORMATS.md section 2). None means "the contract does not say"."""

    id: str = ""
    product: str | None = None
    """As the contract names it; None is the whole agreement."""
    effective_from: date | None = None
    effective_to: date | None = None
    """The last day on which the term applies."""
    citations: tuple[Citation, ...] = ()
    confidence: float = Field(default=1.0, ge=0, le=1)
    readers: tuple[ReaderName, ...] = ()
    replaces: tuple[Link, ...] = ()
    overrides: tuple[Link, ...] = ()
    reads_with: tuple[Link, ...] = ()
    doubtful: bool = False
    """Rated only if it carries a link or another term reads with it."""
    warnings: tuple[str, ...] = ()
    """What a person should know before relying on the term."""
    provenance: dict[str, str] = Field(default_factory=dict)
    """Versions and hashes of what produced it: reader, prompt, schema, model."""

    @property
    def has_link(self) -> bool:
        """Whether the term says how it relates to another."""
        return bool(self.replaces or self.overrides or self.reads_with)


Per = Literal["order", "once", "month", "quarter", "half_year", "year", "term"]
Billing = Literal["advance", "arrears"]
