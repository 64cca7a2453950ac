"""Exports that are broken, cut off or of another kind: the rest is read, and each fault is told."""

import json

import pytest
from stripe_book import (
    ACCOUNTS,
    BASE,
    CUSTOMER,
    added,
    book,
    credit_note,
    invoice,
    item,
    line,
    page,
    price,
    reasons,
    subscription,
)

from billing.errors import BookUnreadable


def only_reason(found):
    (reason,) = reasons(found)
    return reason


def lines_of(found):
    return [each.line_id for each in found.accounts["NORTH"].lines]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line(id="il_2", amount="114.00"), "'amount' is '114.00', and Stripe writes amounts as whole minor units"),
        (line(id="il_2", amount=114.5), "'amount' is '114.5', and Stripe writes amounts as whole minor units"),
        (line(id="il_2", amount=True), "'amount' is 'True'"),
        (line(id="il_2", amount=None), "'amount' is empty"),
        (line(id="il_2", currency="xbt"), "'currency' is 'xbt', and Stripe's table of minor units does not hold it"),
        (line(id="il_2", period={"start": 1785542400, "end": 1782864000}), "its period ends before it starts"),
        (line(id="il_2", period={"start": 1785542400000, "end": 1785542400000}), "'period.start' is '1785542400000', and Stripe writes a moment as seconds"),
        (line(id="il_2", quantity="a dozen"), "'quantity' is 'a dozen', which is not an exact number"),
        (added(id="il_2", description=None), "it has neither a price nor a description"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_costs_itself_only(tmp_path, wrong, reason):
    found = book(tmp_path, BASE | {"invoices": [invoice(line(), wrong)]})
    told = only_reason(found)
    assert told.startswith("stripe/invoices.json 1: in_7 line il_2: ")
    assert reason in told
    assert told.endswith("The object is in quarantine.")
    assert lines_of(found) == ["il_1"]


def test_whole_minor_units_may_be_written_as_text(tmp_path):
    found = book(tmp_path, BASE | {"invoices": [invoice(line(amount="11400"), total="11400")]})
    assert not found.quarantine
    assert str(found.accounts["NORTH"].lines[0].amount) == "114.00"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (invoice(id="in_8", currency="xbt"), "in_8: 'currency' is 'xbt'"),
        (invoice(id="in_8", status="sent"), "in_8: 'status' is 'sent', which is none of draft, open, paid"),
        (invoice(id="in_8", created=None, effective_at=None), "in_8: it has no date"),
        (invoice(id="in_8", created="yesterday"), "in_8: 'created' is 'yesterday'"),
        (invoice(id="in_8", customer="cus_X"), "in_8: its customer cus_X is not exported"),
        (invoice(id="in_8", customer=None), "in_8: it names no customer"),
        ({"object": "invoice"}, "the invoice without an id: 'id' is missing"),
        (invoice(), "in_7: it is exported twice, word for word: number 1 counts"),
        (invoice(total=1), "in_7: it is exported twice, and differs: number 1 counts"),
        ({"id": "ch_1", "object": "charge"}, "An object of type 'charge': the book is made of customers"),
        ("in_8", "'in_8' stands where an object should"),
    ],
)  # fmt: skip
def test_an_object_that_cannot_be_read_costs_itself_only(tmp_path, wrong, reason):
    found = book(tmp_path, BASE | {"invoices": [invoice(), wrong]})
    assert f"stripe/invoices.json 2: {reason}" in only_reason(found)
    assert lines_of(found) == ["il_1"]


def test_many_objects_of_an_unknown_type_are_one_row(tmp_path):
    charges = [{"id": f"ch_{number}", "object": "charge"} for number in range(40)]
    told = only_reason(book(tmp_path, BASE | {"charges": charges}))
    assert "stripe/charges.json 1: An object of type 'charge', and 39 more like it" in told


def test_the_objects_of_a_customer_who_is_no_account_are_one_row(tmp_path):
    stranger = {"id": "cus_X", "object": "customer", "metadata": {}}
    others = [invoice(id=f"in_{number}", customer="cus_X") for number in range(3)]
    found = book(
        tmp_path, BASE | {"customers": [CUSTOMER, stranger], "invoices": [invoice(), *others]}
    )
    assert (
        "its customer cus_X is no account (and 2 more objects): put the account's id"
        in only_reason(found)
    )


def test_a_list_that_ends_before_its_time_is_told_with_what_is_missing(tmp_path):
    cut = json.dumps(page([invoice()], more=True))
    found = book(tmp_path, BASE | {"invoices.json": cut})
    (note,) = [each for each in found.notes if "has_more" in each]
    assert "stripe/invoices.json ends before its list does" in note
    assert "it holds 1 objects; the next page begins after in_7 (starting_after=in_7)" in note
    assert lines_of(found) == ["il_1"]


