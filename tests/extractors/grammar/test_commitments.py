"""Minimums with a consequence."""

import pytest

from tests.extractors.grammar.price_papers import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Customer commits that its Usage Charges in each Contract Year shall be not less than "
                "eighteen million yen (JPY 18,000,000). If they are less, Supplier shall invoice the difference."
            ),
            {"value": "18000000", "currency": "JPY", "per": "year", "shortfall": "billed"},
        ),
        (
            "If the request charge of a calendar month is below EUR 5,000.00, the Client shall pay the difference.",
            {"value": "5000.00", "per": "month", "shortfall": "billed"},
        ),
        (
            (
                "The Quarterly Commitment is two hundred thousand dollars ($200,000) for each Quarter "
                "beginning with the Quarter that starts January 1, 2025."
            ),
            {"product": "Quarterly Commitment", "per": "quarter", "effective_from": "2025-01-01"},
        ),
        (
            (
                "Over each calendar quarter the Client takes message packs for at least EUR 2,000.00; "
                "a shortfall is invoiced as a separate line."
            ),
            {"product": "message packs", "per": "quarter", "shortfall": "billed"},
        ),
        (
            "For the contract year that began on 1 October 2025 the annual minimum is £84,000 in place of £90,000.",
            {"value": "84000", "per": "year", "effective_from": "2025-10-01"},
        ),
        (
            "Distributor must purchase no less than $20,000.00 worth of Products by April 15, 2027.",
            {"value": "20000.00", "per": "once", "measure": "amount"},
        ),
        (
            "Shipper shall tender and ship not less than 10,000 barrels of product per year.",
            {"value": "10000", "measure": "quantity", "unit": "barrel", "per": "year"},
        ),
    ],
)
def test_a_minimum_is_read_with_its_period_and_consequence(
    text: str, expected: dict[str, str]
) -> None:
    (found,) = terms(f"# Terms\n{text}", "commitment")
    assert {name: found.get(name) for name in expected} == expected


def test_a_minimum_in_a_fee_table_that_is_not_prorated() -> None:
    (found,) = terms(
        """
        # Fees
        Fee | Basis | Rate
        Monthly Minimum | per calendar month | $3,000.00
        # Calculation
        The Monthly Minimum is not prorated.
        """,
        "commitment",
    )
    assert found["value"] == "3000.00"
    assert found["first_period"] == "full"


def test_a_table_of_minimum_quantities() -> None:
    found = terms(
        """
        # Minimum Annual Requirements
        Product Name | Units to be purchased per annum
        Mineral drops | 20,000
        Soap | 2500
        """,
        "commitment",
    )
    assert [(each["product"], each["value"], each["per"]) for each in found] == [
        ("Mineral drops", "20000", "year"),
        ("Soap", "2500", "year"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Supplier shall maintain insurance of at least $2,000,000 per year.",
        "The uptime is at least 99.9% in each month.",
        "A target of JPY 30,000,000 for the third year is not a commitment of Customer.",
        "By way of example only: if the Monthly Minimum were $1,000.00, the shortfall would be $180.00 per month.",
        "The minimum fee is paid in 18 equal installments of $250,000 each month.",
    ],
)
def test_what_is_no_minimum_of_this_contract(sentence: str) -> None:
    assert terms(f"# Terms\n{sentence}", "commitment") == []
