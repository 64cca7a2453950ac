"""Books written by hand: what is read, and what goes to the quarantine with which reason."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.book import read_book
from billing.errors import BookUnreadable

ACCOUNTS = """\
account_id,name,currency,timezone
NORTH,Northmoor Dairy Ltd,GBP,Europe/London
SOUTH,Southwark Press,USD,
"""

LINES_HEAD = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
    "period_start,period_end,quantity,unit,unit_amount,amount,currency\n"
)
JULY = (
    "NORTH,INV-7,2026-07-31,2026-08-30,open,1,Cold chain monitor,charge,July 2026,"
    "2026-07-01,2026-08-01,12,sensor,9.50,114.00,GBP\n"
)
ITEMS_HEAD = "account_id,subscription_id,item_id,product,model,unit_amount,tiers,currency,interval,start,end\n"
USAGE_HEAD = "account_id,product,at,quantity,unit,event_id\n"


@pytest.fixture
def book(tmp_path):
    """A function that writes a book with the given files and reads it."""

    def write(files=None, as_of=None):
        every = {"accounts.csv": ACCOUNTS} | (files or {})
        for name, content in every.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_book(tmp_path, as_of)

    return write


def only_reason(book):
    """The one row in quarantine, as 'file row N: reason'."""
    (row,) = book.quarantine
    return f"{row.file} row {row.row}: {row.reason}"


def test_an_invoice_line_is_read_exactly(book):
    (line,) = book({"billing/invoice_lines.csv": LINES_HEAD + JULY}).accounts["NORTH"].lines
    assert (line.invoice_id, line.line_id, line.status, line.kind) == (
        "INV-7",
        "1",
        "open",
        "charge",
    )
    assert (line.period_start, line.period_end) == (date(2026, 7, 1), date(2026, 8, 1))
    assert (line.quantity, line.unit_amount, line.amount) == (
        12,
        Decimal("9.50"),
        Decimal("114.00"),
    )


def test_an_item_is_read_with_its_tiers(book):
    row = (
        'SOUTH,sub,si,Proof pages,graduated,,"[{""up_to"": ""1000"", ""unit_amount"": 0.10},'
        ' {""up_to"": null, ""unit_amount"": ""0.08""}]",,month,2026-01-01,9999-12-31\n'
    )
    (item,) = book({"billing/subscriptions.csv": ITEMS_HEAD + row}).accounts["SOUTH"].items
    assert [(t.up_to, t.unit_amount) for t in item.tiers] == [
        (Decimal(1000), Decimal("0.10")),
        (None, Decimal("0.08")),
    ]
    assert (item.currency, item.interval_count, item.end) == ("USD", 1, None)


def test_usage_keeps_the_offset_of_a_timestamp_and_the_day_of_a_date(book):
    rows = "NORTH,Calls,2026-03-01T00:30:00+01:00,1,call,e1\nNORTH,Calls,2026-03-01,40,call,\n"
    first, second = book({"billing/usage.csv": USAGE_HEAD + rows}).accounts["NORTH"].usage
    assert first.at.astimezone(UTC) == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert second.at == date(2026, 3, 1)


def test_lines_stand_in_the_order_of_their_periods(book):
    august = JULY.replace("INV-7", "INV-8").replace(
        "2026-07-01,2026-08-01", "2026-08-01,2026-09-01"
    )
    lines = book({"billing/invoice_lines.csv": LINES_HEAD + august + JULY}).accounts["NORTH"].lines
    assert [line.invoice_id for line in lines] == ["INV-7", "INV-8"]


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("2026-07-31", "31/07/2026", "'invoice_date' is '31/07/2026', which is not a date (use YYYY-MM-DD)"),
        ("2026-07-31", "2026-02-30", "'invoice_date' is '2026-02-30', a day that no calendar has"),
        ("2026-07-31", "0206-07-31", "the year 206 cannot be right"),
        ("114.00", '"1.140,00"', "'amount' is '1.140,00', which is written with a decimal comma"),
        ("114.00", '"1,140.00"', "'amount' is '1,140.00', which has thousands separators"),
        ("114.00", "£114", "'amount' is '£114', which is not a number (write it as 1234.56)"),
        ("114.00", "1_140", "'amount' is '1_140', which is not a number"),
        ("114.00", "NaN", "'amount' is 'NaN', which is not a number"),
        ("114.00", "9999999999999999", "has more than 15 digits and cannot be right"),
        ("114.00", "", "'amount' is empty, and the row needs one"),
        ("GBP", "QQQ", "'currency' is 'QQQ', which is not a currency code"),
        ("open", "sent", "'status' is 'sent', which is none of draft, open, paid, void, uncollectible"),
        ("NORTH", "north", "which accounts.csv does not hold (is it NORTH?)"),
        ("charge", "fee", "'kind' is 'fee', which is none of charge, usage"),
        ("2026-08-01", "2026-06-01", "'period_end' (2026-06-01) is before 'period_start' (2026-07-01)"),
        ("NORTH", "NROTH", "'account_id' is 'NROTH', which accounts.csv does not hold (is it NORTH?)"),
        ("July 2026", "July, 2026", "has 17 cells where the head has 16"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_in_quarantine_and_the_rest_is_read(
    book, right, wrong, reason
):
    bad = JULY.replace(right, wrong, 1)
    found = book({"billing/invoice_lines.csv": LINES_HEAD + bad + JULY.replace("INV-7", "INV-8")})
    told = only_reason(found)
    assert told.startswith("billing/invoice_lines.csv row 2: ")
    assert reason in told
    assert told.endswith("The row is in quarantine.")
    assert [line.invoice_id for line in found.accounts["NORTH"].lines] == ["INV-8"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("NORTH,s,i,Tank,per_seat,1,,GBP,month,2026-01-01,", "'model' is 'per_seat', which is none of"),
        ("NORTH,s,i,Tank,flat,-,,GBP,month,2026-01-01,", "'unit_amount' is '-', which is not a number"),
        ("NORTH,s,i,Tank,flat,1,,GBP,fortnight,2026-01-01,", "'interval' is 'fortnight'"),
        ("NORTH,s,i,Tank,flat,1,{broken,GBP,month,2026-01-01,", "'tiers' is '{broken', which is not a JSON"),
        ("NORTH,s,i,Tank,flat,1,[NaN],GBP,month,2026-01-01,", "which is not a JSON list"),
        ('NORTH,s,i,Tank,volume,,"[{""up_to"": ""9""}, {""up_to"": ""5""}]",GBP,month,2026-01-01,', "does not rise"),
        ('NORTH,s,i,Tank,volume,,"[{""upto"": ""9""}]",GBP,month,2026-01-01,', "a tier that cannot be read: upto"),
        ("NORTH,s,i,Tank,flat,1,,GBP,month,2026-05-01,2026-01-01", "'end' (2026-01-01) is not after 'start'"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_read_is_in_quarantine(book, row, reason):
    assert reason in only_reason(book({"billing/subscriptions.csv": ITEMS_HEAD + row + "\n"}))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("NORTH,Calls,2026-03-01,-4,call,", "'quantity' is -4, and it cannot be negative"),
        ("NORTH,Calls,2026-03-01T10:00:00,4,call,", "a time without its offset from UTC"),
        ("NORTH,Calls,20260301,4,call,", "'at' is '20260301', which is not a date"),
        ("NORTH,Calls,2026-03-01 at ten,4,call,", "which is not a timestamp"),
    ],
)
def test_usage_that_cannot_be_read_is_in_quarantine(book, row, reason):
    assert reason in only_reason(book({"billing/usage.csv": USAGE_HEAD + row + "\n"}))


def test_an_event_delivered_twice_counts_once(book):
    rows = "NORTH,Calls,2026-03-01,4,call,e1\nNORTH,Calls,2026-03-01,4,call,e1\n"
    found = book({"billing/usage.csv": USAGE_HEAD + rows})
    assert len(found.accounts["NORTH"].usage) == 1
    assert "row 3: Event e1 is delivered twice: row 2 has it already, and counts." in only_reason(
        found
    )


def test_equal_usage_without_an_event_id_is_kept(book):
    rows = "NORTH,Calls,2026-03-01,4,call,\n" * 2
    assert len(book({"billing/usage.csv": USAGE_HEAD + rows}).accounts["NORTH"].usage) == 2


def test_the_event_ids_of_two_accounts_do_not_meet(book):
    rows = "NORTH,Calls,2026-03-01,4,call,e1\nSOUTH,Calls,2026-03-01,4,call,e1\n"
    assert not book({"billing/usage.csv": USAGE_HEAD + rows}).quarantine


def test_a_line_exported_twice_counts_once(book):
    found = book({"billing/invoice_lines.csv": LINES_HEAD + JULY + JULY})
    assert len(found.accounts["NORTH"].lines) == 1
    assert "row 3: Line 1 of invoice INV-7 stands in the file twice: row 2 has it" in only_reason(
        found
    )


def test_a_line_charged_twice_under_two_numbers_is_kept_twice(book):
    second = JULY.replace(",1,Cold", ",2,Cold")
    found = book({"billing/invoice_lines.csv": LINES_HEAD + JULY + second})
    assert len(found.accounts["NORTH"].lines) == 2
    assert not found.quarantine


def test_equal_lines_without_a_line_number_may_be_a_double_charge_and_are_kept(book):
    bare = JULY.replace(",1,Cold", ",,Cold")
    found = book({"billing/invoice_lines.csv": LINES_HEAD + bare + bare})
    assert [line.line_id for line in found.accounts["NORTH"].lines] == ["row 2", "row 3"]


def test_two_lines_of_one_number_that_differ_are_both_kept_with_a_note(book):
    other = JULY.replace("114.00", "95.00")
    found = book({"billing/invoice_lines.csv": LINES_HEAD + JULY + other})
    assert len(found.accounts["NORTH"].lines) == 2
    assert "NORTH: invoice INV-7 has two lines 1 that differ; both are kept." in found.notes


def test_a_period_of_no_length_is_the_day_on_which_it_stands(book):
    one_off = JULY.replace("2026-07-01,2026-08-01", "2026-07-09,2026-07-09")
    (line,) = book({"billing/invoice_lines.csv": LINES_HEAD + one_off}).accounts["NORTH"].lines
    assert (line.period_start, line.period_end) == (date(2026, 7, 9), date(2026, 7, 10))


def test_rows_are_counted_as_an_editor_counts_lines(book):
    told = JULY.replace("July 2026", '"July 2026\nper order 4\nand letter"')
    found = book(
        {"billing/invoice_lines.csv": LINES_HEAD + told + "\n" + JULY.replace("GBP", "XX")}
    )
    assert only_reason(found).startswith("billing/invoice_lines.csv row 6: 'currency' is 'XX'")
    assert len(found.accounts["NORTH"].lines) == 1


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(book):
    open_quote = JULY.replace("July 2026", '"July 2026')
    third = JULY.replace("INV-7", "INV-9").replace("July 2026", '"July, 2026"')
    found = book({"billing/invoice_lines.csv": LINES_HEAD + open_quote + JULY + third})
    assert [line.invoice_id for line in found.accounts["NORTH"].lines] == ["INV-7", "INV-9"]
    assert "row 2: A quotation mark in the row is opened and not closed" in only_reason(found)


def test_windows_files_are_read_with_their_marks_and_letters(book):
    found = book(
        {
            "accounts.csv": b"\xef\xbb\xbf" + ACCOUNTS.replace("\n", "\r\n").encode(),
            "billing/invoice_lines.csv": (LINES_HEAD + JULY.replace("Cold", "Kühl")).encode("latin-1"),
        }
    )  # fmt: skip
    assert found.accounts["NORTH"].lines[0].product == "Kühl chain monitor"
    assert any("invoice_lines.csv is not saved as UTF-8" in note for note in found.notes)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"accounts.csv": ACCOUNTS.replace(",", ";")}, "accounts.csv separates its cells by a semicolon"),
        ({"accounts.csv": ACCOUNTS.encode("utf-16")}, "accounts.csv is saved as UTF-16"),
        ({"accounts.csv": "account_id,name\nA,B\n"}, "accounts.csv lacks the column currency"),
        ({"accounts.csv": ""}, "accounts.csv lacks the columns account_id, currency"),
        ({"billing/usage.csv": "account_id,at\n"}, "billing/usage.csv lacks the columns product, quantity"),
        ({"billing/usage.csv": "account_id,product,at,quantity,at\n"}, "has the column at more than once"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_can_be_made_of_is_an_error(book, files, words):
    with pytest.raises(BookUnreadable, match=words):
        book(files)


def test_a_folder_without_accounts_is_no_book(tmp_path):
    with pytest.raises(BookUnreadable, match=r"holds no accounts\.csv\. A book is a folder with"):
        read_book(tmp_path)
    with pytest.raises(BookUnreadable, match="is not a folder"):
        read_book(tmp_path / "elsewhere")


def test_an_account_in_no_timezone_is_kept_with_utc(book):
    found = book({"accounts.csv": ACCOUNTS.replace("Europe/London", "Europe/Yorkshire")})
    assert found.accounts["NORTH"].account.timezone == "UTC"
    assert "accounts.csv row 2: 'timezone' is 'Europe/Yorkshire', which is no timezone" in only_reason(
        found
    )  # fmt: skip


def test_the_first_row_of_an_account_stands(book):
    found = book({"accounts.csv": ACCOUNTS + "NORTH,Another,USD,UTC\n"})
    assert found.accounts["NORTH"].account.name == "Northmoor Dairy Ltd"
    assert "row 4: 'account_id' NORTH has a row already" in only_reason(found)


def test_without_flags_every_account_is_investigated(book):
    assert [(flag.account_id, flag.reason) for flag in book().flagged] == [
        ("NORTH", "no flagged.csv: every account"),
        ("SOUTH", "no flagged.csv: every account"),
    ]


def test_flags_name_the_accounts_to_investigate(book):
    rows = "account_id,reason,score,flagged_on\nSOUTH,price fell,0.91,2026-10-28\nWEST,,,\n"
    found = book({"flagged.csv": rows})
    (flag,) = found.flagged
    assert (flag.account_id, flag.score, flag.flagged_on) == (
        "SOUTH",
        Decimal("0.91"),
        date(2026, 10, 28),
    )
    assert "flagged.csv row 3: 'account_id' is 'WEST'" in only_reason(found)


def test_an_empty_list_of_flags_flags_nobody(book):
    found = book({"flagged.csv": "account_id,reason,score,flagged_on\n"})
    assert found.flagged == ()
    assert any("nothing to investigate" in note for note in found.notes)


def test_one_contract_name_may_have_several_products(book):
    rows = "account_id,contract_name,billing_product\nNORTH,Sensor,S-1\nNORTH,Sensor,S-2\n"
    assert book({"products.csv": rows}).accounts["NORTH"].aliases == {"Sensor": ("S-1", "S-2")}


def test_indices_are_read_by_month(book):
    found = book(
        {"indices/CPI-U.csv": "month,value\n2025-01,317.671\n2025-02-01,319.1\n2025-13,1\n"}
    )
    assert found.accounts["NORTH"].indices == {
        "cpi-u": {"2025-01": Decimal("317.671"), "2025-02": Decimal("319.1")}
    }
    assert "indices/CPI-U.csv row 4: 'month' is '2025-13'" in only_reason(found)


def test_contracts_belong_to_the_account_of_their_folder(book):
    found = book(
        {
            "contracts/NORTH/b-order.PDF": b"%PDF",
            "contracts/NORTH/A-master.pdf": b"%PDF",
            "contracts/NORTH/letter.docx": b"PK",
            "contracts/EAST/master.pdf": b"%PDF",
            "contracts/loose.pdf": b"%PDF",
        }
    )
    assert {account: [path.name for path in paths] for account, paths in found.contracts.items()} == {
        "NORTH": ["A-master.pdf", "b-order.PDF"]
    }  # fmt: skip
    assert "contracts/EAST has no row in accounts.csv and is not read." in found.notes
    assert "contracts/NORTH/letter.docx is not a PDF and is not read." in found.notes
    assert "contracts/loose.pdf lies beside the accounts' folders and is not read." in found.notes
    assert "NORTH: contracts, but no row of billing or usage." in found.notes
    assert any(note.startswith("SOUTH: no PDF in contracts/SOUTH") for note in found.notes)


def test_missing_files_are_empty_and_noted(book):
    found = book()
    assert found.accounts["NORTH"].lines == ()
    assert any("billing/usage.csv is not there" in note for note in found.notes)


def test_two_items_of_a_product_at_once_are_noted(book):
    rows = (
        "NORTH,s,old,Tank,flat,1,,GBP,month,2026-01-01,2026-04-01\n"
        "NORTH,s,new,Tank,flat,1,,GBP,month,2026-03-01,\n"
        "NORTH,s,newer,Tank,flat,1,,GBP,month,2026-06-01,\n"
        "NORTH,s,p1,Pump,flat,1,,GBP,month,2026-01-01,2026-04-01\n"
        "NORTH,s,p2,Pump,flat,1,,GBP,month,2026-04-01,\n"
    )
    notes = [
        note
        for note in book({"billing/subscriptions.csv": ITEMS_HEAD + rows}).notes
        if "at once" in note
    ]
    assert notes == [
        "NORTH: two subscription items of 'Tank' are active at once from 2026-03-01: old and new."
    ]  # fmt: skip


def test_invoices_dated_after_the_day_are_noted(book):
    files = {"billing/invoice_lines.csv": LINES_HEAD + JULY}
    assert any(
        "dated after 2026-07-01 (INV-7)" in note for note in book(files, date(2026, 7, 1)).notes
    )
    assert not any("dated after" in note for note in book(files, date(2026, 7, 31)).notes)


def test_periods_that_end_on_their_last_day_are_noted(book):
    short = JULY.replace("2026-08-01", "2026-07-31", 1)
    found = book({"billing/invoice_lines.csv": LINES_HEAD + short})
    assert any(
        "1 of 1 billed months end on their last day (such as 2026-07-31)" in note
        for note in found.notes
    )
    assert not any(
        "last day" in note for note in book({"billing/invoice_lines.csv": LINES_HEAD + JULY}).notes
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200), st.text(alphabet='NORTH,INV"\n-2026.;|é1', max_size=120))
def test_whatever_a_file_holds_each_row_is_read_or_quarantined(book, raw, text):
    """Nothing but BookUnreadable comes out, and good rows after bad ones are read."""
    try:
        found = book(
            {"billing/invoice_lines.csv": (LINES_HEAD + text).encode() + b"\n" + JULY.encode()}
        )
        assert len(found.accounts["NORTH"].lines) + len(found.quarantine) >= 1
        book({"billing/invoice_lines.csv": LINES_HEAD.encode() + raw, "billing/usage.csv": raw})
    except BookUnreadable:
        pass
