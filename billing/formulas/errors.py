"""What can be wrong with a formula, with the place."""

from __future__ import annotations


class FormulaError(ValueError):
    """A formula that gives no amount: the message begins with the character it is about."""

    def __init__(self, at: int, what: str) -> None:
        """`at` is an offset from 0; people count characters from 1."""
        super().__init__(f"character {at + 1}: {what}")


class NotAFormula(FormulaError):
    """The expression is not written in the formula language, or is larger than it allows."""


class NotComputable(FormulaError):
    """The expression is well formed, and its values give no number in this period."""


class NotKnown(LookupError):
    """A formula asks for a quantity, amount, price, index value or input that nobody knows."""
