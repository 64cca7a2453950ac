"""Whether the sentence behind a term moves or cuts it: 'The first such month is ...', 'does not apply to June'."""

from __future__ import annotations

import re
from bisect import bisect_right

from extractors.readers.grammar.quantities import find_dates, find_months
from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Draft

_MOVES = re.compile(
    r"^\W*(?:The\s+first\s+such\s+\w+|(?:This|The|That)\s+(?:section|clause|paragraph|rule|provision|article|minimum|commitment|rebate|discount|surcharge|increase|adjustment|sentence)"
    r"\s+(?:does\s+not\s+apply|first\s+applies|applies\s+(?:for\s+the\s+first\s+time|from|as\s+of|only)|takes\s+effect|starts|begins))\b"
    r"|\b(?:the|this)\s+(?:rule|minimum|commitment|rebate|discount)\s+applies\s+from\b"
)
_AFTER = 2


_ITS = re.compile(r"^\W*(?:\(?[a-z\d]{1,2}[.)]\s*)?(?:Its|Their|His|Hers)\b")


def of_another(draft: Draft, setting: Setting) -> str | None:
    """Why a clause on 'its fee' cannot stand: whose fee it is, the sentence before says."""
    at = draft.passages[0]
    if draft.term.type not in {"price", "quantity", "escalation", "discount"}:
        return None
    words = setting.text[at.start : at.end]
    product = draft.term.product or ""
    if _ITS.match(words) and product.lower() in words.lower():
        return "speaks of “its” price or number; of which product was not read"
    return None


_AS_REGARDS = re.compile(
    r"\b(?i:as\s+regards|with\s+regard\s+to|in\s+respect\s+of|limited\s+to|only\s+for)\s+(?:the\s+)?[A-Z]\w+\s+(?:[A-Z]\w+|charges|fees)\b"
)


_COUNTED_BY_PARTS = re.compile(
    r"\b(?:Parts?|Sections?|[Ll]ines?|[Ii]tems?|[Pp]ositions?|Tables?)\s+(?:\d+|[A-Z])(?:[.\d]*)\b(?=(?:[^.;]|\.\d){0,80}?\b(?:together|amount|total|at\s+least|not\s+less)\b)"
)
_A_CLASS = re.compile(
    r"\b(?:[Ee]very|[Ee]ach)\s+(?:[A-Z][\w-]+\s+){1,3}?(?:Fee|Charge|Price|Rate)\s+then\s+(?:in\s+(?:force|effect)|current|payable)\b"
)
"""'Every Recurring Charge then in force': of the account's charges, those of one class."""
_SWAPPED = re.compile(
    r"\b(?:replaced|in\s+place\s+of|instead\s+of|deleted|amended|read)\b", re.IGNORECASE
)
"""A percentage that takes another's place leaves the rest as it was."""


def half_said(draft: Draft, setting: Setting) -> str | None:
    """Why a term says too little: a rise without its kind, a window for some charges only."""
    term = draft.term
    at = draft.passages[0]
    words = setting.text[at.start : at.end]
    bare = term.type == "escalation" and term.percent is not None and term.method is None
    if bare and not _SWAPPED.search(words):
        return "a percentage of an increase; of which kind, or when, was not read"
    if term.type == "commitment" and not term.includes and _COUNTED_BY_PARTS.search(words):
        return "a minimum of what other parts of the paper price; what counts was not read"
    of_all = term.type == "escalation" and not (term.product or term.excludes)
    if of_all and _A_CLASS.search(words):
        return "an increase of one class of charges; which charges are in it was not read"
    some = term.type == "lookback" and term.product is None and not term.excludes
    if some and _AS_REGARDS.search(words):
        return "a time to correct some charges only; which was not read"
    return None


def doubt(draft: Draft, setting: Setting) -> str | None:
    """Why a term is cut by what follows it; None where nothing behind it is unsaid."""
    main = draft.passages[0]
    at = bisect_right(setting.sentences, main.end - 1, key=lambda sentence: sentence.end)
    if at >= len(setting.sentences):
        return None
    here = setting.sentences[at]
    known = {draft.term.effective_from, draft.term.effective_to}
    for other in setting.sentences[at + 1 : at + 1 + _AFTER]:
        if other.section is not here.section or not _MOVES.search(other.text):
            continue
        days = [*find_dates(other.text, setting.habits), *find_months(other.text)]
        if any(day.value not in known for day in days):
            return (
                "the sentence behind it says from when, or when not, it applies; that was not read"
            )
    return None
