"""What a model makes of a price and a quantity: the amount before rounding, and the formula."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """An unrounded amount in major units, and how it comes about as one line of arithmetic."""

    amount: Decimal
    formula: str


class NotPriceable(ValueError):
    """The price term does not hold what its model needs, or its tiers do not say how they add up."""


def shown(number: Decimal) -> str:
    """A number as an accountant reads it: thousands apart, no exponent, trailing zeros kept."""
    return f"{number:,f}"
