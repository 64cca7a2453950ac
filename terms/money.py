"""Exact money: a Decimal and an ISO 4217 code, built here and nowhere else. Floats never.

Rounding happens once per invoice line (`Money.rounded`), half up to the currency's minor unit
unless the contract says otherwise. Sums never mix currencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

RoundingMode = Literal["half_up", "half_even", "up", "down"]

_ROUNDING = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}


class NotAnAmount(ValueError):
    """The text is not a decimal number such as 1234.56."""


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217."""


class MixedCurrencies(ValueError):
    """Amounts of two currencies were added or compared."""


def decimal(value: str | int | Decimal) -> Decimal:
    """An exact Decimal from a string, an int or a Decimal; a float is refused.

    Raises NotAnAmount for anything else, for NaN and for infinities.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        msg = f"{value!r} is not an exact number: write it as a string such as '1234.56'"
        raise NotAnAmount(msg)
    try:
        number = Decimal(value)
    except InvalidOperation:
        msg = f"{value!r} is not a number such as '1234.56'"
        raise NotAnAmount(msg) from None
    if not number.is_finite():
        msg = f"{value!r} is not a finite number"
        raise NotAnAmount(msg)
    return number


def plain(value: Decimal) -> str:
    """The number as written in JSON and CSV: digits without an exponent ('1E+3' is '1000')."""
    return format(value, "f")


def _exact(value: Any) -> Any:
    return None if value is None else decimal(value)


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(plain, return_type=str, when_used="json-unless-none"),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"}),
]
"""A Decimal field of a model: a string in JSON, never a float."""


@lru_cache(maxsize=256)
def minor_unit(currency: str) -> int:
    """The currency's decimals by ISO 4217: USD 2, JPY 0, KWD 3. Raises UnknownCurrency."""
    from babel.numbers import (
        get_currency_precision,
        is_currency,
    )

    if not is_currency(currency):
        msg = f"{currency!r} is not a currency code of ISO 4217 (such as USD, EUR, JPY)"
        raise UnknownCurrency(msg)
    return int(get_currency_precision(currency))


def round_to(value: Decimal, step: Decimal, mode: RoundingMode = "half_up") -> Decimal:
    """`value` rounded to a multiple of `step` ('0.01', '10', '0.5'); 'down' is towards zero."""
    if step <= 0:
        msg = f"cannot round to multiples of {step}"
        raise NotAnAmount(msg)
    place, shown = _places(step)
    if step == place:
        return value.quantize(place, rounding=_ROUNDING[mode]).quantize(shown)
    return ((value / step).quantize(Decimal(1), rounding=_ROUNDING[mode]) * step).quantize(shown)


@lru_cache(maxsize=256)
def _places(step: Decimal) -> tuple[Decimal, Decimal]:
    """The power of ten of a step's last digit, and the decimals with which its multiples are shown."""
    exponent = int(step.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(exponent), Decimal(1).scaleb(min(exponent, 0))


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency. Immutable; not rounded until `rounded` is called."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse anything but an exact number and a known currency."""
        object.__setattr__(self, "amount", decimal(self.amount))
        minor_unit(self.currency)

    @staticmethod
    def zero(currency: str) -> Money:
        """Nothing, in `currency`."""
        return Money(Decimal(0), currency)

    @staticmethod
    def sum(parts: Iterable[Money], currency: str) -> Money:
        """The sum of `parts`, all of which must be in `currency`."""
        total = Money.zero(currency)
        for part in parts:
            total += part
        return total

    def rounded(self, step: Decimal | None = None, mode: RoundingMode = "half_up") -> Money:
        """Rounded once: to `step`, or to the currency's minor unit."""
        if step is None:
            step = Decimal(1).scaleb(-minor_unit(self.currency))
        return Money(round_to(self.amount, step, mode), self.currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            msg = f"{self.currency} and {other.currency} cannot be added or compared"
            raise MixedCurrencies(msg)

    def __add__(self, other: Money) -> Money:
        """The sum; raises MixedCurrencies."""
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference; raises MixedCurrencies."""
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        """The amount with the other sign."""
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """The amount times an exact number; not rounded."""
        return Money(self.amount * decimal(factor), self.currency)

    def __lt__(self, other: Money) -> bool:
        """Less than; raises MixedCurrencies."""
        self._same(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        """'USD 1,234.50': for messages; documents format by locale with babel."""
        return f"{self.currency} {self.amount:,f}"
