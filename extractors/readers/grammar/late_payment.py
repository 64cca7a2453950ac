"""What lateness costs: interest per month or year, over a named rate, after days of grace."""

from __future__ import annotations

import re
from typing import Any

from extractors.readers.grammar.clauses import Clause
from extractors.readers.grammar.numerals import words_to_number
from extractors.readers.grammar.quantities import PercentAt

_LATE = re.compile(
    r"\b(?:interest|late\s+(?:fee|charge|payment)s?|late\s+(?:balances?|sums?|amounts?|invoices?)|service\s+charge|finance\s+charge|delay\s+damages|overdue|past\s+due|in\s+arrears|not\s+paid\s+when\s+due|unpaid|of\s+delay|(?:is|are)\s+late|paid\s+late)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:interest|delay|accru\w+|bear\w*|charge[sd]?|rate|late)\b", re.IGNORECASE)
_PER_MONTH = re.compile(
    r"^\W*(?:simple\s+|compound\s+)?(?:interest\s+)?(?:for\s+)?(?:per|a|each|every|/)\s*(?:\w+\s+)?month\b|^\W*(?:\w+\s+){0,2}monthly\b",
    re.IGNORECASE,
)
_PER_YEAR = re.compile(
    r"^\W*(?:points?\s+|simple\s+)?(?:per|a|each|every|/)\s*(?:year|annum)\b|^\W*p\.\s?a\b|^\W*annual",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:above|over|plus|in\s+excess\s+of)\s+(?:the\s+)?(?:then\s+|then-|current\s+|prevailing\s+)*([^.;,()]{3,90}?)(?=\s+(?:from\s+time|as\s+(?:published|in\s+effect|announced)|is|are|per|or|on|for|in\s+force|shall|will|until|at\s+the)\b|[.;,()]|$)",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:at\s+)?(?:the\s+)?((?:statutory\s+(?:\w+\s+)?interest|(?:\w+\s+)?prime\s+(?:lending\s+)?rate(?:\s+of\s+interest)?(?:\s+charged\s+by\s+(?:the\s+)?[A-Z]\w+|\s+of\s+[A-Z][\w ]+?)?|(?:\w+\s+){0,2}base\s+rate(?:\s+of\s+(?:the\s+)?[A-Z][\w ]+?)?|cash\s+rate(?:\s+target)?(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:of\s+)?[A-Z]\w+)*)?|(?:\w+\s+)?(?:repo|policy|refinancing|bank|lending)\s+rate(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:of\s+)?[A-Z]\w+)*)?|(?:SOFR|LIBOR|EURIBOR|SONIA)))(?=[\s.,;(]|$)",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\bplus\s+\W*\Z", re.IGNORECASE)


def lateness(clause: Clause) -> tuple[dict[str, Any], list[Clause]]:
    """Interest on late payment: of the sentence, of its section, or of the sections that follow."""
    following = [clause, *clause.nearby(7)]
    for other in [*following, *clause.around(4, 0)]:
        fields = interest(other)
        if fields:
            return fields, [] if other.index == clause.index else [other]
    return {}, []


_IS_RATE = re.compile(r"\brate|interest|SOFR|LIBOR|EURIBOR|SONIA", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(\w+)(?:\s*\((\d+)\))?\s+percentage\s+points\s+above\s+(?:the\s+)?([\w ]{4,60}?)(?=\s+(?:is|are|per)\b|[.;,]|$)"
)


def interest(clause: Clause) -> dict[str, Any]:
    """What a sentence says of interest on late payment, as fields of a payment term; {} for none."""
    text = clause.text
    if not _LATE.search(text) or not _RATE.search(text) or clause.risky or clause.example:
        return {}
    if _PART_OF_RATE.search(text):
        return {}
    fields: dict[str, Any] = _grace(clause)
    for at in clause.percents:
        stated = _stated(text, at)
        if "late_percent_per_month" in stated or "late_index" in stated:
            return fields | stated
        fields |= stated
    if points := _POINTS.search(text):
        return _points(points)
    base = _BASE.search(text)
    if base and (not fields or "statutory" in base[1].lower()):
        return {"late_index": _name(base[1])}
    return fields if fields.keys() - {"grace_days"} else {}


_PART_OF_RATE = re.compile(
    r"(?:%|per\s?cent)\)?\s+of\s+the\s+(?:\w+\s+){0,2}(?:prime|base|bank)\b", re.IGNORECASE
)
"""'125% of the prime rate' is no spread over it."""
_GRACE_BEFORE = re.compile(
    r"\bgrace(?:\s+period)?\s+of\s+\W*\Z|\b(?:overdue|late|in\s+arrears|past\s+due)\s+(?:for|by)\s+more\s+than\s+\W*\Z",
    re.IGNORECASE,
)
_GRACE_AFTER = re.compile(
    r"\W*(?:['’]s?\s+)?(?:of\s+)?(?:grace\b|overdue\b|past\s+due\b|late\b|in\s+arrears\b)",
    re.IGNORECASE,
)


def _grace(clause: Clause) -> dict[str, Any]:
    """Days for which lateness costs nothing: 'after a period of grace of 5 days'."""
    for at in clause.durations:
        head, tail = clause.text[: at.start], clause.text[at.end :]
        if at.unit == "day" and (_GRACE_BEFORE.search(head) or _GRACE_AFTER.match(tail)):
            return {"grace_days": at.length}
    return {}


def _stated(text: str, at: PercentAt) -> dict[str, Any]:
    """What one percent says: a rate a month, a spread over a named rate, or a rate a year."""
    tail, head = text[at.end : at.end + 170], text[max(0, at.start - 40) : at.start]
    if _PER_MONTH.match(tail):
        return {"late_percent_per_month": at.value}
    above = _ABOVE.search(tail)
    if above and _IS_RATE.search(above[1]):
        return {"late_index": _name(above[1]), "late_spread_percent_per_year": at.value}
    if _PLUS.search(head) and (base := _BASE.search(text[: at.start])):
        return {"late_index": _name(base[1]), "late_spread_percent_per_year": at.value}
    return {"late_spread_percent_per_year": at.value} if _PER_YEAR.match(tail) else {}


def _name(words: str) -> str:
    plain = re.sub(r"\s+plus\Z", "", words.strip(), flags=re.IGNORECASE)
    return re.sub(r"^(?:the|its|their|then|at|of)\s+", "", plain, flags=re.IGNORECASE)


def _points(match: re.Match[str]) -> dict[str, Any]:
    value = (
        match[2] or words_to_number(match[1].lower()) or (match[1] if match[1].isdigit() else None)
    )
    return {"late_spread_percent_per_year": value, "late_index": match[3].strip()} if value else {}
