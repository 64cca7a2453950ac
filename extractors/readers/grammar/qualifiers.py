"""Words of a clause that narrow a price or a count, and that no field of the term holds.

'Above that number', 'longer than half an hour', 'for each of these five', 'at level 2', 'each started
hour counting': a term that passes over such words bills the wrong thing.
"""

from __future__ import annotations

import re

from extractors.readers.grammar.quantities import (
    DurationAt,
    NumberAt,
    find_durations,
    find_numbers,
)
from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Draft
from terms.adjustment import Surcharge
from terms.price import Price, Quantity

_COMPARED = re.compile(
    r"\b(?:longer|more|less|fewer|later|earlier|greater|over|above|below|beyond|exceed\w*|in excess of|first|up to|at least|minimum(?: of)?)"
    r"(?:\s+than)?\s+(?:an?\s+|the\s+)?\W*\Z",
    re.IGNORECASE,
)
_BEYOND_IT = re.compile(
    r"\b(?:above|beyond|over|past|in excess of)\s+(?:that|this|it|them|those|such|the (?:included|free|allowance))\b|\bexceeds? (?:that|this|it)\b",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"\b(?:started|begun|commenced|incomplete|part(?:ial)?)\b[^.;]{0,30}\b(?:count\w*|charged as|due|treated as|complete)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:for each|for every|each) of (?:these|those|the|them)\b|\bfor (?:each|every) (?!(?:\w+ )?(?:month|year|quarter|week|day))\w+",
    re.IGNORECASE,
)
_ONLY_WHILE = re.compile(
    r"\b(?:for as long as|as long as|whenever|in the event|in case|if|at [\w ]{0,20}level)\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"\b(?:surcharge|supplement|premium|uplift|on top of)\b", re.IGNORECASE)


def narrowed(draft: Draft, text: str, setting: Setting) -> str | None:
    """The reason why a term leaves a narrowing of its sentence unsaid, or None."""
    term = draft.term
    if isinstance(term, Surcharge):
        return _of_surcharge(term)
    found: str | None = None
    if isinstance(term, Price):
        found = _of_price(term, text, setting)
    elif isinstance(term, Quantity) and (only := _ONLY_WHILE.search(text)):
        found = only[0]
    return f"narrowed by words that no term holds: “{found}”" if found else None


def _of_price(price: Price, text: str, setting: Setting) -> str | None:
    if price.tiers or price.condition:
        return None
    if price.included_quantity is None:
        if beyond := _BEYOND_IT.search(text):
            return beyond[0]
        if price.minimum_charge is None and (bound := _bound(text, setting)):
            return bound
    if price.model != "package" and (started := _STARTED.search(text)):
        return started[0]
    if price.model == "flat" and price.interval != "one_time" and (each := _EACH.search(text)):
        return each[0]
    return None


_ALLOTTED = re.compile(
    r"\b(?:above|beyond|over|exceeding|in excess of)\s+(?:the|its|their|your|an?)\s+(?:[\w-]+\s+){0,4}?(?:allotment|allowance|quota|limit|threshold|entitlement|contingent)\b",
    re.IGNORECASE,
)


def _bound(text: str, setting: Setting) -> str | None:
    """'More than 10 users', 'longer than half an hour': a count or a time that limits what is priced."""
    sizes: list[NumberAt | DurationAt] = [
        *find_numbers(text, setting.habits),
        *find_durations(text),
    ]
    for at in sizes:
        if _COMPARED.search(text[max(0, at.start - 30) : at.start]):
            return text[at.start : at.end]
    if allotted := _ALLOTTED.search(text):
        return allotted[0]
    half = re.search(r"\blonger than (?:an?|half|one)\b[\w ]{0,12}", text, re.IGNORECASE)
    return half[0] if half else None


def _of_surcharge(term: Surcharge) -> str | None:
    own = re.match(r"for an?\b", term.condition or "", re.IGNORECASE) and not term.product
    if own and _OWN_WORDS.search((term.condition or "")[:60]):
        return "states a premium; on what condition it is due is not certain"
    if not (term.condition or term.percent_of or term.product):
        return "states a premium; on what and when it is due is not certain"
    return None
