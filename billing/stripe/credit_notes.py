"""Stripe credit notes as lines of kind credit, on the days and the product of what they give back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from billing.facts import Account, InvoiceLine
from billing.stripe.desk import Desk
from billing.stripe.export import Found, parsed
from billing.stripe.fields import ObjectUnreadable, needed
from billing.stripe.invoice_objects import CreditLine, CreditNote
from billing.stripe.money import major


@dataclass(frozen=True, slots=True)
class Issued:
    """A credit note and the lines of the invoice that it credits."""

    account: Account
    note: CreditNote
    dated: date
    lines: list[InvoiceLine]


def read_credit_notes(
    desk: Desk, billed: Iterable[tuple[str, InvoiceLine]]
) -> Iterator[InvoiceLine]:
    """A line for each credited line; `billed` are the invoices' lines by Stripe invoice."""
    by_invoice: dict[str, list[InvoiceLine]] = defaultdict(list)
    for invoice_id, line in billed:
        by_invoice[invoice_id].append(line)
    credited: dict[str, int] = defaultdict(int)
    for found in _dated(desk):
        note = found.value
        account = desk.customers.account(found, note.id, note.customer)
        if account is None:
            continue
        try:
            _check_size(desk, note, credited)
            dated = desk.days(account).day(needed(note.effective_at or note.created, "'created'"))
            issued = Issued(account, note, dated, by_invoice.get(note.invoice or "", []))
            yield from _credits(desk, found, issued)
        except ObjectUnreadable as fault:
            desk.export.refuse(found, note.id, str(fault))
    _tell_missing(desk, credited)


def _dated(desk: Desk) -> list[Found[CreditNote]]:
    notes = list(desk.export.credit_notes.values())
    known = [found for found in notes if found.value.created is not None]
    others = [found for found in notes if found.value.created is None]
    return [*sorted(known, key=lambda found: (found.value.created, found.value.id)), *others]


def _size(note: CreditNote) -> int:
    for size in (note.total, note.amount, note.subtotal):
        if size is not None:
            return size
    return 0


def _check_size(desk: Desk, note: CreditNote, credited: dict[str, int]) -> None:
    """Refuse what gives back more than was billed: no credit note of Stripe can."""
    if note.status == "void" or note.invoice is None:
        return
    currency = note.currency.upper()
    invoice = desk.export.invoices.get(note.invoice)
    before = credited[note.invoice]
    size = _size(note)
    if invoice is not None and invoice.value.total is not None:
        total = invoice.value.total
        if size + before > max(total, 0):
            earlier = f", {major(before, currency)} of it credited before" if before else ""
            raise ObjectUnreadable(
                f"it credits {major(size, currency)} {currency} of invoice {note.invoice}, which is "
                f"{major(total, currency)}{earlier}: more than was billed"
            )
    credited[note.invoice] += size


def _credits(desk: Desk, found: Found[CreditNote], issued: Issued) -> Iterator[InvoiceLine]:
    note = issued.note
    if note.lines.has_more:
        desk.export.note(
            f"{issued.account.account_id}: credit note {note.id} shows {len(note.lines.data)} lines "
            "(has_more is true); what the others give back is missing."
        )
    by_id = {line.line_id: line for line in issued.lines}
    count = 0
    for raw in note.lines.data:
        try:
            part = parsed(CreditLine, raw)
            yield _credit(issued, part, by_id.get(part.invoice_line_item or ""))
            count += 1
        except ObjectUnreadable as fault:
            desk.export.refuse(found, f"{note.id} line {raw.get('id')}", str(fault))
    if not note.lines.data and _size(note):
        size = note.subtotal if note.subtotal is not None else _size(note)
        yield _credit(issued, CreditLine(id=note.id, amount=size, description=note.memo), None)


def _credit(issued: Issued, part: CreditLine, line: InvoiceLine | None) -> InvoiceLine:
    note = issued.note
    currency = note.currency.upper()
    taxes = (part.taxes if part.taxes is not None else part.tax_amounts) or []
    within = sum(each.amount or 0 for each in taxes if each.within)
    if part.amount is None:
        raise ObjectUnreadable("'amount' is empty")
    size = part.amount - (part.discount_amount or 0) - within
    main = [each for each in issued.lines if each.kind not in {"tax", "discount"}]
    products = {each.product for each in main}
    product = line.product if line else (products.pop() if len(products) == 1 else None)
    product = product or (part.description or note.memo or "").strip()
    if not product:
        raise ObjectUnreadable("it names no invoice line, and nothing says what it gives back")
    period = _period(line, main)
    return InvoiceLine(
        account_id=issued.account.account_id,
        invoice_id=note.number or note.id,
        invoice_date=issued.dated,
        due_date=None,
        status="void" if note.status == "void" else "paid",
        line_id=part.id,
        product=product,
        kind="credit",
        description=part.description or note.memo or note.reason or "",
        period_start=period[0],
        period_end=period[1],
        quantity=part.quantity,
        unit=line.unit if line else None,
        unit_amount=None,
        amount=-major(size, currency),
        currency=currency,
    )


def _period(line: InvoiceLine | None, main: list[InvoiceLine]) -> tuple[date | None, date | None]:
    """The credited line's days; of a free line those that all of the invoice's lines share."""
    if line is not None:
        return line.period_start, line.period_end
    periods = {(each.period_start, each.period_end) for each in main}
    return periods.pop() if len(periods) == 1 else (None, None)


def _tell_missing(desk: Desk, credited: dict[str, int]) -> None:
    """Invoices that say they were credited, beyond the credit notes that are here."""
    for invoice_id, found in desk.export.invoices.items():
        invoice = found.value
        said = (invoice.pre_payment_credit_notes_amount or 0) + (
            invoice.post_payment_credit_notes_amount or 0
        )
        if said > credited.get(invoice_id, 0):
            desk.export.note(
                f"{found.file}: {invoice_id} was credited more than credit_notes.json holds: export the "
                "credit notes, or the credits look like money still billed."
            )
