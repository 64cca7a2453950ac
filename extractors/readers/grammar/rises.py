"""What a clause on rising prices says besides the rise: when, from when, how far, on what.

Pure readings of one clause and its neighbours, for `escalations`.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from extractors.readers.grammar.clauses import Clause, product
from extractors.readers.grammar.numerals import words_to_number
from terms.period import add_months

_VERB = (
    r"(?:increas(?:e[sd]?|ing)|adjust(?:ed|s)?|rais(?:e[sd]?)|escalat(?:e[sd]?)|uplift(?:ed|s)?|indexed|revis(?:e[sd]?)|"
    r"ris(?:e|es)|var(?:y|ied|ies)|chang(?:e[sd]?)|modif(?:y|ied)|alter(?:ed)?|review(?:ed)?|amended)"
)
RISE = re.compile(
    rf"\b(?:shall|will|may|must|can|to|would|hereby|and|then|thereafter|is|are|be|been)\s+(?:\w+,?\s+){{0,4}}?{_VERB}\b"
    rf"|\b(?:fees?|prices?|charges?|rates?|amount)\s+(?:\w+\s+){{0,4}}?(?:increases|rises|escalates)\b"
    rf"|\bsubject\s+to\s+(?:an?\s+|annual\s+|automatic\s+|yearly\s+|the\s+)*(?:\w+\s+){{0,2}}(?:increases?|adjustments?|escalations?|indexation|uplift)\b"
    rf"|\b(?:annual|yearly|automatic)\s+(?:price\s+|fee\s+|rate\s+)?(?:increases?|escalat\w+|uplift|adjustments?)\s+(?:of|shall|will|is|at|equal)\b"
    rf"|\b(?:right|entitled)\s+to\s+(?:\w+\s+){{0,2}}{_VERB}\b",
    re.IGNORECASE,
)
"""A price rises, is raised, or may be."""

INDEX = re.compile(
    r"\b(?:CPI(?:-?[UWH]\b)?|RPI\b|HICP\b|PPI\b|ECI\b|VPI\b|consumer\s+prices?\s+index|retail\s+prices?\s+index|"
    r"producer\s+prices?\s+index|harmoni[sz]ed\s+index|employment\s+cost\s+index|cost\s+of\s+living|"
    r"(?:rate\s+of\s+)?inflation|price\s+index|(?:the|such|said)\s+[“\"]?index\b|index\s+[“\"])",
    re.IGNORECASE,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(month.capitalize() for month in _MONTHS)
_FULL_NAME = re.compile(
    r"\b(?:[A-Z][\w.]*\s+){0,4}?(?:Harmoni[sz]ed\s+Index|(?:Consumer|Retail|Producer)\s+Prices?\s+Index|Employment\s+Cost\s+Index|Price\s+Index)"
    r"(?:\s+(?:of|for|in)\s+(?:the\s+|all\s+)?[A-Z][\w.]*(?:\s+(?:and\s+|of\s+)?[A-Z][\w.]*)*)*(?:\s*\((?:\d{4}\s*=\s*100|CPI[-\w]*|RPI|HICP|PPI|ECI)\))?"
    r"(?:,\s+(?:U\.S\.\s+City\s+Average|All\s+Items(?:\s+Less\s+[A-Z]\w+(?:\s+and\s+[A-Z]\w+)*)?|[A-Z]\w+\s+City\s+Average))*"
)
_SHORT = re.compile(r"\b(?:CPI-?[UWH]?|RPI|HICP|PPI|ECI|VPI)\b")
_APART = re.compile(
    r"\b(?:separate|apart|independent|irrespective|regardless)\w*\s+(?:from|of)\s+(?:\w+\s+){0,3}(?:index|CPI|inflation)\b",
    re.IGNORECASE,
)
_REAL = re.compile(
    r"\b(?:Producer\s+Prices?|Employment\s+Cost|Verbraucherpreis|Consumer\s+Prices?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\b(?:index|series)\s+[“\"]([^”\"]{2,40})[”\"]", re.IGNORECASE)
_DEFINED = re.compile(r"[“\"]Index[”\"]\s+(?:means|is|shall\s+mean|refers\s+to)\s+", re.IGNORECASE)


def index_named(clause: Clause) -> str | None:
    """The index as written; where the clause only says 'the Index', as its definition names it."""
    if not INDEX.search(clause.text) or _APART.search(clause.text):
        return None
    if re.search(r"\b(?:PPI|ECI|VPI)\b", clause.text) and not _REAL.search(clause.setting.text):
        return None
    own = _index_in(clause.text)
    if own:
        return _in_full(clause, own)
    if re.search(r"\bIndex\b", clause.text):
        where = _DEFINED.search(clause.setting.text)
        return _index_in(clause.setting.text[where.end() : where.end() + 260]) if where else None
    return "inflation" if re.search(r"\binflation\b", clause.text, re.IGNORECASE) else None


def _in_full(clause: Clause, name: str) -> str:
    """The longer name where the document defines the short one: '"Consumer Price Index" means the ...'."""
    defined = re.search(
        rf"[“\"]{re.escape(name)}[”\"]\s+(?:shall\s+mean|means|is|refers\s+to)\s+",
        clause.setting.text,
    )
    if not defined:
        return name
    return _index_in(clause.setting.text[defined.end() : defined.end() + 260]) or name


def _index_in(text: str) -> str | None:
    if quoted := _QUOTED.search(text):
        return quoted[1]
    if full := _FULL_NAME.search(text):
        return re.sub(r"^(?:The|In|On|By)\s+", "", full[0]).strip()
    short = _SHORT.search(text)
    return short[0] if short else None


_ATMOST = re.compile(
    r"(?:\b(?:not|never|no)\s+(?:\w+\s+){0,2}?(?:more|higher|greater)\s+than|\bnot\s+(?:to\s+)?exceed(?:ing)?|\bup\s+to(?:\s+a\s+maximum\s+of)?|"
    r"\bcap(?:ped)?\s+(?:of|at)|\bmaximum\s+(?:annual\s+|yearly\s+)?(?:\w+\s+)?of|\bat\s+most|\blimited\s+to|\bnot\s+(?:\w+\s+){0,3}by\s+more\s+than|\bin\s+no\s+event\s+(?:\w+\s+){0,4}more\s+than|\bexceed)"
    r"[\s,:]*(?:(?:in\s+any|the|an?|annual|rate|of|aggregate|per|year|period|twelve|month)[\s-]+){0,6}\W*\Z",
    re.IGNORECASE,
)
_ATLEAST = re.compile(
    r"(?:\b(?:not|never|no)\s+(?:be\s+)?(?:less|lower|fewer)\s+than|\bat\s+least|\bminimum\s+(?:\w+\s+){0,2}of|\bfloor\s+of)[\s,:]*\W*\Z",
    re.IGNORECASE,
)


def bounds(clause: Clause) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest percent of a rise: (floor, cap)."""
    floor = cap = None
    for at in clause.percents:
        head = clause.text[max(0, at.start - 90) : at.start]
        if _ATLEAST.search(head):
            floor = at.value
        elif _ATMOST.search(head):
            cap = at.value
    return floor, cap


