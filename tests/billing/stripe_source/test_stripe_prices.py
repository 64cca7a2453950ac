"""Stripe's own examples of prices give Stripe's own totals, and its minor units are Stripe's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stripe_book import BASE, book, invoice, item, line, price, subscription

from billing.pricing.models import charge
from billing.stripe.fields import ObjectUnreadable
from billing.stripe.money import major
from terms.price import Price


def read(tmp_path, quantity=1, **changes):
    """The configuration row of a price, as the book reads it."""
    changed = price(**changes)
    found = book(
        tmp_path, BASE | {"subscriptions": [subscription(item(price=changed, quantity=quantity))]}
    )
    assert found.quarantine == ()
    return found.accounts["NORTH"].items[0]


def total(row, quantity):
    """What the engine makes of the row's price and a quantity."""
    term = Price(
        model=row.model,
        unit_amount=row.unit_amount,
        flat_amount=row.flat_amount,
        tiers=row.tiers or None,
        package_size=row.package_size,
        included_quantity=row.included_quantity,
    )
    return charge(term, Decimal(quantity)).amount


def tiered(mode, *steps):
    """Tiers as (up_to, unit amount in pence, flat amount in pence)."""
    return {
        "billing_scheme": "tiered",
        "tiers_mode": mode,
        "unit_amount": None,
        "unit_amount_decimal": None,
        "tiers": [
            {
                "up_to": up_to,
                "unit_amount": unit,
                "unit_amount_decimal": None if unit is None else str(unit),
                "flat_amount": flat,
                "flat_amount_decimal": None if flat is None else str(flat),
            }
            for up_to, unit, flat in steps
        ],
    }


FONTS = ((5, 700, None), (10, 650, None), (None, 600, None))
"""docs.stripe.com/subscriptions/pricing-models/tiered-pricing: 1–5 fonts at 7, 6–10 at 6.50, 11 and more at 6."""


@pytest.mark.parametrize(
    ("fonts", "amount"), [(1, "7"), (5, "35"), (6, "39"), (20, "120"), (25, "150")]
)
def test_volume_as_stripe_documents_it(tmp_path, fonts, amount):
    assert total(read(tmp_path, **tiered("volume", *FONTS)), fonts) == Decimal(amount)


@pytest.mark.parametrize(
    ("fonts", "sum_of_tiers"),
    [
        (1, 1 * 7),
        (5, 5 * 7),
        (6, 5 * 7 + Decimal("6.5")),
        (10, 5 * 7 + 5 * Decimal("6.5")),
        (20, 5 * 7 + 5 * Decimal("6.5") + 10 * 6),
        (25, 5 * 7 + 5 * Decimal("6.5") + 15 * 6),
    ],
)
def test_graduated_as_stripe_documents_it(tmp_path, fonts, sum_of_tiers):
    assert total(read(tmp_path, **tiered("graduated", *FONTS)), fonts) == sum_of_tiers


@pytest.mark.parametrize(
    ("mode", "fonts", "amount"),
    [
        ("volume", 5, "35"),  # 10 + 5 × 5
        ("volume", 6, "44"),  # 20 + 6 × 4
        ("graduated", 5, "35"),
        ("graduated", 6, "59"),  # 10 + 5 × 5, and 20 + 1 × 4
    ],
)
def test_flat_fees_are_added_for_the_tier_or_for_each_tier_entered(tmp_path, mode, fonts, amount):
    steps = ((5, 500, 1000), (10, 400, 2000), ("inf", 300, 3000))
    assert total(read(tmp_path, **tiered(mode, *steps)), fonts) == Decimal(amount)


@given(quantity=st.integers(0, 40), mode=st.sampled_from(["graduated", "volume"]))
def test_tiers_agree_with_counting_unit_by_unit(quantity, mode):
    """Differential: each unit priced by itself, in pence, by the words of Stripe's reference."""
    bounds = [(5, 700), (10, 650), (10**9, 600)]
    of_unit = [
        next(rate for up_to, rate in bounds if unit <= up_to) for unit in range(1, quantity + 1)
    ]
    pence = sum(of_unit) if mode == "graduated" else quantity * (of_unit[-1] if of_unit else 0)
    tiers = [{"up_to": u, "unit_amount": Decimal(r) / 100} for u, r in bounds[:2]] + [
        {"up_to": None, "unit_amount": Decimal(6)}
    ]
    assert charge(Price(model=mode, tiers=tiers), Decimal(quantity)).amount * 100 == pence


@pytest.mark.parametrize(
    ("round_", "users", "amount"),
    [("up", 1, 10), ("up", 5, 10), ("up", 6, 20), ("up", 7, 20), ("up", 150, 300)],
)
def test_packages_as_stripe_documents_them(tmp_path, round_, users, amount):
    """Quantity transformation: £10 for every five users or part of it."""
    row = read(
        tmp_path,
        7,
        unit_amount=1000,
        unit_amount_decimal="1000",
        transform_quantity={"divide_by": 5, "round": round_},
    )
    assert row.model == "package"
    assert total(row, users) == amount


