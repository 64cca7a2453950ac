"""The functions of numbers, in decimals of 28 digits; and how a number is written in a derivation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

EXACT = Context(
    prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""Sums and products are exact up to 28 digits; a quotient has 28, the last rounded half even."""

WIDE = Context(prec=60, traps=[InvalidOperation])
"""Room for the digits before and after the point when a value is rounded to places."""

LARGEST = Decimal(10) ** 15
"""No amount, quantity or intermediate value reaches this size."""

SHOWN = Decimal("0.000000000001")
"""Decimals of a derivation; what is cut off there is marked with '…', and is kept in the value."""

_ROUNDING = {"round": ROUND_HALF_UP, "floor": ROUND_FLOOR, "ceil": ROUND_CEILING}


def combined(sign: str, left: Decimal, right: Decimal) -> Decimal:
    """Two numbers and a sign; raises decimal.DivisionByZero or InvalidOperation."""
    if sign == "+":
        return EXACT.add(left, right)
    if sign == "−":
        return EXACT.subtract(left, right)
    if sign == "×":
        return EXACT.multiply(left, right)
    return EXACT.divide(left, right)


COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "≤": lambda left, right: left <= right,
    "≥": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
    "≠": lambda left, right: left != right,
}


def applied(function: str, numbers: Sequence[Decimal]) -> Decimal:
    """min, max, sum, abs, round, floor, ceil; raises ValueError for a number of places that is none."""
    if function == "min":
        return min(numbers)
    if function == "max":
        return max(numbers)
    if function == "abs":
        return numbers[0].copy_abs()
    if function == "sum":
        total = Decimal(0)
        for number in numbers:
            total = EXACT.add(total, number)
        return total
    return _rounded(numbers, _ROUNDING[function])


def _rounded(numbers: Sequence[Decimal], mode: str) -> Decimal:
    """To whole numbers, or to decimals (2: cents; −1: tens)."""
    places = numbers[1] if len(numbers) > 1 else Decimal(0)
    if places != places.to_integral_value() or not -15 <= places <= 12:
        raise ValueError("the decimals to round to are a whole number from −15 to 12")
    step = Decimal(1).scaleb(-int(places))
    value = numbers[0].quantize(step, rounding=mode, context=WIDE)
    return value if places >= 0 else value.quantize(Decimal(1), context=WIDE)


def written(value: Decimal | bool, *, percent: bool = False) -> str:
    """A value as an accountant reads it: '4,950.00', '2.61%', 'true', '0.333333333333…'."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if percent:
        value = WIDE.scaleb(value, 2)
    exponent = int(value.as_tuple().exponent)
    short = value.quantize(SHOWN, rounding=ROUND_DOWN, context=WIDE) if exponent < -12 else value
    text = f"{short:,f}"
    if short != value:
        text += "…"
    elif exponent < -2:
        whole, _, decimals = text.partition(".")
        text = f"{whole}.{decimals.rstrip('0'):0<2}"
    return f"{text.replace('-', '−')}{'%' if percent else ''}"
