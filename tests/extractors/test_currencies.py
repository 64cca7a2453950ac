"""A sum that names no currency is in the currency of its paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.currencies import with_currency
from extractors.header import Header
from terms.adjustment import Discount
from terms.commitment import Commitment
from terms.price import Price

YEN = Header(currency="JPY")


def only(term: Any, header: Header = YEN) -> Any:
    (found,) = with_currency([term], header)
    return found


@pytest.mark.parametrize(
    "term",
    [
        Price(unit_amount=Decimal(95)),
        Price(tiers=({"up_to": None, "unit_amount": "13.0"},)),
        Commitment(measure="amount", value=Decimal(18_000_000)),
        Discount(amount=Decimal(5)),
    ],
)
def test_a_sum_takes_the_papers_currency_and_says_so(term: Any):
    found = only(term)
    assert found.currency == "JPY"
    assert found.provenance["derived"] == "currency"


@pytest.mark.parametrize(
    "term",
    [
        Price(unit_amount=Decimal(95), currency="EUR"),
        Price(percent=Decimal(3)),
        Commitment(measure="quantity", value=Decimal(40_000)),
        Discount(percent=Decimal(5)),
    ],
)
def test_what_states_no_sum_or_names_its_currency_stays(term: Any):
    assert only(term) == term


def test_a_paper_without_a_currency_gives_none():
    term = Price(unit_amount=Decimal(95))
    assert only(term, Header()) == term
