"""What no other type can say: an expression in the exact-decimal language of docs/formulas.md."""

from __future__ import annotations

from typing import Literal

from terms.period import Interval
from terms.term import TermBase


class Formula(TermBase):
    """A cited expression over the period's quantities, amounts, prices and index values."""

    type: Literal["formula"] = "formula"
    expression: str | None = None
    inputs: dict[str, str] | None = None
    unit: str | None = None
    currency: str | None = None
    interval: Interval | None = None
