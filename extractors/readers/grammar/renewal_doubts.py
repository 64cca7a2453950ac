"""When what was read of a term and its renewal is not all of it, so that nothing is stated.

A renewal is told in several sentences: the length, who may stop or ask for it, on what condition. A
part of it taken for the whole bills years that nobody agreed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractors.readers.grammar.clauses import Clause

_EITHER_END = re.compile(r"\b(?:later|earlier|latter|longer|shorter)\s+of\b", re.IGNORECASE)
_OPTION = re.compile(
    r"\boptions?\b|\b(?:right|rights|elects?|election|entitled)\s+to\s+(?:\w+\s+){0,2}(?:renew|extend|prolong)|\bmay\b[^.;]{0,60}\b(?:renew|extend|prolong)\b(?!ed)",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(r"\bautomatic\w*|\btacit\w*", re.IGNORECASE)
_RENEWS_ITSELF = re.compile(
    r"\bautomatically\s+(?:be\s+)?(?:renew|extend|prolong)|\brenews?\s+automatically", re.IGNORECASE
)
_FROM_EVENT = re.compile(
    r"\b(?:years?|months?)\)?\s+(?:after|following|from)\s+(?:the\s+)?(?:first|launch|grant|approval)\b",
    re.IGNORECASE,
)
_MUTUAL = re.compile(
    r"\bmutual\w*|\bagreed?\b|\b(?:by|upon|written)\s+(?:\w+\s+)?agreement\b|\bin\s+writing\b|\bwritten\s+(?:consent|addendum)\b|\bparties\s+may\b",
    re.IGNORECASE,
)
_IF_MET = re.compile(
    r"\b(?:provided(?:\s+that)?|so\s+long\s+as|on\s+condition|conditional|upon)\b[^.;]{0,90}\b(?:purchas|achiev|satisf|meets?|met|compl(?:y|ied|iance)|minimums?|performance|conditions)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:renew\w*|exten[ds]\w*|extension|prolong\w*|roll(?:s|ed)?\s+over)\b", re.IGNORECASE
)
_NOT_OF_TERM = re.compile(
    r"\b(?:prices?|fees?|charges?|rates?|uplift|discount\w*|licen[cs]e\s+key|time\s+for|due\s+dates?)\b",
    re.IGNORECASE,
)


_SIZED = re.compile(
    r"\b(?:an?|one)\s+(?:\w+\s+)?(?:years?|months?)\b|\b(?:once|twice)\b", re.IGNORECASE
)
_BREAK = re.compile(
    r"\bbreak\s+(?:for|clause|option|right)\b|\bwithout\s+such\s+(?:agreement|notice)|\bsave\s+where\b|\bconsecutive\s+periods\b(?!.*\bautomatic)",
    re.IGNORECASE,
)
"""A way out in the midst of the term, a makeshift, an exception: told in words that were not read."""
_LASTS = re.compile(r"\b(?:continues?|expires?|ends?|remains?\s+in|terms?)\b", re.IGNORECASE)
_NOTICES = frozenset({"notice_days", "notice_months"})
_LENGTHS = frozenset({"initial_months", "initial_until", "renewal_months", "evergreen"})


def in_doubt(found: Mapping[str, Any], used: Iterable[Clause]) -> bool:
    """Whether the sentences used, or those beside them, say more than was read."""
    used = list(used)
    told = {clause.index for clause in used}
    beside = [other for clause in used if clause.row is None for other in clause.around(1, 3)]
    return (
        _in_part(found)
        or any(_unread(clause, found) for clause in used)
        or any(_says_more(other) for other in beside if other.index not in told)
    )


def _in_part(found: Mapping[str, Any]) -> bool:
    """Whether what was read cannot be all: a renewal of no length, a notice to no end."""
    renews = "renewal_months" in found
    if renews:
        return "automatic" not in found or bool(found.get("evergreen"))
    if "max_renewals" in found:
        return True
    goes_on = _LENGTHS & found.keys() or found.get("automatic")
    return bool(_NOTICES & found.keys()) and not goes_on


def _says_more(other: Clause) -> bool:
    """Whether a sentence beside the ones used says more of the end or of going on."""
    text = other.text
    if _EITHER_END.search(text) and _LASTS.search(text):
        return True
    sized = bool(other.durations) or _SIZED.search(text) is not None
    if not sized or other.risky or not _GOES_ON.search(text):
        return False
    return _OPTION.search(text) is not None or not _NOT_OF_TERM.search(text)


def _unread(clause: Clause, found: Mapping[str, Any]) -> bool:
    """An end of two, a way out, a renewal on a condition, or one at the option of somebody unknown."""
    text = clause.text
    if any(doubt.search(text) for doubt in (_EITHER_END, _FROM_EVENT, _BREAK)):
        return True
    if found.get("automatic") is False and _RENEWS_ITSELF.search(text):
        return True
    if not _GOES_ON.search(text):
        return False
    by_option = _OPTION.search(text) and "option_of" not in found
    plain = _MUTUAL.search(text) or _BY_ITSELF.search(text)
    return _IF_MET.search(text) is not None or bool(by_option and not plain)
