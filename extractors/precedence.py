"""Clauses that say which paper wins: 'in case of conflict this Agreement prevails over an Order Form'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.references import references
from terms.contract import DocumentKind

_CONFLICT = re.compile(
    r"\b(?:conflict\w*|inconsisten\w+|discrepanc\w+|contradict\w*|differ|deviat\w+|precedence|disagree)\b",
    re.IGNORECASE,
)
_WINS = re.compile(
    r"\b(?:prevails?|controls?|governs?|(?:takes?|shall\s+have|has|have)\s+(?:precedence|priority)|wins?|(?:is|are)\s+followed)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"(?P<order>\b(?:[Oo]rder\s+[Ff]orms?|[Ss]ervice\s+[Oo]rders?|[Ss]tatements?\s+of\s+[Ww]ork|SOWs?|[Aa]n\s+[Oo]rder|[Tt]he\s+[Oo]rder"
    r"|[Ee]ach\s+[Oo]rder|Orders)\b(?!\s+of\s+precedence))"
    r"|(?P<own>\b(?:[Tt]his|[Tt]hese|[Tt]he)\s+(?:[A-Z]\w*\s+){0,4}?(?:Agreement|Contract|contract|agreement|Terms|Master|Conditions)\b"
    r"|\b[Tt]his\s+[A-Z]{2,5}\b)"
)
_SCHEDULE_MENTION = re.compile(
    r"(?P<own>\b(?:[Tt]his|[Tt]hese|[Tt]he)\s+(?:[A-Z]\w*\s+){0,4}?(?:Agreement|Contract|contract|agreement|Terms|Master|Conditions)\b"
    r"|\b[Tt]his\s+document\b|\b(?:[Aa]n|[Tt]he|[Tt]hese)\s+(?:Articles?|Clauses?|Sections?|clauses|body)\b|\b[Tt]his\s+[A-Z]{2,5}\b)"
    r"|(?P<order>\b(?:(?:[Tt]he|[Aa]|[Aa]ny|[Ii]ts)\s+)?(?:[A-Z]\w+\s+){0,2}(?:Schedules?|Annex(?:ures?|es)?|Exhibits?|Appendi(?:x|ces))\b(?:\s+[A-Z0-9]\b)?)"
)
_LISTED = re.compile(
    r"(?:\border\s+of\s+(?:precedence|priority)\b|\bfollowing\s+order\b|\bin\s+(?:this|the)\s+order\b)"
    r"[^.§]{0,60}?(?::|\([1ai]\)|\bfirst\b)",
    re.IGNORECASE,
)
_EXCEPT = (
    r"\b(?:except|unless|save|but|however|other\s+than|only\s+(?:if|where|to\s+the\s+extent))\b"
)
_EXCEPT_NAMED = re.compile(
    _EXCEPT
    + r"[^.]{0,160}?\b(?:names?|identif\w+|specif\w+|says?\s+which|expressly\s+\w+|refers?\s+(?:to|by)|cites?|references?)\b",
    re.IGNORECASE,
)
_EXCEPT_PRICES = re.compile(
    _EXCEPT + r"[^.]{0,60}?\b(?:pric\w+|fees|charges|quantit\w+|amounts?|commercial\s+terms)\b"
    r"|\border\b[^.]{0,80}\b(?:set|state|fix|determine|govern)s?\b[^.]{0,60}\b(?:prices?|quantit\w+|fees|charges)\b",
    re.IGNORECASE,
)
_EXCEPT_SECTIONS = re.compile(
    _EXCEPT + r"[^.]{0,40}?(?P<sections>(?:sections?|clauses?|articles?|§)[^.]{1,80})",
    re.IGNORECASE,
)
_OF_LAWS = re.compile(r"\b(?:laws?|courts?|jurisdiction)\b", re.IGNORECASE)
"""A conflict of laws is none of papers."""
_LONGEST = 900


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


def read_precedence(text: str, kind: DocumentKind, over: str = "order") -> Precedence | None:
    """By what clause a master wins over its orders; None where it has none, or where orders win.

    `over` may be "schedule": its price schedules and exhibits, which are papers of their own.
    """
    mention = _MENTION if over == "order" else _SCHEDULE_MENTION
    if kind != "master":
        return None
    for match in _CONFLICT.finditer(text):
        clause = _clause(text, match.start())
        winner = _winner(clause, mention)
        if winner == "own":
            return Precedence(
                unless_named=bool(_EXCEPT_NAMED.search(clause)),
                prices_free=bool(_EXCEPT_PRICES.search(clause)),
                words=clause,
            )
        if winner == "order":
            kept = _sections_kept(clause)
            return (
                Precedence(unless_named=False, prices_free=False, sections=kept, words=clause)
                if kept
                else None
            )
    return None


def decides(text: str) -> bool:
    """Whether some clause says which paper goes first, whichever that is."""
    return any(
        _winner(clause, mention) or (_WINS.search(clause) and not _OF_LAWS.search(clause))
        for match in _CONFLICT.finditer(text)
        for clause in [_clause(text, match.start())]
        for mention in (_MENTION, _SCHEDULE_MENTION)
    )


def _clause(text: str, at: int) -> str:
    """The sentence that holds `at` and the two that follow it, in one line."""
    begin = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1
    sentences = re.split(
        r"(?<=\w[.])\s+(?=[A-Z§])", " ".join(text[begin : begin + _LONGEST].split())
    )
    return " ".join(sentences[:3])


def _winner(clause: str, mention: re.Pattern[str]) -> str | None:
    """'own' where the master stands first, 'order' where an order does, None where neither is said."""
    mentions = [
        (match.start(), match.end(), str(match.lastgroup)) for match in mention.finditer(clause)
    ]
    if {name for _, _, name in mentions} != {"own", "order"}:
        return None
    if listed := _LISTED.search(clause):
        return next((name for start, _, name in mentions if start >= listed.end()), None)
    verb = _WINS.search(clause)
    if verb is None:
        return None
    begin = max(clause.rfind(stop, 0, verb.start()) for stop in (",", ";", ".")) + 1
    subjects = [name for start, end, name in mentions if begin <= start and end <= verb.start()]
    if subjects:
        return subjects[-1]
    return next((name for start, _, name in mentions if start >= verb.end()), None)


def _sections_kept(clause: str) -> tuple[str, ...]:
    """The sections in which the master stays first although an order wins in general."""
    match = _EXCEPT_SECTIONS.search(clause)
    if match is None:
        return ()
    found = [reference.key for reference in references(match.group("sections"))]
    more = re.findall(r"(?:,|\band)\s+(\d+(?:\.\d+)*)\b", match.group("sections"))
    return tuple(dict.fromkeys([*found, *more]))
