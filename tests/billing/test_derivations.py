"""Each amount comes with the arithmetic that an accountant would write beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billing.conventions import Conventions
from billing.pricing.block import Blocks, block_graduated, block_volume
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.coupons import Reduction, amount_off, percent_off, reduced, unit_percent
from billing.pricing.formula_price import formula_price
from billing.pricing.limits import bounded
from billing.pricing.models import charge, model_of
from billing.pricing.per_event import EventFee, of_events, of_total
from billing.pricing.proration import DayShare, by_actual_days, by_fixed_month
from billing.pricing.tiered import checked, graduated, volume
from billing.pricing.true_up import true_up
from billing.pricing.unit_conversion import converted
from terms.formula import Formula
from terms.money import round_to
from terms.period import Period
from terms.price import Price, Tier

D = Decimal
TABLE = (Tier(up_to=D(10), unit_amount=D(5)), Tier(up_to=None, unit_amount=D(4), flat_amount=D(7)))
STEPS = (Tier(up_to=D(10), flat_amount=D(48)), Tier(up_to=None, flat_amount=D(180)))


@pytest.mark.parametrize(
    ("price", "quantity", "amount", "formula"),
    [
        ({"flat_amount": "1200"}, None, "1200", "1,200"),
        ({"model": "flat", "unit_amount": "9"}, None, "9", "9"),
        ({"unit_amount": "2", "unit": "seat"}, "3", "6", "3 seat × 2"),
        ({"unit_amount": "2"}, "3", "6", "3 units × 2"),
        ({"unit_amount": "2", "included_quantity": "0"}, "3", "6", "3 units × 2"),
        ({"unit_amount": "2", "included_quantity": "1"}, "3", "4", "(3 − 1 included) units × 2"),
        ({"unit_amount": "2", "included_quantity": "1", "unit": "GB"}, "3", "4", "(3 − 1 included) GB × 2"),
        ({"unit_amount": "2", "included_quantity": "5"}, "3", "0", "3 units, within 5 included"),
        ({"unit_amount": "2", "included_quantity": "5", "unit": "GB"}, "3", "0", "3 GB, within 5 included"),
        ({"package_size": "100", "unit_amount": "7"}, "250", "21", "3 packages of 100 for 250 units × 7"),
        ({"package_size": "100", "flat_amount": "7", "model": "package"}, "250", "21", "3 packages of 100 for 250 units × 7"),
        ({"package_size": "100", "unit_amount": "7", "included_quantity": "50"}, "250", "14", "2 packages of 100 for 200 units × 7"),
        ({"package_size": "1", "unit_amount": "7"}, "2", "14", "2 packages of 1 for 2 units × 7"),
        ({"percent": "4"}, "50", "2", "50 × 4%"),
        ({"percent": "4", "included_quantity": "10"}, "50", "1.6", "(50 − 10 free) × 4%"),
        ({"percent": "4", "included_quantity": "60"}, "50", "0", "50, all of it free"),
        ({"model": "graduated", "tiers": TABLE}, "12", "65", "10 × 5 + 2 × 4 + 7"),
        ({"model": "graduated", "tiers": TABLE, "included_quantity": "4"}, "12", "40", "8 × 5"),
        ({"model": "graduated", "tiers": TABLE}, "0", "0", "0 units"),
        ({"model": "volume", "tiers": TABLE}, "12", "55", "12 × 4 + 7"),
        ({"model": "volume", "tiers": TABLE}, "0", "0", "0 units"),
        ({"model": "stairstep", "tiers": STEPS}, "10", "48", "10 units: 48 (up to 10)"),
        ({"model": "stairstep", "tiers": STEPS}, "11", "180", "11 units: 180 (above all bounds)"),
        ({"unit_amount": "2", "minimum_charge": "10"}, "3", "10", "3 units × 2 = 6, minimum 10"),
        ({"unit_amount": "2", "maximum_charge": "5"}, "3", "5", "3 units × 2 = 6, maximum 5"),
        ({"unit_amount": "2", "minimum_charge": "6", "maximum_charge": "6"}, "3", "6", "3 units × 2"),
        ({"model": "volume", "tiers": TABLE[:1], "package_size": "4"}, "9", "15", "3 blocks of 4 × 5"),
    ],
)  # fmt: skip
def test_a_price_and_a_quantity_give_an_amount_and_its_formula(
    price: dict[str, Any], quantity: str | None, amount: str, formula: str
) -> None:
    made = charge(Price(**price), None if quantity is None else D(quantity))
    assert (made.amount, made.formula) == (D(amount), formula)


@pytest.mark.parametrize(
    ("price", "quantity", "why"),
    [
        ({"model": "flat"}, "1", "states no flat amount"),
        ({"model": "per_unit"}, "1", "states no unit amount"),
        ({"unit_amount": "2"}, None, "no quantity is known"),
        ({"model": "package", "unit_amount": "2"}, "1", "states no package size"),
        ({"model": "package", "package_size": "2"}, "1", "states no amount"),
        ({"model": "package", "package_size": "0", "unit_amount": "1"}, "1", "a package of 0 units"),
        ({"model": "percentage"}, "1", "states no percentage"),
        ({"model": "graduated"}, "1", "no tiers"),
        ({"model": "cost_plus", "percent": "5"}, "1", "'cost_plus' is not computed without a person"),
        ({"tiers": TABLE}, "1", "'tiered' is not computed without a person"),
        ({"model": "graduated", "tiers": TABLE[:1]}, "11", "the tiers end at 10, and the quantity is 11"),
        ({"model": "volume", "tiers": TABLE[:1]}, "11", "the tiers end at 10, and the quantity is 11"),
        ({"model": "volume", "tiers": TABLE[:1], "package_size": "4"}, "11", "the tiers end at 10, and the quantity is 11"),
        ({"model": "volume", "tiers": TABLE, "package_size": "4"}, "11", "or more than that"),
        ({"model": "volume", "tiers": TABLE[:1], "package_size": "0"}, "9", "a block of 0 units"),
        ({"model": "stairstep", "tiers": TABLE}, "1", "no flat amount"),
        ({"model": "volume", "tiers": (Tier(up_to=None),)}, "1", "neither a unit amount, a flat amount nor"),
        ({}, "1", "without a person"),
    ],
)  # fmt: skip
def test_a_price_that_lacks_what_its_model_needs_says_what(
    price: dict[str, Any], quantity: str | None, why: str
) -> None:
    with pytest.raises(NotPriceable, match=why):
        charge(Price(**price), None if quantity is None else D(quantity))


def test_a_model_is_known_by_what_the_price_states() -> None:
    assert model_of(Price(tiers=TABLE)) == "tiered"
    assert model_of(Price(flat_amount=D(1), package_size=D(2))) == "flat"
    assert model_of(Price(unit_amount=D(1), package_size=D(2))) == "package"
    assert model_of(Price(unit_amount=D(1))) == "per_unit"
    assert model_of(Price(percent=D(1))) == "percentage"
    assert model_of(Price()) is None


@pytest.mark.parametrize(
    ("bounds", "why"),
    [
        ([], "no tiers"),
        (["5", "5"], "do not rise"),
        (["5", "4", None], "do not rise"),
        ([None, "5"], "before the last"),
        ([None, None], "before the last"),
    ],
)
def test_bounds_that_do_not_rise_are_refused(bounds: list[str | None], why: str) -> None:
    tiers = [Tier(up_to=up_to, unit_amount=D(1)) for up_to in bounds]
    with pytest.raises(NotPriceable, match=why):
        checked(tiers)


def test_a_tier_may_hold_a_price_a_share_and_a_fee_at_once() -> None:
    tier = (Tier(up_to=None, unit_amount=D(2), percent=D(10), flat_amount=D(3)),)
    assert graduated(tier, D(20)) == Charge(D(45), "20 × 2 + 20 × 10% + 3")
    assert volume(tier, D(20)).amount == 45


def test_a_charge_within_its_bounds_is_left_as_it_is() -> None:
    made = Charge(D(60), "60 × 1")
    assert bounded(made, D(60), D(60)) == made
    assert bounded(made, None, D(59)) == Charge(D(59), "60 × 1 = 60, maximum 59")
    assert bounded(made, D(61), None) == Charge(D(61), "60 × 1 = 60, minimum 61")


def test_reductions_show_of_what_they_are_taken() -> None:
    def cents(amount: Decimal) -> Decimal:
        return round_to(amount, D("0.01"))

    taken = reduced(D(200), [amount_off(D(30)), percent_off(D(10))], cents)
    assert [each.formula for each in taken] == ["less 10% of 200", "less 30"]
    capped = reduced(D(200), [amount_off(D(30)), percent_off(D(10))], cents, cap=D(150))
    assert [(each.amount, each.capped) for each in capped] == [
        (D(20), False),
        (D(30), True),
        (D(30), False),
    ]
    assert capped[1].formula == "180.00 is above the maximum 150"
    at_the_cap = reduced(D(200), [percent_off(D(10))], cents, cap=D(180))
    assert [each.amount for each in at_the_cap] == [D(20)]
    # 95.00 less 7.5% is 87.875, so 87.88 a unit: 500 × 7.12 off, and not 3,562.50
    unit = unit_percent(D("7.5"), D(95), D(500), (D("0.01"), "half_up"))
    assert unit.size(D(47500)) == Charge(D("3560.00"), "less 7.5% of 95, rounded to 87.88 a unit")
    assert unit.size(D(47000)).amount == D("3525.0")
    order = Conventions(discount_order="as_listed")
    listed = reduced(D(200), [amount_off(D(30)), percent_off(D(10))], cents, order)
    assert [each.amount for each in listed] == [D(30), D(17)]


def test_events_show_their_fees_and_many_of_them_their_sums() -> None:
    fee = EventFee(D(2), fixed=D("0.10"), minimum=D("0.50"))
    assert (
        of_events([D(100), D(10)], fee).formula
        == "(100 × 2% + 0.10) + (10 × 2% + 0.10 = 0.30, minimum 0.50)"
    )
    many = of_events([D(100)] * 7 + [D(10)], fee)
    assert many.amount == 7 * D("2.10") + D("0.50")
    assert many.formula == "710 × 2% + 8 × 0.10, 0.20 by the least and the most of an event"
    assert of_events([], fee).formula == "no event is charged"
    assert of_total(D(100), 3, fee).formula == "100 × 2% + 3 × 0.10"
    assert of_total(D(100), 3, EventFee(D(2), free_events=1)).formula == "100 × 2%"


def test_blocks_show_tier_by_tier() -> None:
    tiers = [Blocks(D(10), D(2), D(5)), Blocks(D(100), D(1), D(30))]
    assert block_graduated(tiers, D(25)).formula == "2 blocks of 10 × 5 + 1 blocks of 100 × 30"
    assert block_graduated(tiers, D(0)) == Charge(D(0), "0 units")
    assert block_volume(tiers, D(20)).formula == "2 blocks of 10 × 5"
    assert block_volume(tiers, D(21)).formula == "1 blocks of 100 × 30"
    assert block_volume(tiers, D(500)).formula == "5 blocks of 100 × 30"
    assert block_volume([Blocks(D(10), None, D(5))], D(31)).amount == 20
    with pytest.raises(NotPriceable, match="no blocks"):
        block_volume([], D(1))


def test_shares_of_a_period_show_their_days() -> None:
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    share = by_actual_days(Period(date(2026, 4, 25), date(2026, 5, 9)), april)
    assert share.of(Charge(D(90), "90")) == Charge(D(18), "90 × 6/30 days")
    assert by_actual_days(Period(date(2026, 6, 1), date(2026, 6, 2)), april).days == 0
    assert DayShare(30, 30).of(Charge(D(90), "90")) == Charge(D(90), "90")
    assert by_fixed_month(Period(date(2025, 12, 15), date(2026, 1, 15))).days == 30
    for days, of_days in ((-1, 30), (1, 0), (1, -30)):
        with pytest.raises(NotPriceable, match="no share of a period"):
            DayShare(days, of_days)


def test_a_shortfall_shows_minimum_and_what_counted() -> None:
    made = true_up(D(100), D(30), DayShare(10, 30))
    assert (made.amount, made.formula) == (D("3.33"), "minimum 100 × 10/30 days − counted 30")
    assert true_up(D(100), D(30), DayShare(10, 30), mode="up").amount == D("3.34")
    exact = true_up(D(1), D(0), DayShare(1, 3), step=None)
    assert round_to(exact.amount, D("0.0001")) == D("0.3333")


def test_units_are_not_converted_by_nothing() -> None:
    for factor in (D(0), D(-1)):
        with pytest.raises(NotPriceable, match="cannot be converted"):
            converted(D(1), factor)
    assert converted(D(3), D("0.5")) == 6
    assert converted(D("10.26"), D(1), "multiply", "half_up", 1) == D("10.3")


def test_a_reduction_knows_whether_it_is_a_percentage() -> None:
    unit = unit_percent(D(5), D(95), D(500), (D("0.01"), "half_up"))
    assert (percent_off(D(5)).by_percent, unit.by_percent, amount_off(D(5)).by_percent) == (
        True,
        True,
        False,
    )


def test_a_cap_comes_after_percentages_and_without_one_not_at_all() -> None:
    taken = reduced(D(200), [amount_off(D(10)), amount_off(D(5))], lambda size: size, cap=D(50))
    assert [each.amount for each in taken] == [D(10), D(5)]
    half = Reduction(by_percent=False, size=lambda base: Charge(base / 2, "half"))
    assert [
        each.amount for each in reduced(D(200), [percent_off(D(10)), half], lambda size: size)
    ] == [
        D(20),
        D(90),
    ]


def test_a_minimum_rounded_first_keeps_its_formula_and_its_mode() -> None:
    made = true_up(D(100), D(30), DayShare(1, 3), mode="up", minimum_rounded=True)
    assert (made.amount, made.formula) == (D("3.34"), "minimum 100 × 1/3 days − counted 30")


def test_free_events_never_cost_less_than_nothing() -> None:
    fee = EventFee(D(2), fixed=D("0.10"), free_events=3)
    assert of_total(D(100), 2, fee).formula == "100 × 2%"
    six = of_events([D(10)] * 6, EventFee(D(1)))
    assert six.formula == " + ".join(["(10 × 1%)"] * 6)
    assert of_events([D(10)] * 7, EventFee(D(1))).formula == "70 × 1%"


def test_tiers_of_packages_are_as_wide_as_their_bounds() -> None:
    tiers = (
        Tier(up_to=D(20), unit_amount=D(5)),
        Tier(up_to=D(60), unit_amount=D(4)),
        Tier(up_to=None, unit_amount=D(3)),
    )
    price = Price(model="graduated", tiers=tiers, package_size=D(10))
    # 2 packages at 5, 4 at 4, and 3 at 3 for 25 units above 60
    assert charge(price, D(85)).amount == 10 + 16 + 9
    free = price.model_copy(update={"included_quantity": D(60)})
    assert charge(free, D(85)).amount == 10 + 4  # 25 units: 2 packages at 5 and one at 4
    assert charge(free, D(40)).amount == 0
    volume_of = price.model_copy(update={"model": "volume"})
    assert charge(volume_of, D(60)).amount == 24
    assert charge(volume_of, D(61)).amount == 21
    single = price.model_copy(update={"package_size": D(1)})
    assert charge(single, D(85)).amount == 100 + 160 + 75
    closed = Price(model="volume", tiers=tiers[:2], package_size=D(10))
    assert charge(closed, D(60)).amount == 24


def test_a_formula_is_a_price_with_its_dates_and_money() -> None:
    term = Formula(
        id="f",
        product="Plan",
        expression="quantity × 2",
        effective_from=date(2026, 1, 1),
        effective_to=date(2026, 12, 31),
        unit="seat",
        currency="USD",
        interval="month",
    )
    price = formula_price(term)
    assert price is not None
    assert model_of(price) == "formula"
    for name in (
        "id",
        "product",
        "expression",
        "effective_from",
        "effective_to",
        "unit",
        "currency",
        "interval",
    ):
        assert getattr(price, name) == getattr(term, name)
    for missing in ("product", "expression", "interval"):
        assert formula_price(term.model_copy(update={missing: None})) is None
    assert formula_price(term.model_copy(update={"doubtful": True})) is None
