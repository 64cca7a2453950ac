"""Rows in quarantine: what they may have said is asked about, and no claim is made of their absence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billing.book import read_book
from billing.finding import AccountResult
from billing.investigation import compare, explain
from terms.contract import ContractDocument, Extraction, term

LINES = "account_id,invoice_id,invoice_date,status,line_id,product,kind,description,period_start,period_end,amount,currency"
USAGE = "account_id,product,at,quantity,unit,event_id"
AS_OF = date(2026, 6, 20)


def line(month: int, **cells: str) -> str:
    """A month of the plan at 50.00, billed on its first day."""
    first, after = f"2026-{month:02d}-01", f"2026-{month + 1:02d}-01"
    values = {
        "account_id": "A",
        "invoice_id": f"I{month}",
        "invoice_date": first,
        "status": "paid",
        "line_id": "1",
        "product": "Plan",
        "kind": "charge",
        "description": "Plan",
        "period_start": first,
        "period_end": after,
        "amount": "50.00",
        "currency": "USD",
    }
    return ",".join((values | cells).values())


def examined(folder: Path, lines: list[str], usage: tuple[str, ...] = ()) -> AccountResult:
    (folder / "billing").mkdir()
    (folder / "accounts.csv").write_text("account_id,name,currency,timezone\nA,A,USD,UTC\n")
    (folder / "billing/invoice_lines.csv").write_text("\n".join([LINES, *lines]))
    (folder / "billing/usage.csv").write_text("\n".join([USAGE, *usage]))
    monthly = {"currency": "USD", "interval": "month", "type": "price"}
    rows = [
        monthly | {"product": "Plan", "model": "flat", "flat_amount": "50.00"},
        monthly | {"product": "Care", "model": "flat", "flat_amount": "20.00"},
        monthly | {"product": "Calls", "model": "per_unit", "unit": "call", "unit_amount": "0.10"},
    ]
    cited = {"file": "order.pdf", "page": 1, "section": "1", "quote": "x", "match": "exact"}
    terms = tuple(term({"id": str(n), **row, "citations": [cited]}) for n, row in enumerate(rows))
    order = ContractDocument(
        file="order.pdf", kind="order_form", term_start=date(2026, 1, 1), terms=terms
    )
    facts = read_book(folder).accounts["A"]
    return explain(compare(facts, Extraction(documents=(order,)), AS_OF))


def bill(product: str, **cells: str) -> list[str]:
    return [line(month, product=product, description=product, **cells) for month in range(1, 7)]


WHOLE = [*bill("Plan"), *bill("Care", amount="20.00")]


@pytest.mark.parametrize(
    "slip",
    [
        {"currency": "DOLLAR"},
        {"amount": "50,00"},
        {"period_end": "2026-02-31"},
        {"status": "settled"},
    ],
    ids=("currency", "decimal comma", "date", "status"),
)
def test_a_month_whose_line_is_in_quarantine_is_not_called_unbilled(
    tmp_path: Path, slip: dict[str, str]
) -> None:
    lines = [*WHOLE[:2], line(3, **slip), *WHOLE[3:]]
    result = examined(tmp_path, lines)
    assert [each for each in result.findings if each.product == "Plan"] == []
    assert any("row 4 is in quarantine and may bill it" in each for each in result.questions)


def test_another_products_unbilled_month_is_still_claimed(tmp_path: Path) -> None:
    """March's plan is in quarantine; April's care was not billed at all."""
    lines = [*WHOLE[:2], line(3, currency="DOLLAR"), *WHOLE[3:9], *WHOLE[10:]]
    (finding,) = examined(tmp_path, lines).findings
    assert (finding.product, finding.amount_total) == ("Care", Decimal("20.00"))


def test_a_line_that_stands_in_the_file_twice_hides_nothing(tmp_path: Path) -> None:
    lines = [*WHOLE[:2], *WHOLE[3:], WHOLE[0]]
    (finding,) = examined(tmp_path, lines).findings
    assert (finding.product, finding.periods[0].period_start) == ("Plan", date(2026, 3, 1))


def test_usage_in_quarantine_is_a_doubt_of_what_is_claimed(tmp_path: Path) -> None:
    """100 calls of March are 10.00 and were billed at 4.00; ten calls less cannot be read."""
    used = [f"A,Calls,2026-{month:02d}-10,100,call,e{month}" for month in range(1, 6)]
    calls = [
        line(month, product="Calls", kind="usage", amount="4.00" if month == 3 else "10.00")
        for month in range(1, 6)
    ]
    result = examined(tmp_path, [*WHOLE, *calls], (*used, "A,Calls,2026-03-11,-10,call,back"))
    (finding,) = [each for each in result.findings if each.product == "Calls"]
    assert finding.amount_total == Decimal("6.00")
    assert any("1 rows of its usage are in quarantine" in each for each in finding.doubts)


def test_a_month_that_a_line_of_an_unknown_account_may_bill_is_asked_about(tmp_path: Path) -> None:
    """March's line names account B, which is in no list; April was billed by no line at all."""
    lines = [*WHOLE[:2], line(3, account_id="B"), *WHOLE[4:]]
    result = examined(tmp_path, lines)
    (finding,) = [each for each in result.findings if each.product == "Plan"]
    assert [period.period_start for period in finding.periods] == [date(2026, 4, 1)]
    assert any("row 4 is in quarantine and may bill it" in each for each in result.questions)


def test_a_book_of_some_accounts_only_has_no_stray_lines(tmp_path: Path) -> None:
    """Another account's lines by the dozen are not this one's: March was not billed."""
    others = [
        line(month, account_id=f"B{n}", line_id=str(n)) for n in range(5) for month in range(1, 7)
    ]
    result = examined(tmp_path, [*WHOLE[:2], *WHOLE[3:], *others])
    (finding,) = [each for each in result.findings if each.product == "Plan"]
    assert [period.period_start for period in finding.periods] == [date(2026, 3, 1)]
