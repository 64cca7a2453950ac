"""Reductions of a price: clauses in other words, with what each states."""

import pytest

from extractors.readers.grammar.discounts import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "A promotional discount of fifteen percent (15%) applies to the Seat Fee for the first six (6) months.",
            {"percent": "15", "months": 6},
        ),
        (
            "The hosting charge is reduced by half until 31 March 2027.",
            {"percent": "50", "effective_to": "2027-03-31"},
        ),
        (
            "A rebate of 4% is granted for every month throughout which 200 licences or more are in use.",
            {"percent": "4", "min_quantity": "200", "throughout": True},
        ),
        (
            "Customers that pay a year in advance receive a discount of 3% on the fees.",
            {"percent": "3"},
        ),
        ("Training shall be available to Dealer at 20% off the list price.", {"percent": "20"}),
        (
            "The introductory discount, which was to end on 30 June 2026, is extended and will now end on 30 September 2026.",
            {"effective_to": "2026-09-30", "effective_from": "2026-07-01"},
        ),
        (
            "A discount of $500 is granted on orders of at least 40 units.",
            {"amount": "500", "currency": "USD", "min_quantity": "40"},
        ),
    ],
)
def test_a_discount_is_read(clause, expected):
    [found] = read(family, clause)
    assert {name: found.get(name) for name in expected} == expected


def test_months_from_a_named_day_have_an_end():
    [found] = read(
        family,
        "This order begins on 1 May 2026 (the “Start Date”).",
        "The storage fee is reduced by 10% for the first three months from the Start Date.",
    )
    assert (found["effective_from"], found["effective_to"]) == ("2026-05-01", "2026-07-31")


@pytest.mark.parametrize(
    "clause",
    [
        "No early-payment discount is granted.",
        "Discounts of up to 10% may be offered on larger orders.",
        "The net price reflects a 22% reduction from list.",
        "Future fees are discounted at five percent (5%) per annum to present value.",
        "If uptime falls below 99%, the fee is reduced by 10% as a service credit.",
        "The number of seats is reduced by 10% with effect from May.",
    ],
)
def test_other_reductions_are_no_discount(clause):
    assert read(family, clause) == []
