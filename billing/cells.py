"""The cells of one row as typed values, each refusal in words that say what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from terms.money import UnknownCurrency, minor_unit

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_COMMA_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+|[+-]?[0-9]+,[0-9]{1,2}")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_OLDEST, _NEWEST = 1970, 2200
"""Years outside are slips of the key (0206, 20226): they would make thousands of periods."""


class CellUnreadable(ValueError):
    """A cell does not hold what its column asks for; the message names column, value and need."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file: where it begins, as an editor counts lines, and its cells.

    The cells are without outer blanks.
    """

    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str | None:
        """The cell; None where it is empty or the column is not there."""
        return self.cells.get(column) or None

    def needed(self, column: str) -> str:
        """The cell, which may not be empty."""
        if (value := self.text(column)) is None:
            raise CellUnreadable(f"'{column}' is empty, and the row needs one")
        return value

    def number_of(self, column: str) -> Decimal | None:
        """An exact number, or None."""
        value = self.text(column)
        return None if value is None else number(column, value)

    def size_of(self, column: str) -> Decimal | None:
        """An exact number that is not negative, or None."""
        value = self.number_of(column)
        if value is not None and value < 0:
            raise CellUnreadable(f"'{column}' is {value}, and it cannot be negative")
        return value

    def percent(self, column: str) -> Decimal | None:
        """A percent from 0 to 100 ('20' is 20%), or None."""
        value = self.size_of(column)
        if value is not None and value > 100:
            raise CellUnreadable(f"'{column}' is {value}, and a percent is from 0 to 100")
        return value

    def day(self, column: str) -> date | None:
        """A date, or None."""
        value = self.text(column)
        return None if value is None else day(column, value)

    def end_day(self, column: str) -> date | None:
        """A date on which something ends; None where it is open, also as '9999-12-31' says it."""
        value = self.text(column)
        return None if value is None or value[:4] in {"9999", "2999"} else day(column, value)

    def needed_day(self, column: str) -> date:
        """A date, which may not be empty."""
        return day(column, self.needed(column))

    def choice(self, column: str, options: Collection[str]) -> str | None:
        """One of `options` (in any case), or None."""
        value = self.text(column)
        if value is None or value in options:
            return value
        if (lowered := value.lower().replace(" ", "_").replace("-", "_")) in options:
            return lowered
        raise CellUnreadable(f"'{column}' is '{value[:60]}', which is none of {', '.join(options)}")

    def needed_choice(self, column: str, options: Collection[str]) -> str:
        """One of `options`, which may not be empty."""
        self.needed(column)
        return self.choice(column, options) or ""

    def currency(self, column: str = "currency") -> str:
        """An ISO 4217 code, in capitals."""
        return currency(column, self.needed(column))


@lru_cache(maxsize=65536)
def number(column: str, value: str) -> Decimal:
    """An exact number such as 1234.56; at most 15 digits before the point, 20 after it."""
    if not _NUMBER.fullmatch(value):
        raise CellUnreadable(f"'{column}' is '{value[:60]}', which {_number_fault(value)}")
    whole, _, fraction = value.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > 15 or len(fraction) > 20:
        raise CellUnreadable(
            f"'{column}' is '{value[:60]}', which has more than 15 digits and cannot be right"
        )
    return Decimal(value)


def _number_fault(value: str) -> str:
    if _THOUSANDS.fullmatch(value):
        return "has thousands separators (write it as 1234.56)"
    if _COMMA_DECIMAL.fullmatch(value):
        return "is written with a decimal comma (write it as 1234.56)"
    return "is not a number (write it as 1234.56)"


@lru_cache(maxsize=65536)
def day(column: str, value: str) -> date:
    """A date such as 2026-01-31."""
    if not _DATE.fullmatch(value):
        raise CellUnreadable(f"'{column}' is '{value[:60]}', which is not a date (use YYYY-MM-DD)")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise CellUnreadable(
            f"'{column}' is '{value}', a day that no calendar has (use YYYY-MM-DD)"
        ) from None
    if not _OLDEST <= found.year < _NEWEST:
        raise CellUnreadable(f"'{column}' is '{value}', and the year {found.year} cannot be right")
    return found


def moment(column: str, value: str) -> datetime | date:
    """A timestamp with its offset, or a date."""
    if len(value) <= 10:
        return day(column, value)
    day(column, value[:10])
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise CellUnreadable(
            f"'{column}' is '{value[:60]}', which is not a timestamp (use 2026-01-31T14:05:00Z)"
        ) from None
    if found.tzinfo is None:
        raise CellUnreadable(
            f"'{column}' is '{value}', a time without its offset from UTC (write {value}Z or {value}+02:00)"
        )
    return found


def currency(column: str, value: str) -> str:
    """An ISO 4217 code, in capitals."""
    code = value.upper()
    try:
        minor_unit(code)
    except UnknownCurrency:
        raise CellUnreadable(
            f"'{column}' is '{value[:60]}', which is not a currency code (such as USD, EUR, JPY)"
        ) from None
    return code
