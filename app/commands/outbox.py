"""`recoup outbox`: what goes to billing."""

from __future__ import annotations

from app.case_table import amount
from app.opening import open_store
from app.output import console, plain, table, to_people, write_json


def outbox(store_url: str | None, out: str | None) -> None:
    """List the documents: corrective invoices, credit notes, configuration to fix."""
    from store.outbox import list_outbox
    from terms.money import plain as digits

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        rows = list_outbox(session)
    body = [
        {
            "id": row.id,
            "case_id": row.case_id,
            "version": row.version,
            "account_id": row.account_id,
            "action": row.action,
            "amount": digits(row.amount),
            "currency": row.currency,
            "status": row.status,
            "created_at": row.created_at,
            "delivered_at": row.delivered_at,
            "document": row.payload,
        }
        for row in rows
    ]
    write_json(out, {"outbox": body})
    if not to_people(out):
        return
    shown = console()
    if not rows:
        shown.print("The outbox is empty: sure cases and approved ones go there.")
        return
    made = table(
        ("document", "left"),
        ("account", "left"),
        ("action", "left"),
        ("amount", "right"),
        ("status", "left"),
    )
    for row in rows:
        made.add_row(
            row.id,
            plain(row.account_id),
            row.action.replace("_", " "),
            amount(digits(row.amount), row.currency),
            row.status,
        )
    shown.print(made)