def test_pages_one_after_another_are_one_list(tmp_path):
    pages = [
        page([invoice()], more=True),
        page([invoice(line(id="il_2"), id="in_8", number="INV-8")]),
    ]
    found = book(tmp_path, BASE | {"invoices.json": json.dumps(pages)})
    assert lines_of(found) == ["il_1", "il_2"]
    assert not any("has_more" in note for note in found.notes)


def test_an_invoice_that_shows_only_some_of_its_lines_is_told(tmp_path):
    part = page([line()], more=True) | {"total_count": 14}
    found = book(tmp_path, BASE | {"invoices": [invoice(lines=part, total=99999)]})
    assert (
        "in_7: it shows 1 of 14 lines (has_more is true), and what the others bill is missing"
        in only_reason(found)
    )
    assert lines_of(found) == ["il_1"]


def test_lines_exported_beside_their_invoice_complete_it(tmp_path):
    part = page([line()], more=True)
    beside = [line(invoice="in_7"), line(id="il_2", invoice="in_7", amount=600)]
    found = book(
        tmp_path, BASE | {"invoices": [invoice(lines=part, total=12000)], "invoice_lines": beside}
    )
    assert not found.quarantine
    assert lines_of(found) == ["il_1"]  # of one item and period: they are one line
    assert str(found.accounts["NORTH"].lines[0].amount) == "120.00"


def test_lines_that_do_not_come_to_the_total_are_told(tmp_path):
    found = book(tmp_path, BASE | {"invoices": [invoice(total=15000)]})
    assert (
        "NORTH: the lines of invoice INV-7 (in_7) come to 114.00 GBP, and its total is 150.00."
        in found.notes
    )


def test_json_lines_with_a_broken_line_lose_that_line(tmp_path):
    second = invoice(line(id="il_2"), id="in_8", number="INV-8")
    text = "\n".join([json.dumps(invoice()), '{"id": "in_9", "object": "inv', json.dumps(second)])
    found = book(tmp_path, BASE | {"invoices.jsonl": text})
    assert "stripe/invoices.jsonl 2: The line is not JSON (" in only_reason(found)
    assert lines_of(found) == ["il_1", "il_2"]


@pytest.mark.parametrize(
    "text", ["", "not json", '{"object": "list", "data": [{"id": "in_1"', "[NaN]"]
)
def test_a_file_that_is_no_json_is_told_and_the_others_are_read(tmp_path, text):
    found = book(tmp_path, BASE | {"invoices": [invoice()], "credit_notes.json": text})
    assert "stripe/credit_notes.json 1: The file is neither JSON nor JSON Lines" in only_reason(
        found
    )
    assert lines_of(found) == ["il_1"]


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / "stripe").mkdir()
    (tmp_path / "stripe" / "coupons.json").write_bytes('{"name": "Frühling"}'.encode("latin-1"))
    assert "stripe/coupons.json 1: The file cannot be read as UTF-8 text" in only_reason(
        book(tmp_path, BASE)
    )


def test_a_bare_object_a_bare_list_and_objects_without_a_type_are_read(tmp_path):
    files = {
        "customers.json": json.dumps(CUSTOMER),
        "products.json": json.dumps([{**BASE["products"][0], "object": None}]),
        "invoices-2026.json": json.dumps({"data": [invoice()]}),
    }
    found = book(tmp_path, files)
    assert (lines_of(found), found.quarantine) == (["il_1"], ())


def test_a_credit_larger_than_its_invoice_is_set_aside(tmp_path):
    large = credit_note(id="cn_2", created=1786000000, total=11400)
    found = book(tmp_path, BASE | {"invoices": [invoice()], "credit_notes": [credit_note(), large]})
    assert (
        "stripe/credit_notes.json 2: cn_2: it credits 114.00 GBP of invoice in_7, which is 114.00, 9.50 of it "
        "credited before: more than was billed." in only_reason(found)
    )
    assert lines_of(found) == ["il_1", "cnli_1"]


def test_credits_that_were_not_exported_are_told(tmp_path):
    found = book(tmp_path, BASE | {"invoices": [invoice(post_payment_credit_notes_amount=950)]})
    assert any(
        "in_7 was credited more than credit_notes.json holds" in note for note in found.notes
    )


def test_a_line_without_a_period_is_kept_without_one(tmp_path):
    """As a row without one: the comparison asks about it."""
    found = book(tmp_path, BASE | {"invoices": [invoice(line(period=None))]})
    (kept,) = found.accounts["NORTH"].lines
    assert (kept.kind, kept.period_start, kept.period_end) == ("charge", None, None)


def test_another_version_of_the_api_with_fields_of_its_own_is_read(tmp_path):
    later = invoice(line(parent=None, pricing=None, price="price_M", brand_new={"a": 1}), api=[1])
    found = book(tmp_path, BASE | {"invoices": [later]})
    (kept,) = found.accounts["NORTH"].lines
    assert (kept.product, kept.kind, found.quarantine) == ("Cold chain monitor", "charge", ())


