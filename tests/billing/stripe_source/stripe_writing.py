"""How the Stripe API writes moments, amounts and lists; written anew here, and not by the code it tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any


def seconds(day: date) -> int:
    """Midnight UTC, as the API writes a moment."""
    return int(datetime.combine(day, time(0), UTC).timestamp())


HUNDREDTHS = {"JPY": 1, "KWD": 1000}
"""How many minor units one unit has, where it is not a hundred."""

WHOLE_INTERVALS = {"quarter": ("month", 3), "half_year": ("month", 6)}
"""Intervals that Stripe writes as several months."""


def minor(amount: Decimal, currency: str) -> int:
    """Whole minor units (cents) of an amount."""
    cents = amount * HUNDREDTHS.get(currency.upper(), 100)
    assert cents == cents.to_integral_value(), amount
    return int(cents)


def in_list(objects: list[dict[str, Any]], url: str, *, more: bool = False) -> dict[str, Any]:
    return {"object": "list", "url": url, "has_more": more, "data": objects}


def amounts(amount: Decimal | None, name: str, currency: str) -> dict[str, Any]:
    """An amount as Stripe writes it twice: whole, where it is, and as a decimal."""
    if amount is None:
        return {name: None, f"{name}_decimal": None}
    cents = (amount * HUNDREDTHS.get(currency.upper(), 100)).normalize()
    whole = int(cents) if cents == cents.to_integral_value() else None
    return {name: whole, f"{name}_decimal": f"{cents:f}"}
