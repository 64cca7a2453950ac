"""When a document takes effect, and from when to when it runs.

The end is the last day: '12 months from June 1, 2024' end on May 31, 2025. A start or an
end that the document does not settle stays None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from extractors.dates import DATE, find_dates, parse_date
from extractors.running import read_term
from terms.contract import DocumentKind


@dataclass(frozen=True, slots=True)
class Lifespan:
    """Dates of a document; `derived` names the ones that were computed and not read."""

    effective: date | None
    start: date | None
    end: date | None
    derived: tuple[str, ...] = ()
    of_the_paper: bool = False
    """Whether the effective date is only the day of the paper: that of a letter, or beside a signature."""


def read_lifespan(text: str, kind: DocumentKind, defined: Mapping[str, date]) -> Lifespan:
    """The dates of a document from its running text and the dates that it names."""
    stated = _effective(text, kind, defined)
    effective = stated or _day_of_paper(text, kind)
    start, end, derived = (
        (None, None, ())
        if kind in {"amendment", "price_schedule"}
        else (read_term(text, kind, defined, effective))
    )
    if kind in {"order_form", "renewal", "statement_of_work"}:
        effective = start or effective
    elif kind == "master" and start and effective in {None, _date_line(text[:_OPENING])}:
        effective = start
    return Lifespan(effective, start, end, derived, of_the_paper=stated is None)


# -- effect ---------------------------------------------------------------------------------------

_EFFECT = (
    rf"\b(?:takes?|with|in|into|has|have|having)\s+effect\s+(?:on|from|as\s+of|at\s+the\s+(?:opening|start|beginning)\s+of(?:\s+the\s+[a-z ]{{1,30}}\s+of)?)\s+(?P<day>{DATE})",
    rf"\b[Tt]hese\s+[^.;]{{0,60}}?\bapply\b(?:[^;]{{0,80}}?)\bfrom\s+(?P<day>{DATE})",
    rf"\beffective(?:\s+date)?\b[^.:;\n]{{0,20}}[:\t]\s*(?P<day>{DATE})",
    rf"\b(?:enters?|comes?)\s+into\s+(?:force|effect|operation)\s+(?:on|from|as\s+of)\s+(?P<day>{DATE})",
    rf"\b(?:dated\s+effective|effective|deemed\s+effective)\s+(?:as\s+of\s+|as\s+from\s+|from\s+|on\s+)?(?:the\s+)?(?P<day>{DATE})",
)
_LEAD = (
    (
        rf"\b(?:amends?|changes?|var(?:y|ies)|modif(?:y|ies)|adjusts?)\s+[\w .,’'()/-]{{3,90}}?\s(?:as\s+of|as\s+from|with\s+effect\s+from|from)\s+"
        rf"(?P<day>{DATE})(?=\s*(?:[:.,]|as\s+follows|in\s+the\s+following))"
    ),
)
"""How a letter begins its list of changes: 'it changes the Order from 1 February 2026 as follows'."""
_APPLIES = (
    rf"\b(?:appl(?:y|ies|icable)|effective|valid|in\s+force)\s+(?:as\s+)?(?:from|of)\s+(?P<day>{DATE})",
    rf"(?:[,–—-]|^)\s*from\s+(?P<day>{DATE})",
)
_MADE = (
    (
        rf"\b(?:made|entered(?:\s+into)?|enter\s+into\s+this[^.;]{{0,60}}?|concluded|executed|dated|agree[ds]?|signed)\b"
        rf"[^.;]{{0,60}}?\b(?:as\s+of|on|the|this|dated)\s+(?:the\s+|this\s+)?(?P<day>{DATE})"
    ),
    rf"\bdated\s+(?P<day>{DATE})",
    rf"\bas\s+of\s+(?P<day>{DATE})",
    rf"\bdated?:?\s+(?P<day>{DATE})",
    rf"\bfrom\s+(?P<day>{DATE})\s*\(",
)
_DATED = re.compile(
    rf"(?:^|\t)[ ]*Date(?:\s+of\s+(?:this|the)\s+\w+)?\s*[:\t ]\s*(?P<day>{DATE})",
    re.IGNORECASE | re.MULTILINE,
)
"""A change's own date under a label: 'Date 20 May 2026', 'Date of this order | 14 August 2025'."""
_AS_OF = re.compile(r"\b(?:as\s+of|effective|from)\s+(?:the\s+)?\Z", re.IGNORECASE)
_HEAD = 600
_OPENING = 2500
_OWN_EFFECT = re.compile(
    r"\b(?:this\s+(?:\w+\s+)?(?:amendment|addendum|supplement|memorandum|variation|letter|deed|order)|they"
    r"|(?:the|these)\s+(?:above\s+|following\s+)?(?:changes?|variations?)(?:\s+below)?)\b[^.;]{0,60}?"
    r"\b(?:takes?\s+effect|(?:is|are)\s+effective|becomes?\s+effective|enters?\s+into\s+force|operates?|appl(?:y|ies))\s+"
    rf"(?:on|from|as\s+of|with\s+effect\s+from)\s+(?P<day>{DATE})",
    re.IGNORECASE,
)