@pytest.mark.parametrize(
    ("stripe", "reason"),
    [
        ({"prices": [], "subscriptions": [subscription(item(price="price_X"))]}, "its price price_X is not in prices.json"),
        ({"subscriptions": [subscription(item(price=None))]}, "it has neither a price nor a plan"),
        ({"subscriptions": [subscription(item(price=price(currency="usd")))]}, "it is billed in GBP, and its price price_M is in USD"),
        ({"subscriptions": [subscription(item(price=price(recurring={"interval": "fortnight"})))]}, "'recurring.interval' is 'fortnight'"),
        ({"subscriptions": [subscription(item(discounts=["di_9"]))]}, "only the id of discount di_9 is known: list the objects with expand[]"),
        ({"subscriptions": [subscription(item(discounts=[{"id": "di_9", "coupon": "SPRING"}]))]}, "its coupon SPRING is not in coupons.json"),
        ({"subscriptions": [subscription(start_date=None, created=None)]}, "it has neither 'start_date' nor 'created'"),
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_read_is_set_aside(tmp_path, stripe, reason):
    told = only_reason(book(tmp_path, BASE | stripe))
    assert told.startswith("stripe/subscriptions.json 1: sub_M")
    assert reason in told


def test_what_is_null_is_not_there(tmp_path):
    """Versions differ in what they leave out and what they write as null."""
    nulls = {"currency_options": None, "metadata": None, "recurring": None, "tiers": None}
    unused = price(id="price_O", type="one_time", **nulls)
    empty = invoice(lines=None, id="in_8", number="INV-8", total=None)
    found = book(
        tmp_path,
        BASE
        | {
            "customers": [CUSTOMER | {"deleted": None, "discount": None}],
            "prices": [price(), unused],
            "subscriptions": [subscription(item(discounts=None), discounts=None, discount=None)],
            "invoices": [invoice(line(metadata=[], taxes=None, discount_amounts=None)), empty],
        },
    )
    assert (lines_of(found), found.quarantine) == (["il_1"], ())


def test_nothing_that_can_be_an_account_is_an_error(tmp_path):
    with pytest.raises(BookUnreadable, match=r"holds no accounts\.csv, and stripe/ no customer"):
        book(tmp_path, {"invoices": [invoice()]}, accounts="")


def test_a_customer_in_no_currency_is_set_aside(tmp_path):
    other = {"id": "cus_O", "object": "customer", "currency": "gbp"}
    found = book(tmp_path, {"customers": [CUSTOMER, other]}, accounts="")
    assert list(found.accounts) == ["cus_O"]
    assert "stripe/customers.json 1: cus_N: it has no currency" in only_reason(found)


def test_a_deleted_customer_is_no_account(tmp_path):
    gone = {"id": "cus_G", "object": "customer", "deleted": True}
    other = {"id": "cus_O", "object": "customer", "currency": "gbp"}
    found = book(tmp_path, {"customers": [gone, other]}, accounts="")
    assert list(found.accounts) == ["cus_O"]
    assert "stripe: customer cus_G was deleted and is no account." in found.notes


ROWS = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,period_start,"
    "period_end,quantity,unit,unit_amount,amount,currency\n"
)
JULY = ",2026-07-01,2026-07-31,paid,1,Cold chain monitor,charge,July,2026-07-01,2026-08-01,12,sensor,9.50,{},GBP\n"


@pytest.mark.parametrize("name", ["INV-7", "in_7"])
def test_an_invoice_in_rows_and_in_stripe_counts_once(tmp_path, name):
    august = invoice(line(id="il_8"), id="in_8", number="INV-8")
    rows = ROWS + f"NORTH,{name}" + JULY.format("114.00")
    found = book(tmp_path, BASE | {"invoices": [invoice(), august]}, billing__invoice_lines=rows)
    assert lines_of(found) == ["1", "il_8"]
    assert (
        f"NORTH: 1 invoices stand in billing/ and in stripe/ ({name}): they count once, as in "
        "billing/invoice_lines.csv." in found.notes
    )


def test_two_sums_of_one_invoice_are_told(tmp_path):
    rows = ROWS + "NORTH,INV-7" + JULY.format("104.50")
    found = book(tmp_path, BASE | {"invoices": [invoice()]}, billing__invoice_lines=rows)
    assert any(
        "invoice INV-7 is 104.50 in billing/invoice_lines.csv and 114.00 in stripe/" in n
        for n in found.notes
    )


def test_an_invoice_under_dispute_may_be_named_by_its_id(tmp_path):
    (tmp_path / "policy.toml").write_text('disputed_invoices = ["in_7"]\n')
    found = book(tmp_path, BASE | {"invoices": [invoice()]})
    assert found.accounts["NORTH"].policy.disputed_invoices == ("in_7", "INV-7")


def test_a_book_with_stripe_does_not_miss_its_csv_files(tmp_path):
    notes = book(tmp_path, BASE | {"invoices": [invoice()]}, accounts=ACCOUNTS).notes
    assert not any("billing/" in note for note in notes)
