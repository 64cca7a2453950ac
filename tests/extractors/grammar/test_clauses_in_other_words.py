"""Clauses of several families, each put in another frame than the family's own examples."""

from typing import Any

import pytest

from extractors.readers.grammar import (
    commitments,
    credits,  # noqa: A004 - the family of service credits; the builtin is not used here
    discounts,
    escalations,
    lookbacks,
    metering,
    payments,
    proration,
    roundings,
)
from tests.extractors.grammar.drafted import read

CASES = [
    (
        escalations,
        "The recurring fees escalate by 6% per year on the anniversary of 1 March 2024.",
        {"method": "fixed", "percent": "6", "every_months": 12, "trigger": "anniversary"},
    ),
    (
        lookbacks,
        "Supplier may bill retroactively for services rendered no more than six months before the date of the invoice.",
        {"direction": "underbilling", "length": 6, "counted_from": "service_date"},
    ),
    (
        lookbacks,
        "Hirer must give notice of an error in an invoice no later than sixty days after the invoice date in order to receive a credit.",
        {"direction": "overbilling", "length": 60, "effect": "must_dispute"},
    ),
    (
        lookbacks,
        "Hirer may recover an amount that it has overpaid at any time within twenty months after payment.",
        {"direction": "overbilling", "counted_from": "payment", "effect": "refund"},
    ),
    (
        discounts,
        "Supplier grants Customer a discount of 6% on Route Guide through 31 August 2025.",
        {"product": "Route Guide", "percent": "6", "effective_to": "2025-08-31"},
    ),
    (
        discounts,
        "Supplier shall apply a 12% discount to all subscription fees during the first contract year.",
        {"percent": "12", "months": 12},
    ),
    (
        discounts,
        "Whoever takes part in the paperless scheme receives a discount of 2% on all fees.",
        {
            "percent": "2",
            "condition": "Whoever takes part in the paperless scheme receives a discount of 2% on all fees",
        },
    ),
    (
        credits,
        "If the gateway is unavailable for a day, Hirer is credited with 6% of that month's Gateway Plan charges.",
        {"percent": "6", "product": "Gateway Plan"},
    ),
    (payments, "Payment terms: 30 days end of month.", {"net_days": 30, "end_of_month": True}),
    (payments, "Fees are debited on the 5th of each month.", {"day_of_month": 5}),
    (
        payments,
        "Each invoice is payable within thirty days of the date on which it is issued.",
        {"net_days": 30, "basis": "invoice_date"},
    ),
    (
        proration,
        "A fee that begins within a month is charged in proportion, over the days in that month.",
        {"method": "daily", "days_basis": "actual"},
    ),
    (proration, "No proration takes place.", {"method": "none"}),
    (roundings, "Each charge is worked out to the nearest penny.", {"of": "line", "to": "0.01"}),
    (
        metering,
        "Storage is charged on the average number of crates held in the month, rounded up to the next whole crate.",
        {"aggregate": "average", "rounding": "up", "rounding_per": "period"},
    ),
    (
        metering,
        "Months are calendar months in the time of Lisbon.",
        {"timezone": "Europe/Lisbon"},
    ),
    (
        commitments,
        "Customer's minimum spend is £10,000 per quarter, and unspent amounts are forfeited.",
        {"value": "10000", "per": "quarter", "shortfall": "forfeited"},
    ),
]


@pytest.mark.parametrize(("family", "words", "wanted"), CASES)
def test_the_clause_is_read(family: Any, words: str, wanted: dict[str, Any]) -> None:
    (found,) = read(family.read, words)

    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("family", "words"),
    [
        (
            payments,
            "If the fees fall short, Customer shall pay the difference within 30 days after year-end.",
        ),
        (
            lookbacks,
            "Payment shall be made no later than thirty days from the date on which the invoice was received.",
        ),
        (metering, "Readings of different months are not added together."),
        (roundings, "The fee of a transfer is rounded to the cent."),
        (proration, "A day's share is the monthly fee divided by a figure that the parties agree."),
    ],
)
def test_what_belongs_to_another_family_is_not_read(family: Any, words: str) -> None:
    assert read(family.read, words) == []
