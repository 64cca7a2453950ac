"""Charge models against arithmetic that can be done by hand, and laws that must always hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.charge import NotPriceable
from billing.pricing.models import charge
from billing.pricing.tiered import graduated, stairstep, volume
from terms.price import Price, Tier

D = Decimal


def tiers(*steps: tuple[str | None, str]) -> tuple[Tier, ...]:
    return tuple(
        Tier(up_to=None if up is None else D(up), unit_amount=D(amount)) for up, amount in steps
    )


TABLE = tiers(("1000", "0.10"), ("5000", "0.08"), (None, "0.05"))

quantities = st.decimals(min_value=0, max_value=20000, places=2, allow_nan=False)
falling = st.lists(
    st.decimals(min_value="0.01", max_value="5", places=4), min_size=3, max_size=3
).map(lambda rates: sorted(rates, reverse=True))


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [("0", "0"), ("1000", "100"), ("1001", "100.08"), ("5000", "420"), ("6000", "470")],
)
def test_graduated_prices_each_tier_at_its_own_rate(quantity: str, amount: str) -> None:
    assert graduated(TABLE, D(quantity)).amount == D(amount)


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [("1000", "100"), ("1000.5", "80.04"), ("5000", "400"), ("5001", "250.05")],
)
def test_volume_prices_all_units_at_the_tier_reached(quantity: str, amount: str) -> None:
    assert volume(TABLE, D(quantity)).amount == D(amount)


def test_stairstep_charges_the_fee_of_the_tier_reached() -> None:
    bands = (Tier(up_to=D(10), flat_amount=D(48)), Tier(up_to=None, flat_amount=D(180)))
    assert stairstep(bands, D(10)).amount == 48
    assert stairstep(bands, D(11)).amount == 180


@pytest.mark.parametrize(
    ("units", "amount"), [("0", "0"), ("1", "15"), ("1000", "15"), ("1001", "30")]
)
def test_a_started_package_is_a_whole_one(units: str, amount: str) -> None:
    price = Price(model="package", unit_amount=D(15), package_size=D(1000))
    assert charge(price, D(units)).amount == D(amount)


def test_a_percentage_has_a_floor_and_a_ceiling() -> None:
    price = Price(model="percentage", percent=D(4), minimum_charge=D(2500), maximum_charge=D(9000))
    assert charge(price, D(50000)).amount == 2500
    assert charge(price, D(100000)).amount == 4000
    assert charge(price, D(1000000)).amount == 9000


def test_included_units_cost_nothing() -> None:
    price = Price(model="per_unit", unit_amount=D("0.085"), included_quantity=D(12000))
    assert charge(price, D(12000)).amount == 0
    assert charge(price, D(13316)).amount == D("111.860")


@pytest.mark.parametrize(
    "odd",
    [
        (Tier(up_to=D(10), unit_amount=D(1)), Tier(up_to=D(5), unit_amount=D(1))),
        (Tier(up_to=None, unit_amount=D(1)), Tier(up_to=D(5), unit_amount=D(1))),
        (),
    ],
)
def test_tiers_that_overlap_or_have_gaps_are_not_priced(odd: tuple[Tier, ...]) -> None:
    with pytest.raises(NotPriceable):
        graduated(odd, D(3))


def test_tiers_that_do_not_say_how_they_add_up_are_not_priced() -> None:
    with pytest.raises(NotPriceable, match="without a person"):
        charge(Price(model="tiered", tiers=TABLE), D(3))


@given(falling, quantities, quantities)
def test_a_graduated_total_never_falls_with_quantity(rates: list[D], one: D, other: D) -> None:
    table = (
        Tier(up_to=D(100), unit_amount=rates[0]),
        Tier(up_to=D(5000), unit_amount=rates[1]),
        Tier(up_to=None, unit_amount=rates[2]),
    )
    low, high = sorted((one, other))
    assert graduated(table, low).amount <= graduated(table, high).amount


@given(falling)
def test_graduated_tiers_are_continuous_at_their_bounds(rates: list[D]) -> None:
    table = (
        Tier(up_to=D(100), unit_amount=rates[0]),
        Tier(up_to=D(5000), unit_amount=rates[1]),
        Tier(up_to=None, unit_amount=rates[2]),
    )
    step = D("0.0001")
    for bound in (D(100), D(5000)):
        jump = graduated(table, bound + step).amount - graduated(table, bound).amount
        assert jump == step * next(
            t.unit_amount for t in table if t.up_to is None or t.up_to > bound
        )  # type: ignore[operator]
