"""Periods that cost the same are rated once: whichever was rated before, each costs what it costs by itself."""

from __future__ import annotations

import gc
import weakref
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
from billing.facts import Account, AccountFacts, InvoiceLine, UsageEvent
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
    *others: dict[str, Any],
    on_the_bill: tuple[str, ...] = (),
    used: tuple[str | None, ...] = (),
    start: date = START,
    price: dict[str, Any] | None = None,
) -> Comparison:
    """A year of seats at 10.00 and further terms, with a bill each month, compared.

    `used` are seats counted in the middle of each month; `price` says what else their price states.
    """
    rows = [
        {"type": "price", "product": "Seats", "model": "per_unit", "unit_amount": "10.00"}
        | {"unit": "seat", "interval": "month", "billing": "advance"}
        | (price or {}),
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
    usage = tuple(
        UsageEvent("A", "Seats", date(2025, month, 15), Decimal(each), "seat", str(month))
        for month, each in enumerate(used, 1)
        if each is not None
    )
    book = AccountFacts(Account("A", "A", "USD", "UTC"), lines=lines, usage=usage)
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


USED = ("3", "5", None, "8", "3", "3", "4", "4", "0", "9", "3", "12")
"""Seats counted from January to December; nothing at all was recorded in March."""


def test_what_was_used_is_priced_month_by_month() -> None:
    assert monthly(year(used=USED)) == [Decimal(each or 0) * 10 for each in USED]


def test_of_a_month_without_a_record_it_is_said() -> None:
    comparison = year(used=USED)
    product = comparison.products[0].product
    recorded = [comparison.rater.rate(product, month).metered for month in MONTHS]
    assert recorded == [each is not None for each in USED]


@pytest.mark.parametrize(
    ("further", "before", "after"),
    [
        ({"type": "price", "product": "Seats", "model": "per_unit", "unit_amount": "12.00"}
         | {"unit": "seat", "interval": "month"}, "30.00", "48.00"),
        ({"type": "escalation", "percent": "5", "method": "fixed"}
         | {"first_on": date(2025, 7, 1)}, "30.00", "42.00"),
        ({"type": "discount", "product": "Seats", "percent": "10"}, "30.00", "36.00"),
        ({"type": "discount", "product": "Seats", "percent": "10", "min_quantity": "4"},
         "30.00", "36.00"),
        ({"type": "surcharge", "product": "Seats", "percent": "10"}, "30.00", "44.00"),
    ],
    ids=("another price", "an increase", "a discount", "a discount from four", "a surcharge"),
)  # fmt: skip
def test_what_begins_in_july_changes_what_use_costs_from_july(
    further: dict[str, Any], before: str, after: str
) -> None:
    """3 seats in June at 10.00; 4 in July."""
    amounts = monthly(year(further | {"effective_from": date(2025, 7, 1)}, used=USED))
    assert amounts[5:7] == [Decimal(before), Decimal(after)]
    assert amounts[0] == Decimal("30.00")


def test_the_least_and_what_is_included_hold_for_each_month_of_use() -> None:
    """Seats at 2.00 above four included, at least 5.00 a month."""
    price = {"unit_amount": "2.00", "included_quantity": "4", "minimum_charge": "5.00"}
    amounts = monthly(year(used=USED, price=price))
    expected = [max(max(int(each or 0) - 4, 0) * 2, 5) for each in USED]
    assert amounts == [Decimal(each) for each in expected]


def test_use_beyond_the_tiers_is_no_price_of_another_month() -> None:
    """Tiers that end at 10 seats: December's 12 cannot be priced, and every other month can."""
    tiers = [{"up_to": "5", "unit_amount": "10.00"}, {"up_to": "10", "unit_amount": "8.00"}]
    comparison = year(used=USED, price={"model": "volume", "unit_amount": None, "tiers": tiers})
    product = comparison.products[0].product
    known = [comparison.rater.rate(product, month).known for month in MONTHS]
    assert known == [True] * 11 + [False]
    assert monthly(comparison)[9] == Decimal(72)


def test_a_comparison_goes_when_nobody_holds_it() -> None:
    """No circle of references: a book of many accounts leaves nothing for the garbage collector."""
    gc.collect()
    gc.disable()
    try:
        rater = weakref.ref(year(FIVE).rater)
        assert rater() is None
    finally:
        gc.enable()


def test_use_is_derived_with_how_its_price_came_to_be() -> None:
    """5% on 1 July: 10.50 in each month after it, and each says so."""
    raised = {"type": "escalation", "percent": "5", "method": "fixed"}
    comparison = year(raised | {"first_on": date(2025, 7, 1)}, used=USED)
    product = comparison.products[0].product
    told = [comparison.rater.rate(product, month).derivation for month in MONTHS]
    assert told[0] == "3 seat × 10.00 = 30.00"
    history = " (10.00 from 2025-01-01, then 5% on 2025-07-01)"
    assert told[6] == f"4 seat × 10.50 = 42.00{history}"
    assert told[9] == f"9 seat × 10.50 = 94.50{history}"


def test_use_is_rounded_as_the_clause_on_its_product_says() -> None:
    """At 1.30 a seat, up to whole dollars: 3 are 3.90, so 4; 5 are 6.50, so 7."""
    up = {"type": "rounding", "of": "line", "to": "1", "mode": "up", "product": "Seats"}
    amounts = monthly(year(up, used=USED, price={"unit_amount": "1.30"}))
    assert amounts[:4] == [Decimal(4), Decimal(7), Decimal(0), Decimal(11)]


def test_a_price_for_two_months_only_is_the_price_of_two_months() -> None:
    """8.00 from 1 February to 31 March; after that the first price holds again."""
    price = {"type": "price", "product": "Seats", "model": "per_unit", "unit_amount": "8.00"}
    price |= {"unit": "seat", "interval": "month", "effective_from": date(2025, 2, 1)}
    amounts = seats(FIVE, price | {"effective_to": date(2025, 3, 31)})
    assert amounts == [Decimal(50), Decimal(40), Decimal(40), *[Decimal(50)] * 9]


def test_a_price_per_day_counts_each_months_own_days() -> None:
    amounts = monthly(year(FIVE, price={"interval": "day", "unit_amount": "0.10"}))
    assert amounts[:3] == [Decimal("15.50"), Decimal("14.00"), Decimal("15.50")]
