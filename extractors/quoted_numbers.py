"""The numbers, durations and dates that a text holds, in digits of either style and in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

from extractors.number_words import words_as_numbers

_DIGITS = re.compile(r"\d[\d.,]*\d|\d|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?:[.,]\d+)?(?!\d)")
_FRACTION = re.compile(r"(?:(\d+)[ -])?(\d{1,3})\s?[/⁄]\s?(\d{1,3})(?!\d)")
_SCALED = re.compile(
    r"(\d[\d.,]*)[ \u00a0]?(k|thousand|mn?|mio|million|bn|billion|lakhs?|lacs?|crores?)\b",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}
_SCALES |= {"lakh": 5, "lakhs": 5, "lac": 5, "lacs": 5, "crore": 7, "crores": 7}
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333333333333", "⅔": "0.666666666667"}
_VULGAR_SIGN = re.compile(rf"(\d+)?\s?([{''.join(_VULGAR)}])")
_IN_THOUSANDS = re.compile(r"(?<!\d)['’]000s?\b|\bin\s+thousands\b", re.IGNORECASE)
"""A column that states its figures in thousands."""
_SMALL_COIN = re.compile(r"(?:p|pence|penny|¢|ct|cents?|c)\b|¢", re.IGNORECASE)
_IN_COINS = re.compile(
    r"\b(?:in|rates?|price) (?:\w+ )?(?:cents|pence)|\b(?:cents|pence) (?:per|a|an|each)\b"
)
"""A column or a sentence that states its prices in cents."""
_COINS = re.compile(
    r"(?P<big>[\w\s,.-]{1,60}?)\s+(?:dollars?|euros?|pounds?)\s+(?:and\s+)?(?P<small>[\w-]+)\s+(?:cents?|pence)",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december"
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS.split()) + "|sept\\.?"
_DATE = re.compile(
    rf"\b(?:(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:day\s+of\s+)?(?:{_MONTH}),?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})\b|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_MONTH}))",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}),?\s+(?P<year>\d{{4}})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def readings(token: str) -> set[Decimal]:
    """What a token of digits may mean: '1.234' is 1234 and 1.234, '3.480,00' is 3480."""
    token = token.strip(".,") if not token.startswith(".") else "0" + token
    forms = {token.replace(",", "")}
    if "," in token:
        forms.add(token.replace(".", "").replace(",", "."))
    elif token.count(".") and all(len(part) == 3 for part in token.split(".")[1:]):
        forms.add(token.replace(".", ""))
    found = set()
    for form in forms:
        if form.count(".") <= 1 and form.replace(".", "").isdigit():
            found.add(Decimal(form))
    return found


def _month_number(name: str) -> int:
    names = [month[:3] for month in _MONTHS.split()]
    return names.index(name[:3].casefold()) + 1


class Quoted:
    """One or several quotes, asked for what stands in them."""

    def __init__(self, text: str) -> None:
        """Take the text with white space collapsed."""
        self.text = " ".join(text.split())
        self.folded = self.text.casefold()

    @cached_property
    def numbers(self) -> set[Decimal]:
        """Every number, in digits or in words; 'cents' and 'pence' also as parts of a unit."""
        found: set[Decimal] = set()
        in_coins = _IN_COINS.search(self.folded) is not None
        for match in _DIGITS.finditer(self.text):
            values = readings(match[0])
            found |= values
            if in_coins or _SMALL_COIN.match(self.text[match.end() :].lstrip()):
                found |= {value / 100 for value in values}
        for match in _GROUPED.finditer(self.text):
            found |= readings(re.sub(r"[ \u00a0\u202f\u2009'’]", "", match[0]))
        for match in _SCALED.finditer(self.text):
            power = Decimal(10) ** _SCALES[match[2].casefold()]
            found |= {value * power for value in readings(match[1])}
        for match in _FRACTION.finditer(self.text):
            if int(match[3]):
                part = Decimal(match[2]) / Decimal(match[3])
                found |= {part, part + Decimal(match[1] or 0)}
        for match in _VULGAR_SIGN.finditer(self.text):
            part = Decimal(_VULGAR[match[2]])
            found |= {part, part + Decimal(match[1] or 0)}
        if _IN_THOUSANDS.search(self.text):
            found |= {
                value * 1000
                for match in _DIGITS.finditer(self.text)
                for value in readings(match[0])
            }
        return found | self._in_words()

    def _in_words(self) -> set[Decimal]:
        found = words_as_numbers(self.text)
        for match in re.finditer(
            r"([A-Za-z-]+(?: [a-z-]+){0,3}) (?<!per )(?:cents?|pence)\b", self.text
        ):
            found |= {value / 100 for value in words_as_numbers(match[1])}
        for match in _COINS.finditer(self.text):
            big = words_as_numbers(match["big"]) | _digits(match["big"])
            small = words_as_numbers(match["small"]) | _digits(match["small"])
            found |= {whole + part / 100 for whole in big for part in small if part < 100}
        return found

    def durations(self, unit: str) -> set[Decimal]:
        """Counts of a unit ('day', 'month', 'year'), with weeks, quarters and years turned into it."""
        found: set[Decimal] = set(self.numbers)
        factors = {
            "day": {"week": 7},
            "month": {"quarter": 3, "year": 12, "half": 6},
        }
        for word, factor in factors.get(unit, {}).items():
            if word in self.folded:
                found |= {value * factor for value in self.numbers}
        if unit == "day" and "fortnight" in self.folded:
            found |= {Decimal(14), *(value * 14 for value in self.numbers)}
        if unit == "month":
            found |= {Decimal(months) for words, months in _RHYTHMS if words.search(self.folded)}
        if unit == "year" and re.search(r"annual|year|anniversar", self.folded):
            found |= {Decimal(1), *(value / 12 for value in self.numbers)}
        if re.search(rf"\b(?:a|an|each|every|one|per)\s+(?:calendar\s+)?{unit}", self.folded):
            found.add(Decimal(1))
        return found

    @cached_property
    def month_counts(self) -> set[Decimal]:
        """Counts that stand before the word 'months'."""
        found: set[Decimal] = set()
        for match in re.finditer(
            r"([\w-]+)\s*(?:\(\s*(\d+)\s*\))?\s+(?:calendar\s+)?months?\b", self.folded
        ):
            found |= words_as_numbers(match[1]) | _digits(match[1]) | _digits(match[2] or "")
        return found

    @cached_property
    def dates(self) -> set[date]:
        """Every full date; numeric dates are read both ways; 'May 2026' is its first day."""
        found: set[date] = set()
        for match in _DATE.finditer(self.text):
            words = re.sub(
                r"(?<=\d)(?:st|nd|rd|th)|day of|\.(?=\s)", "", match[0], flags=re.IGNORECASE
            )
            for day_first in (True, False):
                try:
                    found.add(parse_date(words, dayfirst=day_first).date())
                except (ParserError, OverflowError):
                    continue
        for match in _MONTH_YEAR.finditer(self.text):
            found.add(date(int(match["year"]), _month_number(match["month"]), 1))
        return found

    @cached_property
    def days_of_year(self) -> set[tuple[int, int]]:
        """Days without their year: (month, day)."""
        return {
            (_month_number(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))
            for match in _MONTH_DAY.finditer(self.text)
        }

    @cached_property
    def years(self) -> set[int]:
        """Four-digit years."""
        return {int(year) for year in _YEAR.findall(self.text)}

    @cached_property
    def months_named(self) -> set[int]:
        """Months that are named, by number."""
        return {_month_number(name) for name in re.findall(rf"\b(?:{_MONTH})\b", self.folded)}


def _digits(text: str) -> set[Decimal]:
    return {value for match in _DIGITS.finditer(text) for value in readings(match[0])}


_RHYTHMS = [
    (
        re.compile(
            r"\b(?:annual|yearly|anniversar|(?:per|each|every|a|calendar|contract|one) year|year)"
        ),
        12,
    ),
    (re.compile(r"\bhalf.?year|semi.?annual|bi.?annual"), 6),
    (re.compile(r"\bquarter"), 3),
    (re.compile(r"\bmonth"), 1),
    (re.compile(r"\bbiennial|every (?:two|second) years?|every other year"), 24),
]
"""Rhythms in words, in months."""
