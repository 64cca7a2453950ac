"""What billing gets: lines of a corrective invoice or credit note, and configuration to change.

Pure functions from findings to documents; `delivery_files` writes them. The document is an instruction that a billing
clerk (or an import) carries out; tax is left to the billing system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from billing.finding import Action, Direction, Finding
from terms.money import minor_unit, plain, round_to

ACTION_OF: Mapping[Direction, Action] = {"under": "corrective_invoice", "over": "credit_note"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line to invoice or to credit: a period of a finding. `amount` is positive."""

    finding: int
    """The finding's number in its case, from 1."""
    cause: str
    product: str
    direction: Direction
    currency: str
    period_start: date
    period_end: date
    amount: Decimal
    description: str
    clause: str
    invoices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """One change of the billing configuration."""

    finding: int
    cause: str
    product: str
    item_id: str | None
    field: str
    old: str | None
    new: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What went to billing before: an amount for a product and a period."""

    cause: str
    product: str
    direction: str
    currency: str
    period_start: date
    period_end: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Delivery:
    """One document for billing."""

    id: str
    case_id: str
    account_id: str
    action: Action
    currency: str
    lines: tuple[Line, ...] = ()
    fixes: tuple[Fix, ...] = ()
    approved_by: str = ""
    """Who let it go: 'confidence 0.94', or a specialist with the reason."""
    as_of: str = ""
    clauses: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def amount(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal(0))


def lines_of(number: int, finding: Finding, amended: Decimal | None = None) -> tuple[Line, ...]:
    """The lines of a finding: a period each, where anything is recoverable.

    `amended` is a specialist's amount in place of the recoverable one, spread over the periods in
    proportion. A finding that only waits to be paid ('unpaid') has no lines: it is collected.
    """
    if finding.cause == "unpaid":
        return ()
    amounts = [period.recoverable for period in finding.periods]
    if amended is not None:
        weights = amounts if amended <= finding.amount_recoverable else None
        weights = weights or [period.difference for period in finding.periods]
        amounts = apportion(amended, weights, finding.currency)
    clause = clause_of(finding)
    invoices = tuple(dict.fromkeys(line.invoice_id for line in finding.billed_in))
    return tuple(
        Line(
            finding=number,
            cause=finding.cause,
            product=finding.product,
            direction=finding.direction,
            currency=finding.currency,
            period_start=period.period_start,
            period_end=period.period_end,
            amount=amount,
            description=(
                f"{finding.product}, {period.period_start} to {period.period_end}: "
                f"{finding.cause.replace('_', ' ')}, due {plain(period.expected)}, "
                f"invoiced {plain(period.billed)}"
            ),
            clause=clause,
            invoices=invoices,
        )
        for period, amount in zip(finding.periods, amounts, strict=True)
        if amount > 0
    )


def clause_of(finding: Finding) -> str:
    """The clauses of a finding in one line: 'msa.pdf, page 3, 4.2; order.pdf, page 1'."""
    return "; ".join(
        f"{clause.file}, page {clause.page}" + (f", {clause.section}" if clause.section else "")
        for clause in finding.clauses
    )


def fix_of(number: int, finding: Finding) -> Fix | None:
    """The change of configuration that stops the leak, if the finding names one."""
    change = finding.config_change
    if change is None:
        return None
    return Fix(
        finding=number,
        cause=finding.cause,
        product=finding.product,
        item_id=change.item_id,
        field=change.field,
        old=change.old,
        new=change.new,
        note=change.note,
    )


def apportion(total: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """`total` in proportion to `weights`, in minor units; the last weighty part takes the rest."""
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        return [Decimal(0) for _ in weights]
    step = Decimal(1).scaleb(-minor_unit(currency))
    parts = [round_to(total * weight / whole, step, "down") for weight in weights]
    last = max(at for at, weight in enumerate(weights) if weight > 0)
    parts[last] += total - sum(parts, Decimal(0))
    return parts


def remaining(lines: Sequence[Line], sent: Sequence[Sent]) -> tuple[Line, ...]:
    """What is left of `lines` after what went to billing before.

    A line that was sent exactly so (cause, product, direction, period, amount) falls away. What was
    sent otherwise for the same product and an overlapping period is taken off the amount, so that
    a corrected finding never bills the same days twice.
    """
    left = list(sent)
    fresh: list[Line] = []
    for line in lines:
        same = next((old for old in left if _same(line, old)), None)
        if same is None:
            fresh.append(line)
        else:
            left.remove(same)
    kept: list[Line] = []
    for line in fresh:
        amount = line.amount
        for at, old in enumerate(left):
            if amount > 0 and old.amount > 0 and overlaps(line, old):
                taken = min(amount, old.amount)
                amount -= taken
                left[at] = replace(old, amount=old.amount - taken)
        if amount > 0:
            kept.append(line if amount == line.amount else replace(line, amount=amount))
    return tuple(kept)


def overlaps(line: Line, old: Sent) -> bool:
    """Whether `old` went to billing for the same product, direction and some of the same days."""
    return (
        line.product == old.product
        and line.direction == old.direction
        and line.currency == old.currency
        and line.period_start < old.period_end
        and old.period_start < line.period_end
    )


def _same(line: Line, old: Sent) -> bool:
    return (
        overlaps(line, old)
        and (line.period_start, line.period_end) == (old.period_start, old.period_end)
        and (line.cause, line.amount) == (old.cause, old.amount)
    )


def as_json(delivery: Delivery) -> dict[str, Any]:
    """The document as JSON: amounts as strings, dates as ISO 8601."""
    return {
        "document_id": delivery.id,
        "action": delivery.action,
        "case_id": delivery.case_id,
        "account_id": delivery.account_id,
        "as_of": delivery.as_of,
        "currency": delivery.currency,
        "amount": plain(delivery.amount),
        "approved_by": delivery.approved_by,
        "lines": [line_json(line) for line in delivery.lines],
        "configuration": [fix_json(fix) for fix in delivery.fixes],
        "clauses": [dict(clause) for clause in delivery.clauses],
    }


def line_json(line: Line) -> dict[str, Any]:
    """One line as JSON."""
    return {
        "finding": line.finding,
        "cause": line.cause,
        "product": line.product,
        "description": line.description,
        "period_start": line.period_start.isoformat(),
        "period_end": line.period_end.isoformat(),
        "quantity": "1",
        "amount": plain(line.amount),
        "currency": line.currency,
        "clause": line.clause,
        "corrects_invoices": list(line.invoices),
    }


def fix_json(fix: Fix) -> dict[str, Any]:
    """One change of configuration as JSON."""
    return {
        "finding": fix.finding,
        "product": fix.product,
        "item_id": fix.item_id,
        "field": fix.field,
        "from": fix.old,
        "to": fix.new,
        "note": fix.note,
    }
