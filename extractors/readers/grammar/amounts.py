"""Amounts of money in a passage, as figures, in words, or as both.

'$1,234.56', 'EUR 3.480,00', 'eighteen million yen (JPY 18,000,000)', 'six pence (£0.06)', '6p'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.readers.grammar.numerals import (
    DIGITS,
    WORDS,
    Habits,
    parse_digits,
    words_to_number,
)

PLAIN = Habits()


@dataclass(frozen=True, slots=True)
class MoneyAt:
    """An amount in major units; `currency` is an ISO 4217 code, or None where it is not said."""

    value: Decimal
    currency: str | None
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
    "AUS": "AUD",
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
_RUPEES = r"\bRs\.?(?=\s?\d)"
_SIGN = rf"(?:(?:\b(?:USD?|U\.S\.|CAD?|CDN|C|AUS?|A|NZ|HK|SG?)\s?)?\$|[£€₹₩¥]|{_RUPEES})"
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
_DASHES = r"(?:[.,][-–—]{1,2}|/-)?"

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
OPEN, SHUT = r"\s*[(\[]\s*", r"\s*[)\]]"
_MONEY = re.compile(
    rf"(?P<w1>(?-i:\b)(?:{_SPOKEN})){OPEN}(?P<f1>{_FIGURE}){SHUT}"
    rf"|(?P<f2>{_FIGURE}){OPEN}(?P<w2>{_SPOKEN}){SHUT}"
    rf"|\b(?P<w4>{WORDS}){OPEN}(?P<f4>{_FIGURE}){SHUT}"
    rf"|\b(?P<w5>{WORDS}){OPEN}(?P<f5>{DIGITS}){SHUT}\s*(?P<n5>{_NAME}|{_SUB})"
    rf"|(?P<f3>{_FIGURE})"
    rf"|\b(?P<w3>{_SPOKEN})",
    re.IGNORECASE,
)
_SIGNS_OF_MONEY = re.compile(r"[$£€₹₩¥¢]|\dp\b|\bRs\.?\s?\d")
_MONEY_WORDS = frozenset(
    [
        "dollar",
        "dollars",
        "euro",
        "euros",
        "pound",
        "pounds",
        "yen",
        "franc",
        "francs",
        "rupee",
        "rupees",
        "yuan",
        "won",
        "pence",
        "penny",
        "pennies",
        "cent",
        "cents",
    ]
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
    value *= scale_of(text[digits.end() :])
    sub = re.search(rf"{_SUB}(?!\w)|(?<=\s)p\Z", rest.strip().rjust(2), re.IGNORECASE)
    if sub:
        pence = sub[0].lower().startswith("p")
        return value.scaleb(-2), "GBP" if pence else habits.cents
    return value, _currency(rest, habits)


def scale_of(after: str) -> Decimal:
    """What "thousand", "million" or "bn" right after a figure multiplies it by."""
    match = re.match(_SCALE, after, re.IGNORECASE)
    if not match:
        return Decimal(1)
    word = match[0].strip().lower()
    sizes = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
    return Decimal(10 ** sizes[word])


def _currency(text: str, habits: Habits) -> str | None:
    if match := re.search(rf"(?<![A-Za-z]){_CODE}(?![A-Za-z])", text):
        return "CNY" if match[0] == "RMB" else match[0]
    if match := re.search(r"(USD?|U\.S\.|CAD?|CDN|C|AUS?|A|NZ|HK|SG?)?\s?\$", text):
        return _PREFIXED_DOLLARS[match[1]] if match[1] else habits.dollar
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    if re.search(r"\bRs\b", text):
        return "INR"
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
