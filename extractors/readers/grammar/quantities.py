"""Amounts, percents, durations, dates and counts in a passage, with where they stand.

Every `find_...` is a pure function of the text given and returns values in order, whose `start` and
`end` are offsets in that text. A number given twice, in words and in digits ('ninety (90) days',
'five percent (5%)'), is one value; where the two disagree `conflict` is true and `value` is the
one in digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from decimal import Decimal

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

PLAIN = Habits()


@dataclass(frozen=True, slots=True)
class MoneyAt:
    """An amount in major units; `currency` is an ISO 4217 code, or None where it is not said."""

    value: Decimal
    currency: str | None
    start: int
    end: int
    conflict: bool = False


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


_SIGNS = {"£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW"}
_PREFIXED_DOLLARS = {
    "US": "USD",
    "U.S.": "USD",
    "C": "CAD",
    "CA": "CAD",
    "CAD": "CAD",
    "CDN": "CAD",
    "A": "AUD",
    "AU": "AUD",
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "SG": "SGD",
    "USD": "USD",
}
_CODES = [
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "CHF",
    "CAD",
    "AUD",
    "NZD",
    "SEK",
    "NOK",
    "DKK",
    "INR",
    "CNY",
    "RMB",
    "HKD",
    "SGD",
    "KRW",
    "BRL",
    "MXN",
    "ZAR",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "AED",
    "SAR",
    "ILS",
    "THB",
    "MYR",
    "PHP",
    "IDR",
    "VND",
    "TWD",
    "CLP",
    "COP",
    "ARS",
    "KWD",
    "BHD",
]
_NAMES = {
    "dollar": None,
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "franc": "CHF",
    "rupee": "INR",
    "krone": None,
    "krona": "SEK",
    "yuan": "CNY",
    "won": "KRW",
}
_CODE = rf"(?:{'|'.join(_CODES)})"
_SIGN = r"(?:(?:\b(?:USD?|U\.S\.|CAD?|CDN|C|AU?|NZ|HK|SG?)\s?)?\$|[£€₹₩¥])"
_NAME = (
    r"(?:(?:US|U\.S\.|United\s+States|Canadian|Australian|New\s+Zealand|Singapore|Hong\s+Kong|"
    r"Swiss|Japanese|British)\s+)?"
    r"(?:pounds?\s+sterling|dollars?|euros?|pounds?|yen|francs?|rupees?|yuan|won)\b(?:\s+sterling)?"
)
_SUB = r"(?:pence|penny|pennies|cents?|¢)"
_SCALE = r"(?:\s?(?:thousand|million|billion|mn|bn|[kKM](?![\w²³])))"
_SPACED = (
    rf"(?:(?<![\d.,])\d{{1,3}}(?:\s\d{{3}})+(?:[.,]\d{{1,2}})?(?![.,]?\d)|{DIGITS}|(?<!\d)\.\d+)"
)
_DASHES = r"(?:[.,][-–—]{1,2})?"

_FIGURE = (
    rf"(?:\b{_CODE}\s?{_SIGN}?|{_SIGN})\s?{_SPACED}{_DASHES}{_SCALE}?(?:\s?\b{_CODE}\b)?"
    rf"|{DIGITS}{_SCALE}?\s?(?:€|£|¥|{_CODE}\b|{_NAME})"
    rf"|(?:{DIGITS}|(?<!\d)\.\d+)\s?{_SUB}(?!\w)"
    rf"|(?<![\d.,])\d+(?:\.\d+)?p(?![\w.])"
)
_SPOKEN = (
    rf"{WORDS}(?:\s+and\s+(?:\d{{1,2}}|no)/100(?:ths)?)?\s+(?:{_NAME}"
    rf"(?:\s+and\s+(?:{WORDS}\s+{_SUB}|(?:\d{{1,2}}|no)/100(?:ths)?(?:\s+{_NAME})?))?|{_SUB})"
)
_OPEN, _SHUT = r"\s*[(\[]\s*", r"\s*[)\]]"
_MONEY = re.compile(
    rf"(?P<w1>(?-i:\b)(?:{_SPOKEN})){_OPEN}(?P<f1>{_FIGURE}){_SHUT}"
    rf"|(?P<f2>{_FIGURE}){_OPEN}(?P<w2>{_SPOKEN}){_SHUT}"
    rf"|\b(?P<w4>{WORDS}){_OPEN}(?P<f4>{_FIGURE}){_SHUT}"
    rf"|\b(?P<w5>{WORDS}){_OPEN}(?P<f5>{DIGITS}){_SHUT}\s*(?P<n5>{_NAME}|{_SUB})"
    rf"|(?P<f3>{_FIGURE})"
    rf"|\b(?P<w3>{_SPOKEN})",
    re.IGNORECASE,
)
_SIGNS_OF_MONEY = re.compile(r"[$£€₹₩¥¢]|\dp\b")
_MONEY_WORDS = frozenset(
    "dollar dollars euro euros pound pounds yen franc francs rupee rupees yuan won pence penny pennies "
    "cent cents".split()
) | {code.lower() for code in _CODES}
_WORD = re.compile(r"[a-z]+")


def _may_be_money(text: str) -> bool:
    """A cheap test before the costly one: a sign or a word of money."""
    return _SIGNS_OF_MONEY.search(text) is not None or not _MONEY_WORDS.isdisjoint(
        _WORD.findall(text.lower())
    )


def find_money(text: str, habits: Habits = PLAIN) -> list[MoneyAt]:
    """Every amount of money: '$1,234.56', 'EUR 3.480,00', 'eighteen million yen (JPY 18,000,000)'."""
    return list(_moneys(text, habits))


@lru_cache(maxsize=8192)
def _moneys(text: str, habits: Habits) -> tuple[MoneyAt, ...]:
    if not _may_be_money(text):
        return ()
    found = []
    for match in _MONEY.finditer(text):
        figure = match["f1"] or match["f2"] or match["f4"] or match["f3"]
        words = match["w1"] or match["w2"] or match["w4"] or match["w3"]
        if match["f5"]:
            figure, words = f"{match['f5']} {match['n5']}", match["w5"]
        money = _figure(figure, habits) if figure else _spoken(words, habits)
        if money is None or (not figure and not _whole_word(text, match.start())):
            continue
        if not habits.pounds and money[1] == "GBP":
            continue
        said = _spoken(words, habits) if figure and words else None
        conflict = said is not None and said[0] != money[0]
        found.append(MoneyAt(money[0], money[1], match.start(), match.end(), conflict))
    return tuple(found)


def _whole_word(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()


def _figure(text: str, habits: Habits) -> tuple[Decimal, str | None] | None:
    digits = re.search(rf"{_SPACED}", text)
    if digits is None:
        return None
    body = digits[0]
    value = (
        Decimal(f"0{body}")
        if body[0] == "."
        else parse_digits(re.sub(r"\s", "", body), comma=habits.comma)
    )
    rest = text[: digits.start()] + " " + text[digits.end() :]
    value *= _scale(text[digits.end() :])
    sub = re.search(rf"{_SUB}(?!\w)|(?<=\s)p\Z", rest.strip().rjust(2), re.IGNORECASE)
    if sub:
        pence = sub[0].lower().startswith("p")
        return value.scaleb(-2), "GBP" if pence else habits.cents
    return value, _currency(rest, habits)


def _scale(after: str) -> Decimal:
    match = re.match(_SCALE, after, re.IGNORECASE)
    if not match:
        return Decimal(1)
    word = match[0].strip().lower()
    sizes = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
    return Decimal(10 ** sizes[word])


def _currency(text: str, habits: Habits) -> str | None:
    if match := re.search(rf"(?<![A-Za-z]){_CODE}(?![A-Za-z])", text):
        return "CNY" if match[0] == "RMB" else match[0]
    if match := re.search(r"(USD?|U\.S\.|CAD?|CDN|C|AU?|NZ|HK|SG?)?\s?\$", text):
        return _PREFIXED_DOLLARS[match[1]] if match[1] else habits.dollar
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    return habits.yen if "¥" in text else _named(text.lower(), habits)


_NATIONS = {
    "us ": "USD",
    "u.s.": "USD",
    "united states": "USD",
    "canadian": "CAD",
    "australian": "AUD",
    "new zealand": "NZD",
    "singapore": "SGD",
    "hong kong": "HKD",
}


def _named(text: str, habits: Habits) -> str | None:
    for name, code in _NAMES.items():
        if name in text:
            if name == "dollar":
                said = next((code for nation, code in _NATIONS.items() if nation in text), None)
                return said or habits.dollar
            return code
    return None


def _spoken(words: str, habits: Habits) -> tuple[Decimal, str | None] | None:
    """'ninety-five dollars and fifty cents' is 95.50; 'five pence' is 0.05 GBP."""
    text = words.lower()
    hundredths = re.search(r"and\s+(\d{1,2}|no)/100", text)
    cents = Decimal(0)
    if hundredths:
        cents = Decimal(0 if hundredths[1] == "no" else hundredths[1]).scaleb(-2)
        text = text[: hundredths.start()] + text[hundredths.end() :]
    match = re.search(_NAME, text, re.IGNORECASE)
    head, tail = (text[: match.start()], text[match.end() :]) if match else (text, "")
    if sub := re.search(rf"({WORDS})\s+({_SUB})", tail if match else head):
        part = words_to_number(sub[1])
        if part is None:
            return None
        if not match:
            return part.scaleb(-2), "GBP" if sub[2].startswith("p") else habits.cents
        cents += part.scaleb(-2)
    value = words_to_number(head)
    return None if value is None else (value + cents, _named(text, habits))


_PC = r"(?:%|\s?per\s?cent(?:um|age)?\b(?!\s+of\s+one)|\s?pct\b)"
_RATIO = rf"(?:(?<![\d.,])\d{{1,3}}\s\d/\d|{DIGITS}|(?<![\d.,])\.\d+)"
_PERCENT = re.compile(
    rf"\b(?P<w1>{WORDS})\s?(?:(?:of\s+one\s+)?{_PC})?{_OPEN}(?P<f1>{_RATIO})\s?(?P<p1>{_PC})?"
    rf"{_SHUT}(?P<p2>\s?{_PC})?"
    rf"|(?P<f2>{_RATIO})\s?{_PC}(?:{_OPEN}(?P<w2>{WORDS})(?:\s?{_PC})?{_SHUT})?"
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
    rf"\b(?:(?P<w1>{WORDS}|(?<=\()?a|an)[\s-]*{_OPEN}(?P<f1>\d{{1,4}}){_SHUT}[\s-]*{_QUALIFIER}{_TIME.format('u1')}"
    rf"|(?P<f2>\d{{1,4}}){_OPEN}(?P<w2>{WORDS}){_SHUT}[\s-]*{_QUALIFIER}{_TIME.format('u2')}"
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
        length = _length(value, unit.lower()) if value else None
        if length is None:
            continue
        conflict = bool(figure) and said is not None and said != value
        found.append(DurationAt(*length, *match.span(), conflict=conflict))
    return tuple(found)


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
    rf"\b(?P<w1>{WORDS}){_OPEN}(?P<f1>{DIGITS}){_SHUT}"
    rf"|(?P<f2>{DIGITS}){_OPEN}(?P<w2>{WORDS}){_SHUT}"
    rf"|(?<![\w#§$£€¥])(?P<f3>{DIGITS})(?P<s3>\s(?:thousand|million|billion))?(?![\w%])"
    rf"|\b(?P<w3>{WORDS})",
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
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        figure = match["f1"] or match["f2"] or match["f3"]
        said = words_to_number(match["w1"] or match["w2"] or match["w3"] or "")
        value = parse_digits(figure, comma=habits.comma) if figure else said
        if value is None:
            continue
        if match["s3"]:
            value *= _scale(match["s3"])
        conflict = bool(figure) and said is not None and said != value
        unit = _UNIT.match(text, match.end())
        found.append(
            NumberAt(value, unit["unit"] if unit else None, match.start(), match.end(), conflict)
        )
    return tuple(found)
