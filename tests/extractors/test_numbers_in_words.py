"""Figures as papers of several countries write them, and figures that a quote does not hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.numbers_stand import numbers_stand
from extractors.quoted_numbers import Quoted
from terms.contract import term


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Rs. 1,25,000/-", "125000"),
        ("Rupees One Lakh Twenty-Five Thousand only", "125000"),
        ("Rs. 1.5 lakh", "150000"),
        ("two crore rupees", "20000000"),
        ("0.42p per page", "0.0042"),
        ("1¼%", "1.25"),
        ("seven and a half per cent", "7.5"),
        ("units ('000): 250", "250000"),
    ],
)
def test_a_figure_is_found(words: str, number: str) -> None:
    assert Decimal(number) in Quoted(words).numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [("seven per cent", "0.07"), ("250'000 units", "250000000"), ("Rs. 1,25,000", "12.5")],
)
def test_a_figure_that_is_not_there_is_not_found(words: str, number: str) -> None:
    assert Decimal(number) not in Quoted(words).numbers


@pytest.mark.parametrize(
    ("fields", "quote"),
    [
        ({"type": "renewal", "notice_days": 60}, "two months’ notice"),
        ({"type": "renewal", "notice_days": 90}, "three (3) calendar months before the end"),
        ({"type": "renewal", "initial_months": 24}, "from 1 April 2025 to 31 March 2027"),
        ({"type": "price", "package_size": "15", "unit_amount": "32.50"}, "32.50 per commenced quarter of an hour"),
    ],
)  # fmt: skip
def test_a_conversion_that_a_reader_may_make(fields: dict[str, object], quote: str) -> None:
    assert numbers_stand(term(fields), quote) == []


@pytest.mark.parametrize(
    ("fields", "quote"),
    [
        ({"type": "renewal", "notice_days": 60}, "three months’ notice"),
        ({"type": "renewal", "initial_months": 36}, "from 1 April 2025 to 31 March 2027"),
        ({"type": "price", "package_size": "30"}, "per commenced quarter of an hour"),
        ({"type": "payment", "net_days": 60}, "within two months"),
    ],
)
def test_a_number_that_no_word_gives_is_refused(fields: dict[str, object], quote: str) -> None:
    assert numbers_stand(term(fields), quote)
