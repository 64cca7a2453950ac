"""Stripe invoices, their lines, and invoice items not yet invoiced, as the book's invoice lines.

An invoice is known by its number (what people see), else by its id. A line's amount is before discounts: each
discount is a line of its own, as is the invoice's tax. The lines that Stripe makes of the tiers of one
item are one line again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast, get_args

from billing.facts import Account, InvoiceLine, InvoiceStatus
from billing.stripe.desk import Desk
from billing.stripe.export import Found, parsed
from billing.stripe.fields import ObjectUnreadable, needed
from billing.stripe.invoice_amounts import (
    exclusive_tax,
    shared_discount,
    tax_of,
)
from billing.stripe.invoice_lines import Head, first_period, grouped, line_facts, made_line
from billing.stripe.invoice_objects import Invoice, Line
from billing.stripe.money import major, slack
from billing.stripe.pending import read_pending

_STATUSES = get_args(InvoiceStatus)


def read_invoices(desk: Desk) -> Iterator[tuple[str, InvoiceLine]]:
    """Each line with the id of its Stripe invoice; what cannot be read is in the quarantine."""
    apart: dict[str, list[Line]] = defaultdict(list)
    for line in desk.export.lines.values():
        apart[line.value.invoice or ""].append(line.value)
    for found in desk.export.invoices.values():
        account = desk.customers.account(found, found.value.id, found.value.customer)
        if account is None:
            continue
        try:
            head = _head(desk, account, found.value)
        except ObjectUnreadable as fault:
            desk.export.refuse(found, found.value.id, str(fault))
            continue
        for each in _invoice(desk, found, head, apart.pop(found.value.id, [])):
            yield found.value.id, each
    for invoice_id, lines in apart.items():
        desk.export.note(
            f"stripe: {len(lines)} invoice lines belong to {invoice_id or 'no invoice'}, which is not "
            "exported: they are left out."
        )
    yield from read_pending(desk)


def _head(desk: Desk, account: Account, invoice: Invoice) -> Head:
    finalized = invoice.status_transitions.finalized_at if invoice.status_transitions else None
    moment = invoice.effective_at or finalized or invoice.created or invoice.date
    if moment is None:
        raise ObjectUnreadable(
            "it has no date: 'effective_at', 'finalized_at' and 'created' are empty"
        )
    if invoice.status not in _STATUSES:
        raise ObjectUnreadable(
            f"'status' is '{str(invoice.status)[:40]}', which is none of {', '.join(_STATUSES)}"
        )
    currency = invoice.currency.upper()
    major(0, currency)
    days = desk.days(account)
    return Head(
        account=account,
        invoice_id=invoice.number or invoice.id,
        name=invoice.id,
        dated=days.day(moment),
        due=days.day(invoice.due_date) if invoice.due_date else None,
        status=cast("InvoiceStatus", invoice.status),
        currency=currency,
    )


def _invoice(
    desk: Desk, found: Found[Invoice], head: Head, apart: list[Line]
) -> Iterator[InvoiceLine]:
    lines, whole = _lines(desk, found, apart)
    if whole:
        _check_total(desk, found.value, head, lines)
    taxes = tax_of(found.value, lines)
    shared = shared_discount(found.value, lines)
    for group in grouped(lines):
        try:
            yield from line_facts(desk, head, group, shared)
        except ObjectUnreadable as fault:
            desk.export.refuse(found, f"{head.name} line {group[0].id}", str(fault))
    if taxes:
        period = first_period(desk, head, lines)
        yield made_line(
            head, f"{found.value.id}/tax", "Tax", "tax", major(taxes, head.currency), period
        )


def _lines(desk: Desk, found: Found[Invoice], apart: list[Line]) -> tuple[list[Line], bool]:
    """The lines of an invoice, and whether they are all there and readable."""
    invoice = found.value
    lines: dict[str, Line] = {}
    whole = True
    for raw in invoice.lines.data:
        try:
            line = parsed(Line, raw)
            needed(line.amount, "'amount'")
        except ObjectUnreadable as fault:
            desk.export.refuse(found, f"{invoice.id} line {raw.get('id')}", str(fault))
            whole = False
        else:
            lines[line.id] = line
    lines |= {line.id: line for line in apart if line.amount is not None}
    total = invoice.lines.total_count
    missing = len(lines) < total if total is not None else invoice.lines.has_more and not apart
    if missing and whole:
        of = f" of {total}" if total is not None else ""
        reason = (
            f"it shows {len(lines)}{of} lines (has_more is true), and what the others bill is missing: export "
            f"/v1/invoices/{invoice.id}/lines beside it"
        )
        desk.export.refuse(found, invoice.id, reason, "The lines that are shown are read.")
    return list(lines.values()), whole and not missing


def _check_total(desk: Desk, invoice: Invoice, head: Head, lines: list[Line]) -> None:
    """Tell where the lines do not come to the invoice's total: something was billed that is not here."""
    if invoice.total is None or head.status in {"void", "draft"} or not lines:
        return
    discounts = [each for line in lines for each in line.discount_amounts or ()]
    discounts = discounts or list(invoice.total_discount_amounts or ())
    paid = sum(
        each.amount or 0
        for line in lines
        for each in line.pretax_credit_amounts or ()
        if each.type == "credit_balance_transaction"
    )
    sums = sum(line.amount or 0 for line in lines) - sum(each.amount or 0 for each in discounts)
    sums += exclusive_tax(invoice, lines)
    if paid:
        desk.export.note(
            f"{head.account.account_id}: billing credits paid {major(paid, head.currency)} {head.currency} of "
            f"invoice {head.invoice_id}: they are taken for a payment, not for a lower bill."
        )
    apart = min(abs(invoice.total - sums), abs(invoice.total - sums + paid))
    if apart > slack(head.currency):
        desk.export.note(
            f"{head.account.account_id}: the lines of invoice {head.invoice_id} ({head.name}) come to "
            f"{major(sums, head.currency)} {head.currency}, and its total is "
            f"{major(invoice.total, head.currency)}."
        )
