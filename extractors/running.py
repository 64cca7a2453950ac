"""From when to when a document runs: the sentence that says so, among many that speak of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.dates import (
    COUNT,
    DATE,
    LENGTH,
    find_dates,
    last_day,
    months,
    parse_date,
    plain_name,
)
from terms.contract import DocumentKind
from terms.period import add_months

_DEFINED = (
    r"(?:the\s+)?(?:[\"“]?(?:[A-Z][\w-]*\s+){0,3}(?:Date|Commencement|Start)\b[\"”]?|its\s+date"
    r"|date\s+(?:hereof|of\s+(?:this|signing)[^,.;]{0,30}|(?:first\s+)?(?:set\s+forth|written|stated)\s+above|first[^,.;]{0,30}above))"
)
_WHEN = rf"(?:on\s+|upon\s+|as\s+of\s+|from\s+)?(?:the\s+)?(?:{DATE}|(?-i:{_DEFINED}))"
_TO = (
    r"(?:,?\s*(?:through|thru|until|till|to|up\s+to(?:\s+and\s+inclu(?:ding|sive\s+of))?|and\s+(?:ending|ends|expir\w+)(?:\s+on)?"
    r"|ending(?:\s+on)?|[–—-])\s*(?:and\s+including\s+)?)"
)
_RANGE = re.compile(
    rf"(?P<from>{DATE})(?:\s*\([^)]{{0,60}}\))?\s*{_TO}\s*(?P<to>{DATE})", re.IGNORECASE
)
_LENGTH_FROM = re.compile(
    rf"{LENGTH}[^.;]{{0,60}}?\b(?:from|beginning|commencing|starting|after|following)\s+(?P<from>{_WHEN})",
    re.IGNORECASE,
)
_BEGINS = (
    r"\b(?:begin(?:s|ning)?|commenc(?:es?|ing)|start(?:s|ing)?|tak(?:es?|ing)\s+effect|(?:be|become)?s?\s*effective|in\s+effect"
    rf"|(?:enters?|entering|comes?|coming)\s+into\s+(?:force|effect|operation)|(?:has|have|had)\s+effect)\s+(?P<from>{_WHEN})"
)
_FROM_LENGTH = re.compile(
    rf"{_BEGINS}[^.;]{{0,120}}?\b(?:for|continues?|runs?|concluded|remains?|lasts?)\b[^.;]{{0,60}}?{LENGTH}"
    rf"(?:,?\s*(?:through|until)\s+(?P<to>{DATE}))?",
    re.IGNORECASE,
)
_FROM_UNTIL = re.compile(
    rf"{_BEGINS}[^.;]{{0,160}}?\b(?:until|through|(?:end|terminat|expir|conclud)\w*\s+(?:automatically\s+)?(?:at\s+midnight\s+)?on)\s+(?P<to>{DATE})",
    re.IGNORECASE,
)
_NTH = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)"
_FROM_ANNIVERSARY = re.compile(
    rf"{_BEGINS}[^.;]{{0,160}}?\b(?:end|terminat|expir|conclud)\w*\s+(?:on|upon)\s+the\s+(?P<nth>{_NTH})\s*(?:\([^)]*\)\s*)?anniversary",
    re.IGNORECASE,
)
_LENGTH_TO = re.compile(
    rf"(?P<count>{COUNT})[\s-]*(?:(?!month|year)\w+\s+)?(?P<unit>month|year)s?\b[^.;\d]{{0,20}}?"
    rf"\b(?:until|till|to|through|up\s+to(?:\s+and\s+inclu\w+(?:\s+of)?)?|end(?:s|ing)(?:\s+on)?|expir(?:es|ing)\s+on)\s+(?P<to>{DATE})",
    re.IGNORECASE,
)
"""A length and its last day: the first day follows from both."""
_NOW_ENDS = re.compile(
    rf"\b(?:now\s+(?:ends?|expires?|runs?)|extended(?:\s+by[^.;]{{0,40}})?|prolonged)\s+(?:(?:on|to|until|till|through)\s+)+(?P<to>{DATE})",
    re.IGNORECASE,
)
_FROM_FOR = re.compile(
    rf"\bfrom\s+(?P<from>{DATE})(?P<between>[^.;\d]{{0,60}}?)\bfor\s+(?:a\s+(?:period|term)\s+of\s+|another\s+|a\s+further\s+)?{LENGTH}",
    re.IGNORECASE,
)
"""'We clean your offices from 1 March 2025 for two years': what a letter or a renewal says."""
_RENEWS_FOR = re.compile(
    rf"\brenew(?:s|ed)?\s+(?:on|from|with\s+effect\s+from)\s+(?P<from>{DATE})\s+for\s+(?:a\s+(?:period|term)\s+of\s+|another\s+|a\s+further\s+)?{LENGTH}",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"{_BEGINS}[^.;]{{0,60}}?\bcontinues?\b", re.IGNORECASE)
_END_LABEL = re.compile(
    rf"\b(?:termination|expir(?:y|ation)|end)\s+date\s*(?:[:\t]|is|means)\s*(?P<to>{DATE})",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:commences?|continues?|remains?|expires?|runs?|terminates?|ends?)\b[^.;]{{0,80}}?\b(?:until|through|on)\s+(?P<to>{DATE})",
    re.IGNORECASE,
)
_OWN_LENGTH = re.compile(
    r"\b(?:initial\s+(?:subscription\s+)?(?:term|period)|minimum\s+(?:period|term)|(?:order(?:\s+form)?|extension|renewal|"
    r"subscription|contract|service)\s+(?:term|period)|term\s+of\s+(?:this|the)\s+(?:agreement|contract|order)|"
    r"(?:agreement|contract)\s+(?:is|shall\s+be|will\s+be|runs|continues)\s+(?:valid\s+)?for(?:\s+a\s+term)?|term|duration)\b"
    rf"(?P<between>[^.;\n]{{0,50}}?){LENGTH}",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"\b(?:initial|order(?:\s+form)?|extension|subscription|contract|service|minimum|renewal|distribution)\s+(?:subscription\s+)?(?:term|period)\b"
    r"|\b(?:term|duration|minimum\s+period|initial\s+period|fixed\s+period)\b|\b(?:agreement|contract|lease|licen[cs]e)\s+(?:shall|will|is|begins|commences|starts|takes\s+effect|runs|continues|becomes|remains|lasts|is\s+made)\b"
    r"|\b(?:subscription|services?|engagement|work|it)\s+(?:starts?|begins?|runs?|commences?|lasts?|enters?)\b"
    r"|\b(?:this\s+)?(?:letter|notice)\s+renews\b|\bwe\s+agree\s+on\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:period|extension|renew\w*|subscription|valid|runs?|initial|order|services?\s+from|agreement|contract)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:renew(?:s|ed|al)?\s+(?:automatically|for|terms?)|successive|rolls\s+on|each\s+(?:service\s+)?order|and\s+for|further|"
    r"additional|thereafter|extended|warrant\w*|confidential\w*|surviv\w*|(?<!this\s)notice|discount\w*|each\s+further|look\s*back|invoice|"
    r"within|retain\w*|kept|keeps?|first(?!\s+(?:term|period)\b)|step|commitment|price|during|after\s+(?:the\s+)?terminat\w+|following\s+terminat\w+)\b",
    re.IGNORECASE,
)
_START_LABELS = (
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

_OWN_STARTS = ("commencement date", "start date", "service start date", "services start date")
"""Days that an agreement names as its own start, whatever else it says of its term."""

_OPENING = 2000
Term = tuple[date | None, date | None, tuple[str, ...]]
"""Start, last day, and the names of what was worked out."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence that could give the term."""

    start: date | None
    end: date | None
    derived: tuple[str, ...]
    anchored: bool
    at: int