_PLUS = re.compile(
    r"\b(?:plus|increased\s+by\s+an\s+additional)\s*(?:an\s+additional\s+)?\W*\Z", re.IGNORECASE
)
_PLUS_AFTER = re.compile(
    r"^\s*(?:\(?percentage\s+points?\)?\s+)?(?:above|over|on\s+top\s+of|in\s+addition\s+to|plus)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def spread(clause: Clause) -> Decimal | None:
    """What is added to an index: 'the CPI plus 2%'."""
    for at in clause.percents:
        if _PLUS.search(clause.text[max(0, at.start - 40) : at.start]):
            return at.value
        if _PLUS_AFTER.match(clause.text[at.end :]) and INDEX.search(
            clause.text[at.end : at.end + 60]
        ):
            return at.value
    return None


_EVERY = re.compile(
    r"\b(?:annually|yearly|each\s+(?:\w+\s+)?year|every\s+(?:\w+\s+)?year|per\s+(?:\w+\s+)?(?:year|annum)|each\s+(?:such\s+)?anniversary|every\s+anniversary|any\s+anniversary|"
    r"(?:successive|subsequent)\s+(?:\w+\s+)?(?:anniversar|year)\w*|year[\s-]on[\s-]year|year[\s-]over[\s-]year|(?:once|one\s+time)\s+(?:a|per|in\s+(?:any|each|every))\s+(?:\w+\s+){0,2}(?:year|twelve|12)|"
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
    r"\b(?:beginning|starting|commencing|first\s+time|the\s+first\s+(?:\w+\s+){0,2}(?:being|on|of\s+which)|first\s+(?:being|on|applied|increase[d]?|adjusted))\s*(?:\w+\s+){0,4}\W*\Z",
    re.IGNORECASE,
)


def timing(clause: Clause) -> dict[str, Any]:
    """How often and on which days: `every_months`, `trigger`, `first_on`; {} where not said."""
    text = _with_definition(clause)
    fields: dict[str, Any] = {}
    if repeated := _EVERY_N.search(text):
        number = (
            words_to_number(repeated[1].lower()) if not repeated[1].isdigit() else int(repeated[1])
        )
        if number:
            fields["every_months"] = int(number) * (
                12 if repeated[2].lower().startswith("year") else 1
            )
    elif _EVERY.search(text):
        fields["every_months"] = 12
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


def _with_definition(clause: Clause) -> str:
    """The clause with the meaning of a defined day put after it: 'On each Indexation Date'."""
    named = re.search(r"\b(?:each|every|any)\s+((?:[A-Z]\w+\s+)+Date)\b", clause.text)
    if not named:
        return clause.text
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
            r"\W*(?:and\s+)?(?:on\s+)?(?:each|every|annually|thereafter)",
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


_ROUNDED = re.compile(
    r"\bround(?:ed|ing)?\b[^.;]{0,40}\bto\s+(?:the\s+)?(?:nearest|next|full|whole|closest)?\s*",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:increased|adjusted|raised|escalated|indexed|resulting)\b", re.IGNORECASE
)
_CENT = re.compile(
    r"\W*(?:nearest\s+|full\s+|whole\s+|next\s+)?(cent|penny|dollar|euro|pound|yen)\b",
    re.IGNORECASE,
)


