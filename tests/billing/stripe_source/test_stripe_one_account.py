"""One account, written once as CSV rows and once as the Stripe API returns it: the facts are equal.

Northmoor Dairy pays £9.50 a sensor and month for 12 sensors, 10% off until April, and a rising price for alarms
(the first 100 at 5p, then 4p). In July one sensor was out of order and credited.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from stripe_book import (
    ACCOUNTS,
    CUSTOMER,
    MONITOR,
    at,
    book,
    credit_note,
    invoice,
    item,
    line,
    page,
    price,
    subscription,
)

from billing.book import read_book

SUBSCRIPTIONS = """\
account_id,subscription_id,item_id,product,model,unit_amount,tiers,quantity,unit,discount_percent,discount_end,currency,interval,interval_count,billing,start,end
NORTH,sub_M,si_M,Cold chain monitor,per_unit,9.50,,12,sensor,10,2026-04-01,GBP,month,1,advance,2026-01-01,
NORTH,sub_M,si_A,Alarms,graduated,,"[{""up_to"": ""100"", ""unit_amount"": ""0.05""}, {""up_to"": null, ""unit_amount"": ""0.04""}]",,alarm,,,GBP,month,1,arrears,2026-01-01,
"""
LINES = """\
account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,period_start,period_end,quantity,unit,unit_amount,amount,currency
NORTH,INV-3,2026-03-01,2026-03-31,paid,il_3,Cold chain monitor,charge,12 × Cold chain monitor,2026-03-01,2026-04-01,12,sensor,9.50,114.00,GBP
NORTH,INV-3,2026-03-01,2026-03-31,paid,il_3/discount,Cold chain monitor,discount,"Cold chain monitor, discount",2026-03-01,2026-04-01,,,,-11.40,GBP
NORTH,INV-7,2026-07-01,2026-07-31,open,il_1,Cold chain monitor,charge,12 × Cold chain monitor,2026-07-01,2026-08-01,12,sensor,9.50,114.00,GBP
NORTH,INV-7,2026-07-01,2026-07-31,open,il_2,Alarms,usage,Alarms of June,2026-06-01,2026-07-01,250,alarm,,11.00,GBP
NORTH,INV-7,2026-07-01,2026-07-31,open,in_7/tax,Tax,tax,Tax,2026-07-01,2026-08-01,,,,25.00,GBP
NORTH,INV-7-CN-01,2026-08-05,,paid,cnli_1,Cold chain monitor,credit,one sensor out of order,2026-07-01,2026-08-01,1,sensor,,-9.50,GBP
"""
USAGE = """\
account_id,product,at,quantity,unit,event_id
NORTH,Alarms,2026-06-03T08:15:00+00:00,250,alarm,ev_1
"""

ALARMS = {"id": "prod_A", "object": "product", "name": "Alarms", "unit_label": "alarm"}
TIERED = price(
    id="price_A",
    product="prod_A",
    billing_scheme="tiered",
    tiers_mode="graduated",
    unit_amount=None,
    unit_amount_decimal=None,
    recurring={"interval": "month", "usage_type": "metered", "meter": "mtr_A"},
)
TIERS = [
    {"up_to": 100, "unit_amount": 5, "unit_amount_decimal": "5", "flat_amount": None},
    {"up_to": None, "unit_amount": 4, "unit_amount_decimal": "4", "flat_amount": None},
]
DISCOUNT = {
    "id": "di_1",
    "object": "discount",
    "start": at("2026-01-01"),
    "end": at("2026-04-01"),
    "source": {"type": "coupon", "coupon": "WELCOME"},
}


def alarm_tier(number: int, quantity: int, amount: int) -> dict[str, object]:
    """Stripe writes a line for each tier that was entered."""
    details = {"subscription": "sub_M", "subscription_item": "si_A", "proration": False}
    return line(
        id=f"il_{number}",
        amount=amount,
        quantity=quantity,
        description="Alarms of June",
        period={"start": at("2026-06-01"), "end": at("2026-07-01")},
        parent={"type": "subscription_item_details", "subscription_item_details": details},
        pricing={"price_details": {"price": "price_A", "product": "prod_A"}},
    )


STRIPE = {
    "customers": [CUSTOMER | {"name": "Northmoor Dairy Ltd"}],
    "products": [MONITOR, ALARMS],
    "prices": [price(), TIERED | {"tiers": TIERS}],
    "coupons": [
        {"id": "WELCOME", "object": "coupon", "percent_off": 10.0, "duration": "repeating"}
    ],
    "subscriptions": [
        subscription(
            item(discounts=[DISCOUNT]),
            item(id="si_A", price=TIERED, quantity=None),
        )
    ],
    "invoices": [
        invoice(
            line(
                id="il_3",
                period={"start": at("2026-03-01"), "end": at("2026-04-01")},
                discount_amounts=[{"amount": 1140, "discount": "di_1"}],
            ),
            id="in_3",
            number="INV-3",
            effective_at=at("2026-03-01", "01:10"),
            due_date=at("2026-03-31"),
            total=10260,
        ),
        invoice(
            line(taxes=[{"amount": 2500, "tax_behavior": "exclusive"}]),
            alarm_tier(2, 100, 500),
            alarm_tier(3, 150, 600),
            status="open",
            total=15000,
        ),
    ],
    "credit_notes": [credit_note()],
    "meters": [
        {
            "id": "mtr_A",
            "object": "billing.meter",
            "event_name": "alarm_raised",
            "customer_mapping": {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            "value_settings": {"event_payload_key": "alarms"},
            "default_aggregation": {"formula": "sum"},
        }
    ],
    "meter_events": [
        {
            "object": "billing.meter_event",
            "event_name": "alarm_raised",
            "identifier": "ev_1",
            "payload": {"stripe_customer_id": "cus_N", "alarms": "250"},
            "timestamp": at("2026-06-03", "08:15"),
        }
    ],
}


@pytest.fixture
def rows(tmp_path):
    folder = tmp_path / "rows"
    (folder / "billing").mkdir(parents=True)
    for name, text in {
        "accounts.csv": ACCOUNTS,
        "billing/subscriptions.csv": SUBSCRIPTIONS,
        "billing/invoice_lines.csv": LINES,
        "billing/usage.csv": USAGE,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_book(folder)


def test_the_facts_are_equal(tmp_path, rows):
    stripe = book(tmp_path, STRIPE)
    assert rows.quarantine == stripe.quarantine == ()
    ours, theirs = rows.accounts["NORTH"], stripe.accounts["NORTH"]
    assert theirs.account == ours.account
    assert theirs.items == ours.items
    assert theirs.lines == ours.lines
    assert theirs.usage == ours.usage


def test_the_older_shape_of_the_api_says_the_same(tmp_path, rows):
    """Version 2020-08-27: price and proration in the line, coupon in the discount, periods above items."""
    old_items = []
    for each in STRIPE["subscriptions"][0]["items"]["data"]:
        kept = {k: v for k, v in each.items() if not k.startswith("current_period")}
        coupon = {"coupon": STRIPE["coupons"][0], "source": None}
        kept["discounts"] = [DISCOUNT | coupon] if each["id"] == "si_M" else []
        old_items.append(kept)
    invoices = []
    for each in STRIPE["invoices"]:
        old_lines = [as_written_in_2020(one) for one in each["lines"]["data"]]
        invoices.append(each | {"lines": page(old_lines)})
    old = STRIPE | {"invoices": invoices, "coupons": []}
    old["subscriptions"] = [
        subscription(
            *old_items, current_period_start=at("2026-10-01"), current_period_end=at("2026-11-01")
        )
    ]
    assert book(tmp_path, old).accounts["NORTH"] == replace(rows.accounts["NORTH"])


def as_written_in_2020(one):
    """A line of 2025 in the shape of 2020."""
    details = one["parent"]["subscription_item_details"]
    held = price() if details["subscription_item"] == "si_M" else TIERED
    taxes = [{"amount": each["amount"], "inclusive": False} for each in one["taxes"]]
    kept = {k: v for k, v in one.items() if k not in {"parent", "pricing", "taxes"}}
    return kept | details | {"type": "subscription", "price": held, "tax_amounts": taxes}


def test_without_accounts_csv_the_customers_are_the_accounts(tmp_path):
    customer = STRIPE["customers"][0]
    zone = customer["metadata"] | {"timezone": "Europe/London"}
    with_zone = STRIPE | {"customers": [customer | {"metadata": zone, "currency": None}]}
    found = book(tmp_path, with_zone, accounts="").accounts["NORTH"].account
    assert (found.name, found.currency, found.timezone) == (
        "Northmoor Dairy Ltd",
        "GBP",
        "Europe/London",
    )


def test_a_customer_without_an_account_id_is_an_account_by_its_own_id(tmp_path):
    bare = STRIPE | {"customers": [{"id": "cus_N", "object": "customer", "name": "Northmoor"}]}
    assert list(book(tmp_path, bare, accounts="").accounts) == ["cus_N"]


@pytest.mark.parametrize(
    ("customer", "accounts"),
    [
        ({"id": "cus_N", "metadata": {"account_id": "NORTH"}}, ACCOUNTS),
        ({"id": "cus_N", "metadata": {}, "name": "northmoor dairy, LTD."}, ACCOUNTS),
        ({"id": "cus_N", "metadata": {}}, ACCOUNTS.replace("NORTH", "cus_N")),
    ],
    ids=["by metadata", "by name", "by id"],
)
def test_a_customer_is_matched_with_its_row_in_accounts_csv(tmp_path, customer, accounts):
    found = book(
        tmp_path, STRIPE | {"customers": [customer | {"object": "customer"}]}, accounts=accounts
    )
    (facts,) = found.accounts.values()
    assert (len(facts.items), len(facts.lines), len(facts.usage)) == (2, 6, 1)


def test_two_accounts_of_one_name_are_told_apart_by_nobody(tmp_path):
    twice = ACCOUNTS + "NORTH-2,Northmoor Dairy Ltd,GBP,Europe/London\n"
    nameless = {"id": "cus_N", "object": "customer", "name": "Northmoor Dairy Ltd"}
    found = book(tmp_path, STRIPE | {"customers": [nameless]}, accounts=twice)
    assert not any(facts.lines for facts in found.accounts.values())
    (row,) = found.quarantine
    assert "its customer cus_N is no account (and 4 more objects)" in row.reason


def test_days_are_those_of_the_customer_where_periods_turn_over_at_its_midnight(tmp_path):
    """Midnight in London is 23:00 UTC in summer; a winter month begins at the same moment of UTC."""
    summer = line(period={"start": at("2026-06-30", "23:00"), "end": at("2026-07-31", "23:00")})
    winter = line(
        id="il_9", period={"start": at("2026-10-31", "23:00"), "end": at("2026-11-30", "23:00")}
    )
    again = line(
        id="il_8", period={"start": at("2026-07-31", "23:00"), "end": at("2026-08-31", "23:00")}
    )
    found = book(
        tmp_path,
        STRIPE
        | {"invoices": [invoice(summer, again, winter)], "subscriptions": [], "credit_notes": []},
    )
    periods = [(each.period_start, each.period_end) for each in found.accounts["NORTH"].lines]
    assert periods == [
        (date(2026, 7, 1), date(2026, 8, 1)),
        (date(2026, 8, 1), date(2026, 9, 1)),
        (date(2026, 11, 1), date(2026, 12, 1)),
    ]


def test_a_period_that_ends_on_its_last_second_ends_on_the_next_day(tmp_path):
    last_second = {"start": at("2026-07-01"), "end": at("2026-08-01") - 1}
    found = book(
        tmp_path, STRIPE | {"invoices": [invoice(line(period=last_second))], "credit_notes": []}
    )
    assert found.accounts["NORTH"].lines[0].period_end == date(2026, 8, 1)


def test_amounts_keep_every_decimal(tmp_path):
    """A unit amount has up to twelve decimals of a penny: 0.000000000001p a call."""
    tiny = price(unit_amount=None, unit_amount_decimal="0.000000000001")
    found = book(tmp_path, STRIPE | {"subscriptions": [subscription(item(price=tiny))]})
    assert found.accounts["NORTH"].items[0].unit_amount == Decimal("0.00000000000001")


@pytest.mark.parametrize(
    ("zone", "turns_over", "first_day"),
    [
        ("America/Chicago", "00:00", date(2026, 7, 1)),  # midnight UTC: UTC's days
        ("America/Chicago", "05:00", date(2026, 7, 1)),  # midnight in Chicago: Chicago's days
        ("America/Chicago", "14:22", date(2026, 7, 1)),  # the same day with both
        (
            "America/Chicago",
            "03:00",
            date(2026, 7, 1),
        ),  # in Chicago the 30th of June and the 31st of July
        ("Asia/Tokyo", "00:00", date(2026, 7, 1)),
    ],
)
def test_days_are_those_on_which_periods_turn_over(tmp_path, zone, turns_over, first_day):
    months = [
        ("2026-07-01", "2026-08-01"),
        ("2026-08-01", "2026-09-01"),
        ("2026-09-01", "2026-10-01"),
    ]
    invoices = [
        invoice(
            line(
                id=f"il_{start}",
                period={"start": at(start, turns_over), "end": at(end, turns_over)},
            ),
            id=f"in_{start}",
            number=f"INV-{start}",
        )
        for start, end in months
    ]
    accounts = ACCOUNTS.replace("Europe/London", zone)
    only = {"customers": [CUSTOMER], "products": [MONITOR], "invoices": invoices}
    lines = book(tmp_path, only, accounts=accounts).accounts["NORTH"].lines
    assert [each.period_start for each in lines] == [
        first_day.replace(month=month) for month in (7, 8, 9)
    ]


def test_several_customers_may_be_one_account(tmp_path):
    second = {
        "id": "cus_2",
        "object": "customer",
        "metadata": {"account_id": "NORTH"},
        "currency": "gbp",
    }
    extra = invoice(line(id="il_9"), id="in_9", number="INV-9", customer="cus_2")
    both = STRIPE | {
        "customers": [*STRIPE["customers"], second],
        "invoices": [*STRIPE["invoices"], extra],
    }
    found = book(tmp_path, both, accounts="")
    assert list(found.accounts) == ["NORTH"]
    assert "il_9" in {each.line_id for each in found.accounts["NORTH"].lines}
    assert "NORTH: several Stripe customers are this account." in found.notes
