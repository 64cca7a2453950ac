"""The charge that a credit, a discount or a rule on part periods is about, where its sentence names one."""

from __future__ import annotations

import re

from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Draft

_TYPES = frozenset({"credit", "discount", "proration"})
_NAME = r"(?P<name>[A-Z][\w&-]+(?:\s+[A-Z][\w&-]+){0,3})"
_OF = re.compile(
    rf"(?:%\)?|\bper\s?cent\.?\)?|\bpercent\)?)\s+(?:\([^)]{{1,12}}\)\s+)?of\s+(?:the|its)\s+{_NAME}"
    r"(?=\s+(?:for|in|of|due|payable|paid|invoiced)\b|\s*[,.;])"
)
_SUBJECT = re.compile(
    rf"\b[Tt]he\s+{_NAME}(?:\s+(?:charge|fee|rental|price|rate))?\b(?=[^.;]{{0,110}}?\b(?:reduced|credited|pro-?rated|apportioned)\b)"
)
_ANY = frozenset(
    [
        "agreement",
        "amount",
        "annual",
        "applicable",
        "billing",
        "charge",
        "charges",
        "client",
        "contract",
        "customer",
        "date",
        "exhibit",
        "fee",
        "fees",
        "fixed",
        "invoice",
        "month",
        "monthly",
        "order",
        "period",
        "price",
        "prices",
        "provider",
        "quarter",
        "quarterly",
        "rate",
        "rates",
        "recurring",
        "schedule",
        "section",
        "service",
        "services",
        "subscription",
        "supplier",
        "term",
        "total",
        "usage",
        "variable",
        "year",
    ]
)
"""Words that every agreement has: a name made of them names no single charge."""


def with_own_product(draft: Draft, setting: Setting) -> Draft:
    """The draft, with the charge that its sentence names: 'six percent of the Platform Subscription'."""
    if draft.term.type not in _TYPES or draft.term.product:
        return draft
    at = draft.passages[0]
    text = setting.text[at.start : at.end]
    found = _OF.search(text) or _SUBJECT.search(text)
    if found is None:
        return draft
    words = found["name"].split()
    if all(word.lower() in _ANY for word in words):
        return draft
    return Draft(draft.term.model_copy(update={"product": found["name"]}), draft.passages)
