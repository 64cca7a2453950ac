"""From findings to what billing should do: documents for the outbox, and the recommendation.

What went to billing before, from this case or its earlier versions, is taken off first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from billing.delivery import (
    ACTION_OF,
    Delivery,
    Fix,
    Line,
    Sent,
    apportion,
    as_json,
    fix_json,
    fix_of,
    line_json,
    lines_of,
    overlaps,
    remaining,
)
from billing.finding import Action, Direction, Finding
from store.outbox import OutboxDocument, OutboxLine
from store.tables import OutboxLineRow
from terms.money import plain

DIRECTIONS: tuple[Direction, ...] = ("under", "over")


@dataclass(frozen=True, slots=True)
class CaseName:
    """Which version of which case a document belongs to."""

    case_id: str
    version: int
    account_id: str
    as_of: str
    currency: str


def sent_before(rows: Sequence[OutboxLineRow]) -> list[Sent]:
    """The amounts that went to billing, from the outbox's lines."""
    return [
        Sent(
            cause=row.cause,
            product=row.product,
            direction=row.direction,
            currency=row.currency,
            period_start=date.fromisoformat(row.period_start),
            period_end=date.fromisoformat(row.period_end),
            amount=row.amount,
        )
        for row in rows
        if row.period_start
    ]


def deliveries(
    name: CaseName,
    findings: Sequence[Finding],
    sent: Sequence[Sent],
    done: Collection[str] = (),
    approved_by: str = "",
    amounts: Mapping[int, Decimal] | None = None,
) -> list[Delivery]:
    """The documents for billing: a corrective invoice, a credit note, or only configuration to fix.

    `done` are keys that stand in the outbox already; `amounts` are a specialist's, by finding
    number. Empty where nothing is left to do.
    """
    amounts = amounts or {}
    numbered = list(enumerate(findings, start=1))
    made: list[Delivery] = []
    for direction in DIRECTIONS:
        lines = remaining(
            [
                line
                for number, finding in numbered
                if finding.direction == direction
                for line in lines_of(number, finding, amounts.get(number))
            ],
            sent,
        )
        lines = _within(lines, findings, sent, amounts)
        for currency in dict.fromkeys(line.currency for line in lines):
            of_currency = tuple(line for line in lines if line.currency == currency)
            made.append(_delivery(name, ACTION_OF[direction], of_currency, findings, approved_by))
    left = tuple(fix for fix in _fixes(numbered) if fix_key(name.account_id, fix) not in done)
    if made:
        made[0] = replace(made[0], fixes=left)
    elif left:
        empty = _delivery(name, "configuration_fix", (), findings, approved_by)
        made.append(replace(empty, fixes=left))
    return made


def _within(
    lines: Sequence[Line],
    findings: Sequence[Finding],
    sent: Sequence[Sent],
    amounts: Mapping[int, Decimal],
) -> tuple[Line, ...]:
    """No more of a finding than a specialist set it to, with what went to billing before counted in."""
    kept = [line for line in lines if line.finding not in amounts]
    for number, amount in amounts.items():
        own = [line for line in lines if line.finding == number]
        if not own:
            continue
        claimed = lines_of(number, findings[number - 1])
        before = [old for old in sent if any(overlaps(line, old) for line in claimed)]
        left = max(Decimal(0), amount - sum((old.amount for old in before), Decimal(0)))
        total = sum((line.amount for line in own), Decimal(0))
        if left < total:
            parts = apportion(left, [line.amount for line in own], own[0].currency)
            own = [
                replace(line, amount=part) for line, part in zip(own, parts, strict=True) if part
            ]
        kept += own
    return tuple(sorted(kept, key=lambda line: line.finding))


