"""What is billed on another line than its own: months made up for, and lines that name less than they bill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import case_file
import pytest
import yaml

from billing.comparison import Comparison, compare
from billing.finding import AccountResult
from billing.investigation import explain

CONTRACT = """
account: {currency: USD}
documents:
  - file: order.pdf
    kind: order_form
    term_start: 2026-01-01
    terms:
      - {type: price, product: Care, model: flat, flat_amount: "250.00", currency: USD, interval: month}
      - {type: lookback, direction: both, length: 1, unit: year, counted_from: invoice_date}
"""


def line(month: int, amount: str, months: int = 1, **more: Any) -> dict[str, Any]:
    """A line of so many months, billed in advance unless it says otherwise."""
    period = {"from": date(2026, month, 1), "until": date(2026, month + months, 1)}
    return {"product": "Care", "amount": amount, "billed": "advance", **period, **more}


def examined(
    *lines: dict[str, Any], as_of: date = date(2026, 6, 20), **more: Any
) -> tuple[Comparison, AccountResult]:
    case = yaml.safe_load(CONTRACT) | {"invoices": list(lines), **more}
    comparison = compare(case_file.facts(case), case_file.contract(case), as_of)
    return comparison, explain(comparison)


def each_month(*months: int) -> list[dict[str, Any]]:
    return [line(month, "250.00") for month in months]


def test_a_month_made_up_for_is_derived_and_told() -> None:
    comparison, result = examined(*each_month(1, 2), line(4, "500.00"), *each_month(5, 6))
    march, april = comparison.products[0].cells[2:4]
    assert result.findings == ()
    assert april.rated.derivation == (
        "250.00; 250.00 for 2026-03-01..2026-04-01, which has no line of its own = 500.00"
    )
    assert march.rated.derivation == "250.00; 250.00 billed with 2026-04-01..2026-05-01 = 0.00"
    (note,) = result.notes
    assert note == (
        "Care, 2026-03-01..2026-04-01: no line of its own; billed to the cent with "
        "2026-04-01..2026-05-01"
    )


def test_months_billed_ahead_are_no_gap() -> None:
    _, result = examined(*each_month(1, 2), line(3, "750.00"), *each_month(6))
    assert result.findings == ()


@pytest.mark.parametrize("amount", ["499.99", "500.01", "400.00", "740.00"])
def test_what_does_not_come_to_the_cent_is_still_a_finding(amount: str) -> None:
    _, result = examined(*each_month(1, 2), line(4, amount), *each_month(5, 6))
    sizes = {finding.direction: finding.amount_total for finding in result.findings}
    assert sizes == {"under": Decimal("250.00"), "over": Decimal(amount) - 250}


def test_two_invoices_of_one_month_do_not_make_up_for_another() -> None:
    """April was charged twice and March never: two mistakes, which a person should see."""
    _, result = examined(
        *each_month(1, 2, 4), line(4, "250.00", invoice="AGAIN"), *each_month(5, 6)
    )
    assert {finding.direction for finding in result.findings} == {"under", "over"}


def test_what_was_given_back_is_not_asked_back() -> None:
    """February was 40.00 too high; April's credit is for it, and May's of 30.00 is for nothing."""
    one = line(4, "-40.00", kind="credit", dated=date(2026, 4, 9), invoice="CN1")
    two = line(5, "-30.00", kind="credit", dated=date(2026, 5, 9), invoice="CN2")
    comparison, result = examined(*each_month(1, 3, 4, 5, 6), line(2, "290.00"), one, two)
    (finding,) = result.findings
    assert (finding.cause, finding.amount_total) == ("wrong_credit", Decimal("30.00"))
    february, april = comparison.products[0].cells[1], comparison.products[0].cells[3]
    assert "40.00 too much, credited with 2026-04-01" in february.rated.derivation
    assert "credit of 40.00 for 2026-02-01" in april.rated.derivation


def test_a_credit_before_the_bill_is_not_for_it() -> None:
    early = line(2, "-40.00", kind="credit", dated=date(2026, 2, 9), invoice="CN")
    _, result = examined(*each_month(1, 2, 3, 5, 6), line(4, "290.00"), early)
    assert len(result.findings) == 2


def test_three_months_by_a_line_that_names_one_are_told() -> None:
    lines = [line(1, "750.00"), line(4, "750.00"), line(7, "750.00")]
    comparison, result = examined(*lines, as_of=date(2026, 7, 10))
    assert [str(cell.period) for cell in comparison.products[0].cells] == [
        "2026-01-01..2026-04-01",
        "2026-04-01..2026-07-01",
        "2026-07-01..2026-10-01",
    ]
    (note,) = result.notes
    assert note == (
        "Care: the line named for 2026-01-01..2026-02-01 bills what is owed for "
        "2026-01-01..2026-04-01, and so do 2 others: compared so"
    )


def test_one_month_of_three_at_the_price_of_one_is_two_months_unbilled() -> None:
    _, result = examined(line(1, "250.00"), line(4, "250.00"))
    (finding,) = result.findings
    assert (finding.cause, finding.amount_total) == ("unbilled_product", Decimal("1000.00"))


@pytest.mark.parametrize(
    ("advance", "periods"),
    [
        (True, ["2026-03-01..2026-06-01", "2026-06-01..2026-09-01"]),
        (False, ["2026-01-01..2026-04-01", "2026-04-01..2026-07-01"]),
    ],
)
def test_lines_look_ahead_or_back_as_their_invoices_do(advance: bool, periods: list[str]) -> None:
    """Owed since long before the first line: its own date says which months it is for."""
    early = yaml.safe_load(CONTRACT)["documents"]
    early[0]["term_start"] = date(2025, 10, 1)
    billed = {} if advance else {"billed": "arrears"}
    comparison, _ = examined(
        line(3, "750.00", **billed), line(6, "750.00", **billed), as_of=date(2026, 7, 2),
        documents=early,
    )  # fmt: skip
    found = [str(c.period) for c in comparison.products[0].cells if c.cell.main]
    assert found == periods


def test_a_line_reaches_no_further_than_the_next_one() -> None:
    """Quarters, of which the third was billed a month early: two months were left for the second."""
    lines = [line(1, "750.00"), line(4, "500.00"), line(6, "750.00"), line(9, "750.00")]
    comparison, result = examined(*lines, as_of=date(2026, 9, 20))
    assert [str(cell.period) for cell in comparison.products[0].cells] == [
        "2026-01-01..2026-04-01",
        "2026-04-01..2026-06-01",
        "2026-06-01..2026-09-01",
        "2026-09-01..2026-12-01",
    ]
    assert result.findings == ()


@pytest.mark.parametrize(
    ("interval", "count", "found"),
    [("month", 3, 0), ("quarter", 1, 0), ("month", 1, 1), ("week", 1, 1)],
)
def test_a_first_line_alone_is_read_by_its_configuration(
    interval: str, count: int, found: int
) -> None:
    item = {"product": "Care", "model": "flat", "flat_amount": "750.00"}
    item |= {"interval": interval, "interval_count": count}
    _, result = examined(line(1, "750.00"), as_of=date(2026, 1, 20), items=[item])
    assert len(result.findings) == found


def test_items_that_differ_say_nothing_of_a_first_line() -> None:
    items = [
        {"product": "Care", "model": "flat", "flat_amount": "750.00", "interval": each}
        for each in ("quarter", "month")
    ]
    _, result = examined(line(1, "750.00"), as_of=date(2026, 1, 20), items=items)
    assert len(result.findings) == 1


def test_halves_of_a_month_that_do_not_come_to_it_are_findings() -> None:
    """By days 12 of 31 are 96.77 and 19 of 31 are 153.23; 125.00 and 120.00 are 5.00 too little."""
    half = {"until": date(2026, 1, 13)}, {"from": date(2026, 1, 13)}
    lines = [line(1, "125.00", **half[0]), line(1, "120.00", **half[1])]
    _, result = examined(*lines, as_of=date(2026, 1, 20))
    assert sum(
        f.amount_total if f.direction == "under" else -f.amount_total for f in result.findings
    ) == Decimal("5.00")


def test_halves_of_a_month_are_derived() -> None:
    half = {"until": date(2026, 1, 16)}, {"from": date(2026, 1, 16)}
    lines = [line(1, "125.00", **half[0]), line(1, "125.00", **half[1])]
    comparison, result = examined(*lines, as_of=date(2026, 1, 20))
    assert result.findings == ()
    first = comparison.products[0].cells[0].rated
    assert first.derivation.endswith("4.03 as part of 250.00 for 2026-01-01..2026-02-01 = 125.00")
