"""Prices of packages and of what goes beyond an included number, explained from the first word to the last.

'Messages are sold in bundles of 1,000 at $38 per bundle', 'in blocks of 500 messages; each block or
part of a block costs $19', 'A bundle of 1,000 messages costs £33.50', 'Each call beyond the 500,000
calls included per month is charged at $0.0004', 'pay $2.00 for each call above 3,000 calls in a month'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.readers.grammar import phrases
from extractors.readers.grammar.masked import MONEY, NUMBER, Masked
from extractors.readers.grammar.products import clean
from extractors.readers.grammar.quantities import MoneyAt, NumberAt
from extractors.readers.grammar.rates import unit_of
from terms.period import Interval

_P = phrases
_PACK = r"(?:bundle|block|pack|package|lot|batch|set|bag|step|increment)"
_AN = r"(?:[Aa]n?|[Ee]ach|[Ee]very|[Oo]ne|[Pp]er)"
_SPAN = r"(?:\s+(?:per|in\s+(?:a|any|each|every|the)|each|every|a|of\s+a)\s+(?:calendar\s+|billing\s+|contract\s+)?(?P<span>month|quarter|year))?"
_STARTED = r"(?P<begun>,?\s+(?:or\s+(?:any\s+)?part\s+(?:of\s+(?:a|one|it)(?:\s+[a-z]+)?|thereof)|a\s+[a-z]+\s+begun\s+counting\s+as\s+a\s+[a-z]+),?)?"
_ARE = r"(?:(?:shall|will)\s+)?(?:is|are|be)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        (
            rf"(?P<product>{_P.FULL_NAME}):\s+(?:the\s+)?first\s+(?P<free>{NUMBER})\s+(?P<unit>{_P.NAME}){_SPAN}\s+(?:are|is)\s+(?:included|free(?:\s+of\s+charge)?)[;,]\s+(?:and\s+)?"
            rf"(?:each|every)\s+(?:further|additional)\s+{_P.NAME}\s+(?:costs|is\s+(?:charged|billed)\s+at)\s+(?P<money>{MONEY})"
        ),
        (
            rf"(?P<product>{_P.FULL_NAME})\s+{_ARE}\s+{_P.SOLD}\s+(?:only\s+)?(?:in|by\s+the)\s+{_PACK}s\s+of\s+(?P<size>{NUMBER})(?:\s+(?P<unit>{_P.NAME}))?,?\s+(?:at|for)\s+(?P<money>{MONEY})"
            rf"\s+(?:per|a|an|each|for\s+each)\s+{_PACK}{_STARTED}{_SPAN}"
        ),
        (
            rf"(?P<product>{_P.FULL_NAME})\s+{_ARE}\s+{_P.SOLD}\s+(?:only\s+)?(?:in|by\s+the)\s+{_PACK}s\s+of\s+(?P<size>{NUMBER})(?:\s+(?P<unit>{_P.NAME}))?[;,:]\s+{_AN}\s+{_PACK}{_STARTED}\s+"
            rf"(?:costs|is\s+charged\s+at|is\s+priced\s+at)\s+(?P<money>{MONEY}){_SPAN}"
        ),
        rf"(?:(?P<from>{_P.FROM}),?\s+)?{_AN}\s+{_PACK}\s+of\s+(?P<size>{NUMBER})\s+(?P<product>{_P.NAME}){_STARTED}\s+(?:costs|is\s+charged\s+at|is\s+priced\s+at|is)\s+(?P<money>{MONEY}){_SPAN}(?:,?\s+{_P.FORMER})?",
        (
            rf"(?:[Ee]ach|[Ee]very|[Aa]ny|[Aa]ll)?\s*(?:further\s+|additional\s+)?(?P<product>{_P.NAME})\s+(?:beyond|above|over|in\s+excess\s+of|exceeding)\s+(?:the\s+)?(?P<free>{NUMBER})(?:\s+(?P<unit>{_P.NAME}))?"
            rf"(?:\s+included)?{_SPAN}(?:\s+included)?(?:\s+in\s+the\s+{_P.NAME})?\s+(?:{_ARE}\s+{_P.SOLD}\s+(?:at|for)|costs?)(?:\s+(?:a|the)\s+{_P.FEE}\s+of)?\s+(?P<money>{MONEY})(?:\s+each|\s+per\s+{_P.NAME})?"
        ),
        (
            rf"(?:[Ff]or\s+(?:the\s+)?(?P<product>{_P.FULL_NAME}),?\s+)?{_P.PARTY}{_P.WILL}\s+(?:pays?|charges?|bills?)(?:\s+{_P.PARTY})?\s+(?P<money>{MONEY})\s+for\s+(?:each|every)\s+(?:further\s+|additional\s+)?(?P<each>{_P.NAME})\s+"
            rf"(?:beyond|above|over|in\s+excess\s+of|exceeding)\s+(?:the\s+)?(?P<free>{NUMBER})(?:\s+(?P<unit>{_P.NAME}))?(?:\s+included)?{_SPAN}"
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Package:
    """What a frame says: a package of `size` units, or a unit beyond `included` ones."""

    product: str
    unit: str | None
    money: MoneyAt
    size: Decimal | None = None
    included: Decimal | None = None
    interval: Interval | None = None
    since: str | None = None
    """The words that say from when, with marks."""


def package_in(of: Masked) -> Package | None:
    """The package, or the price beyond an included number, that fills the words; None where none does."""
    words = " ".join(of.text.split()).rstrip(" .;")
    for form in _FORMS:
        if match := form.fullmatch(words):
            return _package(match.groupdict(), of)
    return None


def _package(said: dict[str, str | None], of: Masked) -> Package | None:
    money, size, free = (_value(said.get(name), of) for name in ("money", "size", "free"))
    named = clean(said.get("product") or said.get("each") or "")
    if not isinstance(money, MoneyAt) or named is None:
        return None
    if size is not None and not isinstance(size, NumberAt):
        return None
    if free is not None and not isinstance(free, NumberAt):
        return None
    noun = (said.get("unit") or said.get("each") or named).split()[-1]
    spans: dict[str, Interval] = {"month": "month", "quarter": "quarter", "year": "year"}
    return Package(
        product=named,
        unit=unit_of(noun),
        money=money,
        size=size.value if size else None,
        included=free.value if free else None,
        interval=spans.get(said.get("span") or ""),
        since=said.get("from"),
    )


def _value(mark: str | None, of: Masked) -> object:
    return of.value(mark) if mark else None
