"""Exact sums in the database: amounts are text, so they are added as whole ten-thousandths.

A text of up to four decimals below 9 × 10¹¹ is exact as such a whole number (a double holds 2⁵³), and
whole numbers add without loss. No currency has more decimals than four.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, cast, func

SCALE = 10_000


def total_of(column: Any) -> ColumnElement[int]:
    """The sum of a column of amounts, in ten-thousandths; 0 of no rows."""
    whole = cast(func.round(cast(column, Float) * SCALE), BigInteger)
    return func.coalesce(func.sum(whole), 0)


def amount_of(ten_thousandths: int) -> Decimal:
    """The amount that such a sum is."""
    return Decimal(int(ten_thousandths)) / SCALE
