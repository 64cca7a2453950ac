"""Clauses that say which paper wins: 'in case of conflict this Agreement prevails over an Order Form'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.references import label_key
from terms.contract import DocumentKind

_CONFLICT = re.compile(
    r"\b(?:conflicts?|inconsisten\w+|discrepanc\w+|contradict\w*|differ|precedence|disagree)\b",
    re.IGNORECASE,
)
_WINS = r"(?:prevails?|controls?|governs?|takes?\s+precedence|shall\s+prevail|shall\s+control|is\s+followed\s+first|(?:has|have)\s+priority)"
_ORDERS = r"(?:order\s+forms?|service\s+orders?|orders?|statements?\s+of\s+work|special\s+terms?)"
_EXCEPT_NAMED = re.compile(
    r"\b(?:except|unless|save|but|however|only\s+(?:if|where|to\s+the\s+extent))\b[^.]{0,160}?"
    r"\b(?:names?|identif\w+|specif\w+|expressly\s+(?:refers?|states?|names?|overrides?|supersedes?|amends?)|refers?\s+(?:to|by)|cites?|references?)\b",
    re.IGNORECASE,
)
_PRICES_FREE = re.compile(
    r"\border\b[^.]{0,80}\b(?:set|state|fix|determine|govern)s?\b[^.]{0,60}\b(?:prices?|quantit\w+|fees|charges)\b",
    re.IGNORECASE,
)
_ONLY_SECTIONS = re.compile(
    r"\b(?:sections?|clauses?|articles?|§)\s*(?P<key>\d+(?:\.\d+)*(?:\([a-z]\))?)\b[^.;]{0,60}?"
    + _WINS,
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Precedence:
    """A clause of a master by which it wins over its orders."""

    unless_named: bool
    """An order wins where it names the section that it replaces."""
    prices_free: bool
    """Orders set prices and quantities all the same."""
    sections: tuple[str, ...] = ()
    """Keys of the sections to which the clause is limited; () is the whole master."""
    words: str = ""


def read_precedence(text: str, kind: DocumentKind) -> Precedence | None:
    """By what clause a master wins over its orders; None where it has none, or where orders win."""
    if kind != "master":
        return None
    for match in _CONFLICT.finditer(text):
        clause = _clause(text, match.start())
        if not re.search(_ORDERS, clause, re.IGNORECASE) or not _master_first(clause):
            continue
        limited = tuple(
            label_key(found.group("key"))
            for found in _ONLY_SECTIONS.finditer(clause)
            if re.search(rf"\b{_ORDERS}", clause[found.start() :], re.IGNORECASE)
        )
        return Precedence(
            unless_named=bool(_EXCEPT_NAMED.search(clause)),
            prices_free=bool(_PRICES_FREE.search(clause)),
            sections=limited,
            words=" ".join(clause.split()),
        )
    return None


def _clause(text: str, at: int) -> str:
    """The sentence that holds `at` and the two that follow it."""
    begin = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1
    sentences = re.split(r"(?<=[.])\s+(?=[A-Z§])", text[begin : begin + 900])
    return " ".join(sentences[:3])


def _master_first(clause: str) -> bool:
    """Whether the clause ranks the master above its orders."""
    listed = [
        (match.start(), match.group("order") is not None)
        for match in re.finditer(
            rf"\(?(?:[a-d]|[1-4]|i{{1,3}}|iv)\)\s*(?:an?\s+|the\s+|this\s+|each\s+|any\s+)*(?:(?P<order>{_ORDERS})|[\w\s]{{1,40}}?)(?=[,;.]|\s+(?:and|then))",
            clause,
            re.IGNORECASE,
        )
    ]
    own = r"(?:this\s+(?:agreement|contract|csa|msa|master|eca)|the\s+(?:agreement|master|terms|contract)|these\s+terms|this\s+[A-Z][\w]*|the\s+(?:[A-Z]\w+\s+)*Terms)"
    if re.search(rf"{own}(?:\s+and\s+its\s+\w+)?[^.;]{{0,60}}?{_WINS}", clause, re.IGNORECASE):
        winner = re.search(
            rf"\b(?P<who>{own}|(?:an?|the|each|that)\s+{_ORDERS})[^.;,]{{0,60}}?{_WINS}",
            clause,
            re.IGNORECASE,
        )
        return bool(winner and not re.search(_ORDERS, winner.group("who"), re.IGNORECASE))
    orders = [position for position, is_order in listed if is_order]
    masters = [
        position
        for position, is_order in listed
        if not is_order and re.match(rf"\(?\w+\)\s*{own}", clause[position:], re.IGNORECASE)
    ]
    return bool(orders and masters and min(masters) < min(orders))