def _effective(text: str, kind: DocumentKind, defined: Mapping[str, date]) -> date | None:
    opening = text[:_OPENING]
    if named := defined.get("effective date"):
        return named
    if day := _said_of_the_whole(text, kind):
        return day
    if kind == "amendment" and _DATED.search(opening[:_HEAD]):
        return _first(_EFFECT, opening)
    if kind == "amendment" and (made := _first_match(_MADE[:2], opening)):
        return parse_date(made["day"]) if _AS_OF.search(opening[: made.start("day")]) else None
    if day := _first(_EFFECT if kind == "amendment" else (*_EFFECT, *_MADE), opening):
        return day
    names = ("commencement date", "start date", "amendment date")
    return next((defined[name] for name in names if name in defined), None)


def _day_of_paper(text: str, kind: DocumentKind) -> date | None:
    """The day of a paper that does not say when it takes effect: under a label, made, or signed."""
    opening = text[:_OPENING]
    if kind == "amendment":
        labelled = _DATED.search(opening[:_HEAD])
        if labelled and (day := parse_date(labelled["day"])):
            return day
        if day := _first(_MADE, opening):
            return day
    return _date_line(opening) or _of_its_paper(text, kind)


def _said_of_the_whole(text: str, kind: DocumentKind) -> date | None:
    """The day that a change or a price list names for all of it, before its clauses or in words of its own."""
    preamble = _preamble(text[:_OPENING])
    if kind == "price_schedule":
        return _first(_APPLIES, preamble) or _first(_APPLIES, text)
    if kind in {"amendment", "renewal"}:
        if day := _first((*_EFFECT, *_LEAD), preamble):
            return day
        own = _OWN_EFFECT.search(text)
        return parse_date(own.group("day")) if own else None
    return None


def _first(patterns: tuple[str, ...], text: str) -> date | None:
    """The first day that one of the patterns finds and that is the document's own."""
    match = _first_match(patterns, text)
    return parse_date(match.group("day")) if match else None


def _first_match(patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if not _of_another(text, match):
                return match
    return None


def _preamble(opening: str) -> str:
    """What stands before the first numbered clause: what is said there holds for the whole paper."""
    clause = re.search(r"\n\s*(?:\d{1,2}[.)]|[A-Z]\.|§|Article|Section|\(\w\))\s", opening)
    return opening[: clause.start()] if clause else opening


def _of_its_paper(text: str, kind: DocumentKind) -> date | None:
    """A schedule has the date of the agreement it belongs to; a change its first day, or its signature's."""
    if kind == "price_schedule":
        found = find_dates(text[:_OPENING])
        return found[0].day if found else None
    if kind == "amendment":
        first = re.search(rf"\b(?:from|as\s+of)\s+(?P<day>{DATE})", text, re.IGNORECASE)
        found = find_dates(text)
        return parse_date(first.group("day")) if first else found[-1].day if found else None
    return None


def _of_another(text: str, match: re.Match[str]) -> bool:
    """Whether the date is that of another paper: 'the Basic Agreement dated …', 'to the … of …'."""
    before = text[max(0, match.start("day") - 70) : match.start("day")]
    if re.search(r",\s+dated\s+(?:as\s+of\s+)?$", before):
        return False
    return bool(
        re.search(
            r"\b(?:to|under|amends?|amend\s+their|of\s+the|in\s+respect\s+of|regard\s+to|pursuant\s+to|"
            r"parties\s+to|incorporating|subject\s+to|their)\s+(?:the\s+|that\s+certain\s+)?"
            r"[A-Z“\"][^.;]{0,60}(?:dated|effective|as\s+of|made)?\s*(?:as\s+of|on)?\s*$",
            before,
        )
        and not re.search(
            r"\b(?:made|entered|concluded|agree|signed)\s+(?:into\s+)?(?:as\s+of|on)\s+$",
            before,
            re.IGNORECASE,
        )
    ) or bool(
        re.search(r"(?:made|dated)\s+(?:as\s+of\s+|on\s+)?$", before)
        and re.search(r"(?:amends|defined\s+in)\s+the\b", before)
    )


def _date_line(opening: str) -> date | None:
    """A date that stands alone on a line near the top, as letters and memoranda have it."""
    for line in opening.splitlines()[:12]:
        found = find_dates(line)
        if found and len(line.strip()) <= found[0].end - found[0].start + 8:
            return found[0].day
    return None