def read_term(
    text: str, kind: DocumentKind, defined: Mapping[str, date], effective: date | None
) -> Term:
    """The term of a document; None where its words do not settle a start or an end.

    A sentence that speaks of the term or of the agreement itself goes before one that does not, and
    for a master only the former counts: a master speaks of many lengths.
    """
    known = _Dates(defined, effective)
    if kind == "renewal" and (renews := _RENEWS_FOR.search(text)):
        return _from_and_length(renews)
    said = list(_said(text, known))
    if not any(each.start and each.end and each.anchored for each in said):
        said += _before_an_end(text)
    anchored = [each for each in said if each.anchored and each.start]
    usable = anchored or ([] if kind == "master" else [each for each in said if each.start])
    if usable:
        best = min(usable, key=lambda each: (each.end is None, each.at))
        return best.start, best.end, best.derived
    found = _labelled(text, kind, known)
    said_shortly = _FROM_FOR.search(text[:_OPENING]) if found[1] is None else None
    if said_shortly and not _OTHER.search(said_shortly.group("between")):
        return _from_and_length(said_shortly)
    return found


def _from_and_length(match: re.Match[str]) -> Term:
    start = parse_date(match.group("from"))
    return start, last_day(start, months(match)) if start else None, ("term_end",)


@dataclass(frozen=True, slots=True)
class _Dates:
    """What the document's names for dates mean."""

    defined: Mapping[str, date]
    effective: date | None

    def of(self, words: str) -> date | None:
        """The day that words such as 'on the Effective Date' or 'May 1, 2025' mean."""
        if found := find_dates(words):
            return found[0].day
        name = re.sub(r"[\"“”]", "", plain_name(words))
        name = re.sub(r"^(?:on|upon|as of|from)\s+", "", name)
        return self.defined.get(re.sub(r"^the\s+", "", name)) or self.effective

    @property
    def labelled_start(self) -> date | None:
        """The day that a label such as 'Start Date' gives."""
        return next((self.defined[name] for name in _START_LABELS if name in self.defined), None)


