"""Published examples of billing systems, from contract terms and usage through the whole of rating."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import case_file
import pytest

from billing.investigation import compare

VECTORS = case_file.load(Path(__file__).parent / "published_vectors.yaml")


def first_period(
    terms: list[dict[str, Any]],
    usage: list[str],
    conventions: dict[str, Any] | None = None,
    **row: Any,
) -> Any:
    """What the product of these terms costs in January, with its lines."""
    named = [
        {"product": "Thing", **term} if term["type"] == "price" else {**term} for term in terms
    ]
    case = {
        "account": {"currency": "USD"},
        "documents": [
            {
                "file": "order.pdf",
                "kind": "order_form",
                "term_start": date(2026, 1, 1),
                "terms": named,
            }
        ],
        "invoices": [
            {
                "product": "Thing",
                "kind": "usage",
                "from": date(2026, 1, 1),
                "until": date(2026, 2, 1),
                "amount": "0.00",
            }
        ],
        "usage": [
            {"product": "Thing", "at": date(2026, 1, 10), "quantity": quantity, **row}
            for quantity in usage
        ],
        "policy": {"conventions": conventions or {}},
    }
    facts = case_file.facts(case)
    if "event_id" not in row:
        facts = case_file.as_events(facts)
    comparison = compare(facts, case_file.contract(case), date(2026, 3, 1))
    return comparison.products[0].cells[0].rated


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_rating_gives_what_is_published(vector: dict[str, Any]) -> None:
    rated = first_period(vector["terms"], vector["usage"])
    assert rated.known, rated.reason
    assert rated.amount == Decimal(vector["amount"])


def test_every_vector_names_its_source() -> None:
    assert all(vector["source"] and "http" not in vector["source"] for vector in VECTORS)


FEE = {
    "type": "price",
    "model": "percentage",
    "percent": "1",
    "unit": "order",
    "minimum_charge": "5.00",
    "interval": "month",
}


def test_bounds_of_events_may_be_set_to_be_those_of_the_period() -> None:
    # each of 100.00 gives 1.00: raised to 5.00 each, or 2.00 together raised to 5.00
    assert first_period([FEE], ["100", "100"]).amount == Decimal("10.00")
    of_period = {"event_limits": "period"}
    assert first_period([FEE], ["100", "100"], of_period).amount == Decimal("5.00")


def test_sums_of_several_events_do_not_say_what_each_costs() -> None:
    rated = first_period([FEE], ["100", "100"], event_id=None)
    assert not rated.known
    assert "event_id" in rated.reason


def test_a_maximum_before_discounts_is_a_setting() -> None:
    terms = [
        {
            "type": "price",
            "model": "per_unit",
            "unit_amount": "1.00",
            "maximum_charge": "1000.00",
            "interval": "month",
        },
        {"type": "discount", "percent": "10", "months": 12},
    ]
    before = first_period(terms, ["1200"], {"maximum": "before_discounts"})
    assert before.amount == Decimal("900.00")
    after = first_period(terms, ["1200"])
    assert after.derivation.endswith("= 1,000.00")
    assert "1,080.00 is above the maximum 1,000.00" in after.derivation


def test_the_bounds_of_a_month_hold_for_all_of_it_though_its_price_changes_within() -> None:
    # ten days at 1.00 and the rest at 2.00: 10.00 + 20.00, raised once to the least of a month
    terms = [
        {
            "type": "price",
            "model": "per_unit",
            "unit_amount": "1.00",
            "minimum_charge": "50.00",
            "interval": "month",
        },
        {
            "type": "price",
            "model": "per_unit",
            "unit_amount": "2.00",
            "minimum_charge": "50.00",
            "interval": "month",
            "effective_from": date(2026, 1, 11),
        },
    ]
    assert first_period(terms, ["20"]).amount == Decimal("50.00")
