"""currency_mismatch: the agreed number was billed in another currency than the contract's.

Seen in the data: lines in another currency whose sum is, as a number, the amount that the contract gives in
its own. Proven by: the price clause that names the currency. Currencies are never added and no rate
is applied: what is missing in the one and what is too much in the other are a finding each, and a person decides. Foreign
lines with other numbers stay a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from billing.causes.observed import observed
from billing.comparison import Comparison, ProductComparison
from billing.facts import InvoiceLine
from billing.finding import BilledLine, Direction, Finding, FindingPeriod, Hypothesis
from billing.ledger import period_of
from billing.rated import Rated
from billing.recovery import Recovery, citations, documents
from terms.period import Period


@dataclass(frozen=True, slots=True)
class _Swapped:
    period: Period
    rated: Rated
    lines: tuple[InvoiceLine, ...]

    @property
    def invoices(self) -> str:
        """The invoices by name."""
        return ", ".join(dict.fromkeys(line.invoice_id for line in self.lines))


@observed("currency_mismatch")
def currency_mismatch(comparison: Comparison) -> Iterator[Finding]:
    """Two findings for each product and foreign currency: what is owed, and what is to be credited."""
    for compared in comparison.products:
        found: dict[str, list[_Swapped]] = {}
        for row in _swapped(comparison, compared):
            found.setdefault(row.lines[0].currency, []).append(row)
        for currency, rows in found.items():
            own = comparison.facts.account.currency
            yield _finding(comparison, compared, rows, "under", (own, currency))
            yield _finding(comparison, compared, rows, "over", (currency, own))


def _swapped(comparison: Comparison, compared: ProductComparison) -> Iterator[_Swapped]:
    product = compared.product
    foreign = comparison.ledger.foreign(product)
    for cell in compared.cells if foreign else ():
        lines = tuple(line for line in foreign if period_of(line) == cell.period)
        rated = comparison.rater.rate(product, cell.period)
        one_currency = len({line.currency for line in lines}) == 1
        if not one_currency or cell.cell.lines or not rated.known or rated.amount <= 0:
            continue
        if sum((line.amount for line in lines), Decimal(0)) == rated.amount:
            yield _Swapped(cell.period, rated, lines)


def _finding(
    comparison: Comparison,
    compared: ProductComparison,
    rows: list[_Swapped],
    direction: Direction,
    currencies: tuple[str, str],
) -> Finding:
    """One side: `currencies` are the finding's own and the other."""
    own, other = currencies
    units = Recovery(comparison).in_minor_units
    nothing = units(Decimal(0))
    periods = tuple(
        FindingPeriod(
            period_start=row.period.start,
            period_end=row.period.end,
            expected=units(row.rated.amount) if direction == "under" else nothing,
            billed=nothing if direction == "under" else units(row.rated.amount),
            difference=units(row.rated.amount),
            recoverable=nothing,
            why=(
                f"invoice {row.invoices}: the credit of the one currency and the invoice in the other "
                "go together, and a person decides; no rate is applied"
            ),
            derivation=f"{row.rated.derivation}, in {own} and not in {other}"
            if direction == "under"
            else f"nothing is due in {own}",
        )
        for row in rows
    )
    terms = list(dict.fromkeys(placed for row in rows for placed in row.rated.terms))
    count, total = len(rows), sum((p.difference for p in periods), Decimal(0))
    detail = "the agreed number was billed in another currency"
    return Finding(
        cause="currency_mismatch",
        product=compared.product.name,
        direction=direction,
        currency=own,
        periods=periods,
        amount_total=total,
        amount_recoverable=nothing,
        clauses=citations(terms),
        decided_by=documents(terms),
        billed_in=tuple(
            BilledLine(invoice_id=line.invoice_id, line_id=line.line_id)
            for row in rows
            for line in row.lines
        ),
        explanation=(
            f"The contract gives {rows[0].rated.derivation} in {comparison.facts.account.currency}; "
            f"the same number was billed in {rows[0].lines[0].currency}."
        ),
        hypotheses=(
            Hypothesis(cause="currency_mismatch", reproduces=count, of=count, detail=detail),
        ),
    )
