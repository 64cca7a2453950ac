"""Money is exact, rounded once, and never mixed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from terms.contract import term
from terms.money import (
    MixedCurrencies,
    Money,
    NotAnAmount,
    UnknownCurrency,
    decimal,
    plain,
    round_to,
)

amounts = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=6)


def test_a_float_is_refused() -> None:
    with pytest.raises(NotAnAmount, match="write it as a string"):
        decimal(0.1)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        term({"type": "price", "unit_amount": 0.1})


@pytest.mark.parametrize("odd", ["", "1.234,56", "NaN", "Infinity", "12 USD"])
def test_what_is_no_number_is_refused(odd: str) -> None:
    with pytest.raises(NotAnAmount):
        decimal(odd)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("246.755", "USD", "246.76"),  # half up
        ("-226.875", "EUR", "-226.88"),  # away from zero, as invoices do
        ("1262.5", "JPY", "1263"),
        ("0.0005", "KWD", "0.001"),
    ],
)
def test_an_amount_is_rounded_to_its_currencys_minor_unit(
    amount: str, currency: str, rounded: str
) -> None:
    assert plain(Money(Decimal(amount), currency).rounded().amount) == rounded


@pytest.mark.parametrize(
    ("value", "step", "mode", "result"),
    [
        ("6708.40", "10", "half_up", "6710"),
        ("1.26", "0.5", "half_up", "1.5"),
        ("1262.9", "1", "down", "1262"),
        ("-1262.9", "1", "down", "-1262"),
        ("0.125", "0.01", "half_even", "0.12"),
        ("2.01", "1", "up", "3"),
    ],
)
def test_rounding_to_a_step(value: str, step: str, mode: str, result: str) -> None:
    assert round_to(Decimal(value), Decimal(step), mode) == Decimal(result)  # type: ignore[arg-type]


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "USD") + Money(Decimal(1), "EUR")
    with pytest.raises(UnknownCurrency):
        Money(Decimal(1), "DOLLAR")


@given(amounts, amounts)
def test_addition_is_exact_and_can_be_undone(one: Decimal, other: Decimal) -> None:
    first, second = Money(one, "USD"), Money(other, "USD")
    assert first + second - second == first


@given(amounts)
def test_a_number_survives_json(value: Decimal) -> None:
    price = term({"type": "price", "unit_amount": plain(value)})
    again = type(price).model_validate_json(price.model_dump_json())
    assert again == price
    assert "E" not in plain(value)
