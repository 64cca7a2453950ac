"""Where a term stands: file, page, section and the words themselves, with how well they were found."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Box = tuple[float, float, float, float]
"""A rectangle on a page in PDF points: x0, y0 (lower left), x1, y1 (upper right)."""


class Match(StrEnum):
    """How a quote was found on its page. FUZZY and NONE are kept, visible, and never billed."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """Equal but for white space, hyphens, quotation marks and ligatures."""
    FUZZY = "fuzzy"
    NONE = "none"

    @property
    def verbatim(self) -> bool:
        """Whether the page holds these words."""
        return self in {Match.EXACT, Match.NORMALISED}


class Frozen(BaseModel):
    """A value: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Frozen):
    """The words of a document that a term rests on."""

    file: str
    page: int
    """From 1."""
    section: str | None = None
    """'4.2', or a heading."""
    quote: str
    span: tuple[int, int] | None = None
    """Start and end of the quote in the page's text."""
    boxes: tuple[Box, ...] = ()
    match: Match = Match.NONE


class Link(Frozen):
    """A reference to the terms of another section, in this or another document."""

    file: str
    section: str
    effective_from: date | None = None
    """Where one dated step of the section is meant."""
