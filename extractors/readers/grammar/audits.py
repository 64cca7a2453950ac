"""Rights to inspect records of usage, sales and payment, and what follows from what they find.

Understood: 'shall keep records for three years', 'may audit not more than once in any twelve
months', 'if an inspection discloses an underpayment of two percent or more, the cost is borne by'.

Not audits of money: security audits, audit reports on controls, audited accounts, logs of access.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.grammar.quantities import DurationAt
from extractors.readers.reading import Draft
from terms.lookback import Audit

_TRIGGER = re.compile(
    r"\b(?:audit(?:s|ed|ing|or|ors)?|inspect(?:s|ed|ion|ions)?|examin(?:e|es|ed|ation)|books\s+and\s+records|(?:accurate|complete|full|proper|time|usage|sales|accounting|financial)\s+(?:and\s+\w+\s+)?(?:books|records)|records\s+(?:relating|pertaining|of|(?:shall|will|must)\s+be))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:books|records|underpa\w+|under-?report\w*|understat\w+|royalt\w+|invoices?|fees?|usage|licen[cs]e\s+(?:compliance|count)|payments?|sales|accounts?|charges|deployment|overcharg\w*)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:security|SOC\s?[12]|ISO|ISAE|penetration|personal\s+data|data\s+subject|data\s+protection|privacy|processor|sub-?processors?|controls?|certif\w+|audited\s+(?:financial|annual)|audit\s+(?:report|log|trail|summary|logs)|"
    r"bastion|backups?|regulat(?:or|ory\s+audit)|good\s+manufacturing|GMP|FDA|quality\s+system|goods|shipment|cargo|premises\s+of\s+the\s+merchant|defects?|deliverable|incidents?|deleted)\b",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"\b(?:keep|kept|maintain\w*|retain\w*|preserv\w*|available|stor(?:e|ed))\b", re.IGNORECASE
)
_MORE_THAN = re.compile(
    r"\b(?:underpa\w+|under-?report\w*|understat\w+|deficien\w+|discrepanc\w+|shortfall|error|overcharg\w*|varian\w+|exceed\w*|more\s+than|in\s+excess|less\s+than|differ\w*)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:once|one\s+time|one\s*\(1\)\s+time)\s+(?:a|per|each|every|during\s+(?:any|each)|in\s+(?:any|each|every|a))\s+(?:\w+\s+){0,2}?(?:(?P<n>twelve|12|six|6|twenty-four|24)(?:\s*\(\d+\))?[\s-](?:consecutive\s+|calendar\s+)?months?|(?P<y>year))|\bannual(?:ly)?\b[^.;]{0,20}\baudit",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:cost|expense|pay|reimburse|bear|borne|shortfall|difference|deficiency|underpa\w+)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every audit of money, one term a section."""
    seen: set[int] = set()
    for clause in clauses(document, _TRIGGER):
        if (
            clause.index in seen
            or clause.risky
            or _OTHER.search(clause.text)
            or not _MONEY.search(clause.text)
        ):
            continue
        if not _fields(clause):
            continue
        fields, used = _collect(clause)
        seen.update(other.index for other in used)
        if fields and any(_INSPECTS.search(other.text) for other in used):
            yield draft(Audit(**fields), *used)


_INSPECTS = re.compile(
    r"\b(?:audit|inspect|examin)\w*|\b(?:(?-i:may|MAY(?!\s+\d))|right\s+to)\s+(?:[\w’']+\s+){0,6}?(?:verify|check|review)\b",
    re.IGNORECASE,
)
"""Keeping records is no right to look into them, and says nothing of bills."""
_INTEREST = re.compile(
    r"\b(?:plus|rate\s+of|interest\s+(?:of|at)|prime|at)\s+(?:the\s+rate\s+of\s+)?\W*\Z",
    re.IGNORECASE,
)


def _collect(clause: Clause) -> tuple[dict[str, Any], list[Clause]]:
    fields, used = _fields(clause), [clause]
    for other in clause.around(0, 5):
        if (
            _OTHER.search(other.text)
            or other.example
            or not (_TRIGGER.search(other.text) or _MORE_THAN.search(other.text))
        ):
            continue
        more = {name: value for name, value in _fields(other).items() if name not in fields}
        if more:
            fields |= more
            used.append(other)
    return fields, used


def _fields(clause: Clause) -> dict[str, Any]:
    text, fields = clause.text, dict[str, Any]()
    for at in clause.durations:
        if _kept_for(clause, at):
            fields |= {"length": at.length, "unit": at.unit}
            break
    if match := _ONCE.search(text):
        words = {"six": 6, "6": 6, "twenty-four": 24, "24": 24}
        fields["every_months"] = words.get((match["n"] or "").lower(), 12)
    if _MORE_THAN.search(text) and _FOLLOWS.search(text):
        percents = [
            at
            for at in clause.percents
            if not re.match(r"\s*per\s+(?:month|annum|year)", text[at.end :], re.IGNORECASE)
            and not _INTEREST.search(text[max(0, at.start - 40) : at.start])
        ]
        if len({at.value for at in percents}) == 1:
            fields["threshold_percent"] = percents[0].value
        if len(clause.money) == 1 and percents:
            fields |= {
                "threshold_amount": clause.money[0].value,
                "currency": clause.money[0].currency,
            }
    return fields


_LOOKS_AT = re.compile(
    r"\b(?:audit|inspect|examine)\b[^.;]{0,40}\b(?:records|books|accounts)\b[^.;]{0,40}\b(?:for|of|covering)\s+(?:the\s+)?(?:(?:last|past|preceding)\s+)?\W*\Z",
    re.IGNORECASE,
)


def _kept_for(clause: Clause, at: DurationAt) -> bool:
    text = clause.text
    head, tail = text[max(0, at.start - 120) : at.start], text[at.end : at.end + 50]
    if at.unit not in {"month", "year"} or re.match(
        r"\W*(?:prior\s+)?(?:written\s+)?notice", tail, re.IGNORECASE
    ):
        return False
    return bool(
        re.search(
            r"\b(?:for|period\s+of|not\s+less|at\s+least|than|preceding|within|last|prior|of)\b[^.;]{0,40}\Z",
            head,
            re.IGNORECASE,
        )
        and (_KEEP.search(text[: at.start]) or _LOOKS_AT.search(text[: at.start]))
        and re.search(r"\brecords?|\bbooks|\baccounts?", text, re.IGNORECASE)
    )
