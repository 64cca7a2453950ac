"""The rounded lines of a bill: each line by itself, or so that they add up to the rounded total."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from billing.conventions import STANDARD, Conventions


def line_amounts(
    amounts: Iterable[Decimal],
    rounded: Callable[[Decimal], Decimal],
    conventions: Conventions = STANDARD,
) -> list[Decimal]:
    """Each unrounded amount as it stands on the bill.

    A sum of rounded lines is the default (Stripe, OpenMeter, Flexprice). With `rounding_point`
    "total", each line is what it adds to the rounded running total, so that the lines add up to the
    rounded sum and no cent is lost between them.
    """
    if conventions.rounding_point != "total":
        return [rounded(amount) for amount in amounts]
    lines, exact, billed = [], Decimal(0), Decimal(0)
    for amount in amounts:
        exact += amount
        lines.append(rounded(exact) - billed)
        billed += lines[-1]
    return lines
