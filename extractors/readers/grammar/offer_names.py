"""Whether the name of what is sold is a name: words cut off, a bound, a sentence or a company are none."""

from __future__ import annotations

import re

from extractors.readers.grammar.naming import is_party
from extractors.readers.reading import Draft
from terms.price import Price, Quantity

_CUT_OFF = re.compile(
    r"\b(?:or|and|not|but|of|the|for|from|to|in|on|at|by|with|per|is|are|if|than|its|their|any|each|"
    r"which|that|as|under|upon|between)\s*\Z",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^(?:should|if|when|where|unless|in\s+case|provided)\b|\b(?:you|we|they|them)\b|\b(?:is|are|was|were|shall|will|may|must|has|have|joins|leaves|its|our|your|began|applies|includes|becomes|provides|pays|owes?|pay|hereunder|hereby)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\s(?:from|until|as of|on)\s+\d|\b(?:19|20)\d\d\Z|^[\w\s-]{2,40}:\s+(?:any|all|each|every|the)\s|^(?:any|all|usage|each|every)\s|^(?:less|more|fewer|greater|up|over|under|above|below|at least|between)\s+(?:than|to|the)?\s*\d|\bor\s+(?:greater|more|less|above|below)\s*\Z|^[\d.,\s–-]+\Z",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",?\s+(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|Co|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|NV|PLC|plc|LLP|LP|Pty|Pte|K\.K)\.?\Z",
    re.IGNORECASE,
)
_TABLE_TITLE = re.compile(
    r"^(?:[a-z]+ed|new|current|existing|applicable|following|other|additional|optional|supply)?\s*"
    r"(?:rates?|prices?|pricing|charges|fees|amounts?|quantit(?:y|ies)|time periods?)\Z"
    r"|\b(?:description|summary|overview|details|structure|purpose|background|general|miscellaneous|information)\Z",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"^(?:English|French|German|Spanish|Italian|Dutch|Portuguese|Japanese|Français|Deutsch|Español|Italiano|Nederlands|Português)\Z",
    re.IGNORECASE,
)
"""The head of a column of a paper in two languages."""
_OF_A_SHORTFALL = re.compile(
    r"\b(?:missing|shortfall|deficit|not (?:ordered|taken|used|purchased))\b", re.IGNORECASE
)
_TOLD_APART = re.compile(r"\([^)]*\b\d+ off\b[^)]*\)|\([^)]*\brate is\b[^)]*\)", re.IGNORECASE)
_WHY = "an amount was read, but not with certainty for what it is due"


def doubt(draft: Draft, text: str) -> str | None:
    """Why the draft's product cannot be one; None where it can."""
    term = draft.term
    if not isinstance(term, Price | Quantity):
        return None
    name = term.product
    if name is None:
        return _WHY if isinstance(term, Price) else None
    words = " ".join(text[at.start : at.end] for at in draft.passages)
    if name not in words and _TABLE_TITLE.search(name):
        return _WHY
    if _TOLD_APART.search(words) and name in words and isinstance(term, Price):
        return "the name is followed by words on number or size that were not read"
    return _WHY if _no_name(name) or is_party(name, text) else None


def _no_name(name: str) -> bool:
    return (
        len(re.sub(r"[^A-Za-z]", "", name)) < 2
        or bool(_CUT_OFF.search(name) or _SAYS.search(name) or _BOUND.search(name))
        or bool(_COMPANY.search(name) or _OF_A_SHORTFALL.search(name) or _LANGUAGE.match(name))
    )
