"""Prices whose sentence is explained whole: who pays, what for, how much, per what, from when."""

from datetime import date

import pytest

from extractors.readers.grammar import price_frames
from tests.extractors.grammar.drafted import read

MONTHLY = {"model": "flat", "currency": "GBP", "interval": "month", "status": "stated"}


@pytest.mark.parametrize(
    "words",
    [
        "The fee for the Dock Planner is £410.00 per month.",
        "For the Dock Planner a flat fee of £410.00 per month is due.",
        "In return for the Dock Planner, Customer shall pay a subscription fee of £410.00 per month.",
        "Supplier invoices £410.00 per month for the Dock Planner.",
        "The Dock Planner is provided at a monthly fee of £410.00.",
        "Supplier grants access to the Dock Planner for a fee of £410.00 per month.",
        "Customer takes part in the Dock Planner at £410.00 per month.",
        "(b) The Dock Planner costs £410.00 per month instead of £395.00.",
        "The fee for the Dock Planner, which is added to the services, is £410.00 per month.",
    ],
)
def test_one_monthly_fee_in_many_frames(words: str) -> None:
    found = read(price_frames.read, words)

    assert found == [{"product": "Dock Planner", "flat_amount": "410.00", **MONTHLY}]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("A Tag Reader is sold at £62.00.", "Reader"),
        ("Every Tag Reader costs £62.00.", "Reader"),
        ("Each additional Tag Reader is £62.00 per month.", "Reader"),
        ("Tag Readers are charged at £62.00 per reader.", "reader"),
    ],
)
def test_what_is_sold_by_the_piece_has_the_piece_as_its_unit(words: str, unit: str) -> None:
    (found,) = read(price_frames.read, words)

    assert (found["model"], found["unit"], found["unit_amount"]) == ("per_unit", unit, "62.00")


def test_a_named_fee_that_applies_to_each_of_something_is_per_that() -> None:
    (found,) = read(price_frames.read, "A call-out fee of $240.00 applies to each visit.")

    assert (found["product"], found["unit"], found["unit_amount"]) == (
        "call-out fee",
        "visit",
        "240.00",
    )


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("The one-time migration fee of €9,000 is due on 1 June 2024.", "2024-06-01"),
        ("On 1 June 2024, Customer shall pay a one-time migration fee of €9,000.", "2024-06-01"),
        ("An implementation fee of €9,000 is payable upon signature.", None),
        ("Setup: €9,000 (one time).", None),
    ],
)
def test_what_is_paid_once_falls_due_on_its_day_if_one_is_said(words: str, day: str | None) -> None:
    (found,) = read(price_frames.read, words)

    assert (found["flat_amount"], found["interval"]) == ("9000", "one_time")
    assert found.get("effective_from") == day


def test_the_tail_says_when_it_is_invoiced_and_from_when_to_when() -> None:
    (found,) = read(
        price_frames.read,
        "The Ledger Module is €1,900 per quarter, payable in advance, from 1 May 2025 until 30 April 2026.",
    )

    assert (found["interval"], found["billing"]) == ("quarter", "advance")
    assert (found["effective_from"], found["effective_to"]) == (
        date(2025, 5, 1).isoformat(),
        date(2026, 4, 30).isoformat(),
    )


def test_a_price_beside_a_count_is_of_the_product_and_not_of_its_seats() -> None:
    (found,) = read(
        price_frames.read, "Customer orders 40 seats of Dock Planner at £9.00 per seat per month."
    )

    assert (found["product"], found["unit"]) == ("Dock Planner", "seat")


@pytest.mark.parametrize(
    "words",
    [
        "The fee for the Dock Planner is £410.00 per month, provided that three berths are used.",
        "If the Dock Planner is ordered, the fee is £410.00 per month.",
        "The list price of the Dock Planner is £410.00 per month.",
        "The Dock Planner costs £410.00 per month for small ports.",
        "Half of the set-up fee of £410.00 is due on signature and the rest on acceptance.",
    ],
)
def test_a_sentence_with_words_that_no_phrase_explains_is_no_frame(words: str) -> None:
    assert read(price_frames.read, words) == []


def test_further_units_take_the_included_number_from_the_sentence_before() -> None:
    found = read(
        price_frames.read, "The plan includes 5,000 scans per month. Each further scan costs $0.02."
    )

    assert [(p["unit"], p["unit_amount"], p["included_quantity"]) for p in found] == [
        ("scan", "0.02", "5000")
    ]
