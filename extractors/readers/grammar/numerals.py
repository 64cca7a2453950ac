"""Numbers as contracts write them: digits with either decimal mark, words, fractions in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.number_words import SMALL

_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "eighth": 8,
    "tenth": 10,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
}
_PARTS |= {f"{part}s": size for part, size in list(_PARTS.items()) if not part.endswith("s")}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}

_CARDINAL = "|".join(sorted([*SMALL, *_SCALES], key=len, reverse=True))
_FRACTION = "|".join(sorted(_PARTS, key=len, reverse=True))
WORDS = (
    rf"(?:(?:{_CARDINAL})(?:(?:[\s-]+(?:and[\s-]+)?|,\s)(?:{_CARDINAL}))*"
    rf"(?:[\s-]+(?:and[\s-]+)?(?:(?:a|one|two|three|four|five|six|seven|eight|nine)[\s-]+)?"
    rf"(?:{_FRACTION})(?:\s+(?:hundred|thousand|million|billion))?)?)\b"
)
"""Pattern of a cardinal in words ('one hundred and eighty', 'eight and two-tenths'), lower case."""

DIGITS = (
    r"(?<![\d.,])(?:\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,12})?(?!\d)"
    r"|\d{1,3}(?:[,.'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d{1,12})?(?!\d)"
    r"|\d+(?:[.,]\d{1,12})?)(?![.,]?\d)"
)
"""Pattern of a number in digits, grouped by thousands, by lakhs or not, with either decimal mark."""

_WORDS = re.compile(WORDS, re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Habits:
    """How one document writes: which decimal mark, and what a bare '$', '¥' or slash date means."""

    comma: bool = False
    """A comma is the decimal mark ('3.480,00')."""
    dollar: str = "USD"
    yen: str = "JPY"
    cents: str = "USD"
    """The currency of 'cents' and '¢'."""
    pounds: bool = True
    """'Pounds' are money; not where a document weighs in pounds and never writes '£'."""
    day_first: bool = False
    """'03/04/2026' is 3 April."""


def parse_digits(text: str, *, comma: bool = False) -> Decimal:
    """The number that digits say: '1,234.56', '3.480,00', '84,50', "1'000", '0.0042'.

    A single mark before exactly three digits groups thousands, by the document's habit (`comma`
    says that commas are decimal marks); a leading zero always makes it a decimal mark.
    """
    text = re.sub(r"['\u2019\u00a0\u202f ]", "", text)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        group = "," if text.rfind(".") > text.rfind(",") else "."
        return Decimal(text.replace(group, "").replace(",", "."))
    mark = "." if dots else ","
    if dots + commas == 0:
        return Decimal(text)
    if dots + commas > 1:
        return Decimal(text.replace(mark, ""))
    whole, part = text.split(mark)
    groups = len(part) == 3 and len(whole) <= 3 and whole.strip("0") != ""
    if groups and comma == (mark == "."):
        return Decimal(whole + part)
    if mark == "," and comma is False and len(part) == 3 and whole.strip("0") != "":
        return Decimal(whole + part)
    return Decimal(f"{whole or '0'}.{part}")


def words_to_number(words: str) -> Decimal | None:
    """The number that words say, or None: 'one hundred and eighty', 'nineteen hundred', 'one half'.

    Fractions: 'eight and two-tenths' is 8.2, 'three quarters' 0.75.
    """
    words_left = [word for word in _WORD.findall(words.lower()) if word != "and"]
    if not words_left:
        return None
    part = Decimal(0)
    if len(words_left) > 2 and words_left[-1] in _SCALES and words_left[-2] in _PARTS:
        head = words_to_number(" ".join(words_left[:-1]))
        return None if head is None else head * _SCALES[words_left[-1]]
    if words_left[-1] in _PARTS:
        size = _PARTS[words_left.pop()]
        count = 1
        if words_left and words_left[-1] in {"a", "an"}:
            words_left.pop()
        elif words_left and SMALL.get(words_left[-1], 0) in range(1, 10):
            count = SMALL[words_left.pop()]
        part = Decimal(count) / Decimal(size)
    whole = _whole(words_left)
    return None if whole is None else whole + part


def _whole(words_left: list[str]) -> Decimal | None:
    total, current = 0, 0
    for word in words_left:
        if word in {"a", "an"}:
            current += 1
        elif word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            return None
    return Decimal(total + current)


def ordinal(word: str) -> int | None:
    """1 for 'first' or '1st', 12 for 'twelfth', None for what is no small ordinal."""
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word.lower()):
        return int(match[1])
    return _ORDINALS.get(word.lower())


def habits_of(text: str) -> Habits:
    """How a document writes its numbers, seen from all of its text."""
    euro, pound = text.count("€") + text.count("EUR"), text.count("£") + text.count("GBP")
    dollars = text.count("$") + text.count("USD")
    dollar = _dollar(text)
    return Habits(
        comma=len(_COMMA.findall(text)) > len(_POINT.findall(text)),
        dollar=dollar,
        yen="CNY" if "JPY" not in text and re.search(r"CNY|RMB|[Yy]uan", text) else "JPY",
        cents="EUR" if euro > dollars else dollar,
        pounds=pound > 0 or "sterling" in text.lower() or "pence" in text,
        day_first=euro + pound > dollars or _DAY_FIRST.search(text) is not None,
    )


_COMMA = re.compile(r"\d\.\d{3},\d{2}\b|(?<![\d.,])\d+,\d{1,2}(?:\s?%|\b(?!,))")
_POINT = re.compile(r"\d,\d{3}\.\d{2}\b|(?<![\d.,])\d+\.\d{1,2}(?:\s?%|\b(?!\.))")
_DAY_FIRST = re.compile(r"\b(?:1[3-9]|[23]\d)/\d{1,2}/\d{4}")
_DOLLARS = (
    (
        "CAD",
        (
            "CAD",
            "C$",
            "CA$",
            "Canadian dollar",
            "Canadian Dollar",
            "HST",
            "Nova Scotia",
            "Ontario",
            "Quebec",
            "British Columbia",
            "Alberta",
            "Manitoba",
            "Saskatchewan",
            "New Brunswick",
        ),
    ),
    (
        "AUD",
        (
            "AUD",
            "A$",
            "AU$",
            "AUS $",
            "Australian dollar",
            "Australian Dollar",
            "Pty Ltd",
            "Pty Limited",
            "Pty. Ltd",
        ),
    ),
    ("NZD", ("NZD", "NZ$", "New Zealand dollar", "New Zealand Dollar")),
    ("SGD", ("SGD", "S$", "Singapore dollar", "Singapore Dollar", "Pte Ltd", "Pte. Ltd")),
    ("HKD", ("HKD", "HK$", "Hong Kong dollar", "Hong Kong Dollar")),
)


def _count(text: str, name: str) -> int:
    """How often a name stands as a word of its own ('AUD' is not in 'AUDIT')."""
    return len(re.findall(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Z])", text)) if name in text else 0


def _dollar(text: str) -> str:
    """Whose dollar '$' is: the one that the document, its places and its companies name most, else the American."""
    if "$" not in text and "ollar" not in text:
        return "USD"
    american = sum(_count(text, name) for name in ("USD", "US$", "U.S. ", "United States"))
    for code, names in _DOLLARS:
        named = sum(_count(text, name) for name in names)
        if named > american:
            return code
    return "USD"
