"""What the words of a row say of its price besides the amount: 'each', 'GB-month', 'per calendar month'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.document import Row
from extractors.readers.grammar.dates import find_dates
from extractors.readers.grammar.numerals import DIGITS, WORDS, parse_digits, words_to_number
from extractors.readers.grammar.rates import Rate, basis_of, rate_after, unit_of
from terms.period import Interval

_INTERVALS: dict[str, Interval] = {
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "year": "year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "annum": "year",
    "once": "one_time",
    "one-time": "one_time",
    "one time": "one_time",
}
_ON_EVENT = re.compile(
    r"\b(?:up)?on (?:signature|signing|delivery|completion|acceptance|execution|go-live|installation|order)\b"
)
_PER = re.compile(r"\b(?:per|for each|each)\b", re.IGNORECASE)
_PERIOD = re.compile(r"\bper (?:calendar |billing )?(?:month|quarter|year)\b", re.IGNORECASE)


def in_name(name: str) -> Rate:
    """'Object storage, per GB stored per month' says its unit and its interval."""
    match = _PER.search(name)
    return rate_after(" " + name[match.start() :], 0) if match else Rate(0)


def basis_cell(text: str) -> Rate:
    """A cell of a unit column: 'hour', 'each', 'GB-month', 'Gross volume, per calendar month'."""
    text = re.sub(
        r"^\s*(?:lump sum|fixed(?: fee| price)?)\b[:,]?\s*(?=\S)", "", text, flags=re.IGNORECASE
    )
    words = text.strip().lower()
    if find_dates(text):
        return Rate(0, interval="one_time")
    if re.match(r"\d+\s+(?:day|week|month|year)", words):
        return Rate(0)
    if interval := _INTERVALS.get(words) or ("one_time" if _ON_EVENT.search(words) else None):
        return Rate(0, interval=interval)
    if words in {"each", "unit", "item", "piece"}:
        return Rate(0, each=True)
    said = rate_after(" " + text, 0)
    found = said if said.interval and not said.unit else in_name(text)
    if found.stated or re.search(r"\bper\b|\bfixed\b|\btime and\b", words):
        return found
    return rate_after(f" per {text}", 0) if 0 < len(words.split()) <= 4 else Rate(0)


def remarked(row: Row, index: int) -> Interval | None:
    """'Counted per calendar month' in another cell of the row than that of the amount."""
    for at, part in enumerate(row.cells):
        if at != index and (match := _PERIOD.search(part.text)):
            return basis_of(match.group()).interval
    return None


@dataclass(frozen=True, slots=True)
class Stated:
    """In what a table's bare figures are: 'Rate in Cents per Barrel' is USD, a hundredth, barrel."""

    currency: str
    scale: Decimal
    rate: Rate


_STATED = re.compile(
    r"\b(?:rates?|prices?|charges?|fees?|amounts?|tariffs?)\b[^.;]{0,40}?\bin\s+"
    r"(?P<what>cents|pence|(?:US |U\.S\. )?dollars|euros?|USD|EUR|GBP)\b(?P<per>\s+per\s+[A-Za-z]+)?",
    re.IGNORECASE,
)


def stated_in(words: str) -> Stated | None:
    """What the words over a table say of all its figures, or None."""
    match = _STATED.search(words)
    if match is None:
        return None
    what = match["what"].lower()
    currency = {"pence": "GBP", "gbp": "GBP", "eur": "EUR"}.get(what, "USD")
    currency = "EUR" if what.startswith("euro") else currency
    scale = Decimal("0.01") if what in {"cents", "pence"} else Decimal(1)
    return Stated(currency, scale, rate_after(match["per"] or "", 0))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many a row orders, said in the name or before the amount: '85 services', '(24 nos.)'."""

    quantity: Decimal
    unit: str | None
    name: str
    """The row's name without the count."""


_IN_PARENS = re.compile(
    rf"\s*\(\s*(?P<n>{DIGITS})\s*(?:nos?\.?|pcs\.?|pieces|units?|off|x)\s*\)", re.IGNORECASE
)
_BEHIND = re.compile(rf",\s*(?P<n>{DIGITS})\s+(?P<noun>[A-Za-z][\w-]*s)\s*\Z")
_LEADING = re.compile(
    rf"\s*(?P<n>{DIGITS})(?:\s+(?P<noun>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*)?))?\s*(?:x\s*|×\s*)?\Z"
)


def counted_name(name: str, unit: str | None) -> Counted | None:
    """'SIP trunk, 30 channels' at a price per channel orders thirty; so does 'Gate reader (24 nos.)'."""
    if match := _IN_PARENS.search(name):
        return Counted(parse_digits(match["n"]), unit, _IN_PARENS.sub("", name).strip())
    match = _BEHIND.search(name)
    if match is None or unit is None or unit_of(match["noun"]) != unit.split()[-1]:
        return None
    return Counted(parse_digits(match["n"]), unit, name[: match.start()].strip())


def counted_before(words: str) -> Counted | None:
    """'500 licenses' right before the amount of the same cell."""
    match = _LEADING.match(words)
    if match is None:
        return None
    return Counted(parse_digits(match["n"]), unit_of(match["noun"] or ""), "")


@dataclass(frozen=True, slots=True)
class Free:
    """How much a row gives before it charges, and per what period."""

    quantity: Decimal
    interval: Interval | None


_NUMBER = rf"(?:(?P<digits>{DIGITS})|(?P<words>{WORDS}))"
_FREE = re.compile(
    rf"\b(?:beyond|above|after|over)\s+(?:the\s+(?:first\s+)?)?{_NUMBER}\s+(?:free|included)\s+[\w ]{{2,20}}?(?:\s+(?P<span>(?:in|per|of)\s+[\w ]{{3,24}}))?\s*(?:[,;.]|\Z)"
    rf"|\bfirst\s+(?P<digits2>{DIGITS})\s+[\w ]{{2,24}}?\s+(?P<span2>(?:in|per|of)\s+(?:each|every|a|the|any)\s+[\w ]{{3,20}}?)\s+(?:are|is)\s+(?:included|free|covered|without charge)"
    rf"|\b(?P<digits3>{DIGITS})\s+[A-Za-z ]{{2,20}}?\s+(?P<span3>(?:per|in each|in every|a|each)\s+(?:month|quarter|year))\s+(?:are\s+)?(?:included|free)\b"
    rf"|\babove\s+the\s+(?P<digits4>{DIGITS})\s+[A-Za-z]+\s+(?:that|which)\s+(?:are|is)\s+included"
    rf"|\b(?:beyond|above|over|in excess of)\s+the\s+(?P<digits5>{DIGITS})\s+[A-Za-z ]{{2,24}}?\s+included(?:\s+(?P<span5>(?:in\s+)?(?:each|every|per|a)\s+(?:calendar\s+)?(?:month|quarter|year)))?\b",
    re.IGNORECASE,
)


def free_in(text: str) -> Free | None:
    """'Beyond two free runs in each quarter', '5,000 minutes per month included; then'."""
    match = _FREE.search(text)
    if match is None:
        return None
    digits = (
        match["digits"]
        or match["digits2"]
        or match["digits3"]
        or match["digits4"]
        or match["digits5"]
    )
    quantity = parse_digits(digits) if digits else words_to_number(match["words"])
    if quantity is None:
        return None
    span = match["span"] or match["span2"] or match["span3"] or match["span5"] or ""
    words = re.sub(
        r"\b(?:in|of|per)\s+(?:each|every|a|the|any)\b|\b(?:in|of|per|each|a)\b", "per", span
    )
    return Free(quantity, basis_of(words).interval)
