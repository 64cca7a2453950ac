"""The outbox as tables: documents, and what each of them recovers by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.web.billing_data.outbox import ACTIONS, STATUSES, Asked, Listed, outbox_page
from app.web.dashboard.cells import Accounts
from app.web.exports.columns import (
    ACCOUNT,
    CASE,
    CAUSE,
    CUSTOMER,
    DOCUMENT,
    PERIOD,
    PRODUCT,
    STATE,
    WHAT,
)
from app.web.exports.tables import Column, Money, Table, Value, day_of, moment_of
from store.store import Store
from store.tables import OutboxRow
from terms.money import decimal

AT_A_TIME = 500
Payload = dict[str, Any]

AMOUNT = Column("Amount", "money", 18)
DOCUMENTS = (
    *(DOCUMENT, WHAT, ACCOUNT, CUSTOMER, AMOUNT, STATE),
    Column("Put into the outbox", "moment", 18),
    Column("Delivered", "moment", 18),
    Column("Let go by", wide=50),
    Column("Invoiced, as billing shows", "money", 22),
    Column("Paid, as billing shows", "money", 22),
    CASE,
)
LINES = (
    *(DOCUMENT, WHAT, STATE, ACCOUNT, PRODUCT, CAUSE, *PERIOD, AMOUNT),
    Column("Clause", wide=50),
    Column("Corrects invoices", wide=30),
    Column("Text", wide=70),
)


def document_table(store: Store, accounts: Accounts, asked: Asked) -> Table:
    """One row a document, the newest first."""
    rows = (row for part in _by_pages(store, accounts, asked) for row in map(_document, part))
    return Table("Documents", DOCUMENTS, rows)


def line_table(store: Store, accounts: Accounts, asked: Asked) -> Table:
    """One row a line of a document."""
    parts = _by_pages(store, accounts, asked)
    return Table("Lines", LINES, (row for part in parts for row in _lines(store, part)))


def _by_pages(store: Store, accounts: Accounts, asked: Asked) -> Iterator[list[Listed]]:
    page, full = 1, True
    while full:
        with store.read() as session:
            rows, _ = outbox_page(session, accounts, asked, page, AT_A_TIME)
        yield rows
        page, full = page + 1, len(rows) == AT_A_TIME


def _document(each: Listed) -> Sequence[Value]:
    money = each.action != "configuration_fix"
    return (
        each.id,
        ACTIONS.get(each.action, each.action),
        each.account_id,
        each.name,
        Money(each.amount, each.currency) if money else None,
        STATUSES[each.status],
        moment_of(each.created_at),
        moment_of(each.delivered_at),
        each.approved_by,
        None if each.invoiced is None else Money(each.invoiced, each.currency),
        None if each.paid is None else Money(each.paid, each.currency),
        each.case_id,
    )


def _lines(store: Store, documents: Sequence[Listed]) -> Iterator[Sequence[Value]]:
    with store.read() as session:
        payloads = _payloads(session, [each.id for each in documents])
    for each in documents:
        for line in payloads[each.id].get("lines", ()):
            yield (
                each.id,
                ACTIONS.get(each.action, each.action),
                STATUSES[each.status],
                each.account_id,
                line["product"],
                line["cause"].replace("_", " "),
                day_of(line["period_start"]),
                day_of(line["period_end"]),
                Money(decimal(line["amount"]), line["currency"]),
                line.get("clause", ""),
                ", ".join(line.get("corrects_invoices", ())),
                line.get("description", ""),
            )


def _payloads(session: Session, ids: Sequence[str]) -> dict[str, Payload]:
    query = select(OutboxRow).where(col(OutboxRow.id).in_(ids))
    return {row.id: row.payload for row in session.execute(query).scalars()}
