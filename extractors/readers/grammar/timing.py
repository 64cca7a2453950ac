"""When prices rise: how often, on which days, and the first of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from extractors.readers.grammar.clauses import Clause
from extractors.readers.grammar.numerals import words_to_number
from terms.period import add_months

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"

_EVERY = re.compile(
    r"\b(?:annually|yearly|each\s+(?:\w+\s+)?year|every\s+(?:\w+\s+)?year|per\s+(?:\w+\s+)?(?:year|annum)|each\s+(?:such\s+)?anniversary|every\s+anniversary|any\s+anniversary|"
    r"(?:successive|subsequent)\s+(?:\w+\s+)?(?:anniversar|year)\w*|year[\s-]on[\s-]year|year[\s-]over[\s-]year|on\s+an\s+annual\s+basis|(?:once|one\s+time)\s+(?:a|per|in\s+(?:any|each|every))\s+(?:\w+\s+){0,2}(?:year|twelve|12)|"
    rf"each\s+(?:(?:{_MONTH})|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH}))|every\s+(?:(?:{_MONTH})|\d{{1,2}}\s+(?:{_MONTH}))|annual\s+(?:price\s+)?(?:increase|adjustment|escalat\w+|uplift|indexation|rate)|"
    r"(?:any|each|every)\s+(?:twelve|12)[\s-]|anniversaries)",
    re.IGNORECASE,
)
_EVERY_N = re.compile(
    r"\b(?:every|each)\s+(\w+|\d+)(?:\s*\(\d+\))?\s+(months?|years?)\b", re.IGNORECASE
)
_CALENDAR = re.compile(
    rf"\b(?:{_MONTH})\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?:{_MONTH})\b",
    re.IGNORECASE,
)
_RENEWAL = re.compile(
    r"\b(?:(?:each|any|every|upon|on|at|for|of)\s+(?:the\s+|each\s+|any\s+)?(?:start\s+of\s+(?:the\s+|each\s+)?)?renewal|renewal\s+(?:term|date|period)|renews?)\b",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"\b(?:beginning|starting|commencing|first\s+time|the\s+first\s+(?:\w+\s+){0,2}(?:being|on|of\s+which|taking\s+place|occurring|to\s+take\s+place)|first\s+(?:being|on|applied|increase[d]?|adjusted))\s*(?:\w+\s+){0,4}\W*\Z",
    re.IGNORECASE,
)


def timing(clause: Clause) -> dict[str, Any]:
    """How often and on which days: `every_months`, `trigger`, `first_on`; {} where not said."""
    text = _with_definition(clause)
    fields: dict[str, Any] = {}
    months = _repeats(text)
    if months:
        fields["every_months"] = months
    trigger = _trigger(text)
    if trigger:
        fields["trigger"] = trigger
        if trigger == "anniversary" and re.search(
            r"\beach\b|\bany\b|\bevery\b|anniversaries", text, re.IGNORECASE
        ):
            fields.setdefault("every_months", 12)
    first = _first_on(clause, text, trigger)
    if first and (fields or trigger):
        fields["first_on"] = first
    return fields


def _repeats(text: str) -> int | None:
    """Months between two rises: 'every two years' is 24, 'annually' is 12."""
    if repeated := _EVERY_N.search(text):
        words = repeated[1].lower()
        number = int(words) if words.isdigit() else words_to_number(words)
        if number:
            return int(number) * (12 if repeated[2].lower().startswith("year") else 1)
    return 12 if _EVERY.search(text) else None


_NAMED_DATE = re.compile(r"\b(?:each|every|any)\s+(?:[a-z]+\s+)?((?:[A-Z]\w+\s+)+Date)\b")


def defining(clause: Clause) -> Clause | None:
    """The sentence before that names the day: 'once a year, on July 1 (each an "Escalation Date")'."""
    named = _NAMED_DATE.search(clause.text)
    if not named:
        return None
    given = re.compile(rf"\(\s*each[,\s]+an?\s+[“\"]{re.escape(named[1])}[”\"]")
    return next((other for other in clause.around(4, 0) if given.search(other.text)), None)


def _with_definition(clause: Clause) -> str:
    """The clause with the meaning of a defined day put after it: 'On each Indexation Date'."""
    named = _NAMED_DATE.search(clause.text)
    if not named:
        return clause.text
    if where := defining(clause):
        return f"{clause.text} ({where.text})"
    meaning = re.search(
        rf"[“\"]{re.escape(named[1])}[”\"]\s+means\s+([^;.]{{3,80}})", clause.setting.text
    )
    return f"{clause.text} ({meaning[1]})" if meaning else clause.text


def _trigger(text: str) -> str | None:
    if re.search(r"\banniversar", text, re.IGNORECASE):
        return "anniversary"
    if _CALENDAR.search(text) and _EVERY.search(text):
        return "fixed_date"
    if _RENEWAL.search(text):
        return "renewal"
    if re.search(
        r"\b(?:each|every|per)\s+calendar\s+year|\b(?:start|beginning)\s+of\s+(?:each|every)\s+calendar\s+year",
        text,
        re.IGNORECASE,
    ):
        return "calendar_year"
    return None


def _first_on(clause: Clause, text: str, trigger: str | None) -> date | None:
    for at in clause.dates:
        if _BEGIN.search(clause.text[max(0, at.start - 60) : at.start]):
            return at.value
    after = [
        at
        for at in clause.dates
        if re.match(
            rf"[\s,]*(?:and\s+)?(?:on\s+)?(?:(?:{_MONTH})\s+\d{{1,2}}\s+|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\s+)?(?:of\s+)?(?:each|every|annually|thereafter)",
            clause.text[at.end :],
            re.IGNORECASE,
        )
    ]
    if after:
        return after[0].value
    if trigger == "anniversary":
        return _anniversary_of(clause, text)
    return None


_ANNIVERSARY_OF = re.compile(
    r"\b(?:(each|every|any|first|second|third|fourth|fifth)\s+)?(?:annual\s+)?anniversar(?:y|ies)\s+(?:date\s+)?(?:of|after|following)\s+(?:the\s+)?((?:[A-Z]\w+\s+){0,3}(?:Date|Start|Commencement))",
)


def _anniversary_of(clause: Clause, text: str) -> date | None:
    match = _ANNIVERSARY_OF.search(text)
    if match:
        day = clause.day(match[2])
        number = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}.get((match[1] or "").lower(), 1)
        return add_months(day, 12 * number) if day else None
    named = re.search(r"\banniversar(?:y|ies)\s+after\s+the\s+((?:[A-Z]\w+\s+){0,3}Date)", text)
    day = clause.day(named[1]) if named else None
    return add_months(day, 12) if day else None
