"""unpaid: the invoice is right, it is open, and it is long past due: to be collected, never invoiced again.

Seen in the data: an open line of a period that was billed as agreed, more than `OVERDUE_DAYS` after
its due date. Proven by: the payment clause and the invoice itself. It is no difference between
contract and bill: `expected` is what is owed, `billed` (here: settled) is nothing, and nothing is
recoverable by a correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billing.causes.observed import observed
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.facts import InvoiceLine
from billing.finding import BilledLine, Finding, FindingPeriod, Hypothesis
from billing.recovery import Recovery, citations, documents
from terms.tenure import Payment
from terms.timeline import Placed

OVERDUE_DAYS = 30
"""An invoice that is late by less is in the ordinary course of collection."""


@dataclass(frozen=True, slots=True)
class _Open:
    cell: ComparedCell
    lines: tuple[InvoiceLine, ...]
    due: date

    @property
    def amount(self) -> Decimal:
        """What is open of the period, without tax."""
        return sum((line.amount for line in self.lines), Decimal(0))


@observed("unpaid")
def unpaid(comparison: Comparison) -> Iterator[Finding]:
    """One finding for each product with open periods."""
    for compared in (*comparison.products, *comparison.one_time):
        rows = [row for cell in compared.cells for row in _open(comparison, compared, cell)]
        if rows:
            yield _finding(comparison, compared, rows)


def _open(
    comparison: Comparison, compared: ProductComparison, cell: ComparedCell
) -> Iterator[_Open]:
    lines = [line for line in cell.cell.lines if line.status == "open"]
    if not lines or not cell.rated.known or cell.difference:
        return
    disputed = comparison.facts.policy.disputed_invoices
    lines = [line for line in lines if line.invoice_id not in disputed]
    if not lines:
        return
    due = max(_due(comparison, compared, line) for line in lines)
    row = _Open(cell, tuple(lines), due)
    if row.amount > 0 and due + timedelta(days=OVERDUE_DAYS) < comparison.as_of:
        yield row


def _due(comparison: Comparison, compared: ProductComparison, line: InvoiceLine) -> date:
    """The later of the invoice's own due date and the contract's."""
    agreed = comparison.lookbacks.due_date(line.invoice_date, compared.product)
    return max(day for day in (agreed, line.due_date, line.invoice_date) if day is not None)


def _finding(comparison: Comparison, compared: ProductComparison, rows: list[_Open]) -> Finding:
    in_minor_units = Recovery(comparison).in_minor_units
    nothing = in_minor_units(Decimal(0))
    periods = tuple(
        FindingPeriod(
            period_start=row.cell.period.start,
            period_end=row.cell.period.end,
            expected=in_minor_units(row.amount),
            billed=nothing,
            difference=in_minor_units(row.amount),
            recoverable=nothing,
            why="billed as agreed and not paid: collect it, do not invoice it again",
            derivation=(
                f"invoice {row.lines[0].invoice_id} of {row.lines[0].invoice_date}, due {row.due}, "
                f"is open with {row.amount:,f} before tax"
            ),
        )
        for row in rows
    )
    payments: list[Placed] = [p for p, _ in comparison.agreement.of_type(Payment)]
    terms = dict.fromkeys((*payments, *(p for row in rows for p in row.cell.rated.terms)))
    count = len(rows)
    detail = "the invoice is right, open and past due"
    return Finding(
        cause="unpaid",
        product=compared.product.name,
        direction="under",
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=nothing,
        clauses=citations(terms),
        decided_by=documents(terms),
        billed_in=tuple(
            BilledLine(invoice_id=line.invoice_id, line_id=line.line_id)
            for row in rows
            for line in row.lines
        ),
        explanation=(
            f"Billed as agreed, and open: {rows[0].lines[0].invoice_id} was due on {rows[0].due}. "
            "In the table, 'billed' is what has been settled of it."
        ),
        hypotheses=(Hypothesis(cause="unpaid", reproduces=count, of=count, detail=detail),),
    )
