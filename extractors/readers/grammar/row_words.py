"""What the words of a row say of its price besides the amount: 'each', 'GB-month', 'per calendar month'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.document import Row
from extractors.readers.grammar.rates import Rate, basis_of, rate_after
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
_PER = re.compile(r"\b(?:per|for each|each)\b")
_PERIOD = re.compile(r"\bper (?:calendar |billing )?(?:month|quarter|year)\b", re.IGNORECASE)


def in_name(name: str) -> Rate:
    """'Object storage, per GB stored per month' says its unit and its interval."""
    match = _PER.search(name)
    return rate_after(" " + name[match.start() :], 0) if match else Rate(0)


def basis_cell(text: str) -> Rate:
    """A cell of a unit column: 'hour', 'each', 'GB-month', 'Gross volume, per calendar month'."""
    words = text.strip().lower()
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
