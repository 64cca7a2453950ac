"""Amounts, percents, durations, dates and counts in a passage, with where they stand.

Every `find_...` is a pure function of the text given and returns values in order, whose `start` and
`end` are offsets in that text. A number given twice, in words and in digits ('ninety (90) days',
'five percent (5%)'), is one value; where the two disagree `conflict` is true and `value` is the
one in digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.readers.grammar.amounts import (
    OPEN,
    PLAIN,
    SHUT,
    MoneyAt,
    find_money,
    scale_of,
)
from extractors.readers.grammar.dates import DateAt, find_dates, find_months
from extractors.readers.grammar.numerals import (
    DIGITS,
    WORDS,
    Habits,
    habits_of,
    ordinal,
    parse_digits,
    words_to_number,
)
from terms.period import DurationUnit

__all__ = [
    "DateAt",
    "DurationAt",
    "Habits",
    "MoneyAt",
    "NumberAt",
    "PercentAt",
    "find_dates",
    "find_durations",
    "find_money",
    "find_months",
    "find_numbers",
    "find_percents",
    "habits_of",
    "ordinal",
    "words_to_number",
]


@dataclass(frozen=True, slots=True)
class PercentAt:
    """A percent: '5' for five percent; basis points are hundredths of it."""

    value: Decimal
    start: int
    end: int
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class DurationAt:
    """A length of time. 'The third anniversary' is three years with `anniversary` set."""

    length: int
    unit: DurationUnit
    start: int
    end: int
    conflict: bool = False
    anniversary: bool = False

    @property
    def months(self) -> int | None:
        """The length in months, or None for days and weeks."""
        return {"month": self.length, "year": 12 * self.length}.get(self.unit)


@dataclass(frozen=True, slots=True)
class NumberAt:
    """A count; `unit` is the word that follows it ('users'), or None."""

    value: Decimal
    unit: str | None
    start: int
    end: int
    conflict: bool = False


_PC = r"(?:%|\s?per\s?cent(?:um|age)?\b(?!\s+of\s+one)|\s?pct\b)"
_RATIO = rf"(?:(?<![\d.,])\d{{1,3}}\s\d/\d|{DIGITS}|(?<![\d.,])\.\d+)"
_PERCENT = re.compile(
    rf"\b(?P<w1>{WORDS})\s?(?:(?:of\s+one\s+)?{_PC}\.?)?{OPEN}(?P<f1>{_RATIO})\s?(?P<p1>{_PC})?"
    rf"{SHUT}(?P<p2>\s?{_PC})?"
    rf"|(?P<f2>{_RATIO})\s?{_PC}(?:{OPEN}(?P<w2>{WORDS})(?:\s?{_PC})?{SHUT})?"
    rf"|\b(?P<w3>{WORDS}|(?:one|three)[\s-](?:half|quarters?|fourths?))"
    rf"(?P<of>\s+of\s+(?:one|1))?\s?{_PC}"
    rf"|(?P<f4>{DIGITS})\s?(?:basis\s+points?|bps?\b)",
    re.IGNORECASE,
)
_MAY_BE_PERCENT = re.compile(r"%|per\s?cent|pct|basis\s+point|\d\s?bps?\b", re.IGNORECASE)


def find_percents(text: str, habits: Habits = PLAIN) -> list[PercentAt]:
    """Every percent: '5%', '3,0 %', 'twenty per cent (20%)', '50 basis points' (0.5)."""
    return list(_percents(text, habits))


@lru_cache(maxsize=4096)
def _percents(text: str, habits: Habits) -> tuple[PercentAt, ...]:
    if "%" not in text and not _MAY_BE_PERCENT.search(text):
        return ()
    found = []
    for match in _PERCENT.finditer(text):
        if match["f1"] and not (
            match["p1"] or match["p2"] or re.search(_PC, match[0], re.IGNORECASE)
        ):
            continue
        said = words_to_number(match["w1"] or match["w2"] or match["w3"] or "")
        if match["f4"]:
            value = parse_digits(match["f4"], comma=habits.comma).scaleb(-2)
        elif figure := match["f1"] or match["f2"]:
            value = _ratio(figure, habits)
        elif said is None:
            continue
        else:
            value = said
        conflict = said is not None and said != value
        found.append(PercentAt(value, match.start(), match.end(), conflict))
    return tuple(found)


def _ratio(figure: str, habits: Habits) -> Decimal:
    if figure.startswith("."):
        return Decimal(f"0{figure}")
    if "/" in figure:
        whole, above, below = re.split(r"[\s/]", figure)
        return Decimal(whole) + Decimal(above) / Decimal(below)
    # A percent is never written with grouped thousands of three digits after one comma or point
    # unless the document's habit says so: '12.500%' is twelve and a half.
    if figure.count(".") == 1 and "," not in figure:
        return Decimal(figure)
    return parse_digits(figure, comma=habits.comma)


_QUALIFIER = (
    r"(?:(?:calendar|consecutive|full|further|additional|successive|complete|entire|contract|"
    r"billing|whole|equal|more|clear|prior|running)\s+){0,2}"
)
_TIME = r"(?P<{0}>(?:business|working|banking|trading)\s+days?|days?|weeks?|fortnights?|months?|quarters?|years?)\b"
_DURATION = re.compile(
    rf"\b(?:(?P<w1>{WORDS}|(?<=\()?a|an)[\s-]*{OPEN}(?P<f1>\d{{1,4}}){SHUT}[\s-]*{_QUALIFIER}{_TIME.format('u1')}"
    rf"|(?P<f2>\d{{1,4}}){OPEN}(?P<w2>{WORDS}){SHUT}[\s-]*{_QUALIFIER}{_TIME.format('u2')}"
    rf"|(?<![\d.,/])(?P<f3>\d{{1,4}})[\s-]*{_QUALIFIER}{_TIME.format('u3')}"
    rf"|(?P<w3>{WORDS})[\s-]+{_QUALIFIER}{_TIME.format('u4')}"
    r"|(?P<o>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))"
    r"(?:\s*\(\s*\d{1,2}\s*(?:st|nd|rd|th)?\s*\))?\s+(?:annual\s+)?anniversary\b)",
    re.IGNORECASE,
)
_MAY_BE_DURATION = re.compile(
    r"days?|weeks?|months?|years?|quarters?|fortnight|anniversary", re.IGNORECASE
)


def find_durations(text: str) -> list[DurationAt]:
    """Every length of time: 'ninety (90) days', 'five business days', 'third anniversary'.

    Fortnights are two weeks, quarters three months. Halves ('one and a half years') are given in
    the smaller unit where that is whole, and left out where it is not.
    """
    return list(_durations(text))


@lru_cache(maxsize=4096)
def _durations(text: str) -> tuple[DurationAt, ...]:
    if not _MAY_BE_DURATION.search(text):
        return ()
    found = []
    for match in _DURATION.finditer(text):
        if match["o"]:
            years = ordinal(match["o"])
            if years:
                found.append(DurationAt(years, "year", *match.span(), anniversary=True))
            continue
        figure = match["f1"] or match["f2"] or match["f3"]
        words = match["w1"] or match["w2"] or match["w3"]
        said = words_to_number(words) if words else None
        value = Decimal(figure) if figure else said
        unit = match["u1"] or match["u2"] or match["u3"] or match["u4"]
        if unit.lower().startswith("quarter") and _FOURTHS.match(text, match.end()):
            continue
        length = _length(value, unit.lower()) if value else None
        if length is None:
            continue
        conflict = bool(figure) and said is not None and said != value
        found.append(DurationAt(*length, *match.span(), conflict=conflict))
    return tuple(found)


_FOURTHS = re.compile(r"\s+(?:of\s+(?:one\s+|an?\s+)?)?(?:per\s?cent\w*|%|hours?\b)", re.IGNORECASE)
"""'Three quarters of one percent' and 'three-quarters percent' are fractions, and no time."""


def _length(value: Decimal, unit: str) -> tuple[int, DurationUnit] | None:
    names: dict[str, tuple[int, DurationUnit]] = {
        "day": (1, "day"),
        "week": (1, "week"),
        "fortnight": (2, "week"),
        "month": (1, "month"),
        "quarter": (3, "month"),
        "year": (1, "year"),
    }
    word = unit.rsplit(maxsplit=1)[-1].rstrip("s")
    factor, name = names[word]
    if " " in unit:
        name = "working_day"
    value *= factor
    if value != int(value) and name == "year":
        value, name = value * 12, "month"
    return (int(value), name) if value == int(value) else None


_NUMBER = re.compile(
    rf"\b(?P<w1>{WORDS}){OPEN}(?P<f1>{DIGITS}){SHUT}"
    rf"|(?P<f2>{DIGITS}){OPEN}(?P<w2>{WORDS}){SHUT}"
    rf"|(?<![\w#§$£€¥])(?P<f3>{DIGITS})(?P<s3>\s(?:thousand|million|billion))?(?![\w%])"
    rf"|\b(?P<w3>{WORDS})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:section|article|clause|paragraph|exhibit|schedule|annex|item|page|part|no\.|nos\.|number|step|line|§+)\s*\Z",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[\s-]+(?P<unit>[A-Za-z][A-Za-z-]*)")


def find_numbers(text: str, habits: Habits = PLAIN) -> list[NumberAt]:
    """Every count that is no money, percent, date or duration: '500 users', 'three (3) lines'."""
    return list(_numbers(text, habits))


@lru_cache(maxsize=4096)
def _numbers(text: str, habits: Habits) -> tuple[NumberAt, ...]:
    others: list[MoneyAt | PercentAt | DateAt | DurationAt] = [
        *find_money(text, habits),
        *find_percents(text, habits),
        *find_dates(text, habits),
        *find_months(text),
        *find_durations(text),
    ]
    taken = [(at.start, at.end) for at in others]
    found = []
    for match in _NUMBER.finditer(text):
        if _LABELLED.search(text, max(0, match.start() - 14), match.start()):
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        figure = match["f1"] or match["f2"] or match["f3"]
        said = words_to_number(match["w1"] or match["w2"] or match["w3"] or "")
        value = parse_digits(figure, comma=habits.comma) if figure else said
        if value is None:
            continue
        if match["s3"]:
            value *= scale_of(match["s3"])
        conflict = bool(figure) and said is not None and said != value
        unit = _UNIT.match(text, match.end())
        found.append(
            NumberAt(value, unit["unit"] if unit else None, match.start(), match.end(), conflict)
        )
    return tuple(found)
