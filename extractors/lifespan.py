"""When a document takes effect, and from when to when it runs.

The end is the last day: '36 months from February 1, 2025' end on January 31, 2028. A start or an
end that the document does not settle stays None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from extractors.dates import DATE, LENGTH, find_dates, last_day, months, parse_date, plain_name
from terms.contract import DocumentKind

_DEFINED = (
    r"(?:the\s+)?(?:[\"“]?(?:[A-Z][\w-]*\s+){0,3}(?:Date|Commencement|Start)\b[\"”]?"
    r"|its\s+date|date\s+(?:hereof|of\s+(?:this|signing)[^,.;]{0,30}|(?:first\s+)?(?:set\s+forth|written|stated)\s+above|first[^,.;]{0,30}above))"
)
_WHEN = rf"(?:on\s+|as\s+of\s+|from\s+)?(?:the\s+)?(?:{DATE}|(?-i:{_DEFINED}))"
_TO = r"(?:,?\s*(?:through|thru|until|till|to|up\s+to(?:\s+and\s+including)?|and\s+(?:ending|ends|expir\w+)(?:\s+on)?|ending(?:\s+on)?|[–—-])\s*(?:and\s+including\s+)?)"
_RANGE = re.compile(
    rf"(?P<from>{DATE})(?:\s*\([^)]{{0,60}}\))?\s*{_TO}\s*(?P<to>{DATE})", re.IGNORECASE
)
_LENGTH_FROM = re.compile(
    rf"{LENGTH}[^.;]{{0,60}}?\b(?:from|beginning|commencing|starting|after|following)\s+(?P<from>{_WHEN})",
    re.IGNORECASE,
)
_FROM_LENGTH = re.compile(
    rf"\b(?:begins?|commences?|starts?|takes?\s+effect|effective)\s+(?P<from>{_WHEN})[^.;]{{0,90}}?"
    rf"\b(?:for|continues?|runs?|concluded|remains?)\b[^.;]{{0,50}}?{LENGTH}"
    rf"(?:,?\s*(?:through|until)\s+(?P<to>{DATE}))?",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:commences?|continues?|remains?|expires?|runs?|terminates?|ends?)\b[^.;]{{0,80}}?\b(?:until|through|on)\s+(?P<to>{DATE})",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"\b(?:commences?|begins?|starts?)\s+(?:on|upon|as\s+of|from)\s+(?P<from>(?:the\s+)?(?:{DATE}|Effective\s+Date|Commencement\s+Date))[^.;]{{0,60}}?\bcontinues?\b",
    re.IGNORECASE,
)
_OWN_TERM = re.compile(
    r"\b(?:initial\s+(?:subscription\s+)?(?:term|period)|minimum\s+(?:period|term)|(?:order(?:\s+form)?|extension|renewal|"
    r"subscription|contract|service)\s+(?:term|period)|term\s+of\s+(?:this|the)\s+(?:agreement|contract|order)|"
    r"(?:agreement|contract)\s+(?:is|shall\s+be|will\s+be|runs|continues)\s+(?:valid\s+)?for(?:\s+a\s+term)?|term|duration)\b"
    rf"(?P<between>[^.;\n]{{0,50}}?){LENGTH}",
    re.IGNORECASE,
)
_TERM_WORDS = re.compile(
    r"\b(?:term|period|duration|extension|renew\w*|subscription|valid|runs?|initial|order\s+form|services?\s+from)\b",
    re.IGNORECASE,
)
_OTHER_TERM = re.compile(
    r"\b(?:renew(?:s|ed|al)?\s+(?:automatically|for|terms?)|successive|rolls\s+on|each\s+(?:service\s+)?order|and\s+for|further|additional|thereafter|extended|"
    r"warrant\w*|confidential\w*|surviv\w*|notice|discount\w*|each\s+further|look\s*back|invoice|within|retain\w*|kept|keeps?)\b",
    re.IGNORECASE,
)
_START_LABEL = (
    "start date",
    "service start date",
    "service date",
    "start",
    "start of services",
    "commencement date",
    "term start date",
    "subscription start date",
    "renewal date",
    "billing start date",
    "go-live date",
)


@dataclass(frozen=True, slots=True)
class Lifespan:
    """Dates of a document; `derived` names the ones that were computed and not read."""

    effective: date | None
    start: date | None
    end: date | None
    derived: tuple[str, ...] = ()


def read_lifespan(text: str, kind: DocumentKind, defined: Mapping[str, date]) -> Lifespan:
    """The dates of a document from its running text and the dates that it names."""
    effective = _effective(text, kind, defined)
    start, end, derived = _term(text, kind, defined, effective)
    if kind in {"order_form", "renewal", "statement_of_work"}:
        effective = start or effective
    return Lifespan(effective, start, end, derived)


# -- effect ---------------------------------------------------------------------------------------

_EFFECT = (
    rf"\b(?:takes?|with|in|into)\s+effect\s+(?:on|from|as\s+of)\s+(?P<day>{DATE})",
    rf"\b(?:dated\s+effective|effective|deemed\s+effective)\s+(?:as\s+of\s+)?(?:the\s+)?(?P<day>{DATE})",
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
_OPENING = 2500


def _effective(text: str, kind: DocumentKind, defined: Mapping[str, date]) -> date | None:
    opening = text[:_OPENING]
    if named := defined.get("effective date"):
        return named
    patterns = (*_MADE[:1], *_EFFECT, *_MADE[1:]) if kind == "amendment" else (*_EFFECT, *_MADE)
    if kind == "amendment":
        own = re.search(
            rf"\bthis\s+(?:\w+\s+)?(?:amendment|addendum|supplement|memorandum|variation)[^.;]{{0,60}}?"
            rf"\b(?:takes?\s+effect|is\s+effective|becomes\s+effective|enters?\s+into\s+force)\s+(?:on|from|as\s+of)\s+(?P<day>{DATE})",
            text,
            re.IGNORECASE,
        )
        if own:
            return parse_date(own.group("day"))
    for pattern in patterns:
        for match in re.finditer(pattern, opening, re.IGNORECASE):
            if not _of_another(opening, match):
                return parse_date(match.group("day"))
    for name in ("commencement date", "start date", "amendment date"):
        if name in defined:
            return defined[name]
    return _date_line(opening) or _of_its_paper(text, kind)


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
            r"\b(?:made|entered|concluded|agree)\s+(?:into\s+)?(?:as\s+of|on)\s+$", before
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


# -- term -----------------------------------------------------------------------------------------


def _term(
    text: str, kind: DocumentKind, defined: Mapping[str, date], effective: date | None
) -> tuple[date | None, date | None, tuple[str, ...]]:
    if kind in {"amendment", "price_schedule"}:
        return None, None, ()
    for match in _RANGE.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        if _TERM_WORDS.search(before) and not re.search(
            r"\bfirst\b|\bstep\b", before, re.IGNORECASE
        ):
            start, end = parse_date(match.group("from")), parse_date(match.group("to"))
            if start and end and (end - start).days >= 27:
                return start, end, ()
    for pattern in (_LENGTH_FROM, _FROM_LENGTH):
        for match in pattern.finditer(text):
            if not _is_own(text, match):
                continue
            start = _when(match.group("from"), defined, effective)
            if start:
                length = months(match)
                stated = match.groupdict().get("to")
                end = parse_date(stated) if stated else last_day(start, length)
                return start, end, () if stated else ("term_end",)
    return _labelled_term(text, kind, defined, effective)


def _labelled_term(
    text: str, kind: DocumentKind, defined: Mapping[str, date], effective: date | None
) -> tuple[date | None, date | None, tuple[str, ...]]:
    start = next((defined[name] for name in _START_LABEL if name in defined), None)
    own = next((match for match in _OWN_TERM.finditer(text) if _is_own(text, match)), None)
    begins = start or effective
    if kind == "master" and begins:
        until = next((m for m in _UNTIL.finditer(text) if _is_own(text, m)), None)
        if until:
            return begins, parse_date(until.group("to")), ("term_start",)
    if own and begins:
        return begins, last_day(begins, months(own)), ("term_start", "term_end")
    if kind == "master":
        begun = next((m for m in _BEGINS.finditer(text) if _is_own(text, m)), None)
        return (_when(begun.group("from"), defined, effective) if begun else None), None, ()
    return start, None, ()


def _is_own(text: str, match: re.Match[str]) -> bool:
    """Whether a length is the document's own term, not a renewal, a notice, a warranty or a discount."""
    line = text.rfind("\n", 0, match.start())
    begin = max(text.rfind(".", 0, match.start()), line, match.start() - 120)
    before = text[begin + 1 : match.start()]
    if begin == line and len(before) < 20:
        heading = text[text.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]
        before = (heading + " " if len(heading) < 40 else "") + before
    if _OTHER_TERM.search(before) or _OTHER_TERM.search(match.group()):
        return False
    words = before + match.group()
    return bool(
        _TERM_WORDS.search(words)
        or re.search(r"\b(?:agreement|contract|order)\b", words, re.IGNORECASE)
    )


def _when(words: str, defined: Mapping[str, date], effective: date | None) -> date | None:
    if found := find_dates(words):
        return found[0].day
    name = re.sub(r"^(?:on|as of|from)\s+|^the\s+|[\"“”]", "", plain_name(words)).strip()
    name = re.sub(r"^the\s+", "", name)
    return defined.get(name) or effective