def recommendation(
    findings: Sequence[Finding],
    made: Sequence[Delivery],
    whole: Sequence[Delivery],
    currency: str,
) -> dict[str, Any]:
    """The recommendation of a case as JSON; further documents of the same case stand under `also`.

    `made` is what is left to send, `whole` what it was before anything was sent.
    """
    left = sum((delivery.amount for delivery in made), Decimal(0))
    before = sum((delivery.amount for delivery in whole), Decimal(0)) - left
    sent = plain(before) if before else "0"
    if not made:
        return {
            "action": "none" if whole else _action_without_documents(findings),
            "amount": "0",
            "currency": currency,
            "lines": [],
            "configuration": [],
            "sent_before": sent,
            "also": [],
        }
    first, *others = [
        {
            "action": delivery.action,
            "amount": plain(delivery.amount),
            "currency": delivery.currency,
            "lines": [line_json(line) for line in delivery.lines],
            "configuration": [fix_json(fix) for fix in delivery.fixes],
        }
        for delivery in made
    ]
    return {**first, "sent_before": sent, "also": others}


def outbox_document(name: CaseName, delivery: Delivery) -> OutboxDocument:
    """A delivery as a row of the outbox, with the keys of what it recovers."""
    merged: dict[tuple[str, ...], OutboxLine] = {}
    for line in _outbox_lines(name.account_id, delivery):
        what = (line.product, line.cause, line.direction, line.period_start, line.period_end)
        former = merged.get(what)
        amount = line.amount + (former.amount if former else Decimal(0))
        merged[what] = OutboxLine(name.account_id, *what, amount, line.currency)
    return OutboxDocument(
        case_id=name.case_id,
        version=name.version,
        account_id=name.account_id,
        action=delivery.action,
        currency=delivery.currency,
        amount=delivery.amount,
        payload=as_json(delivery),
        lines=tuple(merged.values()),
    )


def fix_key(account_id: str, fix: Fix) -> str:
    """What a change of configuration is known by in the outbox."""
    return _fix_line(account_id, fix).key


def _fixes(numbered: Sequence[tuple[int, Finding]]) -> list[Fix]:
    return [fix for number, finding in numbered if (fix := fix_of(number, finding)) is not None]


def _delivery(
    name: CaseName,
    action: Action,
    lines: tuple[Line, ...],
    findings: Sequence[Finding],
    approved_by: str,
) -> Delivery:
    numbers = {line.finding for line in lines} or set(range(1, len(findings) + 1))
    clauses = tuple(
        clause.model_dump(mode="json")
        for number, finding in enumerate(findings, start=1)
        if number in numbers
        for clause in finding.clauses
    )
    currency = lines[0].currency if lines else name.currency
    base = f"{name.case_id}-v{name.version}-{action.replace('_', '-')}"
    suffix = "" if currency == name.currency else f"-{currency.lower()}"
    return Delivery(
        id=base + suffix,
        case_id=name.case_id,
        account_id=name.account_id,
        action=action,
        currency=currency,
        lines=lines,
        approved_by=approved_by,
        as_of=name.as_of,
        clauses=clauses,
    )


def _action_without_documents(findings: Sequence[Finding]) -> Action:
    if any(finding.cause == "unpaid" for finding in findings):
        return "collect"
    open_amount = any(
        period.recoverable > 0 or (period.difference > 0 and not period.why)
        for finding in findings
        for period in finding.periods
    )
    return "ask_legal" if open_amount else "none"


def _outbox_lines(account_id: str, delivery: Delivery) -> list[OutboxLine]:
    lines = [
        OutboxLine(
            account_id=account_id,
            product=line.product,
            cause=line.cause,
            direction=line.direction,
            period_start=line.period_start.isoformat(),
            period_end=line.period_end.isoformat(),
            amount=line.amount,
            currency=line.currency,
        )
        for line in delivery.lines
    ]
    return lines + [_fix_line(account_id, fix) for fix in delivery.fixes]


def _fix_line(account_id: str, fix: Fix) -> OutboxLine:
    change = f"{fix.item_id or fix.product}: {fix.field} {fix.old or ''} → {fix.new or ''}"
    return OutboxLine(account_id, change, "configuration", "", "", "", Decimal(0), "")
