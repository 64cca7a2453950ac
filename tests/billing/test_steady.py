"""Periods that cost the same are rated once: whichever was rated before, each costs what it costs by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nonsense import damaged
from plan import Plan
from self_billed import self_billed
from thoroughness import EACH_TIME, times

from billing.comparison import Comparison, compare
from billing.facts import Account, AccountFacts, InvoiceLine
from billing.rated import WhatIf
from terms.contract import ContractDocument, Extraction, term
from terms.period import Period, add_months

START, AS_OF = date(2025, 1, 1), date(2026, 1, 15)
MONTHS = [Period(add_months(START, m), add_months(START, m + 1)) for m in range(12)]


def assert_each_costs_what_it_costs_alone(comparison: Comparison) -> None:
    """A hypothesis that supposes nothing is rated anew each time."""
    rater = comparison.rater
    for compared in comparison.products:
        for cell in compared.cells:
            shared = rater.rate(compared.product, cell.period)
            alone = rater.rate(compared.product, cell.period, WhatIf())
            assert replace(shared, history="") == replace(alone, history="")


@settings(EACH_TIME, max_examples=times(60))
@given(st.one_of(damaged(), self_billed()))
def test_a_period_costs_the_same_whatever_was_rated_before(
    made: tuple[Plan, AccountFacts, Extraction],
) -> None:
    plan, book, papers = made
    assert_each_costs_what_it_costs_alone(compare(book, papers, plan.as_of))


@settings(EACH_TIME, max_examples=times(20))
@given(made=self_billed(), data=st.data())
def test_its_derivation_is_its_own(
    made: tuple[Plan, AccountFacts, Extraction], data: st.DataObject
) -> None:
    """Also the words on how its price came to be: asked first, or after all others."""
    plan, book, papers = made
    later, first = compare(book, papers, plan.as_of), compare(book, papers, plan.as_of)
    cells = [(at, cell) for at, one in enumerate(later.products) for cell in one.cells]
    if not cells:
        return  # a bill of nothing that could be rated has no derivation to look at
    at, cell = data.draw(st.sampled_from(cells))
    fresh = first.rater.rate(first.products[at].product, cell.period)
    assert fresh.derivation == later.rater.rate(later.products[at].product, cell.period).derivation


def year(
    *others: dict[str, Any], on_the_bill: tuple[str, ...] = (), start: date = START
) -> Comparison:
    """A year of seats at 10.00 and further terms, with a bill each month, compared."""
    rows = [
        {"type": "price", "product": "Seats", "model": "per_unit", "unit_amount": "10.00"}
        | {"unit": "seat", "interval": "month", "billing": "advance"},
        *others,
    ]
    citation = {"file": "order.pdf", "page": 1, "quote": "seats", "match": "exact"}
    document = ContractDocument(
        file="order.pdf",
        kind="order_form",
        term_start=start,
        currency="USD",
        terms=tuple(
            term({"id": str(n), **row, "citations": [citation | {"section": str(n)}]})
            for n, row in enumerate(rows)
        ),
    )
    lines = tuple(
        InvoiceLine(
            account_id="A",
            invoice_id=f"I{number}",
            invoice_date=max(month.start, start),
            due_date=None,
            status="paid",
            line_id=str(number),
            product="Seats",
            kind="charge",
            description="Seats",
            period_start=max(month.start, start),
            period_end=month.end,
            quantity=Decimal(on_the_bill[number]) if on_the_bill else None,
            unit="seat",
            unit_amount=Decimal(10),
            amount=Decimal(1),
            currency="USD",
        )
        for number, month in enumerate(MONTHS)
    )
    book = AccountFacts(Account("A", "A", "USD", "UTC"), lines=lines)
    comparison = compare(book, Extraction(documents=(document,)), AS_OF)
    assert_each_costs_what_it_costs_alone(comparison)
    return comparison


def monthly(comparison: Comparison, product: int = 0) -> list[Decimal]:
    """What a product costs in each month, as the engine rates it."""
    rated = comparison.products[product].product
    return [comparison.rater.rate(rated, month).amount for month in MONTHS]


def seats(*others: dict[str, Any], on_the_bill: tuple[str, ...] = ()) -> list[Decimal]:
    """What the seats cost month by month."""
    return monthly(year(*others, on_the_bill=on_the_bill))


FIVE = {"type": "quantity", "product": "Seats", "quantity": "5", "unit": "seat"}


@pytest.mark.parametrize(
    ("further", "first", "last"),
    [
        ({"type": "quantity", "product": "Seats", "quantity": "7", "unit": "seat"}, "50", "70"),
        ({"type": "discount", "product": "Seats", "percent": "10"}, "50", "45"),
        ({"type": "surcharge", "product": "Seats", "percent": "10"}, "50", "55"),
        ({"type": "price", "product": "Seats", "model": "per_unit", "unit_amount": "12.00"}
         | {"unit": "seat", "interval": "month"}, "50", "60"),
    ],
    ids=("more seats", "a discount", "a surcharge", "another price"),
)  # fmt: skip
def test_what_begins_in_july_is_charged_from_july(
    further: dict[str, Any], first: str, last: str
) -> None:
    amounts = seats(FIVE, further | {"effective_from": date(2025, 7, 1)})
    assert amounts == [Decimal(first)] * 6 + [Decimal(last)] * 6


@pytest.mark.parametrize(
    ("ending", "during"),
    [
        ({"type": "discount", "percent": "10", "effective_to": date(2025, 3, 31)}, "45"),
        ({"type": "discount", "percent": "10", "months": 3, "effective_from": START}, "45"),
        ({"type": "surcharge", "percent": "10", "effective_to": date(2025, 3, 31)}, "55"),
    ],
    ids=("a discount to a date", "a discount for months", "a surcharge to a date"),
)
def test_what_ends_in_march_is_not_charged_in_april(ending: dict[str, Any], during: str) -> None:
    assert seats(FIVE, ending | {"product": "Seats"}) == [Decimal(during)] * 3 + [Decimal(50)] * 9


def test_a_number_that_only_the_bill_states_is_each_periods_own() -> None:
    counts = ("5", "5", "6", "5", "5", "5", "9", "9", "9", "5", "5", "5")
    assert seats(on_the_bill=counts) == [Decimal(each) * 10 for each in counts]


def test_a_number_that_changes_within_a_month_is_charged_by_days() -> None:
    """16 of July's 31 days have 7 seats: 50.00 + 20.00 × 16/31 = 60.32; August has them all."""
    more = {"type": "quantity", "product": "Seats", "quantity": "7", "unit": "seat"}
    amounts = seats(FIVE, more | {"effective_from": date(2025, 7, 16)})
    assert amounts[5:8] == [Decimal("50.00"), Decimal("60.32"), Decimal("70.00")]


