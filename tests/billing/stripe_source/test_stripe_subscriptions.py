"""Subscriptions and schedules as dated rows of the billing configuration."""

from datetime import date
from decimal import Decimal

import pytest
from stripe_book import BASE, CUSTOMER, at, book, item, price, subscription


def rows(tmp_path, *subscriptions, **files):
    found = book(tmp_path, BASE | {"subscriptions": list(subscriptions), **files})
    assert found.quarantine == ()
    return found.accounts["NORTH"].items


def dated(tmp_path, *subscriptions, **files):
    """The rows as (start, end, quantity, percent off, until)."""
    return [
        (str(row.start), str(row.end), row.quantity, row.discount_percent, row.discount_end)
        for row in rows(tmp_path, *subscriptions, **files)
    ]


def discount(percent, start="2026-01-01", end=None, **coupon):
    """A discount in the shape of before 2025-09-30, its coupon within."""
    return {
        "id": f"di_{percent}",
        "object": "discount",
        "start": at(start),
        "end": at(end) if end else None,
        "coupon": {"id": f"c_{percent}", "percent_off": percent, "duration": "forever"} | coupon,
    }


def phase(start, end, quantity, **changes):
    return {
        "start_date": at(start),
        "end_date": at(end),
        "items": [{"price": "price_M", "quantity": quantity, "discounts": []}],
        "discounts": [],
        **changes,
    }


def schedule(*phases, **changes):
    return {
        "id": "sub_sched_1",
        "object": "subscription_schedule",
        "customer": "cus_N",
        "subscription": "sub_M",
        "status": "active",
        "end_behavior": "release",
        "phases": list(phases),
    } | changes


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, "None"),
        ({"status": "canceled", "ended_at": at("2026-08-15", "14:30")}, "2026-08-15"),
        ({"status": "canceled", "canceled_at": at("2026-08-15")}, "2026-08-15"),
        ({"cancel_at": at("2026-12-31")}, "2026-12-31"),
        ({"cancel_at_period_end": True}, "2026-11-01"),
        ({"canceled_at": at("2026-08-15"), "cancel_at_period_end": True}, "2026-11-01"),
    ],
    ids=["running", "ended", "canceled", "to be canceled", "at the period's end", "asked for in August"],
)  # fmt: skip
def test_a_subscription_ends_when_stripe_says(tmp_path, changes, end):
    assert dated(tmp_path, subscription(**changes)) == [("2026-01-01", end, 12, None, None)]


def test_before_2025_the_period_stands_on_the_subscription(tmp_path):
    old = item(current_period_start=None, current_period_end=None)
    ends = {"cancel_at_period_end": True, "current_period_end": at("2026-11-01")}
    assert dated(tmp_path, subscription(old, **ends)) == [
        ("2026-01-01", "2026-11-01", 12, None, None)
    ]


def test_an_item_added_later_begins_later(tmp_path):
    later = item(id="si_L", created=at("2026-04-10", "09:12"))
    first, second = rows(tmp_path, subscription(item(created=at("2026-01-01")), later))
    assert (first.start, second.start) == (date(2026, 1, 1), date(2026, 4, 10))


def test_a_backdated_start_is_the_start(tmp_path):
    backdated = subscription(start_date=at("2025-07-01"), created=at("2026-01-01"))
    assert dated(tmp_path, backdated)[0][0] == "2025-07-01"


def test_a_trial_is_a_hundred_percent_off_until_it_ends(tmp_path):
    trial = subscription(
        status="trialing", trial_start=at("2026-01-01"), trial_end=at("2026-02-01")
    )
    assert dated(tmp_path, trial) == [("2026-01-01", "None", 12, 100, date(2026, 2, 1))]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"pause_collection": {"behavior": "void", "resumes_at": at("2026-12-01")}}, "is paused until 2026-12-01 (void)"),
        ({"status": "paused"}, "is paused since its trial ended"),
        ({"status": "incomplete_expired"}, "never started"),
        ({"ended_at": at("2026-01-01")}, "ended before it began"),
    ],
)  # fmt: skip
def test_what_is_paused_or_never_ran_is_told(tmp_path, changes, note):
    found = book(tmp_path, BASE | {"subscriptions": [subscription(**changes)]})
    assert any("NORTH: Stripe" in each and note in each for each in found.notes)


def test_a_discount_of_the_subscription_its_item_or_its_customer(tmp_path):
    on_item = subscription(item(discounts=[discount(10, end="2026-04-01")]))
    assert dated(tmp_path, on_item)[0][3:] == (10, date(2026, 4, 1))
    assert dated(tmp_path, subscription(discounts=[discount(10)]))[0][3:] == (10, None)
    assert dated(tmp_path, subscription(discount=discount(10)))[0][3:] == (10, None)
    customer = CUSTOMER | {"discount": discount(25)}
    assert dated(tmp_path, subscription(), customers=[customer])[0][3:] == (25, None)


def test_two_discounts_multiply_and_end_each_on_its_day(tmp_path):
    """20% and 10%: 28% together, until the first ends."""
    both = subscription(discounts=[discount(20, end="2026-03-01"), discount(10)])
    assert dated(tmp_path, both) == [
        ("2026-01-01", "2026-03-01", 12, Decimal(28), date(2026, 3, 1)),
        ("2026-03-01", "None", 12, Decimal(10), None),
    ]


