"""A table to take along: its columns with what they hold, and its rows as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from terms.money import UnknownCurrency, minor_unit

Kind = Literal["text", "money", "number", "share", "day", "moment"]


class Money(NamedTuple):
    """An amount with its currency, so that a cell can be written in it."""

    amount: Decimal
    currency: str


Value = str | int | Decimal | date | datetime | Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    title: str
    kind: Kind = "text"
    wide: int = 16
    """In letters."""


@dataclass(frozen=True, slots=True)
class Table:
    """One subject; rows may be made as they are written."""

    name: str
    """Of the sheet: at most 31 letters, none of []:*?/\\."""
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def decimals(currency: str) -> int:
    """The decimals of a currency; two where it is none that is known."""
    try:
        return minor_unit(currency)
    except UnknownCurrency:
        return 2


def day_of(written: str | None) -> date | None:
    """The day of an ISO day or moment; None for none."""
    return date.fromisoformat(written[:10]) if written else None


def moment_of(written: str | None) -> datetime | None:
    """A moment in UTC; None for none."""
    return datetime.fromisoformat(written) if written else None
