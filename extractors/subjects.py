"""Whether two terms speak of the same thing, and whether they say something different of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz

from terms.contract import Term
from terms.term import TermBase

_GENERIC = {
    "fee",
    "fees",
    "charge",
    "charges",
    "price",
    "prices",
    "rate",
    "rates",
    "license",
    "licenses",
    "licence",
    "licences",
    "service",
    "services",
    "subscription",
    "subscriptions",
    "the",
    "of",
    "and",
    "per",
    "for",
    "a",
    "monthly",
    "annual",
    "named",
    "add",
    "on",
}
_ALIKE = 92
_BASE = frozenset(TermBase.model_fields) | {"type"}
_WORDS = frozenset(
    {
        "unit",
        "tier_unit",
        "counts",
        "condition",
        "percent_of",
        "includes",
        "excludes",
        "currency",
        "model",
        "billing",
        "net_of",
        "status",
        "interval",
        "interval_count",
        "applies_to",
        "automatic",
        "direction",
        "scope",
    }
)
"""Fields that describe and do not decide: two readers word them differently."""


def product_key(name: str) -> str:
    """A product's name for comparison: lower case, no punctuation, no words that any product may have."""
    bare = re.sub(r"\([^)]*\)", " ", name.lower())
    words = [_singular(word) for word in re.findall(r"[^\W_]+", bare)]
    kept = [word for word in words if word not in _GENERIC]
    return " ".join(kept or words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same_product(one: str, other: str, aliases: Mapping[str, str] | None = None) -> bool:
    """Whether two names are one product: equal but for generic words, or known as the same."""
    first, second = product_key(one), product_key(other)
    if aliases:
        first, second = aliases.get(first, first), aliases.get(second, second)
    return first == second or fuzz.token_sort_ratio(first, second) >= _ALIKE


def contained_product(one: str, other: str) -> bool:
    """Whether one name holds all words of the other: 'seat' and 'Standard seat'."""
    first, second = set(product_key(one).split()), set(product_key(other).split())
    return bool(first and second) and (first <= second or second <= first)


def matching(product: str | None, terms: Iterable[Term], aliases: Mapping[str, str]) -> list[Term]:
    """The terms of that product: equal names first; else the one whose name holds the other's words.

    Several different products that merely hold the words are no match: a guess there moves money.
    """
    candidates = list(terms)
    if product is None:
        return [term for term in candidates if term.product is None]
    equal = [t for t in candidates if t.product and same_product(product, t.product, aliases)]
    if equal:
        return equal
    held = [t for t in candidates if t.product and contained_product(product, t.product)]
    return held if len({product_key(t.product or "") for t in held}) == 1 else []


def stated(term: Term) -> dict[str, Any]:
    """The fields that the term states and that decide something, by name."""
    return {
        name: value
        for name in type(term).model_fields
        if name not in _BASE and name not in _WORDS and (value := getattr(term, name)) is not None
    }


_NAMED = frozenset({"index", "cap_index", "cutoff", "late_index"})
"""Fields that name something in the contract's own words, more of them or fewer."""


def differs(term: Term, other: Term) -> bool:
    """Whether both state a field and state it differently."""
    mine, theirs = stated(term), stated(other)
    return any(
        name in theirs and theirs[name] != value and not _same_name(name, value, theirs[name])
        for name, value in mine.items()
    )


def _same_name(field: str, one: Any, other: Any) -> bool:
    """Whether two readings of a name are one: the words of the shorter all stand in the longer.

    A number in one that the other lacks tells two series apart ('CPI 2015 = 100').
    """
    if field not in _NAMED:
        return False
    first, second = (re.findall(r"[^\W_]+", str(value).lower()) for value in (one, other))
    less, more = sorted((set(first), set(second)), key=len)
    return bool(less) and less <= more and not any(each.isdigit() for each in more - less)


def adds(term: Term, other: Term) -> bool:
    """Whether `other` states something that `term` leaves open (words included)."""
    names = [name for name in type(other).model_fields if name not in _BASE]
    return any(
        getattr(other, name) is not None and getattr(term, name, None) is None for name in names
    )


_VALUES = {
    "price": ("unit_amount", "flat_amount", "percent", "tiers"),
    "commitment": ("value", "schedule"),
    "discount": ("percent", "amount", "tiers"),
    "escalation": ("percent", "index", "schedule", "method", "cap_percent"),
    "quantity": ("quantity",),
    "payment": ("net_days", "working_days", "day_of_month", "end_of_month"),
    "lookback": ("length",),
}


def has_value(term: Term) -> bool:
    """Whether the term states its figure and not only how it works."""
    return any(getattr(term, name, None) is not None for name in _VALUES.get(term.type, ()))
