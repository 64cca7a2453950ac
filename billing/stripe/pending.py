"""Stripe invoice items without an invoice: they will be on the next one, and so they are drafts."""

from __future__ import annotations

from collections.abc import Iterator

from billing.facts import InvoiceLine
from billing.stripe.desk import Desk
from billing.stripe.fields import ObjectUnreadable, needed
from billing.stripe.invoice_lines import Head, line_facts


def read_pending(desk: Desk) -> Iterator[tuple[str, InvoiceLine]]:
    """Each line with the id of its invoice item; what cannot be read is in the quarantine."""
    missing: list[str] = []
    for found in desk.export.invoice_items.values():
        item = found.value
        if item.invoice is not None:
            if item.invoice not in desk.export.invoices:
                missing.append(item.id)
            continue
        account = desk.customers.account(found, item.id, item.customer)
        if account is None:
            continue
        try:
            needed(item.amount, "'amount'")
            code = needed(item.currency, "'currency'").upper()
            moment = item.date or (item.period.start if item.period else None)
            dated = desk.days(account).day(needed(moment, "'date'"))
            head = Head(account, f"pending {item.id}", item.id, dated, None, "draft", code)
            lines = list(line_facts(desk, head, [item], {}))
        except ObjectUnreadable as fault:
            desk.export.refuse(found, item.id, str(fault))
            continue
        for line in lines:
            yield item.id, line
    if missing:
        desk.export.note(
            f"stripe: {len(missing)} invoice items ({missing[0]}, …) stand on invoices that are not "
            "exported: they are left out."
        )
