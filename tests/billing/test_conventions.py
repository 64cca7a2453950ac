"""What billing systems do differently: each setting beside its alternative, in sums done by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import case_file
import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.conventions import STANDARD, Conventions
from billing.errors import PolicyUnreadable
from billing.investigation import compare
from billing.partial import Share
from billing.policy import load_policy
from billing.pricing.block import Blocks, block_graduated, block_volume
from billing.pricing.charge import Charge
from billing.pricing.coupons import Reduction, amount_off, percent_off, reduced
from billing.pricing.line_total import line_amounts
from billing.pricing.models import charge
from billing.pricing.per_event import EventFee, of_events, of_total
from billing.pricing.progressive import further
from billing.pricing.proration import by_actual_days, by_fixed_month
from billing.pricing.tiered import graduated, stairstep, volume
from billing.pricing.true_up import true_up
from billing.pricing.unit_conversion import converted
from terms.money import round_to
from terms.period import Period
from terms.price import Price, Tier

D = Decimal
CENT = D("0.01")


def cents(amount: Decimal) -> Decimal:
    return round_to(amount, CENT)


FEES = (
    Tier(up_to=D(10), unit_amount=D(5), flat_amount=D(20)),
    Tier(up_to=None, unit_amount=D(4), flat_amount=D(35)),
)


def test_a_quantity_on_the_bound_is_in_the_tier_below_or_above_it() -> None:
    above = Conventions(tier_bound="exclusive")
    assert volume(FEES, D(10)).amount == 10 * 5 + 20
    assert volume(FEES, D(10), above).amount == 10 * 4 + 35
    assert graduated(FEES, D(10)).amount == 10 * 5 + 20
    assert graduated(FEES, D(10), above).amount == 10 * 5 + 20 + 35
    for quantity in (D("9.99"), D("10.01")):
        assert volume(FEES, quantity) == volume(FEES, quantity, above)


def test_a_stairstep_on_the_bound_is_the_lower_or_the_upper_step() -> None:
    steps = (Tier(up_to=D(10), flat_amount=D(48)), Tier(up_to=None, flat_amount=D(180)))
    assert stairstep(steps, D(10)).amount == 48
    assert stairstep(steps, D(10), Conventions(tier_bound="exclusive")).amount == 180


def test_the_last_of_closed_tiers_holds_its_own_bound_either_way() -> None:
    closed = (Tier(up_to=D(10), unit_amount=D(5)), Tier(up_to=D(20), unit_amount=D(4)))
    assert volume(closed, D(20), Conventions(tier_bound="exclusive")).amount == 80


def test_no_units_cost_the_first_fee_or_nothing() -> None:
    assert graduated(FEES, D(0)).amount == 0
    assert graduated(FEES, D(0), Conventions(graduated_fee_at_zero=True)).amount == 20
    assert volume(FEES, D(0)).amount == 20
    assert volume(FEES, D(0), Conventions(volume_fee_at_zero=False)).amount == 0


@pytest.mark.parametrize(
    ("units", "started", "full", "at_least_one"),
    [
        ("0", "0", "0", "7"),
        ("99", "7", "0", "7"),
        ("100", "7", "7", "7"),
        ("250", "21", "14", "21"),
    ],
)
def test_packages_are_started_full_or_at_least_one(
    units: str, started: str, full: str, at_least_one: str
) -> None:
    price = Price(model="package", unit_amount=D(7), package_size=D(100))
    assert charge(price, D(units)).amount == D(started)
    assert charge(price, D(units), Conventions(package_rounding="down")).amount == D(full)
    assert charge(price, D(units), Conventions(package_minimum=1)).amount == D(at_least_one)


OFF = [amount_off(D(10)), percent_off(D(20)), percent_off(D(10))]


@pytest.mark.parametrize(
    ("settings", "sizes"),
    [
        # 100.00 − 20% = 80.00, − 10% of it = 72.00, − 10.00
        ({}, ["20.00", "8.00", "10.00"]),
        # both percentages of 100.00, then 10.00
        ({"percents": "add"}, ["20.00", "10.00", "10.00"]),
        # 100.00 − 10.00 = 90.00, − 20% = 72.00, − 10% of it
        ({"discount_order": "fixed_first"}, ["10.00", "18.00", "7.20"]),
        ({"discount_order": "as_listed"}, ["10.00", "18.00", "7.20"]),
        ({"discount_order": "fixed_first", "percents": "add"}, ["10.00", "18.00", "9.00"]),
    ],
)
def test_discounts_apply_in_the_order_that_is_set(
    settings: dict[str, str], sizes: list[str]
) -> None:
    taken = reduced(D(100), OFF, cents, Conventions(**settings))
    assert [each.amount for each in taken] == [D(size) for size in sizes]


reductions = st.lists(
    st.one_of(
        st.decimals("0", "100", places=2).map(percent_off),
        st.decimals("0", "500", places=2).map(amount_off),
    ),
    max_size=5,
)
orders = st.sampled_from(["percent_first", "fixed_first", "as_listed"])


@given(st.decimals("0", "1000", places=2), reductions, orders, st.sampled_from(["multiply", "add"]))
def test_discounts_never_take_more_than_the_charge(
    base: Decimal, off: list[Reduction], order: str, percents: str
) -> None:
    settings = Conventions(discount_order=order, percents=percents)
    sizes = [each.amount for each in reduced(base, off, cents, settings)]
    assert all(size >= 0 for size in sizes)
    assert sum(sizes) <= base


def test_lines_are_rounded_each_or_so_that_they_add_up_to_the_rounded_sum() -> None:
    thirds = [D("33.335"), D("33.335"), D("33.335")]  # together 100.005
    assert line_amounts(thirds, cents) == [D("33.34")] * 3
    in_total = line_amounts(thirds, cents, Conventions(rounding_point="total"))
    assert in_total == [D("33.34"), D("33.33"), D("33.34")]


@given(st.lists(st.decimals("-1000", "1000", places=5), max_size=8))
def test_lines_of_a_rounded_total_add_up_to_it(amounts: list[Decimal]) -> None:
    lines = line_amounts(amounts, cents, Conventions(rounding_point="total"))
    assert sum(lines) == cents(sum(amounts, D(0)))


def test_a_minimum_is_rounded_before_or_after_what_counts_is_taken_off() -> None:
    week = Period(date(2026, 3, 2), date(2026, 3, 9))
    share = by_actual_days(Period(date(2026, 3, 4), week.end), week)
    # 100.00 × 5/7 = 71.428571…; less 71.4239
    assert true_up(D(100), D("71.4239"), share).amount == D("0.00")
    assert true_up(D(100), D("71.4239"), share, minimum_rounded=True).amount == D("0.01")
    assert true_up(D(100), D(200), share).amount == 0


@given(st.decimals("0", "1000", places=2), st.decimals("0", "1000", places=2))
def test_what_counts_and_its_true_up_never_undercut_the_minimum(
    counted: Decimal, minimum: Decimal
) -> None:
    assert counted + true_up(minimum, counted).amount == max(minimum, counted)


def test_a_change_within_a_month_gives_back_and_charges_each_rounded() -> None:
    # 17 of 31 days: −1,000.00 × 17/31 = −548.39; 500.00 × 17/31 = 274.19
    whole = Share(days=31, of_days=31, method="daily")
    rest = whole.until_end(date(2026, 3, 15), date(2026, 4, 1), "daily")
    shares = [rest.line(Charge(amount, "")).amount for amount in (D(-1000), D(500))]
    assert line_amounts(shares, cents) == [D("-548.39"), D("274.19")]


def test_what_exceeds_the_last_tier_of_blocks_is_billed_in_that_tier() -> None:
    tiers = [Blocks(D(10), D(2), D(5)), Blocks(D(100), D(1), D(30))]  # 20 units, then 100
    assert block_graduated(tiers, D(20)).amount == 2 * 5
    assert block_graduated(tiers, D(21)).amount == 2 * 5 + 1 * 30
    assert block_graduated(tiers, D(221)).amount == 2 * 5 + 3 * 30
    assert block_volume(tiers, D(15)).amount == 2 * 5
    assert block_volume(tiers, D(121)).amount == 2 * 30


def test_fees_by_the_event_are_bounded_event_by_event() -> None:
    fee = EventFee(D(3), fixed=D("0.10"), free_events=1, minimum=D("0.50"), maximum=D(5))
    # the first is free; 0.30 + 0.10 is raised to 0.50; 3.00 + 0.10; 30.00 + 0.10 is lowered to 5.00
    amounts = [D(500), D(10), D(100), D(1000)]
    assert of_events(amounts, fee).amount == D("0.50") + D("3.10") + D("5.00")
    assert of_events(amounts[:1], fee).amount == 0
    # of a total of 1,610.00 of which 500.00 is free, and three of four events: 33.30 + 0.30
    assert of_total(D(1610), 4, fee, free=D(500)).amount == D("33.60")


def test_units_are_converted_and_then_rounded() -> None:
    assert converted(D(1536), D(1024)) == D("1.5")
    assert converted(D(1537), D(1024), rounding="ceiling") == 2
    assert converted(D(2047), D(1024), rounding="floor") == 1
    assert converted(D(90), D(60), rounding="half_up") == 2
    assert converted(D("1.26"), D(60), "multiply", "ceiling", 1) == D("75.6")
    assert converted(D(1234), D(1000), rounding="half_up", precision=1) == D("1.2")


def test_a_fixed_month_has_thirty_days_and_no_thirty_first() -> None:
    def days(start: str, end: str) -> int:
        return by_fixed_month(Period(date.fromisoformat(start), date.fromisoformat(end))).days

    assert days("2026-01-31", "2026-02-15") == 15  # the 31st counts as the 30th
    assert days("2026-01-15", "2026-02-15") == 30
    assert days("2026-02-15", "2026-03-15") == 30


@given(st.lists(st.decimals("0", "40", places=1), max_size=6))
def test_a_period_billed_in_steps_costs_what_it_costs_at_once(steps: list[Decimal]) -> None:
    before, total = D(0), D(0)
    for step in steps:
        total += further(lambda units: graduated(FEES, units), before, step).amount
        before += step
    assert total == graduated(FEES, before).amount


def test_the_policy_states_conventions_and_names_a_slip(tmp_path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('[conventions]\ntier_bound = "exclusive"\nproration_basis = "30"\n')
    assert load_policy(path).conventions == Conventions(
        tier_bound="exclusive", proration_basis="30"
    )
    path.write_text('[conventions]\ntier_bounds = "exclusive"\n')
    with pytest.raises(PolicyUnreadable, match=r"conventions\.tier_bounds.*is it 'tier_bound'"):
        load_policy(path)
    path.write_text('[conventions]\npercents = "both"\n')
    with pytest.raises(PolicyUnreadable, match=r"conventions\.percents.*'multiply' or 'add'"):
        load_policy(path)


def test_without_a_table_the_defaults_hold(tmp_path) -> None:
    assert load_policy(tmp_path / "policy.toml").conventions == STANDARD


def expected(terms: list[dict[str, object]], conventions: dict[str, str]) -> list[Decimal]:
    """What an account's first period should have cost, line by line."""
    case = {
        "account": {"currency": "USD"},
        "documents": [
            {
                "file": "order.pdf",
                "kind": "order_form",
                "term_start": date(2026, 3, 15),
                "terms": terms,
            }
        ],
        "invoices": [
            {
                "product": "Plan",
                "from": date(2026, 3, 15),
                "until": date(2026, 4, 1),
                "amount": "1",
            },
            {"product": "Plan", "from": date(2026, 4, 1), "until": date(2026, 5, 1), "amount": "1"},
        ],
        "policy": {"conventions": conventions},
    }
    comparison = compare(case_file.facts(case), case_file.contract(case), date(2026, 5, 2))
    return [line.amount for line in comparison.products[0].cells[0].rated.lines]


