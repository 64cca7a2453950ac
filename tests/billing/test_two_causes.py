"""Two mistakes at once, planted in random accounts, come back with both their parts of the difference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planned_contract import contract
from planted_pairs import PAIRS, Pair
from thoroughness import EACH_TIME, times

from billing.combining import accident
from billing.comparison_cells import ComparedCell
from billing.facts import InvoiceLine
from billing.investigation import compare, explain
from billing.ledger import Cell
from billing.rated import Rated
from terms.period import Period


@pytest.mark.parametrize("mistakes", PAIRS)
@settings(EACH_TIME, max_examples=times(6))
@given(data=st.data())
def test_both_mistakes_are_found_with_their_parts(mistakes: str, data: st.DataObject) -> None:
    """Each cause has what it alone changes, in the order of a bill; together they are the difference."""
    made: Pair = data.draw(PAIRS[mistakes]())
    comparison = compare(made.book, contract(made.agreed), made.agreed.as_of)
    found: dict[str, Decimal] = {}
    for finding in explain(comparison).findings:
        signed = finding.amount_total if finding.direction == "under" else -finding.amount_total
        found[finding.cause] = found.get(finding.cause, Decimal(0)) + signed
    # what one month has too much and the next too little may be nothing in all
    assert {cause: part for cause, part in found.items() if part} == {
        cause: part for cause, part in made.parts.items() if part
    }
    assert sum(found.values()) == sum(size for _, _, size in comparison.differences())


@pytest.mark.parametrize(
    ("agreed", "billed", "tried", "fits"),
    [
        # ten amounts as round as 9,000.00 lie up to 10,500.00 and a half
        (["10500.00"], ["9000.00"], 30, "2.857"),
        # 1,050,000 amounts as odd as 8,437.25 do
        (["10500.00"], ["8437.25"], 30, "0.000"),
        # the same month again is no more evidence
        (["10500.00", "10500.00"], ["9000.00", "9000.00"], 30, "2.857"),
        # another amount is
        (["10500.00", "21000.00"], ["9000.00", "18000.00"], 30, "0.136"),
    ],
)
def test_round_amounts_and_equal_periods_prove_little(
    agreed: list[str], billed: list[str], tried: int, fits: str
) -> None:
    cells = [cell(a, b) for a, b in zip(agreed, billed, strict=True)]
    assert accident(cells, tried).quantize(Decimal("0.001")) == Decimal(fits)


def cell(agreed: str, billed: str) -> ComparedCell:
    month = Period(date(2026, 1, 1), date(2026, 2, 1))
    line = InvoiceLine(
        account_id="ACC", invoice_id="I-1", invoice_date=month.end, due_date=None, status="paid",
        line_id="1", product="Seat", kind="charge", description="", period_start=month.start,
        period_end=month.end, quantity=None, unit=None, unit_amount=None, amount=Decimal(billed),
        currency="USD",
    )  # fmt: skip
    return ComparedCell(Cell(month, [line]), Rated(Decimal(agreed)))
