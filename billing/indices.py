"""Index series of the book, found by the name a contract gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from terms.money import round_to

_SMALL = frozenset({"of", "for", "the", "and", "in", "all", "items", "a"})


class IndexMissing(LookupError):
    """The book has no such index series, or no value for a month that the clause needs."""


def find_series(
    name: str, indices: Mapping[str, Mapping[str, Decimal]]
) -> tuple[str, Mapping[str, Decimal]]:
    """The series that a contract means by `name`; raises IndexMissing when none or several fit.

    'Consumer Price Index for All Urban Consumers' is 'cpi-u': each part of a series' name must be
    initials or a word of the contract's name, or the ISO code of a territory that it names.
    """
    fitting = [key for key in indices if _fits(key, name)]
    if len(fitting) > 1:
        longest = max(len(key) for key in fitting)
        fitting = [key for key in fitting if len(key) == longest]
    if len(fitting) != 1:
        held = ", ".join(sorted(indices)) or "none"
        raise IndexMissing(f"no index series fits {name!r} (the book has: {held})")
    return fitting[0], indices[fitting[0]]


def _fits(key: str, name: str) -> bool:
    if key.casefold() == name.casefold():
        return True
    parts = re.findall(r"[a-z0-9]+", key.casefold())
    tokens = re.findall(r"[a-z0-9]+", name.casefold())
    return all(_part_fits(part, tokens) for part in parts)


def _part_fits(part: str, tokens: list[str]) -> bool:
    if part in tokens:
        return True
    telling = [token for token in tokens if token not in _SMALL]
    initials = "".join(token[0] for token in telling)
    if len(part) > 2 and part in initials:
        return True
    if len(part) == 1:
        return any(token.startswith(part) for token in telling)
    return _territory_fits(part, tokens)


def _territory_fits(code: str, tokens: list[str]) -> bool:
    if len(code) != 2:
        return False
    if code == "uk":
        code = "gb"
    from babel import Locale

    territory = Locale("en").territories.get(code.upper(), "")
    named = [w for w in re.findall(r"[a-z]+", territory.casefold()) if w not in _SMALL]
    return bool(named) and all(word in tokens for word in named)


def last_month_before(day: date, month: int) -> tuple[int, int]:
    """Year and month of the last `month` that lies wholly before `day`."""
    return (day.year if month < day.month else day.year - 1), month


def change_percent(
    series: Mapping[str, Decimal], step: date, index_month: int, every_months: int
) -> Decimal:
    """The index's change in percent up to `step`, unrounded; raises IndexMissing for a month."""
    year, month = last_month_before(step, index_month)
    before_ordinal = year * 12 + (month - 1) - every_months
    keys = (
        f"{year}-{month:02d}",
        f"{before_ordinal // 12}-{before_ordinal % 12 + 1:02d}",
    )
    for key in keys:
        if key not in series:
            raise IndexMissing(f"the index series has no value for {key}")
    if series[keys[1]] <= 0:
        raise IndexMissing(
            f"the index series has {series[keys[1]]} for {keys[1]}, which is no level"
        )
    return (series[keys[0]] / series[keys[1]] - 1) * 100


def rounded_percent(percent: Decimal, to: Decimal | None) -> Decimal:
    """A percentage rounded as the clause says; unrounded where it is silent."""
    return percent if to is None else round_to(percent, to)