PLAN = {
    "type": "price",
    "product": "Plan",
    "model": "flat",
    "flat_amount": "100.00",
    "interval": "month",
}


def test_the_conventions_reach_the_rating_where_the_contract_is_silent() -> None:
    # 15 to 31 March: 17 of 31 days, or 17 of 30, or 16 of 30 where the 31st is no day of its own
    assert expected([{**PLAN}], {}) == [D("54.84")]
    assert expected([{**PLAN}], {"proration_basis": "30"}) == [D("56.67")]
    assert expected([{**PLAN}], {"proration_basis": "30/360"}) == [D("53.33")]
    assert expected([{**PLAN}], {"rounding_mode": "down"}) == [D("54.83")]
    # 54.84 less 10.00 and 10% in either order
    off = [
        {"type": "discount", "amount": "10.00", "months": 12},
        {"type": "discount", "percent": "10", "months": 12},
    ]
    order = {"discount_order": "fixed_first"}
    assert expected([{**PLAN}, *map(dict, off)], {}) == [D("54.84"), D("-5.48"), D("-10.00")]
    assert expected([{**PLAN}, *map(dict, off)], order) == [D("54.84"), D("-10.00"), D("-4.48")]


def test_the_contract_comes_before_the_conventions() -> None:
    actual = {"type": "proration", "method": "daily", "days_basis": "actual"}
    half_up = {"type": "rounding", "of": "line", "to": "0.01", "mode": "half_up"}
    settings = {"proration_basis": "30", "rounding_mode": "down"}
    assert expected([{**PLAN}, actual, half_up], settings) == [D("54.84")]
