"""Column types: exact decimals as text (SQLite's NUMERIC is a float and loses digits)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from terms.money import decimal, plain


class ExactText(TypeDecorator[Decimal]):
    """A Decimal stored as its digits; a float is refused on the way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Digits for the database."""
        del dialect
        return None if value is None else plain(decimal(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The Decimal that was stored."""
        del dialect
        return None if value is None else decimal(value)