def _said(text: str, known: _Dates) -> Iterator[_Said]:
    for match in _RANGE.finditer(text):
        start, end = parse_date(match.group("from")), parse_date(match.group("to"))
        context = _own(text, match)
        if context is not None and start and end and (end - start).days >= 27:
            yield _Said(start, end, (), bool(_ANCHOR.search(context)), match.start())
    for pattern in (_LENGTH_FROM, _FROM_LENGTH, _FROM_UNTIL, _FROM_ANNIVERSARY, _OPEN):
        for match in pattern.finditer(text):
            context = _own(text, match)
            if context is not None:
                if pattern is _OPEN and "its date" in match.group():
                    continue
                start = known.of(match.group("from"))
                end, derived = _end(match, start)
                yield _Said(start, end, derived, bool(_ANCHOR.search(context)), match.start())


def _before_an_end(text: str) -> Iterator[_Said]:
    """'Two years, until 31 March 2027': the start is the day on which such a length begins."""
    for match in _LENGTH_TO.finditer(text):
        context, end = _own(text, match), parse_date(match.group("to"))
        if context is not None and end and months(match):
            start = add_months(end + timedelta(days=1), -months(match))
            yield _Said(start, end, ("term_start",), bool(_ANCHOR.search(context)), match.start())


def _end(match: re.Match[str], start: date | None) -> tuple[date | None, tuple[str, ...]]:
    groups = match.groupdict()
    if groups.get("to"):
        return parse_date(groups["to"]), ()
    if start and groups.get("nth"):
        return add_months(start, 12 * _nth(groups["nth"])), ("term_end",)
    if start and groups.get("count"):
        return last_day(start, months(match)), ("term_end",)
    return None, ()


def _nth(words: str) -> int:
    if digits := re.match(r"\d+", words):
        return int(digits.group())
    return _NTH.split("|").index(words.lower()) + 1


def _labelled(text: str, kind: DocumentKind, known: _Dates) -> Term:
    """The term from a start and a length or an end that stand apart, as tables have them."""
    start = known.labelled_start
    begins = start or known.effective
    derived = () if start else ("term_start",)
    if begins and kind == "renewal" and (now := _NOW_ENDS.search(text)):
        return begins, parse_date(now.group("to")), derived
    if begins:
        for pattern in (_END_LABEL, *((_UNTIL,) if kind == "master" else ())):
            for match in pattern.finditer(text):
                context = _own(text, match)
                if context is not None and (pattern is _END_LABEL or _ANCHOR.search(context)):
                    return begins, parse_date(match.group("to")), derived
        for match in _OWN_LENGTH.finditer(text):
            if _own(text, match) is not None:
                return begins, last_day(begins, months(match)), (*derived, "term_end")
    if kind == "master":
        start = next((known.defined[name] for name in _OWN_STARTS if name in known.defined), None)
    return start, None, ()


def _own(text: str, match: re.Match[str]) -> str | None:
    """The words up to a length, where it can be the document's own term; None for a notice or a discount."""
    line = text.rfind("\n", 0, match.start())
    begin = max(text.rfind(". ", 0, match.start()) + 1, line, match.start() - 120)
    before = text[begin + 1 : match.start()]
    if begin == line and len(before) < 20:
        heading = text[text.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]
        before = (heading + " " if len(heading) < 40 else "") + before
    context = before + match.group()
    if _OTHER.search(before) or _OTHER.search(match.group()):
        return None
    return context if _ANCHOR.search(context) or _WEAK.search(context) else None
