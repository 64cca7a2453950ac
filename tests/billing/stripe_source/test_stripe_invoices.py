"""Lines of Stripe invoices as lines of the book: kinds, discounts, tax, tiers, prorations, credits, drafts."""

from datetime import date
from decimal import Decimal

import pytest
from stripe_book import BASE, added, at, book, credit_note, invoice, line, price, subscription

MONTH = {"start": at("2026-07-01"), "end": at("2026-08-01")}
INSTANT = {"start": at("2026-07-09"), "end": at("2026-07-09")}


def lines(tmp_path, *invoices, **files):
    found = book(tmp_path, BASE | {"invoices": list(invoices), **files})
    assert found.quarantine == ()
    return found.accounts["NORTH"].lines


def money(found):
    """The lines as 'kind amount'."""
    return [f"{each.kind} {each.amount:f}" for each in found]


def details(**changes):
    own = {"subscription": "sub_M", "subscription_item": "si_M", "proration": False} | changes
    return {"type": "subscription_item_details", "subscription_item_details": own}


@pytest.mark.parametrize("status", ["draft", "open", "paid", "void", "uncollectible"])
def test_the_status_is_stripes_own(tmp_path, status):
    (kept,) = lines(tmp_path, invoice(status=status))
    assert kept.status == status


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (line(), "charge"),
        (line(parent=details(proration=True)), "proration"),
        (line(amount=-5700, parent=details(proration=True)), "proration"),
        (line(parent=None, proration=True, type="invoiceitem", subscription_item="si_M"), "proration"),
        (added(amount=-950, description="Goodwill"), "credit"),
        (added(period=INSTANT, description="Installation"), "one_time"),
        (added(period=MONTH, description="Visits in July"), "one_time"),
        (added(description="Minimum shortfall, first half of 2026"), "minimum"),
        (added(description="Annual commitment settlement"), "minimum"),
        (added(description="True-up of sensors", period=INSTANT), "one_time"),
        (added(metadata={"kind": "usage"}), "usage"),
        (line(metadata={"kind": "rent"}), "charge"),
    ],
)  # fmt: skip
def test_what_a_line_is_for(tmp_path, one, kind):
    (kept,) = lines(tmp_path, invoice(one), subscriptions=[subscription()])
    assert kept.kind == kind


def test_a_metered_price_is_usage(tmp_path):
    metered = price(recurring={"interval": "month", "usage_type": "metered"})
    assert lines(tmp_path, invoice(), prices=[metered])[0].kind == "usage"


def test_invoice_items_of_a_customer_without_subscriptions_recur(tmp_path):
    yearly = {"start": at("2026-07-01"), "end": at("2027-07-01")}
    (kept,) = lines(tmp_path, invoice(added(period=yearly, description="Service contract")))
    assert (kept.kind, kept.product) == ("charge", "Service contract")


def test_invoice_items_that_follow_one_another_recur(tmp_path):
    other = {"price_details": {"price": None, "product": "prod_V"}}
    july = added(id="il_7", pricing=other, period=MONTH)
    august = added(
        id="il_8", pricing=other, period={"start": at("2026-08-01"), "end": at("2026-09-01")}
    )
    products = [*BASE["products"], {"id": "prod_V", "object": "product", "name": "Visits"}]
    found = lines(
        tmp_path,
        invoice(july),
        invoice(august, id="in_8", number="INV-8"),
        subscriptions=[subscription()],
        products=products,
    )
    assert [(each.kind, each.product) for each in found] == [("charge", "Visits")] * 2


def test_discounts_of_a_line_are_lines_of_their_own(tmp_path):
    """12 sensors at £9.50, 10% off: 114.00 and −11.40."""
    off = line(discount_amounts=[{"amount": 1140, "discount": "di_1"}])
    found = lines(tmp_path, invoice(off, total=10260))
    assert money(found) == ["charge 114.00", "discount -11.40"]
    assert found[1].product == "Cold chain monitor"


def test_a_discount_that_only_the_invoice_states_is_shared_by_amount(tmp_path):
    """£10.00 off £114.00 and £36.00: 7.60 and 2.40; a proration bears none."""
    other = line(id="il_2", amount=3600, parent=details(subscription_item="si_2"))
    partial = line(id="il_3", amount=5000, parent=details(proration=True), proration=True)
    whole = invoice(line(), other, partial, total=19000, total_discount_amounts=[{"amount": 1000}])
    assert money(lines(tmp_path, whole)) == [
        "charge 114.00", "discount -7.60", "charge 36.00", "discount -2.40", "proration 50.00",
    ]  # fmt: skip


def test_tax_on_top_is_one_line_of_the_invoice(tmp_path):
    taxed = line(taxes=[{"amount": 2280, "tax_behavior": "exclusive"}])
    assert money(lines(tmp_path, invoice(taxed, total=13680))) == ["charge 114.00", "tax 22.80"]