def test_packages_rounded_down_are_told(tmp_path):
    found = book(
        tmp_path,
        BASE
        | {
            "subscriptions": [
                subscription(
                    item(price=price(transform_quantity={"divide_by": 5, "round": "down"}))
                )
            ]
        },
    )
    assert any(
        "price_M bills full packages only" in note and "package_rounding" in note
        for note in found.notes
    )


def test_a_first_tier_for_nothing_is_what_is_included(tmp_path):
    row = read(tmp_path, None, **tiered("graduated", (1000, 0, None), (None, 2, None)))
    assert (row.model, row.included_quantity, row.unit_amount, row.tiers) == (
        "per_unit",
        1000,
        Decimal("0.02"),
        (),
    )
    assert total(row, 1500) == Decimal("10.00")


def test_flat_amounts_by_volume_are_a_stairstep(tmp_path):
    row = read(tmp_path, **tiered("volume", (5, None, 1000), (None, None, 5000)))
    assert (row.model, total(row, 5), total(row, 6)) == ("stairstep", 10, 50)


def test_tiers_that_were_not_exported_are_told(tmp_path):
    bare = price(**tiered("volume", *FONTS)) | {"tiers": None}
    found = book(tmp_path, BASE | {"prices": [], "subscriptions": [subscription(item(price=bare))]})
    assert any(
        "price_M is tiered, and its tiers are not exported: list prices with expand[]=data.tiers"
        in n
        for n in found.notes
    )


def test_tiers_that_do_not_rise_are_set_aside(tmp_path):
    broken = price(**tiered("volume", (10, 700, None), (5, 650, None), (None, 6, None)))
    found = book(
        tmp_path, BASE | {"prices": [], "subscriptions": [subscription(item(price=broken))]}
    )
    assert "its tiers do not rise" in found.quarantine[0].reason


def test_a_price_in_several_currencies_is_read_in_the_one_that_is_billed(tmp_path):
    options = {"gbp": {"unit_amount": 800, "unit_amount_decimal": "800"}}
    row = read(tmp_path, 3, currency="usd", currency_options=options)
    assert (row.unit_amount, row.currency) == (8, "GBP")


def test_a_quantity_of_one_without_a_unit_is_a_fee(tmp_path):
    row = read(tmp_path, 1, product="prod_other", nickname="Platform fee")
    assert (row.product, row.model, row.flat_amount, row.unit_amount) == (
        "Platform fee",
        "flat",
        Decimal("9.50"),
        None,
    )


def test_intervals_are_kept_as_stripe_counts_them(tmp_path):
    row = read(
        tmp_path, recurring={"interval": "month", "interval_count": 3, "usage_type": "licensed"}
    )
    assert (row.interval, row.interval_count, row.billing) == ("month", 3, "advance")


def test_a_plan_of_the_years_before_prices_is_read(tmp_path):
    plan = {
        "id": "gold", "object": "plan", "amount": 950, "amount_decimal": "950", "currency": "gbp", "product": "prod_M",
        "billing_scheme": "per_unit", "interval": "month", "interval_count": 1, "usage_type": "licensed",
    }  # fmt: skip
    old = {"id": "si_M", "object": "subscription_item", "plan": plan, "quantity": 12}
    found = book(tmp_path, BASE | {"subscriptions": [subscription(old, currency=None)]})
    (row,) = found.accounts["NORTH"].items
    assert (row.product, row.model, row.unit_amount, row.currency) == (
        "Cold chain monitor",
        "per_unit",
        Decimal("9.50"),
        "GBP",
    )


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (1234, "USD", "12.34"),
        (500, "JPY", "500"),  # no decimals
        (5120, "KWD", "5.120"),  # three
        (500, "ISK", "5"),  # none since 2023, still written with two
        (500, "UGX", "5"),
        (1045, "HUF", "10.45"),  # whole for payouts only
        (80045, "TWD", "800.45"),
        (100, "LAK", "1"),  # two at Stripe, none in ISO 4217
        (-150, "EUR", "-1.50"),
    ],
)
def test_minor_units_are_those_of_stripe(minor, currency, amount):
    assert major(minor, currency) == Decimal(amount)


@pytest.mark.parametrize("currency", ["XBT", "USDC", "IQD", ""])
def test_a_currency_without_a_rule_is_refused(currency):
    with pytest.raises(ObjectUnreadable, match="Stripe's table of minor units does not hold it"):
        major(100, currency)


def test_a_name_that_stands_inside_a_price_is_enough(tmp_path):
    inside = price(
        product={"id": "prod_V", "object": "product", "name": "Visits", "unit_label": "visit"}
    )
    row = read(tmp_path, 3, **inside)
    assert (row.product, row.unit) == ("Visits", "visit")
    found = book(
        tmp_path,
        BASE | {"prices": [inside], "subscriptions": [subscription(item(price="price_M"))]},
    )
    assert found.accounts["NORTH"].items[0].product == "Visits"


def test_the_total_of_a_whole_currency_is_rounded_by_stripe(tmp_path):
    """12,345 ISK and 20 hundredths: the invoice is 12,345."""
    kroner = line(amount=1234520, currency="isk")
    found = book(tmp_path, BASE | {"invoices": [invoice(kroner, currency="isk", total=1234500)]})
    assert found.accounts["NORTH"].lines[0].amount == Decimal("12345.20")
    assert not any("its total is" in note for note in found.notes)
