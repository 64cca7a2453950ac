"""Contracted numbers: who takes how many of what, from when, in place of how many."""

import pytest

from extractors.readers.grammar import count_frames
from tests.extractors.grammar.drafted import read


def _counts(*words: str) -> list[tuple[str | None, str, str, str | None]]:
    return [
        (each.get("product"), each["quantity"], each["change"], each.get("effective_from"))
        for each in read(count_frames.read, *words)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "From 1 May 2025 on, Customer has 40 seats of Dock Planner.",
        "With effect from 1 May 2025, Customer takes 40 seats of Dock Planner in place of 25.",
        "The number of seats of Dock Planner rises from 25 to 40 on 1 May 2025.",
        "As of 1 May 2025, the number of seats for Dock Planner is 40.",
        "Customer orders further seats of Dock Planner: from 1 May 2025 there are 40 seats in all.",
        "Customer raises the number of seats of Dock Planner from 25 to 40 with effect from 1 May 2025.",
        "Customer adds 15 seats of Dock Planner with effect from 1 May 2025, so that it holds 40 in total.",
    ],
)
def test_a_new_number_of_seats_in_many_frames(words: str) -> None:
    assert _counts(words) == [("Dock Planner", "40", "set", "2025-05-01")]


def test_what_is_added_without_a_total_adds() -> None:
    assert _counts(
        "The parties agree to add 12 vans to the Route Guide subscription as of June 1, 2025."
    ) == [("Route Guide", "12", "add", "2025-06-01")]


def test_what_is_given_back_removes() -> None:
    assert _counts("Customer returns 5 of its Tag Readers on 1 May 2025.") == [
        ("Tag Readers", "5", "remove", "2025-05-01")
    ]


def test_two_kinds_in_one_order_are_two_numbers() -> None:
    assert _counts("Customer has purchased 120 Planner licences and 30 Viewer licences.") == [
        ("Planner licences", "120", "set", None),
        ("Viewer licences", "30", "set", None),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Customer has 30 days to object.",
        "Customer may have up to 40 seats of Dock Planner.",
        "If Customer takes 40 seats of Dock Planner, the fee falls.",
        "Five depots listed in the annex are added on 1 May 2025.",
        "The link carries 400 messages per second.",
    ],
)
def test_what_is_no_contracted_number(words: str) -> None:
    assert _counts(words) == []
