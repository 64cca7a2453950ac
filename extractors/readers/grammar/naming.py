"""What a price is for where its own words do not say: from the unit, the sentence before, a defined fee.

'You subscribe to 240 Atlas seats at $18.00 per seat' prices Atlas seats; 'Each costs $540.00' prices
what the sentence before counts; 'for the Gold Plan ... a fee (the "Plan Fee")' makes the Plan Fee the
price of the Gold Plan. A party's name is never a product.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractors.readers.grammar.products import clean, headings_product
from extractors.readers.grammar.rates import unit_of
from extractors.readers.grammar.sentences import Setting

_INNER = r"(?!(?:of|to|for|and|or|per|the|a|an|each|at|in|by|with|is|are|from|on|that|which|new)\b)"
_SERVICE = re.compile(
    r"\b(?:provides?|suppl(?:y|ies)|delivers?|subscribes?\s+to|takes?|orders?|has\s+(?:chosen|ordered|engaged|elected)|have\s+(?:chosen|ordered)|"
    r"engages?|licenses?)\s+(?:the\s+|an?\s+|to\s+)?(?P<name>[A-Z][\w’'&/-]*(?:\s+(?:[A-Z][\w’'&/-]*|and|of|&)(?=\s)){0,6})"
    r"(?:\s+for\b[^.;]{0,60}?|\s+in\b[^.;]{0,40}?)?,?\s+(?:at|for)\b[^.;]{0,40}\Z"
)
_TAKEN = re.compile(
    r"^\W*(?:[A-Z]?[\d.]*\s+)?(?:[Tt]he\s+)?(?P<name>[A-Z][\w’'&/-]*(?:\s[\w’'&/-]+){0,4}?)\s+(?:is|are)\s+(?:subscribed|ordered|taken|licensed|engaged)\b"
)
_EACH_OF = re.compile(
    r"^\W*each(?:\s+(?:of\s+(?:them|these)|one))?\s+(?:costs?|is\s+(?:priced|charged)\s+at)\s*\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b\d[\d,]*\)?\s+(?P<name>(?:{_INNER}[\w’'-]+\s+){{0,3}}{_INNER}(?P<noun>[a-z]+s))\b(?!\s+(?:of|per)\b)"
)
_TIME = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|percent|dollars|pounds|euros?)\Z"
)
_ALIAS = re.compile(
    r"\bFor\s+(?:the\s+|its\s+)?(?P<name>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4})\b[^.;]{0,200}?\b(?:fee|charge|price|rental)\s+\((?:the\s+)?[“\"](?P<alias>[^”\"]{3,40})[”\"]\)"
)
_COMPANY = r"\W{1,3}(?:Inc|L\.?L\.?C|Ltd|Limited|GmbH|AG|N\.V|B\.V|S\.A|PLC|plc|Corp|Corporation|LLP|PLLC|Pty|Pte|K\.K|Co\b|Company|SE|KG|SAS|SARL|AB|Oy|P\.C)"


def for_unit(before: str, earlier: list[str], unit: str | None) -> str | None:
    """The product that a sentence or those just before it count in the unit of the price."""
    if match := _SERVICE.search(before) or _TAKEN.search(before):
        return clean(match["name"])
    if not unit:
        return None
    stem = re.escape(unit.split()[-1].removesuffix("y"))
    phrase = re.compile(
        rf"(?:\b\d[\d,]*\)?\s+|\b(?=[A-Z]))(?P<name>(?:{_INNER}[\w’'-]+\s+){{1,3}}{stem}(?:ies|y|es|s)?)\b"
    )
    for text in (before, *earlier):
        for match in phrase.finditer(text):
            name = clean(match["name"])
            if name and len(name.split()) > 1 and not _PERSON.match(name):
                return name
    return None


_PERSON = re.compile(
    r"(?:you|we|customer|client|supplier|provider|licensee|licensor|merchant|buyer|seller|subscriber|vendor|additional|further|for|on)\b",
    re.IGNORECASE,
)


_TOPIC = re.compile(r"--|\b(?:AND|OR|AND/OR)\b|\b(?:CHARGES?|RATES?|FEES?) FOR\b")


def heading_name(headings: tuple[str, ...]) -> str | None:
    """The product that a heading names; a heading in capitals that joins topics names none."""
    return None if headings and _TOPIC.search(headings[0]) else headings_product(headings)


def each_of(before: str, earlier: list[str]) -> tuple[str, str] | None:
    """The product and unit of 'Each costs ...': what the sentence before counts."""
    if not _EACH_OF.match(before):
        return None
    for text in earlier:
        for match in _COUNTED.finditer(text):
            name, unit = clean(match["name"]), unit_of(match["noun"])
            if name and unit and not _TIME.search(match["noun"]):
                return name, unit
    return None


def plural_unit(product: str | None) -> str | None:
    """The unit of a product named in the plural: 'Live webinars' are sold by the webinar."""
    last = (product or "").split()[-1:]
    if not last or not re.search(r"[a-z]{3,}s\Z", last[0]) or last[0].endswith(("ss", "us", "is")):
        return None
    return unit_of(last[0])


@lru_cache(maxsize=8)
def aliases(text: str) -> Mapping[str, str]:
    """Fees that a document names, in lower case, with what they are paid for."""
    return {match["alias"].lower(): match["name"] for match in _ALIAS.finditer(text)}


def named(product: str | None, setting: Setting) -> str | None:
    """The product behind a defined fee; None for a party's name, which is no product."""
    if product is None:
        return None
    product = aliases(setting.text).get(product.lower(), product)
    return None if is_party(product, setting.text) else product


@lru_cache(maxsize=512)
def is_party(name: str, text: str) -> bool:
    """Whether a name is that of a company in the document: 'Acme Software' of 'Acme Software, Inc.'."""
    if not name[:1].isupper() or name not in text:
        return False
    return re.search(rf"\b{re.escape(name)}{_COMPANY}\b", text) is not None
