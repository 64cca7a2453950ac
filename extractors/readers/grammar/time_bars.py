"""Limitations of actions: until when a claim may be brought at all, and from when that time runs.

Understood: 'no action may be brought more than two years after the cause of action accrued',
'neither party may begin proceedings on a claim more than three years after it became aware',
'claims prescribe after five years from their becoming due', 'claims become statute-barred in three
years from the end of the year in which they arose'.
"""

from __future__ import annotations

import re

from extractors.readers.grammar.clauses import Clause
from extractors.readers.grammar.counted import BACKWARDS
from extractors.readers.grammar.quantities import DurationAt
from extractors.telltales import telling
from terms.lookback import CountedFrom

_ACTION = telling(
    r"\b(?:no|any|an|neither|never|all)\s+(?:[\w’']+\s+){0,7}?(?:actions?|suits?|proceedings?|arbitrations?|litigation|lawsuits?|claims?)\b|\bcause\s+of\s+action\b|"
    r"\b(?:actions?|suits?|proceedings?|arbitrations?|litigation|lawsuits?)\b[^.;]{0,80}\bclaims?\b|\bclaims?\b[^.;]{0,80}\b(?:actions?|suits?|proceedings?|arbitrations?|litigation|lawsuits?)\b",
    re.IGNORECASE,
)
_BROUGHT = re.compile(
    r"\b(?:brought|bring|begun|begin|commenced?|started?|instituted?|maintained?|filed?|asserted|initiated?|issued|lodged?|taken|pursued?)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:than|within|after|beyond|time-?barred|(?:barred|lapses?|expires?|prescribed?)(?:\s+(?:in|on|at))?|period\s+of(?:\s+limitation)?)\s+(?:the\s+end\s+of\s+)?(?:the\s+|a\s+period\s+of\s+)?\W*\Z",
    re.IGNORECASE,
)
_ACCRUED = re.compile(
    r"\b(?:accru\w+|aris\w+|arose|(?:giv(?:es|en|ing)|gave)\s+rise|underlying\s+(?:event|facts?)|act\s+or\s+omission)\b",
    re.IGNORECASE,
)

_AWARE = re.compile(
    r"\b(?:(?:became|becomes|become|becoming|being|was|is)\s+(?:\w+\s+)?aware|discover\w*|knew|known|knowledge|learn(?:s|ed|t)\s+of)\b",
    re.IGNORECASE,
)
_OWN_CLAIM = re.compile(r"\b(?:accru\w+|arose)\b", re.IGNORECASE)
_TIME_BARRED = telling(
    r"\b(?:time-?barred|statute-?barred|(?:become|are|is)\s+barred|prescribe[sd]?|lapses?|expires?|extinguished|forfeited)\b",
    re.IGNORECASE,
)
_ODD_LENGTH = re.compile(
    r"\W*and\s+(?:a|an|one|\d+|two|three|six)\s+(?:\w+\s+)?(?:days?|weeks?|months?)\b"
)
"""'One year and one day' is no length of a single unit."""


_OTHER_START = re.compile(
    r"\W*(?:after|from|of|following)\s+(?:the\s+)?(?:grant|completion|termination|expir\w+|auditor|\w+\s+completes)\b",
    re.IGNORECASE,
)
"""Days of which no kind of count is known."""
_OF_BILLS = re.compile(
    r"\b(?:over|under)-?\s?(?:charg|bill|pa(?:y|id)|collect|invoic)\w*|\bduplicate\s+pay\w*",
    re.IGNORECASE,
)
"""A claim for an overcharge is a window for correcting bills, and no limitation of all claims."""


_OF_LAW = telling(
    r"\b(?:[A-Z][\w’']+\s+(?:Law|Act|Code|Statute)s?\b|U\.\s?S\.\s?C\.)|\b(?i:prohibits?|indemnif\w+|hold\s+harmless|insolvency|bankrupt\w*|third[\s-]party\s+claims?)"
)
"""A statute that is told, an indemnity, a definition of insolvency: nothing that the parties agree on claims."""
_DEFINES = re.compile(r"^\W*[“\"][^”\"]{2,60}[”\"]\s+(?:means|shall\s+mean)\b", re.IGNORECASE)
_LONGEST_BAR = 10
"""Years: what is longer is an age or a term, and no limitation."""


def barred_since(text: str) -> CountedFrom | None:
    """From when a limitation of actions or claims runs; None where the sentence is none."""
    if _OF_BILLS.search(text) or _OF_LAW.search(text) or _DEFINES.match(text):
        return None
    if _ACTION.search(text) and _BROUGHT.search(text):
        return _since(text)
    if _TIME_BARRED.search(text) and re.search(r"\bclaims?\b", text, re.IGNORECASE):
        since = _since(text)
        return None if since == "discovery" else since
    return None


def _since(text: str) -> CountedFrom | None:
    """The event from which the time for claims runs."""
    accrued, aware = _ACCRUED.search(text), _AWARE.search(text)
    if aware and not (accrued and _OWN_CLAIM.search(text[: aware.start()])):
        return "discovery"
    if accrued:
        return "accrual"
    if re.search(r"\bdeliver(?:y|ed)\b", text, re.IGNORECASE):
        return "delivery"
    due = r"\b(?:becoming|become|becomes|became|fell|falls|falling|were|was|are|is)\s+(?:\w+\s+)?due\b|\bdue\s+dates?\b"
    return "due_date" if re.search(due, text, re.IGNORECASE) else None


def limitation(clause: Clause) -> DurationAt | None:
    """The length of the limitation; None where no length of the sentence is one."""
    text = clause.text
    for at in clause.durations:
        if _ODD_LENGTH.match(text[at.end :]):
            return None
        if (at.months or 0) > 12 * _LONGEST_BAR or _OTHER_START.match(text[at.end :]):
            continue
        if _LIMITS.search(text[: at.start]) and not BACKWARDS.match(text[at.end :]):
            return at
    return None
