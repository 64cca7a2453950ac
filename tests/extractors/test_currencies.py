"""A sum that names no currency is in the currency of its paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.currencies import with_currency
from extractors.header import Header
from terms.adjustment import Discount
from terms.citation import Citation
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


@pytest.mark.parametrize(
    ("quote", "currency"),
    [("a fee of $95.00 a month", "CAD"), ("a fee of US$95.00 a month", "USD")],
)
def test_bare_dollars_are_those_of_the_account(quote: str, currency: str):
    """A letter that writes '$' where the agreement says 'Canadian dollars'."""
    letter = Header(currency="CAD", bare_dollars=True)
    cited = Citation(file="l.pdf", page=1, quote=quote, match="exact")
    term = Price(unit_amount=Decimal(95), currency="USD", citations=(cited,))
    assert only(term, letter).currency == currency