@pytest.mark.parametrize(
    "share",
    [
        {"model": "percentage", "percent": "10", "percent_of": "Seats"},
        {"model": "graduated", "tiers": [{"percent": "10"}], "includes": ["Seats"]},
    ],
    ids=("a percentage", "tiers of percentages"),
)
def test_a_share_of_another_product_follows_it(share: dict[str, Any]) -> None:
    """10% of the seats, of which there are two more from July."""
    more = {"type": "quantity", "product": "Seats", "quantity": "7", "unit": "seat"}
    comparison = year(
        FIVE,
        share | {"type": "price", "product": "Support", "interval": "month", "billing": "advance"},
        more | {"effective_from": date(2025, 7, 1)},
    )
    assert monthly(comparison, 1) == [Decimal(5)] * 6 + [Decimal(7)] * 6


def test_a_prepaid_balance_is_drawn_down_month_by_month() -> None:
    """300.00 are paid for the year: they last for six months of seats."""
    paid = {"type": "price", "product": "Prepayment", "model": "flat", "flat_amount": "300"}
    balance = {"type": "commitment", "measure": "amount", "value": "300", "per": "year"}
    amounts = seats(
        FIVE,
        paid | {"interval": "year", "billing": "advance"},
        balance | {"shortfall": "forfeited", "includes": ["Seats"]},
    )
    assert amounts == [Decimal(0)] * 6 + [Decimal(50)] * 6


def test_a_formula_counts_each_months_own_days() -> None:
    rent = {"type": "formula", "product": "Rent", "expression": "2.00 * days", "interval": "month"}
    comparison = year(FIVE, rent | {"currency": "USD"})
    assert monthly(comparison, 1)[:3] == [Decimal(62), Decimal(56), Decimal(62)]


def test_a_first_part_of_a_month_is_not_what_a_month_costs() -> None:
    """From 17 January on, 15 of its 31 days: 50.00 × 15/31 = 24.19."""
    comparison = year(FIVE, start=date(2025, 1, 17))
    product = comparison.products[0].product
    part = comparison.rater.rate(product, Period(date(2025, 1, 17), date(2025, 2, 1)))
    assert part.amount == Decimal("24.19")
    assert monthly(comparison)[1:] == [Decimal(50)] * 11
