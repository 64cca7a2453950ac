"""What a person must settle before more can be said, and what was odd and found right."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.comparison import Comparison
from billing.favours import given_freely
from billing.formulas.errors import FormulaError
from billing.formulas.parser import parse
from billing.ledger import MAIN, period_of
from billing.pricing.formula_price import formula_price
from billing.surcharges import conditional
from terms.adjustment import Credit, Discount
from terms.escalation import Escalation
from terms.formula import Formula
from terms.measure import Metering


def questions(comparison: Comparison) -> Iterator[str]:
    """Periods that could not be rated, products nobody could match, links that lead nowhere."""
    if comparison.products and not comparison.ledger.counted:
        yield (
            "no invoice line of this account is in the book, so nothing can be laid beside its "
            "contract: add its invoices to invoice_lines.csv"
        )
    for compared in (*comparison.products, *comparison.one_time):
        unknown = [cell for cell in compared.unknown if cell.cell.lines or cell.cell.unclear]
        if unknown:
            yield (
                f"{compared.product.name}: {len(unknown)} billed periods from "
                f"{unknown[0].period.start} could not be rated: {unknown[0].rated.reason}"
            )
    for cell in comparison.commitment_cells:
        if cell.reason is not None:
            name = comparison.commitments.name(cell.term)
            yield f"{name}, {cell.period}: the shortfall could not be computed: {cell.reason}"
    for placed, term in comparison.commitments.endless():
        yield (
            f"{placed.document.file}: the minimum of {term.value or 0:,f} for the term could not be laid beside "
            "the bill: no document that was read says when its term ends"
        )
    for line in comparison.commitments.left_over:
        yield (
            f"line {line.line_id} of invoice {line.invoice_id} ({line.amount:,f}) bills a minimum, and "
            f"no minimum that was read is owed for {period_of(line) or 'a line without a period'}"
        )
    yield from _unpriced(comparison)
    yield from _other_currency(comparison)
    yield from _unplaced_lines(comparison)
    yield from _unplaced_terms(comparison)
    yield from _formulas(comparison)
    yield from _cut_at_another_hour(comparison)
    yield from comparison.agreement.broken_links


def _unpriced(comparison: Comparison) -> Iterator[str]:
    """Recurring lines that no document prices."""
    amounts: dict[str, Decimal] = {}
    for line in comparison.ledger.unmatched:
        if line.product in comparison.facts.unrelated:
            continue  # a person said so: it is told in the notes
        if line.kind in MAIN and line.amount and period_of(line) is not None:
            amounts[line.product] = amounts.get(line.product, Decimal(0)) + line.amount
    currency = comparison.facts.account.currency
    for product, amount in amounts.items():
        yield (
            f"'{product}' was billed ({currency} {amount:,f} in all) and no document that was read "
            "prices it: add an alias to products.csv, or the missing document"
        )


def _other_currency(comparison: Comparison) -> Iterator[str]:
    for line in comparison.ledger.other_currency:
        yield (
            f"invoice {line.invoice_id}, line {line.line_id} is in {line.currency}; "
            f"the account's currency is {comparison.facts.account.currency}"
        )


def _unplaced_lines(comparison: Comparison) -> Iterator[str]:
    """Money billed for a known product at a time for which nothing was billed or is owed."""
    for line in comparison.ledger.unplaced.values():
        when = period_of(line) or f"no period, dated {line.invoice_date}"
        yield (
            f"line {line.line_id} of invoice {line.invoice_id} ({line.product}, {line.amount:,f}) is "
            f"for {when}: none of the product's billed periods holds it, so it was not compared"
        )


def _unplaced_terms(comparison: Comparison) -> Iterator[str]:
    """Terms on a product that no priced product answers to: they were not applied."""
    for placed in comparison.agreement.placed:
        term = placed.term
        if not placed.usable or term.product is None:
            continue
        if isinstance(term, Escalation) and term.automatic is False:
            continue
        if isinstance(term, Escalation | Discount) and not comparison.catalog.find(term.product):
            yield (
                f"{placed.document.file}: the {term.type} on '{term.product}' fits none of the "
                "priced products, so it was not applied"
            )


def _cut_at_another_hour(comparison: Comparison) -> Iterator[str]:
    """Days or weeks of use that a clause cuts otherwise than at midnight: reckoned by whole days."""
    for placed, term in comparison.agreement.of_type(Metering):
        if term.cutoff is None or term.cutoff in {"0:00", "00:00", "24:00", "midnight"}:
            continue
        if comparison.facts.usage:
            yield (
                f"{placed.document.file}: use is cut at {term.cutoff}, and it was reckoned by whole days: "
                "what was used near that hour may belong to the period beside"
            )


def _formulas(comparison: Comparison) -> Iterator[str]:
    """Formulas that nothing is rated by: unapproved, incomplete, or not in the formula language."""
    for placed in comparison.agreement.placed:
        term = placed.term
        if not isinstance(term, Formula):
            continue
        where = f"{placed.document.file}: the formula for {term.product or 'the agreement'}"
        if formula_price(term) is None:
            yield f"{where} waits for approval: {term.expression or 'no expression was read'}"
            continue
        try:
            parse(term.expression or "")
        except FormulaError as error:
            yield f"{where} cannot be computed, {error}: {term.expression}"


def notes(comparison: Comparison) -> Iterator[str]:
    """Odd and right: voided invoices, service credits that a clause owes, discretionary increases."""
    void = sorted({line.invoice_id for line in comparison.facts.lines if line.status == "void"})
    if void:
        yield f"void invoices left out: {', '.join(void)}"
    draft = sorted({line.invoice_id for line in comparison.facts.lines if line.status == "draft"})
    if draft:
        yield f"draft invoices, not counted as billed: {', '.join(draft)}"
    for placed, term in comparison.agreement.of_type(Escalation):
        if term.automatic is False or term.method == "discretionary":
            yield (
                f"{placed.document.file}: an increase at the seller's discretion is not owed "
                "without the notice that the clause asks for"
            )
    yield from _credits(comparison)
    for name in sorted(comparison.facts.unrelated & set(comparison.matching.unmatched())):
        yield f"'{name}' is none of the contract's products, as a person confirmed: not compared"
    for placed, levy in conditional(comparison.agreement):
        size = f"{levy.percent:f}%" if levy.percent is not None else f"{levy.amount:f}"
        yield (
            f"{placed.document.file}: a surcharge of {size} is due only on a condition ({levy.condition}); "
            "the book does not say whether it was met, so it is not expected"
        )
    yield from _odd_periods(comparison)


def _odd_periods(comparison: Comparison) -> Iterator[str]:
    """Periods billed elsewhere than on a line of their own, or by a reading that is left open."""
    yield from (each.words for each in comparison.longer)
    for compared in comparison.products:
        for cell in compared.cells:
            if cell.billed_with is not None:
                yield (
                    f"{compared.product.name}, {cell.period}: no line of its own; billed to the cent "
                    f"with {cell.billed_with}"
                )
            if cell.taken is not None:
                yield (
                    f"{compared.product.name}, {cell.period}: billed {cell.billed:,f}, "
                    f"{cell.taken.words}; the contract leaves that open"
                )


def _credits(comparison: Comparison) -> Iterator[str]:
    owed = [term.amount for _, term in comparison.agreement.of_type(Credit) if term.amount]
    for line in comparison.ledger.unmatched:
        if line.kind == "credit":
            known = (
                "a clause of the contract owes it" if -line.amount in owed else "no clause found"
            )
            yield f"credit {line.amount:,f} of invoice {line.invoice_id}: {known}"
    for compared in comparison.products:
        for cell in compared.cells:
            if cell.credits_owed:
                free = any(given_freely(line) for line in cell.cell.lines)
                why = (
                    "was given as a favour, as its line says"
                    if free
                    else "is owed by a clause of the contract"
                )
                yield f"{compared.product.name}, {cell.period}: credit {cell.credits_owed:,f} {why}"