def test_a_discount_that_begins_later_begins_a_row(tmp_path):
    later = subscription(discounts=[discount(10, start="2026-05-01", end="2026-06-01")])
    assert dated(tmp_path, later) == [
        ("2026-01-01", "2026-05-01", 12, None, None),
        ("2026-05-01", "2026-06-01", 12, Decimal(10), date(2026, 6, 1)),
        ("2026-06-01", "None", 12, None, None),
    ]


def test_a_coupon_for_other_products_is_not_for_this_one(tmp_path):
    other = subscription(discounts=[discount(10, applies_to={"products": ["prod_X"]})])
    assert dated(tmp_path, other)[0][3] is None


def test_an_amount_off_and_one_that_counts_once(tmp_path):
    amount = discount(0, percent_off=None, amount_off=500, currency="gbp", duration="once")
    (row,) = rows(tmp_path, subscription(item(discounts=[amount])))
    assert (row.discount_amount, row.discount_end) == (Decimal("5.00"), date(2026, 11, 1))


def test_discounts_by_id_are_found_in_their_own_file(tmp_path):
    kept = discount(10) | {"coupon": None, "source": {"type": "coupon", "coupon": "SPRING"}}
    coupon = {"id": "SPRING", "object": "coupon", "percent_off": 15, "duration": "forever"}
    files = {"discounts": [kept], "coupons": [coupon]}
    assert dated(tmp_path, subscription(discounts=["di_10"]), **files)[0][3] == 15


def test_the_phases_of_a_schedule_are_rows(tmp_path):
    """Ten sensors for the first half year, then twelve; the last phase goes on."""
    plan = schedule(phase("2026-01-01", "2026-07-01", 10), phase("2026-07-01", "2027-01-01", 12))
    found = rows(tmp_path, subscription(), subscription_schedules=[plan])
    assert [(str(r.start), str(r.end), r.quantity, r.item_id) for r in found] == [
        ("2026-01-01", "2026-07-01", 10, "si_M"),
        ("2026-07-01", "None", 12, "si_M"),
    ]


def test_a_schedule_that_cancels_ends_with_its_last_phase(tmp_path):
    plan = schedule(phase("2026-01-01", "2026-07-01", 10), end_behavior="cancel")
    assert dated(tmp_path, subscription(), subscription_schedules=[plan])[0][1] == "2026-07-01"


def test_a_schedule_made_later_holds_since_the_start(tmp_path):
    """Its first phase is what the subscription was when the schedule was made."""
    plan = schedule(phase("2026-05-01", "2026-07-01", 10), phase("2026-07-01", "2027-01-01", 12))
    assert dated(tmp_path, subscription(), subscription_schedules=[plan])[0][:2] == (
        "2026-01-01",
        "2026-07-01",
    )


def test_after_a_schedule_is_released_the_subscription_speaks_for_itself(tmp_path):
    plan = schedule(
        phase("2026-01-01", "2026-07-01", 10),
        status="released",
        subscription=None,
        released_subscription="sub_M",
        released_at=at("2026-04-01"),
    )
    assert [row[:3] for row in dated(tmp_path, subscription(), subscription_schedules=[plan])] == [
        ("2026-01-01", "2026-04-01", 10),
        ("2026-04-01", "None", 12),
    ]


def test_a_completed_schedule_is_followed_by_its_subscription(tmp_path):
    plan = schedule(
        phase("2026-01-01", "2026-07-01", 10),
        status="completed",
        subscription=None,
        released_subscription="sub_M",
    )
    assert [row[:3] for row in dated(tmp_path, subscription(), subscription_schedules=[plan])] == [
        ("2026-01-01", "2026-07-01", 10),
        ("2026-07-01", "None", 12),
    ]


def test_a_schedule_whose_subscription_is_still_to_come(tmp_path):
    plan = schedule(phase("2027-01-01", "2028-01-01", 20), status="not_started", subscription=None)
    (row,) = rows(tmp_path, subscription_schedules=[plan])
    assert (row.subscription_id, row.start, row.end, row.quantity) == (
        "sub_sched_1",
        date(2027, 1, 1),
        None,
        20,
    )


def test_a_phase_has_a_discount_of_its_own(tmp_path):
    coupon = {"id": "LAUNCH", "object": "coupon", "percent_off": 50, "duration": "forever"}
    first = phase(
        "2026-01-01", "2026-03-01", 12, discounts=[{"coupon": "LAUNCH", "discount": None}]
    )
    older = phase("2026-03-01", "2026-05-01", 12, coupon="LAUNCH", discounts=None)
    plan = schedule(first, older, phase("2026-05-01", "2027-01-01", 12))
    found = dated(tmp_path, subscription(), subscription_schedules=[plan], coupons=[coupon])
    assert [row[3] for row in found] == [50, 50, None]


def test_a_subscription_in_another_currency_than_the_account(tmp_path):
    dollars = subscription(item(price=price(currency="usd")), currency="usd")
    assert rows(tmp_path, dollars)[0].currency == "USD"


def test_items_that_are_not_shown_are_told(tmp_path):
    many = subscription()
    many["items"] |= {"has_more": True, "total_count": 30}
    found = book(tmp_path, BASE | {"subscriptions": [many]})
    assert any("sub_M shows 1 of 30 items (has_more is true)" in note for note in found.notes)
