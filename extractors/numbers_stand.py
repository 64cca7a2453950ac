"""Whether every number of a term stands in the words it is cited with, as digits or in words.

What no quote holds was invented, misread or worked out. What was worked out by rule (an end from a
start and a length) is exempt where the reader says so: `provenance["derived"]` names the fields,
separated by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extractors.quoted_numbers import Quoted
from terms.contract import Term
from terms.money import plain

_NOT_QUOTED = frozenset(
    {
        "id", "confidence", "citations", "readers", "replaces", "overrides", "reads_with", "provenance",
        "doubtful", "warnings", "interval_count", "type", "expression", "inputs",
    }
)  # fmt: skip
_MULTIPLES = [
    (re.compile(r"\bhalf\b|\bhalved\b"), (Decimal(50), Decimal("0.5"))),
    (re.compile(r"\bdouble[ds]?\b|\btwice\b"), (Decimal(2), Decimal(100), Decimal(200))),
    (re.compile(r"\bthird\b"), (Decimal("33.33"), Decimal("33.333"))),
    (re.compile(r"\bquarter\b"), (Decimal(25),)),
]
_NOTHING = re.compile(
    r"\b(?:free|waived|no|nil|none|without|not|included|gratis|zero|cash|upon|on|immediately)\b"
)
_EACH = re.compile(r"\b(?:each|every|per|an?)\b")
_STEPS = [
    (re.compile(r"\bcents?\b|\bpenny\b|\bpence\b|two decimals?|hundredth"), Decimal("0.01")),
    (
        re.compile(r"\bwhole\b|\bfull\b|\bnearest\b|\bfractions?\b|\binteger\b|\bone\b|\bup\b"),
        Decimal(1),
    ),
    (re.compile(r"one decimal|\btenth\b"), Decimal("0.1")),
    (re.compile(r"\bthree decimals?|thousandth"), Decimal("0.001")),
    (re.compile(r"\bfour decimals?"), Decimal("0.0001")),
    (re.compile(r"\bhalf\b"), Decimal("0.5")),
]
_DAYS_A_MONTH = 30
"""A reader may put a notice of two months as sixty days."""
_SIZES = frozenset({"package_size", "unit_size"})
_HOURS = {
    Decimal(15): re.compile(
        r"\bquarters?(?:\s+of\s+an|\s+|-)hours?\b|\bquarter\s+of\s+(?:an|the)\s+hour\b"
    ),
    Decimal(30): re.compile(r"\bhalf(?:\s+an|\s+|-)\s?hours?\b"),
}
"""Parts of an hour, in minutes."""
_EXTENDED = re.compile(r"\b(?:extend(?:s|ed)?|extension|prolong(?:s|ed)?)\b")
_STEP_FIELDS = frozenset({"to", "rounding_to", "percent_rounding_to"})
_UNIT_OF = {"days": "day", "months": "month", "years": "year"}


def numbers_stand(term: Term, quote_text: str) -> list[str]:
    """The term's numbers and dates that its quotes do not hold: 'unit_amount 95.00'; [] where all do."""
    quoted = Quoted(quote_text)
    derived = {name.strip() for name in term.provenance.get("derived", "").split(",")}
    missing: list[str] = []
    for name in type(term).model_fields:
        if name in _NOT_QUOTED or name in derived:
            continue
        for path, value in _values(name, getattr(term, name)):
            if not _stands(term, path, value, quoted):
                shown = plain(value) if isinstance(value, Decimal) else str(value)
                missing.append(f"{path} {shown}")
    return missing


def _values(path: str, value: Any) -> Iterator[tuple[str, Decimal | int | date]]:
    """Every number and date in a field, with its path: 'tiers.0.up_to'."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, Decimal | int | date):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _values(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _values(f"{path}.{index}", each)


def _stands(term: Term, path: str, value: Decimal | int | date, quoted: Quoted) -> bool:
    name = path.rsplit(".", 1)[-1]
    if isinstance(value, date):
        return _date_stands(name, value, quoted)
    number = Decimal(value)
    if name == "index_month":
        return int(number) in quoted.months_named
    if number in quoted.numbers:
        return True
    if isinstance(value, int) and number in quoted.durations(_unit(term, name)):
        return True
    if _as_another_length(name, number, quoted):
        return True
    return _in_other_words(name, number, quoted)


def _as_another_length(name: str, number: Decimal, quoted: Quoted) -> bool:
    """A notice of two months as sixty days; a first term by its first and its last day."""
    if name == "notice_days":
        return number / _DAYS_A_MONTH in quoted.month_counts
    return name == "initial_months" and number in _months_between(quoted.dates)


def _months_between(days: set[date]) -> set[Decimal]:
    """Whole months between two days that are named: 1 April 2025 to 31 March 2027 are twenty-four."""
    return {
        Decimal(12 * (end.year - start.year) + end.month - start.month)
        for start in days
        for last in days
        for end in (last, last + timedelta(days=1))
        if start < last and end.day == start.day
    }


def _in_other_words(name: str, number: Decimal, quoted: Quoted) -> bool:
    """Numbers that a word stands for: 'half', 'free', 'to the nearest cent', 'each'."""
    if name in _STEP_FIELDS:
        return any(step == number and words.search(quoted.folded) for words, step in _STEPS)
    if number == 0:
        return _NOTHING.search(quoted.folded) is not None
    if name in _SIZES and number in _HOURS and _HOURS[number].search(quoted.folded):
        return True
    if name == "package_size" and number == 1:
        return _EACH.search(quoted.folded) is not None
    if name == "up_to" and _bound_stands(number, quoted):
        return True
    return any(number in values and words.search(quoted.folded) for words, values in _MULTIPLES)


def _unit(term: Term, name: str) -> str:
    """What an integer field counts: its name says so, or the term's `unit` does."""
    if name == "length":
        unit = getattr(term, "unit", None) or ""
        return str(unit).removeprefix("working_")
    return _UNIT_OF.get(name.rsplit("_", 1)[-1], "")


def _bound_stands(number: Decimal, quoted: Quoted) -> bool:
    """A tier's upper bound: also 'under 100' and '101 and more' (100), and 'the next 400' after 600."""
    if number + 1 in quoted.numbers or number - 1 in quoted.numbers:
        return True
    if "next" not in quoted.folded and "further" not in quoted.folded:
        return False
    return any(
        number - part in quoted.numbers or number - part in _sums(quoted) for part in quoted.numbers
    )


def _sums(quoted: Quoted) -> set[Decimal]:
    numbers = sorted(quoted.numbers)[:60]
    return {low + high for low in numbers for high in numbers}


def _date_stands(name: str, day: date, quoted: Quoted) -> bool:
    """The date itself; an end also as the first day after it ('until', 'before', 'up to').

    What is extended begins on the day after its former end.
    """
    days = {day}
    if name == "effective_to":
        days.add(day + timedelta(days=1))
    if name == "effective_from" and _EXTENDED.search(quoted.folded):
        days.add(day - timedelta(days=1))
    if days & quoted.dates:
        return True
    return any(
        (each.month, each.day) in quoted.days_of_year and each.year in quoted.years for each in days
    )