def rounding_to(clause: Clause) -> Decimal | None:
    """What a raised price is rounded to, in major units: 'the nearest ten dollars ($10)' is 10."""
    beside = {other.index for other in clause.around(0, 4)}
    for other in (clause, *clause.nearby(5)):
        match = _ROUNDED.search(other.text)
        if not match or not (
            other is clause or other.index in beside or _RAISED.search(other.text)
        ):
            continue
        money = [at for at in other.money if match.start() < at.start <= match.end() + 4]
        if money:
            return money[0].value
        if unit := _CENT.match(other.text[match.end() :]):
            return Decimal("0.01") if unit[1].lower() in {"cent", "penny"} else Decimal(1)
    return None


_DECIMALS = re.compile(
    r"\b(?:expressed|stated|rounded|calculated|carried)\s+to\s+(one|two|three|1|2|3)\s+decimals?\b",
    re.IGNORECASE,
)


def percent_rounding(clause: Clause) -> Decimal | None:
    """To what the percent itself is rounded: 'stated to two decimals' is 0.01."""
    for other in (clause, *clause.around(0, 3)):
        if match := _DECIMALS.search(other.text):
            places = {"one": 1, "two": 2, "three": 3}.get(match[1].lower()) or int(match[1])
            return Decimal(1).scaleb(-places)
    return None


_COMPOUND = re.compile(
    r"\b(?:compound\w*|accumulate|cumulative(?:ly)?|as\s+(?:previously\s+|last\s+|so\s+)?(?:increased|adjusted|escalated|raised)|"
    r"(?:then|currently)[\s-](?:in\s+(?:effect|force)|current|applicable|applying|prevailing)|immediately\s+preceding\s+(?:\w+\s+)?(?:year|term|period)|"
    r"(?:prior|previous|preceding)\s+year['’]s|over\s+the\s+(?:prior|previous|preceding)\s+\w+)\b",
    re.IGNORECASE,
)
_SIMPLE = re.compile(
    r"\b(?:non-?compound\w*|not\s+(?:be\s+)?compound\w*|on\s+the\s+(?:original|initial|base)\s+(?:fee|price|charge)s?)\b",
    re.IGNORECASE,
)


def compounding(clause: Clause) -> bool | None:
    """Whether a rise is taken on the price as already raised."""
    words = f"{clause.text} {clause.after(2)}"
    if _SIMPLE.search(words):
        return False
    return True if _COMPOUND.search(words) else None


_BOTH = re.compile(
    r"\bboth\s+upward\w*\s+and\s+downward\w*|\bup(?:ward\w*)?\s+or\s+down(?:ward\w*)?|\bincreased?\s+or\s+decreased?\b|\bdecreased?\s+or\s+increased?\b|\bincrease\s+or\s+decrease\b",
    re.IGNORECASE,
)


def direction(clause: Clause) -> str | None:
    """'both' where the price also falls; None where the clause does not say."""
    return "both" if _BOTH.search(clause.text) else None


_NOTICE = re.compile(
    r"^\W*(?:['’]s?\s*)?(?:\w+\s+){0,3}?(?:notice|notification)\b|^\W*(?:in\s+advance|advance|beforehand|prior\s+to|before)\b",
    re.IGNORECASE,
)


def notice_days(clause: Clause) -> int | None:
    """Days of notice that a rise needs; months count thirty days each where only months are said."""
    for other in (clause, *clause.around(0, 2)):
        if other is not clause and not re.search(r"\bnotice\b", other.text, re.IGNORECASE):
            continue
        if re.search(r"\bwithout\s+(?:\w+\s+)?notice\b", other.text, re.IGNORECASE):
            return None
        for at in other.durations:
            if _NOTICE.match(other.text[at.end :]) and re.search(
                r"\bnotice|notif", other.text, re.IGNORECASE
            ):
                return {"day": at.length, "week": 7 * at.length, "month": 30 * at.length}.get(
                    at.unit
                )
    return None


