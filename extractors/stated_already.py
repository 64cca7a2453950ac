"""Passages that were left over though the terms resting on their words state every figure of them.

A tier's row, a change of words or a sentence that two rules looked at is listed by the one that did
not read it. Kept, it would hold a case up for a person who finds nothing to add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extractors.dates import find_dates
from extractors.quoted_numbers import readings
from terms.contract import ContractDocument, Term, Unresolved

_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
_NOT_UNDERSTOOD = (
    "no rule understood it",
    "no rule understood its figure",
    "in no term that was read",
)
_LABEL = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(\w{1,3}\)|[A-Z]{1,2}-?\d{1,2}[.:]?)\s")
_SECTION = re.compile(
    r"(?:§+|\b(?:sections?|clauses?|articles?|paragraphs?|parts?|items?|schedules?|exhibits?|annex\w*|conditions?|pos\.?|positions?|lines?|order(?:\s+form)?|no\.?))"
    r"\s*(?:no\.?\s*)?[A-Z]?-?\d[\d.]*(?:\s?\([a-z\d]{1,3}\))*",
    re.IGNORECASE,
)
_SWAPS = re.compile(
    r"\b(?:replac(?:ed|ing)|substitut\w+|deleted|inserted|becomes?|(?:be|is)\s+read\s+as|in\s+(?:place|lieu)\s+of|instead\s+of|from\b.{1,40}\bto)\b",
    re.IGNORECASE,
)
_OF_THE_TERM = "speaks of the term and its renewal"
"""A matter that no other term answers for, whatever figures it states."""
_SHORTEST = 10
"""Characters that a quote needs to be known again."""


def without_stated(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    """The documents; a passage is left out where nothing in it is unsaid."""
    return tuple(_left(document) for document in documents)


def _left(document: ContractDocument) -> ContractDocument:
    kept = tuple(at for at in document.unresolved if not _stated(at, document.terms))
    if len(kept) == len(document.unresolved):
        return document
    return document.model_copy(update={"unresolved": kept})


def _stated(passage: Unresolved, terms: Sequence[Term]) -> bool:
    if not passage.why.endswith(_NOT_UNDERSTOOD):
        return False
    resting = [term for term in terms if _rests(term, passage)]
    if _OF_THE_TERM in passage.why and all(term.type != "renewal" for term in resting):
        return False
    values = {value for term in resting for value in _values(term)}
    known = [
        any(_near(value, values) for value in readings(token))
        for token in _figures(passage.quote, values)
    ]
    if _SWAPS.search(passage.quote) and any(term.replaces for term in resting):
        return any(known)  # what a change takes away is in no term
    return bool(known) and all(known)


def _rests(term: Term, passage: Unresolved) -> bool:
    quote = _squeezed(passage.quote)
    return any(
        citation.page == passage.page
        and len(said := _squeezed(citation.quote)) >= _SHORTEST
        and (quote in said or said in quote)
        for citation in term.citations
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _figures(quote: str, values: set[Decimal | date]) -> Iterator[str]:
    """The numbers of a quote, without its own label, days that a term states and names of sections."""
    words = quote
    for found in reversed(find_dates(quote)):
        if found.day in values:
            words = f"{words[: found.start]} {words[found.end :]}"
    yield from _DIGITS.findall(_LABEL.sub(" ", _SECTION.sub(" ", words)))


def _near(value: Decimal, values: set[Decimal | date]) -> bool:
    """Whether a term states it; a tier that begins at 50,001 is the one behind 50,000."""
    return value in values or value - 1 in values


def _values(value: Any) -> Iterator[Decimal | date]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in {
                "citations",
                "confidence",
                "provenance",
                "replaces",
                "overrides",
                "reads_with",
            }:
                yield from _values(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _values(part)
    elif isinstance(value, date | Decimal):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Decimal(value)
