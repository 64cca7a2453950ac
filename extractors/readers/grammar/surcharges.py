"""Premiums on a price: for billing more often, fuel, rush, nights, cards.

Understood: 'a surcharge of ten percent applies where Customer elects monthly billing', 'fuel
surcharge of $45 per visit', 'rush orders bear a premium of 15%', 'rates are increased by 50% for
work at night'.

Not surcharges: 'none', what a merchant may charge its own buyers, late-payment charges, taxes,
penalties for ending early, insurance premiums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.reading import Draft
from terms.adjustment import Surcharge

_TRIGGER = re.compile(
    r"\b(?:surcharges?|supplement(?:s|al\s+charge)?\s+of|premium\s+of|expedit\w+\s+(?:fee|charge)|rush\s+(?:fee|charge|order)s?|(?:urgency|express|priority|emergency|weekend|overtime|after-hours|out-of-hours|small[\s-]order|fuel|energy|carriage)\s+(?:charge|fee|premium)s?|handling\s+(?:fee|charge|supplement)|(?:convenience|processing|administrative)\s+(?:fee|charge)\s+of|mark-?up\s+of|plus\s+an?\s+(?:additional\s+)?(?:premium|surcharge)|uplift\s+of|loading\s+of)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\bcosts?\s+plus\b|\bpay\s+rates?\b|\bwages?\b|\bsalar(?:y|ies)\b|\bcompensation\b|\b(?:insurance|premiums?\s+(?:support|fraud)|none\b|no\s+(?:\w+\s+)?surcharge|not\s+(?:\w+\s+){0,3}surcharge|cardholder|merchants?\s+may|you\s+may|debit|late\s+payment|overdue|interest|tax(?:es)?\b|terminat\w+|penalt\w+|damages|royalt\w+|annual(?:ly|\s+(?:increase|uplift|adjustment))|anniversar\w*|each\s+year|per\s+year|renewal|increase|postpone\w*|cancel\w*)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:surcharge|supplement|premium|fee|charge|mark-?up|uplift|loading)\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b(?:exceed|up\s+to|maximum|at\s+most|below|above|less\s+than|more\s+than)\b[^.;,]{0,20}\Z",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"^\W*(?:(?:is|are|shall\s+be|will\s+be)\s+(?:added\s+to|levied\s+on|charged\s+on|payable\s+on|applied\s+to)|of|on)\s+(?:the\s+|its\s+|such\s+|each\s+)?([^.;,()]{3,60}?)(?=\s+(?:applies|is|shall|will|where|if|when|for|as|in|ordered|booked|requested|performed|delivered)\b|[.;,()]|$)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b((?:in\s+(?:each|every|any|an?)\s+(?:calendar\s+|billing\s+)?\w+\s+in\s+which|if|where|when|whenever|for|in\s+the\s+event|should|outside|upon|(?:ordered|booked|requested|performed|delivered|worked)\s+(?:less|more|later|within|outside|after|on|at|between|before))\b(?:[^.;]|\.(?=\w)|(?<=\bU\.S)\.){4,260}?)(?=,\s|(?<!\bU\.S)\.(?!\w)|;|$)",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every premium with a stated size."""
    for clause in clauses(document, _TRIGGER):
        if clause.risky or _OTHER.search(clause.text):
            continue
        fields = _size(clause)
        if fields:
            if match := _CONDITION.search(clause.text):
                fields["condition"] = match[1].strip()
            if charged := _CHARGES_FOR.search(clause.text):
                fields["product"] = charged[1].strip()
            elif asked := _ASKED_FOR.match(clause.text):
                fields["product"] = asked[1].strip()
            yield draft(Surcharge(**fields), clause)


_CHARGES_FOR = re.compile(
    r"\b(?:charges?|fees?|prices?)\s+for\s+(?:the\s+|all\s+|its\s+)?([\w-]+(?:\s+[\w-]+){0,3}?)\s*(?=[.,;]|$)",
    re.IGNORECASE,
)


_ASKED_FOR = re.compile(
    r"\W*(?:\(\w\)\s*|[\d.]+\s+)?For\s+(?:an?|each|every|any)\s+([\w-]+(?:\s+[\w-]+){0,3}?)\s+(?:requested|ordered|placed|performed|booked)\b"
)


def _size(clause: Clause) -> dict[str, Any]:
    text = clause.text
    percents = [at for at in clause.percents if _beside(text, at.start, at.end)]
    if len(percents) == 1 and len(clause.percents) == 1:
        fields: dict[str, Any] = {"percent": percents[0].value}
        if base := _BASE.match(text[percents[0].end :]):
            fields["percent_of"] = base[1].strip()
        return fields
    amounts = [at for at in clause.money if _beside(text, at.start, at.end)]
    if len(amounts) == 1 and len(clause.money) == 1 and not percents:
        return {"amount": amounts[0].value, "currency": amounts[0].currency}
    return {}


def _beside(text: str, start: int, end: int) -> bool:
    return bool(_NEAR.search(text[max(0, start - 60) : end + 40])) and not _LIMIT.search(
        text[:start]
    )
