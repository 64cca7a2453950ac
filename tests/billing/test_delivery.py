"""What billing gets: lines that add up, nothing twice, files that a spreadsheet cannot run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from billing.delivery import (
    Delivery,
    Sent,
    apportion,
    as_json,
    lines_of,
    remaining,
)
from billing.delivery_files import as_csv, inert, write_files, write_whole
from billing.finding import Finding, FindingPeriod


def finding(**changes: object) -> Finding:
    """July lapsed; August and September are each 10.00 short, product 'Plan'."""
    periods = [
        FindingPeriod(
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            expected=Decimal("30.00"),
            billed=Decimal("20.00"),
            difference=Decimal("10.00"),
            recoverable=Decimal(0) if month == 7 else Decimal("10.00"),
        )
        for month in (7, 8, 9)
    ]
    values = {
        "cause": "wrong_unit_price",
        "product": "Plan",
        "direction": "under",
        "currency": "USD",
        "periods": periods,
        "amount_total": Decimal("30.00"),
        "amount_recoverable": Decimal("20.00"),
        **changes,
    }
    return Finding.model_validate(values)


def sent(month: int, amount: str = "10.00", **changes: str) -> Sent:
    values = {"cause": "wrong_unit_price", "product": "Plan", "direction": "under", **changes}
    return Sent(
        **values,
        currency="USD",
        period_start=date(2026, month, 1),
        period_end=date(2026, month + 1, 1),
        amount=Decimal(amount),
    )


def amounts(lines) -> list[tuple[int, str]]:
    return [(line.period_start.month, str(line.amount)) for line in lines]


def test_a_line_for_each_period_that_is_recoverable():
    assert amounts(lines_of(1, finding())) == [(8, "10.00"), (9, "10.00")]


def test_an_unpaid_invoice_is_collected_and_never_invoiced_again():
    assert lines_of(1, finding(cause="unpaid")) == ()


def test_a_specialists_smaller_amount_is_spread_over_the_recoverable_periods():
    assert amounts(lines_of(1, finding(), Decimal("15.01"))) == [(8, "7.50"), (9, "7.51")]


def test_a_specialists_larger_amount_is_spread_over_all_periods():
    assert amounts(lines_of(1, finding(), Decimal("30.00"))) == [
        (7, "10.00"),
        (8, "10.00"),
        (9, "10.00"),
    ]


@pytest.mark.parametrize(
    ("total", "weights", "currency", "parts"),
    [
        ("100", ["1", "1", "1"], "JPY", ["33", "33", "34"]),
        ("0.05", ["1", "1", "1"], "USD", ["0.01", "0.01", "0.03"]),
        ("10.00", ["0", "5", "0"], "USD", ["0.00", "10.00", "0.00"]),
    ],
)
def test_parts_add_up_to_the_whole(total, weights, currency, parts):
    found = apportion(Decimal(total), [Decimal(weight) for weight in weights], currency)
    assert found == [Decimal(part) for part in parts]
    assert sum(found) == Decimal(total)


def test_what_was_sent_exactly_so_is_not_sent_again():
    assert amounts(remaining(lines_of(1, finding()), [sent(8)])) == [(9, "10.00")]


def test_what_was_sent_otherwise_for_the_same_days_is_taken_off():
    assert amounts(remaining(lines_of(1, finding()), [sent(8, "4.00")])) == [
        (8, "6.00"),
        (9, "10.00"),
    ]
    older = sent(8, "4.00", cause="rounding")
    assert amounts(remaining(lines_of(1, finding()), [older])) == [(8, "6.00"), (9, "10.00")]


def test_what_was_sent_for_another_product_or_direction_does_not_count():
    others = [sent(8, product="Storage"), sent(8, direction="over")]
    assert amounts(remaining(lines_of(1, finding()), others)) == [(8, "10.00"), (9, "10.00")]


def test_a_second_cause_of_the_same_days_is_still_sent():
    second = finding(cause="rounding")
    left = remaining([*lines_of(1, finding()), *lines_of(2, second)], [sent(8), sent(9)])
    assert [(line.cause, line.period_start.month) for line in left] == [
        ("rounding", 8),
        ("rounding", 9),
    ]


def delivery(product: str = "Plan") -> Delivery:
    return Delivery(
        id="acme-v1-corrective-invoice",
        case_id="acme",
        account_id="ACME",
        action="corrective_invoice",
        currency="USD",
        lines=lines_of(1, finding(product=product)),
    )


def test_the_files_hold_the_same_lines_and_writing_again_changes_nothing(tmp_path):
    document = as_json(delivery())
    first = write_files(tmp_path, document)
    texts = [path.read_text() for path in first]
    write_files(tmp_path, document)
    assert [path.read_text() for path in first] == texts
    assert json.loads(texts[0])["amount"] == "20.00"
    rows = list(csv.DictReader(io.StringIO(texts[1])))
    assert [(row["period_start"], row["amount"], row["currency"]) for row in rows] == [
        ("2026-08-01", "10.00", "USD"),
        ("2026-09-01", "10.00", "USD"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in first)


def test_a_product_named_like_a_formula_stays_text():
    (row, *_) = csv.DictReader(io.StringIO(as_csv(as_json(delivery('=HYPERLINK("http://x")')))))
    assert row["product"].startswith("'=")
    assert row["description"].startswith("'=")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_made_inert(cell):
    assert inert(cell) == f"'{cell}"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_whole(path, "old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("billing.delivery_files.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]