def test_tax_within_the_price_is_taken_out(tmp_path):
    """£136.80 with 20% VAT in it is £114.00; with 10% off it is £102.60."""
    within = line(amount=13680, taxes=[{"amount": 2280, "tax_behavior": "inclusive"}])
    assert money(lines(tmp_path, invoice(within))) == ["charge 114.00", "tax 22.80"]
    off = {
        "discount_amounts": [{"amount": 1368}],
        "taxes": [{"amount": 2052, "tax_behavior": "inclusive"}],
    }
    assert money(lines(tmp_path, invoice(line(amount=13680, **off), total=12312))) == [
        "charge 114.00", "discount -11.40", "tax 20.52",
    ]  # fmt: skip


def test_the_tax_of_older_versions_stands_on_the_invoice(tmp_path):
    assert money(lines(tmp_path, invoice(total=13680, tax=2280))) == ["charge 114.00", "tax 22.80"]


def test_the_tiers_of_one_item_are_one_line(tmp_path):
    """First 100 at 5p, next 150 at 4p, and £2.00 for entering the second tier."""
    first = line(id="il_1", amount=500, quantity=100, description="First 100")
    second = line(id="il_2", amount=600, quantity=150, description="Next 150")
    flat = line(id="il_3", amount=200, quantity=1, description="Flat fee for the second tier")
    (kept,) = lines(tmp_path, invoice(first, second, flat))
    assert (kept.line_id, kept.quantity, kept.amount) == ("il_1", 250, Decimal("13.00"))
    assert kept.unit_amount is None


def test_a_line_twice_on_one_invoice_is_a_double_charge_and_stays(tmp_path):
    assert len(lines(tmp_path, invoice(line(), line(id="il_2")))) == 2


def test_prorations_keep_their_signs_and_days(tmp_path):
    """Twelve sensors become fifteen on 16 July: what is unused comes back, what remains is billed."""
    rest = {"start": at("2026-07-16", "10:41"), "end": at("2026-08-01")}
    back = line(id="il_b", amount=-5884, period=rest, parent=details(proration=True))
    again = line(id="il_a", amount=7355, quantity=15, period=rest, parent=details(proration=True))
    found = lines(tmp_path, invoice(back, again))
    assert sorted(money(found)) == ["proration -58.84", "proration 73.55"]
    assert {(each.period_start, each.period_end) for each in found} == {
        (date(2026, 7, 16), date(2026, 8, 1))
    }


def test_an_invoice_is_known_by_its_number_and_a_draft_by_its_id(tmp_path):
    draft = invoice(line(id="il_8"), id="in_8", number=None, status="draft", effective_at=None)
    found = lines(tmp_path, invoice(), draft)
    assert [(each.invoice_id, each.status) for each in found] == [
        ("INV-7", "paid"),
        ("in_8", "draft"),
    ]


def test_an_invoice_is_dated_as_it_is_printed(tmp_path):
    """The date of issue: `effective_at`, else the day on which it became final, else its making."""
    final = {"effective_at": None, "status_transitions": {"finalized_at": at("2026-07-03")}}
    made = {"effective_at": None, "id": "in_8", "number": "INV-8"}
    found = lines(tmp_path, invoice(effective_at=at("2026-07-05")))
    assert found[0].invoice_date == date(2026, 7, 5)
    found = lines(tmp_path, invoice(**final), invoice(line(id="il_8"), **made))
    assert [each.invoice_date for each in found] == [date(2026, 7, 1), date(2026, 7, 3)]


def test_a_line_of_a_deleted_price_says_itself_what_was_billed(tmp_path):
    gone = line(
        pricing={
            "price_details": {"price": "price_X", "product": "prod_M"},
            "unit_amount_decimal": "950",
        }
    )
    (kept,) = lines(tmp_path, invoice(gone), prices=[])
    assert (kept.product, kept.unit, kept.unit_amount) == (
        "Cold chain monitor",
        "sensor",
        Decimal("9.50"),
    )


def test_a_credit_note_gives_back_what_its_line_says(tmp_path):
    found = lines(tmp_path, invoice(), credit_notes=[credit_note()])
    assert money(found) == ["charge 114.00", "credit -9.50"]
    credit = found[1]
    assert (credit.invoice_id, credit.invoice_date) == ("INV-7-CN-01", date(2026, 8, 5))
    assert (credit.product, credit.period_start) == ("Cold chain monitor", date(2026, 7, 1))


def test_a_credit_note_without_its_discount_and_tax(tmp_path):
    """£9.50 credited, of which £0.95 was never charged."""
    part = credit_note()["lines"]["data"][0] | {"discount_amount": 95}
    with_tax = part | {"taxes": [{"amount": 171, "tax_behavior": "exclusive"}]}
    found = lines(tmp_path, invoice(), credit_notes=[credit_note(with_tax, total=1026)])
    assert money(found)[1] == "credit -8.55"


def test_a_void_credit_note_gives_back_nothing(tmp_path):
    found = lines(tmp_path, invoice(), credit_notes=[credit_note(status="void")])
    assert found[1].status == "void"


