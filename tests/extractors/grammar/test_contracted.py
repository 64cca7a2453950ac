"""How many are contracted, in tables and in prose."""

import pytest

from tests.extractors.grammar.price_papers import terms


def quantities(text: str) -> list[tuple[str | None, str, str | None, str | None]]:
    return [
        (
            found.get("product"),
            found["quantity"],
            found.get("change"),
            found.get("effective_from"),
        )
        for found in terms(text, "quantity")
    ]


def test_the_quantity_column_of_an_order_form() -> None:
    found = quantities(
        """
        # Order
        Line | Service | Quantity | Price per unit per month
        1 | Edge router | 14 | £46.50
        2 | Head office line | 1 | £890.00
        """
    )
    assert found == [("Edge router", "14", "set", None)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Sixty (60) staff seats of Atlas Classroom at $31.50 per seat per month.",
            ("staff seats", "60", "set", None),
        ),
        (
            "The number of staff seats is reduced from sixty to fifty-five (55) with effect from December 1, 2025.",
            ("staff seats", "55", "set", "2025-12-01"),
        ),
        (
            "Twenty-five (25) store users are added with activation on 13 October 2025, which brings the total to 165.",
            ("store users", "165", "set", "2025-10-13"),
        ),
        (
            "Ten (10) licences are removed with effect from 1 March 2026.",
            ("licences", "10", "remove", "2026-03-01"),
        ),
        (
            "Customer will protect thirty-two (32) servers at the start of services.",
            ("Backup", "32", "set", None),
        ),
    ],
)
def test_prose_states_a_number(
    sentence: str, expected: tuple[str | None, str, str | None, str | None]
) -> None:
    assert quantities(f"# Backup\n{sentence}") == [expected]


def test_a_number_that_rises_on_a_day_is_two_quantities() -> None:
    found = quantities(
        "# Seats\nThe number of seats is 120 for the first three months "
        "(15 July 2025 to 14 October 2025) and 180 from 15 October 2025."
    )
    assert [(each[1], each[3]) for each in found] == [
        ("120", "2025-07-15"),
        ("180", "2025-10-15"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Each plan includes up to 2,000 users.",
        "Ordering more than 750 licences entitles Customer to a re-quote.",
        "If 150 users or more are licensed, a rebate is granted.",
        "Section 10.4 Agent for Service.",
    ],
)
def test_numbers_that_nobody_ordered(sentence: str) -> None:
    assert quantities(f"# Terms\n{sentence}") == []
