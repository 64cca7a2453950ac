"""What a contract leaves open: its range holds every usual amount, and policy settles it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import case_file
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.finding import AccountResult
from billing.investigation import compare, explain
from billing.partial import Share, seconds_of
from billing.pricing.charge import Charge
from billing.printed_bounds import printed_twice
from terms.citation import Citation
from terms.money import round_to
from terms.period import Period
from terms.price import Price, Tier

D = Decimal
CENT = D("0.01")
BASES = ("daily", "daily/30", "daily/360", "daily/365", "daily/seconds")


def result(
    start: date,
    amount: Decimal,
    billed: Decimal,
    *more: dict[str, Any],
    quantity: Decimal | None = None,
    conventions: dict[str, Any] | None = None,
    timezone: str = "UTC",
) -> AccountResult:
    """One monthly product from `start`, whose first part of a month was billed at `billed`."""
    price = {"type": "price", "product": "Plan", "interval": "month"}
    price |= (
        {"model": "flat", "flat_amount": amount}
        if quantity is None
        else {"model": "per_unit", "unit_amount": amount}
    )
    terms = [price, *({**term} for term in more)]
    if quantity is not None:
        terms.append({"type": "quantity", "product": "Plan", "quantity": quantity})
    following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    after = (following + timedelta(days=32)).replace(day=1)
    whole = round_to(amount * (1 if quantity is None else quantity), CENT)
    row = {"product": "Plan"}
    case = {
        "account": {"currency": "USD", "timezone": timezone},
        "documents": [
            {"file": "order.pdf", "kind": "order_form", "term_start": start, "terms": terms}
        ],
        "invoices": [
            {**row, "from": start, "until": following, "amount": billed},
            {**row, "from": following, "until": after, "amount": whole},
        ],
        "policy": {"conventions": conventions or {}},
    }
    return explain(compare(case_file.facts(case), case_file.contract(case), after))


days = st.dates(date(2024, 1, 2), date(2027, 12, 27)).filter(lambda day: 1 < day.day < 28)
amounts = st.decimals("50", "5000", places=2)
settled = st.fixed_dictionaries(
    {
        "proration": st.sampled_from(["daily", "full_period"]),
        "proration_basis": st.sampled_from(["actual", "30", "seconds"]),
        "rounding_mode": st.sampled_from(["half_up", "half_even"]),
        "rounding_point": st.sampled_from(["line", "unit", "total"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(days, amounts, st.integers(1, 40), settled)
def test_the_range_holds_what_every_convention_gives(
    start: date, amount: Decimal, seats: int, conventions: dict[str, str]
) -> None:
    number = D(seats)
    zone = "Europe/Berlin"
    silent = result(start, amount, D("0.01"), quantity=number, timezone=zone).findings[0]
    read = result(
        start, amount, D("0.01"), quantity=number, timezone=zone, conventions=conventions
    ).findings[0]
    assert read.evidence == "proven"
    assert silent.evidence == "estimated"
    assert silent.amount_low is not None
    assert silent.amount_high is not None
    assert silent.amount_low <= read.amount_total <= silent.amount_high
    assert silent.amount_low <= silent.amount_total <= silent.amount_high


@settings(max_examples=40, deadline=None)
@given(days, amounts, settled)
def test_what_a_usual_convention_gives_is_no_finding(
    start: date, amount: Decimal, conventions: dict[str, str]
) -> None:
    settled_by_seller = result(start, amount, D("0.01"), conventions=conventions)
    billed = settled_by_seller.findings[0].periods[0].expected
    silent = result(start, amount, billed)
    assert silent.findings == ()
    stated = result(start, amount, billed, conventions=conventions)
    assert stated.findings == ()


def test_the_first_part_of_a_month_by_hand() -> None:
    # 10 of 30 days of April: 100.00 in any month of 30 days, or 300.00 in full
    found = result(date(2026, 4, 21), D("300.00"), D("40.00")).findings[0]
    assert (found.amount_total, found.amount_low, found.amount_high) == (60, 60, 260)
    assert "300.00 as a full period" in found.explanation
    assert "300.00 × 10/30 days = 100.00" in found.periods[0].derivation
    clause = {"type": "proration", "method": "daily", "days_basis": "actual"}
    proven = result(date(2026, 4, 21), D("300.00"), D("40.00"), clause).findings[0]
    assert (proven.evidence, proven.amount_low, proven.amount_high) == ("proven", None, None)


def test_a_clause_without_days_leaves_their_number_open_and_no_more() -> None:
    # 17 of 31 or of 30 days of March
    clause = {"type": "proration", "method": "daily"}
    found = result(date(2026, 3, 15), D("100.00"), D("40.00"), clause).findings[0]
    assert (found.amount_low, found.amount_high) == (D("14.84"), D("16.67"))


def test_what_policy_settles_is_said_in_the_derivation() -> None:
    basis = {"proration": "daily", "proration_basis": "30"}
    found = result(date(2026, 3, 15), D("100.00"), D("40.00"), conventions=basis).findings[0]
    assert found.periods[0].derivation.endswith(
        "= 56.67 [the contract is silent; policy.toml: proration = daily, proration_basis = 30]"
    )


def test_a_bill_as_usual_is_told_in_the_notes() -> None:
    noted = result(date(2026, 3, 15), D("100.00"), D("56.67"))
    assert noted.findings == ()
    assert any("by days of a 30-day month" in note and "56.67" in note for note in noted.notes)


@given(
    st.dates(date(2024, 1, 1), date(2027, 11, 1)).map(lambda day: day.replace(day=1)),
    st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True),
    st.decimals("0", "100000", places=2),
    st.sampled_from(["daily", "daily/seconds"]),
)
def test_a_month_cut_in_parts_costs_the_month_but_for_rounding(
    first: date, cuts: list[int], amount: Decimal, method: str
) -> None:
    end = (first + timedelta(days=32)).replace(day=1)
    whole = Period(first, end)
    bounds = sorted({first, end, *(first.replace(day=cut) for cut in cuts)})
    parts = [Period(*pair) for pair in itertools.pairwise(bounds)]
    total = D(0)
    for part in parts:
        share = Share(part.days, whole.days, method, 1, 1)
        if method == "daily/seconds":
            share = share.in_seconds(part, whole, "Europe/Berlin")
        total += round_to(share.of(Charge(amount, "")).amount, CENT)
    assert abs(total - amount) <= CENT / 2 * len(parts)


@given(st.integers(1, 30), st.decimals("0", "100000", places=2), st.sampled_from(BASES[:3]))
def test_no_part_costs_more_than_a_longer_one(days: int, amount: Decimal, method: str) -> None:
    shorter, longer = (
        Share(count, 31, method, 1, 1).of(Charge(amount, "")).amount for count in (days, days + 1)
    )
    assert shorter <= longer


def test_a_month_of_spring_has_an_hour_less() -> None:
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert seconds_of(march, "UTC") == 31 * 86400
    assert seconds_of(march, "Europe/Berlin") == 31 * 86400 - 3600


@pytest.mark.parametrize(
    ("quote", "twice"),
    [
        ("0 - 1,000: 0.50; 1,000 - 5,000: 0.40", True),
        ("0 to 1000 at 0.50, 1000 to 5000 at 0.40", True),
        ("0–1.000 Stück; 1.000–5.000 Stück", True),
        ("1 - 1,000: 0.50; 1,001 - 5,000: 0.40", False),
        ("up to 1,000: 0.50", False),
        ("0 - 1,000.50; 1,000.50 - 5,000", False),
        ("0 - 11,000; 11,000 - 50,000", False),
        ("", False),
    ],
)
def test_a_bound_is_printed_twice_or_once(quote: str, twice: bool) -> None:
    tiers = (Tier(up_to=D(1000), unit_amount=D(1)), Tier(up_to=None, unit_amount=D(1)))
    cited = Citation(file="order.pdf", page=1, section="1", quote=quote, match="exact")
    price = Price(model="volume", tiers=tiers, citations=(cited,))
    assert printed_twice(price, D(1000)) is twice
