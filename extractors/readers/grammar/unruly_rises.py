"""Sentences that speak of a rise and are no rule of it that can be stated: left over, not read."""

from __future__ import annotations

import re

from extractors.readers.grammar.clauses import Clause
from extractors.readers.grammar.indices import INDEX

_NEGOTIATED = re.compile(r"\b(?:negotiat\w*|good\s+faith|meet\s+to\s+discuss)\b", re.IGNORECASE)
_REPLACES = re.compile(
    r"[”\"]\s+(?:\w+\s+){0,6}?(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:deleted|struck|replaced|substituted|removed)\b",
    re.IGNORECASE,
)
"""The quoted words are the old ones: a rise read from them would be no longer agreed."""
_LIMITS_INDEX = re.compile(
    r"\b(?:not\s+(?:be\s+)?(?:greater|more|higher)\s+than|not\s+(?:to\s+)?exceed|no\s+more\s+than|(?:raised|increased)\s+by\s+more\s+than|limited\s+to|capped\s+at)\b"
    r"[^.;]{0,160}?\Z",
    re.IGNORECASE,
)
OF_ANOTHER = re.compile(
    r"^\W*(?i:these|those|such|the\s+foregoing|the\s+aforementioned)\s|\b(?i:pric(?:e|es|ing)|fees?|charges?|rates?)\s+(?:for|of)\s+(?:the\s+|any\s+|all\s+)?"
    r"(?!(?:the|a|an|any|all|each|every|its|our|these|such|services?|products?|goods|subscriptions?|support|this|that|renewal|next|following|preceding|previous|prior|year|contract|\d|[A-Z])\b)[a-z]",
)
_BY_FORMULA = re.compile(
    r"\b(?:by|of)\s+(?:[$€£¥]\s?)?[\[\]*_\d.,$€£¥ ]+\s+(?:\w+\s+){0,3}?for\s+(?:each|every)\b|\bvot(?:e|es|ed|ing)\b|\bcontributions?\b",
    re.IGNORECASE,
)
_BLACKED = re.compile(r"\[\s*[*●•_]+\s*\]|\*{3,}")


def beyond(clause: Clause, rise: re.Match[str]) -> bool:
    """Whether the sentence is no rule of these kinds: another's price, a formula, an index as a limit."""
    text = clause.text
    if _BY_FORMULA.search(text) or _NEGOTIATED.search(text) or _REPLACES.search(text):
        return True
    index = INDEX.search(text)
    if index is None:
        return False
    if _BLACKED.search(text):
        return True
    return _LIMITS_INDEX.search(text[max(0, rise.start() - 40) : index.start()]) is not None
