"""Dates that a term leaves to its document: 'from the Renewal Date', 'the first nine months', anniversaries.

A date is filled in only where the papers settle it; `provenance["derived"]` then names the field,
so that a person sees what was read and what was worked out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from extractors.dates import (
    COUNT,
    DATE,
    MONTH,
    MONTH_NUMBER,
    count,
    last_day,
    parse_date,
    plain_name,
)
from extractors.header import Header
from terms.contract import Term
from terms.period import add_months

_FROM_NAMED = re.compile(
    r"\b(?:from|beginning(?:\s+on)?|starting(?:\s+on)?|commencing(?:\s+on)?|with\s+effect\s+from|as\s+of|on\s+and\s+after|"
    r"effective(?:\s+on|\s+from)?|(?:invoiced|payable|charged|due|once),?\s+on)\s+(?:and\s+including\s+)?the\s+[“\"]?(?P<name>(?:[A-Z][\w-]*\s+){0,3}(?:Date|Day))\b",
)
_FIRST_MONTHS = re.compile(
    rf"\b(?:for|during|in|over)?\s*the\s+(?:first|initial)\s+(?P<count>{COUNT})\s+(?:(?:calendar|billing|contract)\s+)?months?\b",
    re.IGNORECASE,
)
_INVOICED_IN = re.compile(
    rf"\b(?:invoiced|billed|payable|due)\s+(?:(?:in|with(?:\s+the)?|on\s+the)\s+)?(?P<month>{MONTH})\s+(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_CONTRACT_YEAR = re.compile(
    rf"\b(?:for|from|in|with)\s+(?:the\s+)?(?P<which>{'|'.join(_ORDINALS)})\s+(?:contract|agreement|commitment|subscription|term)\s+year\b"
    r"(?P<after>\s*(?:,|and|or)\s+(?:for\s+)?(?:each|every|all|any)\b)?",
    re.IGNORECASE,
)
_YEAR_THAT_BEGAN = re.compile(
    rf"\byear\s+(?:that\s+)?(?:beg(?:an|ins?|inning)|start(?:s|ed|ing)|commenc\w+)\s+on\s+(?P<day>{DATE})",
    re.IGNORECASE,
)
_ANNIVERSARY = re.compile(
    r"\banniversar(?:y|ies)\s+of\s+(?:the\s+|its\s+)?[“\"]?(?P<name>(?:[A-Za-z][\w-]*\s+){0,3}?date\b|commencement\b|start\b)",
    re.IGNORECASE,
)
_DATED = {"price", "quantity", "commitment", "discount"}
_DATED_BY_CHANGE = _DATED | {"escalation"}


def dated(terms: Sequence[Term], header: Header, agreement: Header | None = None) -> list[Term]:
    """The terms with the dates that their own words and the document's settle; nothing else changes.

    `agreement` is the header of the master that the document belongs to: contract years run from its
    start. A term that is due once gets no date that its words do not give.
    """
    return [_dated(term, header, agreement or header) for term in terms]


def _dated(term: Term, header: Header, agreement: Header) -> Term:
    words = " ".join(" ".join(citation.quote.split()) for citation in term.citations)
    places = " ".join(citation.section or "" for citation in term.citations[:1])
    found: dict[str, Any] = {}
    if term.effective_from is None:
        start = (
            _named_start(f"{words} {places}", header, agreement)
            or _year_start(words, agreement)
            or _month_start(words)
        )
        if start:
            found["effective_from"] = start
    _promotion(term, words, header, found)
    _initial(term, header, found)
    _anniversary(term, words, header, agreement, found)
    if term.effective_from is None and "effective_from" not in found:
        _own_start(term, header, agreement, found)
    if not found:
        return term
    if found.get("effective_to") and (term.effective_from or found.get("effective_from")) is None:
        del found["effective_to"]
    derived = ", ".join(sorted({*found, *_split(term.provenance.get("derived", ""))}))
    return term.model_copy(update={**found, "provenance": {**term.provenance, "derived": derived}})


def _split(names: str) -> list[str]:
    return [name for name in names.split(", ") if name]


def _named_start(words: str, header: Header, agreement: Header) -> date | None:
    """The day of 'from the Renewal Date', where the document, or its agreement, says what day that is."""
    for match in _FROM_NAMED.finditer(words):
        name = plain_name(match.group("name"))
        if day := header.dates.get(name) or agreement.dates.get(name):
            return day
    return None


def _year_start(words: str, agreement: Header) -> date | None:
    """The day of 'for the second Contract Year and each thereafter', or of 'the year that began on …'."""
    if began := _YEAR_THAT_BEGAN.search(words):
        return parse_date(began.group("day"))
    base = agreement.term_start or agreement.effective_date
    match = _CONTRACT_YEAR.search(words)
    if match and base:
        return add_months(base, 12 * (_ORDINALS[match.group("which").lower()] - 1))
    return None


def _month_start(words: str) -> date | None:
    """The first day of the month of 'invoiced with the May 2025 invoice'."""
    match = _INVOICED_IN.search(words)
    if match is None:
        return None
    month = MONTH_NUMBER[match.group("month").lower().rstrip(".")]
    return date(int(match.group("year")), month, 1)


def _promotion(term: Term, words: str, header: Header, found: dict[str, Any]) -> None:
    """The end of what holds 'for the first nine Billing Months': they run from the term's start."""
    if term.effective_to is not None or term.type not in {"discount", "price", "quantity"}:
        return
    stated = getattr(term, "months", None)
    match = _FIRST_MONTHS.search(words)
    length = stated or (count(match.group("count")) if match else None)
    start = term.effective_from or found.get("effective_from") or header.term_start
    if not length or not start or (not match and term.effective_from is None):
        return
    if match and not stated and term.type != "discount":
        return
    found.setdefault("effective_from", start)
    if term.effective_from is not None:
        del found["effective_from"]
    found["effective_to"] = last_day(start, length)


