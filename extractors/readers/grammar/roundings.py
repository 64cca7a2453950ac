"""To what charges, prices and quantities are rounded.

Understood: 'fractions of less than one yen are discarded', 'each fee is rounded to the nearest whole
yen, one half being rounded up', 'worked out for a month and rounded to the nearest penny', 'unit
prices are rounded to four decimal places', 'amounts are rounded up to the next cent'.

Not here: the rounding of a raised price (`escalations`) and of usage (`metering`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.grammar.numerals import words_to_number
from extractors.readers.reading import Draft
from terms.measure import Rounding

_TRIGGER = re.compile(
    r"\bround(?:ed|ing|s)?\b|\bfractions?\b|\bdisregarded\b|\btruncat\w+|\bto\s+the\s+(?:nearest\s+|next\s+)?(?:full\s+|whole\s+)?(?:cent|penny|yen|won|euro|dollar)\b",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"\b(?:increas\w*|adjust\w*|rais(?:e|ed)|escalat\w*|index\w*|uplift\w*|percentage|anniversar\w*|renewal|extension|then\s+applying)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:fees?|charges?|amounts?|invoices?|lines?|prices?|totals?|sums?|payments?|result|product|calculations?)\b",
    re.IGNORECASE,
)
_UNIT = {
    "cent": "0.01",
    "cents": "0.01",
    "penny": "0.01",
    "pence": "0.01",
    "dollar": "1",
    "euro": "1",
    "pound": "1",
    "yen": "1",
    "rupee": "1",
    "rupees": "1",
    "paise": "0.01",
    "øre": "0.01",
    "öre": "0.01",
    "krona": "1",
    "franc": "1",
    "won": "1",
}
_TO = re.compile(
    r"\b(?:round(?:ed|ing)?|truncated|worked\s+out|calculated|computed|carried|(?:lines?|amounts?|charges?|sums?)(?=\s+to\b))\b(?P<how>[^.;]{0,24}?)\bto\s+(?:the\s+)?(?P<near>nearest|next|full|whole|lower|higher|closest)?\s*(?:whole\s+|full\s+|higher\s+|lower\s+)?(?P<unit>cents?|penny|pence|dollar|euro|pound|yen|won|rupees?|paise|øre|öre|krona|franc)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"\b(?:round(?:ed|ing)?|truncated|calculated|expressed)\b[^.;]{0,24}\bto\s+(?P<n>\w+)(?:\s*\(\d\))?\s+decimals?(?:\s+places?)?\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\bfractions?\b[^.;]{0,30}\b(?P<unit>yen|cents?|penny|won|euro)\b[^.;]{0,70}\b(?P<how>discarded|disregarded|rounded\s+(?:up|down)|rounded\s+off|omitted|ignored|cut\s+off|truncated|dropped)",
    re.IGNORECASE,
)
_FEE = re.compile(
    r"^[\W\d]*(?:The|Each)\s+([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3}\s+(?:Fee|Charge))\s+(?:is|shall|for)\b"
)
_OF_ONE = re.compile(
    r"^[\W\d.]*(?:\([a-z]\)\s*)?The\s+(?:fees?|charges?|prices?|amounts?)\s+(?:of|for)\s+(?:an?|the|each)\s+(?!invoice|month|period|line|item|service)[a-z]+\b"
)
"""'The fee of a payment is rounded': a rule of one charge, whose name another sentence gives."""
_HALF_UP = re.compile(
    r"\b(?:one[\s-])?(?:half|halves|fifty\s+(?:paise|cents|pence))\b[^.;]{0,40}\b(?:up|upwards)\b|\bround(?:ed|ing)?\b[^.;]{0,80}\bcommercially\b|\bcommercial(?:ly)?\s+round|\bhalf[\s-]up\b|\b(?:0\.5|five)\b[^.;]{0,30}\brounded\s+up",
    re.IGNORECASE,
)
_HALF_EVEN = re.compile(
    r"\bhalf[\s-](?:to[\s-])?even\b|\bbanker['’]?s['’]?\s+rounding\b", re.IGNORECASE
)


def read(document: Document) -> Iterator[Draft]:
    """Every rule on the rounding of money."""
    for clause in clauses(document, _TRIGGER):
        if clause.risky:
            continue
        fields = _rule(clause)
        if fields:
            if fee := _FEE.match(clause.text):
                fields["product"] = fee[1]
            elif _OF_ONE.match(clause.text):
                continue
            yield draft(Rounding(**fields), clause)


_STEP = re.compile(
    r"\bround(?:ed|ing)?\b[^.;]{0,24}?\bto\s+(?:the\s+)?(?P<near>nearest|next|closest|lower|higher)\s+(?:full\s+)?(?P<n>five|ten|twenty|fifty|5|10|20|50)\s+(?P<unit>cents|pence|centimes|rappen|dollars|euros|pounds|francs|yen|rupees|paise)\b",
    re.IGNORECASE,
)
_HUNDREDTHS = {"cents", "pence", "centimes", "rappen", "paise"}


def _step(text: str) -> dict[str, Any]:
    """Rounding to several of the smallest coin: 'to the nearest five centimes'."""
    match = _STEP.search(text)
    if not match or _RISE.search(text):
        return {}
    count = Decimal(match["n"]) if match["n"].isdigit() else words_to_number(match["n"].lower())
    if not count:
        return {}
    size = count * (Decimal("0.01") if match["unit"].lower() in _HUNDREDTHS else 1)
    mode = _mode(
        text, "" if match["near"].lower() in {"nearest", "closest"} else match["near"].lower()
    )
    return {"of": _of(text, match.start()), "to": size} | ({"mode": mode} if mode else {})


def _rule(clause: Clause) -> dict[str, Any] | None:
    text = clause.text
    if fraction := _FRACTION.search(text):
        up = "up" in fraction["how"].lower()
        return {
            "of": "line",
            "to": Decimal(_UNIT[fraction["unit"].lower()]),
            "mode": "up" if up else "down",
        }
    if stepped := _step(text):
        return stepped
    match, places = _TO.search(text), _PLACES.search(text)
    if not (match or (places and _MONEY.search(text))):
        return None
    if _RISE.search(text) or _RISE.search(clause.before()) or _RISE.search(clause.heading):
        return None
    if match:
        how = f"{match['how']} {match['near'] or ''}".lower()
        fields: dict[str, Any] = {
            "of": _of(text, match.start()),
            "to": Decimal(_UNIT[match["unit"].lower()]),
        }
    else:
        assert places is not None
        number = int(places["n"]) if places["n"].isdigit() else words_to_number(places["n"].lower())
        if number is None:
            return None
        how = places[0].lower()
        fields = {"of": _of(text, places.start()), "to": Decimal(1).scaleb(-int(number))}
    mode = _mode(text, how)
    return fields | ({"mode": mode} if mode else {})


def _of(text: str, before: int) -> str:
    return (
        "unit_amount"
        if re.search(
            r"\b(?:unit\s+(?:price|rate)s?|price\s+per|rates?)\b", text[:before], re.IGNORECASE
        )
        and not re.search(r"\b(?:charge|amount|fee|total)\b", text[:before], re.IGNORECASE)
        else "line"
    )


def _mode(text: str, how: str) -> str | None:
    if _HALF_EVEN.search(text):
        return "half_even"
    if _HALF_UP.search(text):
        return "half_up"
    if re.search(r"\bup\b|\bnext\b|\bhigher\b", how):
        return "up"
    return "down" if re.search(r"\bdown\b|\blower\b|truncat", how) else None
