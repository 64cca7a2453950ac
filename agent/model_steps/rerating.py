"""The periods of a product under a hypothesis, worked out by the engine, beside what was billed.

A field's value is set by the same code as a person's correction, so that what no amendment allows no
hypothesis can try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agent.corrections import AmendmentUnfit, Signed, correct, corrected
from agent.model_steps.asked import Change, QuantityFrom, SetField, WithoutTerm
from agent.model_steps.case_file import CaseFile, cell_of, product_in
from billing.combining import billed_amounts
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.ledger import period_of
from billing.rated import WhatIf
from terms.contract import Extraction
from terms.period import Period

MOST_CHANGES = 4
"""Changes of one hypothesis: more of them would explain almost any bill."""
NOBODY = Signed("", "", 0, "a hypothesis", "")


class CannotTry(ValueError):
    """The hypothesis names a term, a field, a product or a value that is not there."""


@dataclass(frozen=True, slots=True)
class Rerated:
    """One period under a hypothesis."""

    cell: ComparedCell
    amount: Decimal | None
    """None where it cannot be computed."""
    reason: str = ""
    touched: bool = True
    """Whether a change of the hypothesis speaks of the period."""

    @property
    def reproduces(self) -> bool:
        """Whether it gives what was billed, to the cent."""
        return self.amount is not None and self.amount in billed_amounts(self.cell)


def rerated(
    file: CaseFile, compared: ProductComparison, changes: Sequence[Change]
) -> list[Rerated]:
    """Every period of a product under a hypothesis. Raises CannotTry."""
    if len(changes) > MOST_CHANGES:
        raise CannotTry(f"at most {MOST_CHANGES} changes make one hypothesis")
    for change in changes:
        _check(file, change)
    return [_rerated(file, compared, cell, changes) for cell in compared.cells]


def _check(file: CaseFile, change: Change) -> None:
    if isinstance(change, QuantityFrom):
        if change.source == "other_product" and not change.other_product:
            raise CannotTry("other_product needs the name of the other product")
        return
    _changed(file.contract, change)


def _rerated(
    file: CaseFile, compared: ProductComparison, cell: ComparedCell, changes: Sequence[Change]
) -> Rerated:
    active = [each for each in changes if _speaks_of(each, cell.period.start)]
    if not active:
        return Rerated(cell, cell.expected if cell.rated.known else None, touched=False)
    of_terms = [each for each in active if not isinstance(each, QuantityFrom)]
    counted = [each for each in active if isinstance(each, QuantityFrom)]
    comparison = _comparison(file, of_terms)
    there = product_in(comparison, compared.product.name)
    if there is None:
        return Rerated(cell, None, f"no term prices {compared.product.name} then")
    if not counted:
        same = cell_of(there, cell)
        rated = same.rated if same is not None else None
        rated = rated or comparison.rater.rate(there.product, cell.period)
        return Rerated(cell, rated.amount if rated.known else None, rated.reason or "")
    quantity = _quantity(comparison, there, compared, cell, counted[-1])
    if quantity is None:
        return Rerated(cell, None, "no such number is known for this period")
    rated = comparison.rater.rate(there.product, cell.period, WhatIf(quantity=quantity))
    return Rerated(cell, rated.amount if rated.known else None, rated.reason or "")


def _speaks_of(change: Change, day: date) -> bool:
    begun = change.from_day is None or change.from_day <= day
    return begun and (change.to_day is None or day < change.to_day)


def _comparison(file: CaseFile, changes: Sequence[SetField | WithoutTerm]) -> Comparison:
    if not changes:
        return file.comparison

    def made(contract: Extraction) -> Extraction:
        for change in changes:
            contract = _changed(contract, change)
        return contract

    return file.variant("\n".join(each.model_dump_json() for each in changes), made)


def _changed(contract: Extraction, change: SetField | WithoutTerm) -> Extraction:
    if isinstance(change, WithoutTerm):
        documents = tuple(
            each.model_copy(update={"terms": tuple(t for t in each.terms if t.id != change.term)})
            for each in contract.documents
        )
        if documents == contract.documents:
            raise CannotTry(f"there is no term {change.term!r}")
        return contract.model_copy(update={"documents": documents})
    try:
        rows = correct(contract, change.term, {change.field: change.value}, NOBODY)
    except AmendmentUnfit as error:
        raise CannotTry(str(error)) from None
    made = corrected(contract, rows)
    assert isinstance(made, Extraction)
    return made


def _quantity(
    comparison: Comparison,
    there: ProductComparison,
    compared: ProductComparison,
    cell: ComparedCell,
    change: QuantityFrom,
) -> Decimal | None:
    period = cell.period
    if change.source == "contract":
        found = comparison.rater.contracted(there.product).on(period.start)
        return found[0] if found else None
    if change.source == "usage":
        return comparison.rater.meter.quantity(there.product, period)
    if change.source == "other_product":
        return number_of(comparison, change.other_product or "", period)
    step = -1 if change.source == "previous_period" else 1
    at = compared.cells.index(cell) + step
    if not 0 <= at < len(compared.cells):
        return None
    return number_of(comparison, there.product.name, compared.cells[at].period)


def number_of(comparison: Comparison, name: str, period: Period) -> Decimal | None:
    """What usage recorded of a product in a period, else the number contracted; None for neither."""
    compared = product_in(comparison, name)
    if compared is None:
        return _used_as_recorded(comparison, name, period)
    product = compared.product
    if comparison.rater.meter.has(product):
        return comparison.rater.meter.quantity(product, period)
    found = comparison.rater.contracted(product).on(period.start)
    return found[0] if found else None


def _used_as_recorded(comparison: Comparison, name: str, period: Period) -> Decimal | None:
    """The usage of something that no document prices, by its name in the book."""
    from billing.metering import local_day

    zone = comparison.facts.account.timezone
    wanted = name.strip().casefold()
    used = [
        each.quantity
        for each in comparison.facts.usage
        if each.product.casefold() == wanted and local_day(each.at, zone) in period
    ]
    return sum(used, Decimal(0)) if used else None


def lines_between(
    file: CaseFile, product: str | None, start: date, end: date
) -> Iterator[tuple[Period | None, int]]:
    """The places, among the account's invoice lines, of those of a product that touch [start, end)."""
    compared = file.product(product) if product else None
    wanted = (product or "").strip().casefold()
    for at, line in enumerate(file.comparison.facts.lines):
        of = file.comparison.matching.product_of(line.product)
        named = not product or line.product.casefold() == wanted
        if not named and not (compared is not None and of is compared.product):
            continue
        period = period_of(line)
        first = period.start if period else line.invoice_date
        last = period.last_day if period else line.invoice_date
        if first < end and last >= start:
            yield period, at