_INDEX_MONTH = re.compile(
    rf"\b(?:(?:month\s+of|for|in|of|the|to|from|between|preceding|last|each|proceeding)\s+(?:the\s+)?)?({_MONTH})\b(?!\s+\d{{1,2}}\b(?!\d\d))",
)


def index_month(clause: Clause) -> int | None:
    """The month whose index value counts, where the clause names one month only."""
    text = clause.text
    found = {
        _MONTHS.index(match[1].lower()) + 1
        for match in _INDEX_MONTH.finditer(text)
        if not re.search(
            r"\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?\Z",
            text[max(0, match.start(1) - 12) : match.start(1)],
        )
    }
    return found.pop() if len(found) == 1 else None


_NOT_APPLY = re.compile(
    r"\b(?:section|clause|paragraph|article)?\s*[\w.()§-]*\s*(?:does|do|shall|will)\s+not\s+apply\s+to\s+(?:the\s+)?([^.;,]{3,60})",
    re.IGNORECASE,
)
_NOT_INDEXED = re.compile(
    r"(?:^|\.\s|;\s)\W*([A-Z][^.;,]{3,80}?)\s+(?:is|are|shall|will)\s+not\s+(?:be\s+)?(?:indexed|reviewed|adjusted|increased|escalated|subject\s+to)\b",
)
_EXCEPT = re.compile(
    r"\b(?:except|excluding|other\s+than|save)\s+(?:for\s+)?(?:the\s+)?([^.;,()]{3,60})",
    re.IGNORECASE,
)


def excluded(clause: Clause) -> tuple[str, ...] | None:
    """What the rise leaves out, as written."""
    near = [clause, *clause.around(4, 4), *_sections_after(clause)]
    for other in near:
        for pattern in (_NOT_APPLY, _NOT_INDEXED):
            if (match := pattern.search(other.text)) and not re.search(
                r"\badded\b|\bdate\b", match[1], re.IGNORECASE
            ):
                return tuple(
                    part.strip()
                    for part in re.split(r"\s+(?:and|or)\s+|,\s*", match[1])
                    if part.strip()
                )
    if match := _EXCEPT.search(clause.text):
        return (match[1].strip(),)
    return None


def _sections_after(clause: Clause) -> list[Clause]:
    """The first sentences of what follows the section, for 'Section 4.2 does not apply to ...'."""
    section = clause.sentence.section
    if section is None:
        return []
    last = max([clause.index, *(other.index for other in clause.around(0, 6))])
    mention = re.compile(
        rf"\b(?:section|clause|article|§)\s*{re.escape(section.label)}\b", re.IGNORECASE
    )
    following = range(last + 1, min(last + 5, len(clause.setting.sentences)))
    return [other for at in following if mention.search((other := Clause(clause.setting, at)).text)]


_SUBJECT = re.compile(
    r"\b"
    r"((?:the|every|each|all|any|its|our|such|your)\s+(?:[\w’'-]+\s+){0,4}?(?:fees?|charges?|prices?|rates?|amounts?|guarantee|minimum|commitment|royalt(?:y|ies)|rentals?|rents?|tariffs?|schedule|compensation))\b",
    re.IGNORECASE,
)


_NO_PRODUCT = re.compile(
    r"\b(?:right|change|average|consumer\s+price|producer\s+price|retail\s+price|list\s+price|index|exchange|interest|amount|minimum\s+amount|schedule|parties|compensation)\b",
    re.IGNORECASE,
)


def subject(clause: Clause, rise: re.Match[str]) -> str | None:
    """What rises: the noun phrase nearest to the verb; None for all prices."""
    phrases = [
        match for match in _SUBJECT.finditer(clause.text) if not _NO_PRODUCT.search(match[1])
    ]
    if not phrases:
        return None
    nearest = min(
        phrases,
        key=lambda match: min(abs(match.end(1) - rise.start()), abs(match.start(1) - rise.end())),
    )
    words = re.split(r"(?i)\b(?=(?:the|every|each|all|any|its|our|such|your)\s)", nearest[1])[-1]
    named = product(words)
    return _defined_as(clause, named) if named else None


def _defined_as(clause: Clause, name: str) -> str:
    """What a defined fee is paid for: 'a flat fee for the Enterprise Plan of ... (the "Plan Fee")'."""
    defined = re.search(
        rf"\b(?:fee|charge|price)\s+for\s+(?:the\s+|use\s+of\s+the\s+)?([A-Z][\w-]*(?:\s+[A-Z][\w-]*){{0,3}})\s[^.]{{0,140}}?\(\s*(?:the\s+)?[“\"]{re.escape(name)}[”\"]",
        clause.setting.text,
    )
    if defined:
        return defined[1]
    return re.sub(r"\s+price$", "", name) if name.islower() else name
