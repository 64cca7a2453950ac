"""Words about a minimum: the period it is for, what follows when it is missed, what each missing unit costs."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from extractors.readers.grammar.quantities import find_dates, find_money
from extractors.readers.grammar.sentences import Setting
from terms.term import Per

_PER = re.compile(
    r"\b(?:each|every|per|any|a|in a|that|one|of the|the)\s+(?:(?:full|calendar|contract|billing|fiscal|agreement|operating|licen[cs]e|such)\s+)*"
    r"(?P<span>months?|quarters?|half[- ]year|years?|annum|order)\b"
    r"|\b(?P<adverb>monthly|quarterly|annually|annual|yearly|half-yearly|semi-annual(?:ly)?)\b"
    r"|\b(?P<term>initial term|during the term|over the term|term of th(?:is|e) agreement)\b",
    re.IGNORECASE,
)
_PERIODS: dict[str, Per] = {
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "half-year": "half_year",
    "half year": "half_year",
    "half-yearly": "half_year",
    "semi-annual": "half_year",
    "semi-annually": "half_year",
    "year": "year",
    "annum": "year",
    "annually": "year",
    "annual": "year",
    "yearly": "year",
    "order": "order",
}
BILLED = re.compile(
    r"\b(?:shortfall|difference|deficit|deficiency|balance|top[- ]up)\b[^.]{0,120}\b(?:invoice[ds]?|bill(?:ed)?|pay|pays|payable|charged?|due)\b"
    r"|\b(?:invoices?|bills?|pays?|charges?)\b[^.]{0,60}\b(?:shortfall|difference|deficit|deficiency)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:lose[s]?|forfeit(?:s)? (?:its|the) (?:exclusiv|right)|non-exclusive|terminate|revoke|cease to be exclusive)\b",
    re.IGNORECASE,
)
_FORFEITED = re.compile(
    r"\b(?:unspent|unused|untaken|remaining|not\s+(?:spent|used|taken))\b[^.;]{0,50}\b(?:forfeit\w*|laps\w+|expires?|lost)\b",
    re.IGNORECASE,
)
_ROLLED = re.compile(
    r"\bshortfall\b[^.]{0,60}\b(?:carried (?:forward|over)|rolls? over|rolled over|added to)\b",
    re.IGNORECASE,
)
CHARGED = re.compile(
    r"\b(?:pays?|charged|billed|invoiced)\b[^.;]{0,30}\b(?:at least|not (?:less|fewer) than)|\b(?:will|shall) be (?:charged|billed|invoiced)\b|"
    r"\b(?:short of|not purchased|not taken|missing)\b[^.;]{0,40}\b(?:charged|pays?)\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:short of|not (?:purchased|taken|used|ordered)|missing|shortfall)\b[^.;]{0,60}?\b(?:at|pays?|charged)\b[^.;]{0,20}\Z",
    re.IGNORECASE,
)


def each_missing(text: str, setting: Setting) -> Decimal | None:
    """'For each kWh that is not purchased he pays EUR 0.11': the price of what is missing."""
    for money in find_money(text, setting.habits):
        if _MISSING.search(text[: money.start]):
            return money.value
    return None


_WHOLE = re.compile(
    r"\bnot\s+(?:be\s+)?(?:pro-?\s?rated|apportioned|reduced pro rata)\b", re.IGNORECASE
)


def first_period_of(name: str, setting: Setting) -> Literal["full"] | None:
    """'The Monthly Minimum is not prorated': its first period counts in full."""
    wanted = name.strip().lower()
    said = wanted and any(
        wanted in s.text.lower() and _WHOLE.search(s.text) for s in setting.sentences
    )
    return "full" if said else None


def is_forfeited(context: str) -> bool:
    """Whether a passage says that what is not spent of a minimum is lost, and not billed."""
    return _FORFEITED.search(context) is not None


def is_fee(name: str | None) -> bool:
    """A named 'Monthly Minimum' or 'Annual Commitment' is charged; a minimum purchase may not be."""
    return bool(
        name and not re.search(r"purchase|order|quantity|volume|revenue", name, re.IGNORECASE)
    )


def consequence_of(setting: Setting) -> Literal["rolled_over", "loses_right", "forfeited"] | None:
    """What follows when the document's minimums are missed, wherever it says so."""
    about = (
        s.text
        for s in setting.sentences
        if re.search(r"\bminimum|performance", s.text, re.IGNORECASE)
    )
    return next((said for text in about if (said := consequence_in(text))), None)


def consequence_in(context: str) -> Literal["rolled_over", "loses_right", "forfeited"] | None:
    """What a passage says follows when a minimum is missed, other than that it is billed."""
    if _ROLLED.search(context):
        return "rolled_over"
    if _FORFEITED.search(context):
        return "forfeited"
    return "loses_right" if _LOST.search(context) else None


def per_in(text: str) -> Per | None:
    """The period that words name: 'per annum', 'in each Contract Year', 'Monthly'."""
    match = _PER.search(text)
    if match is None:
        return None
    if match["term"]:
        return "term"
    return _PERIODS.get(
        (match["span"] or match["adverb"]).lower().rstrip("s").replace("half year", "half-year")
    )


def per_order(name: str | None) -> Per | None:
    """'Minimum order quantity' is for each order."""
    return "order" if name and re.search(r"\border\b", name, re.IGNORECASE) else None


def by_a_day(after: str) -> Per | None:
    """'No less than $20,000 worth of products by April 15, 2027': once."""
    match = re.search(r"\b(?:by|on or before|before)\s+\Z", after[: _first_date(after)])
    return "once" if match else None


def _first_date(text: str) -> int:
    dates = find_dates(text[:120])
    return dates[0].start if dates else 0