def _initial(term: Term, header: Header, found: dict[str, Any]) -> None:
    """The first term of an agreement of which a clause says only how it goes on: the paper's own dates give it."""
    if term.type != "renewal" or term.renewal_months is None or term.product:
        return
    start, end = header.term_start, header.term_end
    if term.initial_months is not None or term.initial_until is not None or not (start and end):
        return
    if header.kind not in {"master", "order_form"}:
        return
    after = end + timedelta(days=1)
    if after.day == start.day:
        found["initial_months"] = 12 * (after.year - start.year) + after.month - start.month
        found["initial_until"] = end


def _anniversary(
    term: Term, words: str, header: Header, agreement: Header, found: dict[str, Any]
) -> None:
    """The first step of an automatic increase 'on each anniversary of the Effective Date'."""
    if term.type != "escalation" or term.first_on is not None or term.trigger != "anniversary":
        return
    match = _ANNIVERSARY.search(words)
    if match is None or term.automatic is False:
        return
    name = plain_name(match.group("name"))
    base = header.dates.get(name) or agreement.dates.get(name) or _known(name, header, agreement)
    if base:
        found["first_on"] = add_months(base, term.every_months or 12)


def _known(name: str, header: Header, agreement: Header) -> date | None:
    if "effective" in name:
        return header.effective_date or agreement.effective_date
    if "start" in name or "commencement" in name:
        return header.term_start or agreement.term_start
    return None


def _types_dated(header: Header) -> set[str]:
    return _DATED_BY_CHANGE if header.kind in {"amendment", "renewal"} else _DATED


_PARTS = {"price_schedule", "other"}
"""Papers that belong to an agreement: where they name no day but the agreement's, theirs is its start."""


def _own_start(term: Term, header: Header, agreement: Header, found: dict[str, Any]) -> None:
    """The document's own start, for what applies from then on; never for what is due once."""
    if getattr(term, "interval", None) == "one_time" or term.type not in _types_dated(header):
        return
    if getattr(term, "status", None) not in {None, "stated"}:
        return
    start = header.term_start or (
        header.effective_date if header.kind in {"amendment", "renewal", "price_schedule"} else None
    )
    if header.kind in _PARTS and start in {None, agreement.effective_date}:
        start = agreement.term_start or start
    if start and (term.effective_to is None or term.effective_to >= start):
        found["effective_from"] = start
