"""Terms of one answer beside each other: extras on what nobody ordered, one window told twice."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.readers.model.beside_each_other import NOT_ORDERED, one_window, without_extras
from extractors.readers.reading import Draft, Passage
from terms.contract import term
from tests.extractors.model.scripted_model import document_of

SELLER = "Supplier may invoice what it omitted within eighteen (18) months from the period's end."
CUSTOMER = "Client may claim repayment within the same time."
OTHER = "Client may dispute an invoice within eighteen (18) months from the period's end."
CONTRACT = document_of(("11", f"{SELLER} {CUSTOMER} {OTHER}"))
WINDOW = {"type": "lookback", "length": 18, "unit": "month", "counted_from": "period_end"}


def draft(words: str, **fields: Any) -> Draft:
    start = max(CONTRACT.text.find(words), 0)
    return Draft(term(fields), (Passage(start, start + len(words)),))


def windows(words: str, **of_the_customer: Any) -> list[Any]:
    seller = draft(SELLER, **WINDOW, direction="underbilling", effect="may_invoice")
    customer = draft(words, **{**WINDOW, "direction": "overbilling", **of_the_customer})
    return [each.term for each in one_window([seller, customer], CONTRACT)]


def test_a_window_within_the_same_time_is_one_for_both():
    (both,) = windows(CUSTOMER, effect="refund")
    assert (both.direction, both.length, both.effect) == ("both", 18, "may_invoice")


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (CUSTOMER, {"length": 24}),
        (CUSTOMER, {"counted_from": "payment"}),
        (CUSTOMER, {"effect": "must_dispute"}),
        (OTHER, {}),
    ],
)
def test_windows_that_differ_or_are_not_said_to_be_the_same_stay_two(
    words: str, fields: dict[str, Any]
):
    assert [each.direction for each in windows(words, **fields)] == ["underbilling", "overbilling"]


def extras(status: str, product: str = "Night shift") -> tuple[list[str], list[str]]:
    price = draft(SELLER, type="price", product="Night shift", unit_amount="90.00", status=status)
    premium = draft(CUSTOMER, type="surcharge", product=product, percent="25")
    kept, left = without_extras([price, premium])
    return [each.term.type for each in kept], [each.why for each in left]


def test_what_is_added_to_something_not_ordered_waits_for_a_person():
    assert extras("not_ordered") == (["price"], [NOT_ORDERED])


def test_what_is_added_to_something_ordered_stays():
    assert extras("stated") == (["price", "surcharge"], [])
    assert extras("not_ordered", product="Day shift") == (["price", "surcharge"], [])
