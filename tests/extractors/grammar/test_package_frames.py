"""Packages, and what goes beyond an included number."""

import pytest

from extractors.readers.grammar import price_frames
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    "words",
    [
        "Address checks are sold in bundles of 1,000 at $38.00 per bundle.",
        "Address checks are charged in blocks of 1,000 checks; each block or part of a block costs $38.00.",
    ],
)
def test_what_is_sold_in_bundles_is_a_package(words: str) -> None:
    (found,) = read(price_frames.read, words)

    assert (found["model"], found["package_size"], found["unit_amount"], found["unit"]) == (
        "package",
        "1000",
        "38.00",
        "check",
    )


def test_a_bundle_can_be_the_subject() -> None:
    (found,) = read(
        price_frames.read,
        "From 1 July 2026 a block of 250 letters costs £33.50 in place of £36.00.",
    )

    assert (found["package_size"], found["unit_amount"]) == ("250", "33.50")
    assert found["effective_from"] == "2026-07-01"


def test_a_label_names_what_includes_and_what_goes_beyond() -> None:
    (found,) = read(
        price_frames.read,
        "Ledger Sync: the first 3,000 imports in each month are included; each further import costs $0.40.",
    )

    assert (found["product"], found["unit"], found["unit_amount"]) == (
        "Ledger Sync",
        "import",
        "0.40",
    )
    assert (found["included_quantity"], found["interval"]) == ("3000", "month")


@pytest.mark.parametrize(
    "words",
    [
        "Each API call beyond the 500,000 calls included per month is charged at $0.0004.",
        "For each month Customer pays nothing more. Supplier charges $0.0004 for each API call above 500,000 calls in a calendar month.",
    ],
)
def test_what_goes_beyond_an_included_number_is_priced_per_unit(words: str) -> None:
    (found,) = read(price_frames.read, words)

    assert (found["model"], found["unit"], found["included_quantity"], found["interval"]) == (
        "per_unit",
        "call",
        "500000",
        "month",
    )