def test_a_free_credit_is_of_the_only_product_of_its_invoice(tmp_path):
    free = {"id": "cnli_9", "type": "custom_line_item", "amount": 500, "description": "Sorry"}
    credit = lines(tmp_path, invoice(), credit_notes=[credit_note(free)])[1]
    assert (credit.product, credit.period_end, credit.amount) == (
        "Cold chain monitor",
        date(2026, 8, 1),
        -5,
    )


def test_a_credit_note_without_lines_is_one_line(tmp_path):
    bare = credit_note() | {"lines": {"data": []}, "total": 500, "memo": "Sorry"}
    assert money(lines(tmp_path, invoice(), credit_notes=[bare])) == [
        "charge 114.00",
        "credit -5.00",
    ]


def test_invoice_items_not_yet_invoiced_are_drafts(tmp_path):
    item = added(
        object="invoiceitem", id="ii_9", customer="cus_N", date=at("2026-07-20"), invoice=None
    )
    on_invoice = item | {"id": "ii_8", "invoice": "in_7"}
    found = lines(tmp_path, invoice(), invoiceitems=[item, on_invoice])
    assert [(each.invoice_id, each.status) for each in found] == [
        ("INV-7", "paid"),
        ("pending ii_9", "draft"),
    ]


def test_billing_credits_are_a_payment_and_not_a_lower_bill(tmp_path):
    paid = line(pretax_credit_amounts=[{"amount": 1400, "type": "credit_balance_transaction"}])
    found = book(tmp_path, BASE | {"invoices": [invoice(paid, total=10000)]})
    assert money(found.accounts["NORTH"].lines) == ["charge 114.00"]
    assert any("billing credits paid 14.00 GBP of invoice INV-7" in note for note in found.notes)
    assert not any("its total is" in note for note in found.notes)


METER = {
    "id": "mtr_1",
    "object": "billing.meter",
    "display_name": "Alarms raised",
    "event_name": "alarm",
    "default_aggregation": {"formula": "sum"},
}


def usage(tmp_path, **files):
    metered = price(recurring={"interval": "month", "usage_type": "metered", "meter": "mtr_1"})
    found = book(tmp_path, BASE | {"prices": [metered], "meters": [METER], **files})
    events = [
        (each.product, str(each.at)[:10], each.quantity) for each in found.accounts["NORTH"].usage
    ]
    return events, [each.reason for each in found.quarantine]


def event(value, **changes):
    return {
        "object": "billing.meter_event",
        "event_name": "alarm",
        "identifier": f"ev_{value}",
        "payload": {"stripe_customer_id": "cus_N", "value": value},
        "timestamp": at("2026-07-04", "10:00"),
    } | changes


def test_meter_events_are_usage_of_the_product_that_the_meter_bills(tmp_path):
    events, refused = usage(tmp_path, meter_events=[event("25"), event("2.5")])
    assert events == [
        ("Cold chain monitor", "2026-07-04", 25),
        ("Cold chain monitor", "2026-07-04", Decimal("2.5")),
    ]
    assert refused == []


def test_meter_events_that_cannot_be_read_are_set_aside(tmp_path):
    broken = [event("-3"), event("many"), event("7", timestamp=None)]
    events, refused = usage(tmp_path, meter_events=broken)
    assert events == []
    assert [reason.split(". ")[0] for reason in refused] == [
        "ev_-3: its value is -3, and usage cannot be negative",
        "ev_many: 'payload.value' is 'many', which is not an exact number",
        "ev_7: 'timestamp' is empty",
    ]


def test_a_meter_that_counts_events_counts_one_each(tmp_path):
    counting = METER | {"default_aggregation": {"formula": "count"}}
    events, _ = usage(tmp_path, meters=[counting], meter_events=[event("25")])
    assert events[0][2] == 1


def test_sums_of_a_meter_need_their_customer(tmp_path):
    whole = {
        "id": "sum_1", "object": "billing.meter_event_summary", "meter": "mtr_1", "aggregated_value": 41.5,
        "start_time": at("2026-07-04"), "end_time": at("2026-07-05"),
    }  # fmt: skip
    events, refused = usage(
        tmp_path, meter_event_summaries=[whole, whole | {"id": "sum_2", "customer": "cus_N"}]
    )
    assert events == [("Cold chain monitor", "2026-07-04", Decimal("41.5"))]
    assert "sum_1: a meter's sum names no customer" in refused[0]


def test_usage_records_of_the_years_before_meters(tmp_path):
    held = price(recurring={"interval": "month", "usage_type": "metered"})
    record = {
        "id": "sis_1", "object": "usage_record_summary", "subscription_item": "si_M", "total_usage": 300,
        "period": {"start": at("2026-06-01"), "end": at("2026-07-01")},
    }  # fmt: skip
    subscribed = subscription({"id": "si_M", "price": held})
    events, refused = usage(
        tmp_path,
        subscriptions=[subscribed],
        usage_record_summaries=[record, record | {"id": "sis_2", "subscription_item": "si_X"}],
    )
    assert events == [("Cold chain monitor", "2026-06-01", 300)]
    assert "sis_2: its subscription item si_X is in no subscription" in refused[0]
