"""Dates and lengths of time as contracts write them, and dates that a document gives a name.

Months may be English or German; a numeric date is read only where it cannot be misread
(2026-02-01, 1.2.2026, 13/02/2026): '01/02/2026' is two different days on two continents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractors.number_words import SMALL
from terms.period import add_months

_MONTHS = (
    ("january", "jan", "januar"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober"),
    ("november", "nov"),
    ("december", "dec", "dezember"),
)
MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}

MONTH = "(?:" + "|".join(sorted(MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
DATE = (
    rf"(?:\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s?,?\s+\d{{4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s+day)?(?:\s+of)?\s+{MONTH},?\s+\d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b)"
)
"""A regular expression for one date (case does not matter)."""

_DATE = re.compile(DATE, re.IGNORECASE)
_NAMED_MONTH = re.compile(MONTH, re.IGNORECASE)

_WORDS = "|".join(sorted(SMALL, key=len, reverse=True))
COUNT = rf"(?:\b\d{{1,3}}|\b(?:{_WORDS})(?:[-\s](?:{_WORDS}))?)\b(?:\s*\(\s*\d{{1,3}}\s*\))?"
"""A regular expression for a count: '36', 'thirty-six (36)', 'two'."""
LENGTH = rf"(?P<count>{COUNT})[\s-]*(?P<unit>month|year)s?\b"
"""A regular expression for a length in months or years, with groups `count` and `unit`."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the text."""

    start: int
    end: int
    day: date


def parse_date(words: str) -> date | None:
    """The day that `words` names, or None where they name none, or could name two."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = _NAMED_MONTH.search(words)
    try:
        if month and len(numbers) == 2:
            return date(numbers[1], MONTH_NUMBER[month.group().lower().rstrip(".")], numbers[0])
        if len(numbers) != 3:
            return None
        if re.match(r"\d{4}-", words):
            return date(*numbers)
        first, second, year = numbers
        if "." not in words and first <= 12 and second <= 12 and first != second:
            return None
        return date(year, first, second) if second > 12 else date(year, second, first)
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Every date in `text`, in order."""
    return list(_dates_of(text))


@lru_cache(maxsize=32)
def _dates_of(text: str) -> tuple[FoundDate, ...]:
    """The same; a document's whole text is asked for its dates again and again."""
    found = []
    for match in _DATE.finditer(text):
        day = parse_date(match.group())
        if day:
            found.append(FoundDate(match.start(), match.end(), day))
    return tuple(found)


def count(words: str) -> int | None:
    """The number in '36', 'thirty-six (36)' or 'two'; digits win over words."""
    if digits := re.search(r"\d+", words):
        return int(digits.group())
    parts = [SMALL[word] for word in re.split(r"[-\s]+", words.lower()) if word in SMALL]
    return sum(parts) if parts else None


def months(match: re.Match[str]) -> int:
    """The months that a match of LENGTH means (a year is twelve); 0 where it means none."""
    number = count(match.group("count")) or 0
    return number * (12 if match.group("unit").lower() == "year" else 1)


def last_day(start: date, length: int) -> date:
    """The last day of `length` months that begin on `start`: 12 months from 1 June 2024 end 31 May 2025."""
    return add_months(start, length) - timedelta(days=1)


_QUOTE = "[\"“”„‟«»'‘’`]"
_NAME = r"(?:[A-Z][\w-]*[ ]){0,3}(?:Date|Day|Start|Commencement)"
_GIVEN_AFTER = re.compile(
    rf"[^.;()]{{0,12}}\(\s*(?:the\s+|hereinafter\s+)*{_QUOTE}*({_NAME}){_QUOTE}*\s*\)"
)
_GIVEN_BEFORE = re.compile(
    rf"{_QUOTE}?\b((?-i:{_NAME})|Start(?:\s+of\s+\w+)?|(?:Service|Start|Effective|Renewal|Commencement)\s+date)"
    rf"{_QUOTE}?\s*(?:\([^)]{{0,40}}\)\s*)?(?:means|is|shall\s+be|will\s+be)?\s*[:|]?\s*(?:the\s+)?({DATE})",
    re.IGNORECASE,
)


_START_ROW = re.compile(
    rf"(?:^|[.;:]\s|[ \t](?=[A-Z]))(?P<label>(?:[A-Z][\w-]*[ ])?(?:[\w-]+[ ]){{0,4}}?"
    r"(?:[Ss]tart|[Cc]ommencement|[Bb]eginning|[Aa]ctivation|[Rr]eady\sfor\s(?:use|service)|[Gg]o-live|[Ii]n\sforce\sfrom|From|Starts|Begins|Runs\sfrom)"
    rf"(?:[ ](?:of|for|from|on)(?:[ ][\w-]+){{0,3}}|[ ][Dd]ate)?)\s*[:\t]\s*(?P<day>(?i:{DATE}))",
    re.MULTILINE,
)
"""A row or label that says from when: 'Start of provision: 1 January 2025', 'Activation | 16 February 2026'."""


@lru_cache(maxsize=16)
def defined_dates(text: str) -> Mapping[str, date]:
    """Dates that the document names: {'renewal date': 2026-07-01}; the first naming of each counts."""
    found: dict[str, date] = {}
    for dated in find_dates(text):
        if given := _GIVEN_AFTER.match(text, dated.end):
            found.setdefault(plain_name(given.group(1)), dated.day)
    for given in _GIVEN_BEFORE.finditer(text):
        day = parse_date(given.group(2))
        if day and given.group(1)[0].isupper():
            found.setdefault(plain_name(given.group(1)).removeprefix("the "), day)
    for row in _START_ROW.finditer(text):
        if day := parse_date(row.group("day")):
            found.setdefault(plain_name(row.group("label")), day)
            found.setdefault("start", day)
            break
    return found


def plain_name(name: str) -> str:
    """A defined name for comparison: lower case, single blanks."""
    return " ".join(name.lower().split())
