"""The price index that a clause names, and the month whose value counts."""

from __future__ import annotations

import re

from extractors.readers.grammar.clauses import Clause

INDEX = re.compile(
    r"\b(?:CPI(?:-?[UWH]\b)?|RPI\b|HICP\b|PPI\b|ECI\b|VPI\b|consumer\s+prices?\s+index|retail\s+prices?\s+index|"
    r"producer\s+prices?\s+index|harmoni[sz]ed\s+index|employment\s+cost\s+index|cost\s+of\s+living|"
    r"(?:rate\s+of\s+)?inflation|price\s+index|index\s+of\s+[a-z]+|(?:wage|labou?r)\s+(?:cost\s+)?index|(?:the|such|said)\s+[“\"]?index\b|index\s+[“\"])",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"\b(?:[A-Z][\w.]*\s+){0,4}?(?:Harmoni[sz]ed\s+Index|(?:Consumer|Retail|Producer)\s+Prices?\s+Index|Employment\s+Cost\s+Index|Price\s+Index|(?:Wage|Labou?r)\s+(?:Cost\s+)?Index|Index\s+of\s+[A-Z]\w+(?:\s+[A-Z]\w+)*)"
    r"(?:\s+(?:of|for|in)\s+(?:the\s+|all\s+)?[A-Z][\w.]*(?:\s+(?:and\s+|of\s+)?[A-Z][\w.]*)*)*(?:\s*\((?:\d{4}\s*=\s*100|CPI[-\w]*|RPI|HICP|PPI|ECI|all\s+items[^()]{0,20})\))?"
    r"(?:,\s+(?:U\.S\.\s+City\s+Average|All\s+Items(?:\s+Less\s+[A-Z]\w+(?:\s+and\s+[A-Z]\w+)*)?|[A-Z]\w+\s+City\s+Average))*"
)
_LOWER_NAME = re.compile(
    r"\b(?:consumer|retail|producer|net|wholesale)\s+prices?\s+index\s+(?:for|of|in)\s+(?:the\s+)?[A-Z][\w.]*(?:\s+[A-Z][\w.]*)*(?:\s*\(\d{4}\s*=\s*100\))?"
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
    if full := _FULL_NAME.search(text) or _LOWER_NAME.search(text):
        return re.sub(r"^(?:The|In|On|By)\s+", "", full[0]).strip()
    short = _SHORT.search(text)
    return short[0] if short else None


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
            r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?|\b(?:each|every|since)\s+)\Z",
            text[max(0, match.start(1) - 12) : match.start(1)],
        )
    }
    return found.pop() if len(found) == 1 else None
