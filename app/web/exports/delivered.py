"""The outbox as tables: documents, and what each of them recovers by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlmodel import col

from app.web.billing_data.outbox import ACTIONS, STATUSES, Asked, outbox_page
from app.web.dashboard.cells import Accounts
from app.web.exports.tables import Column, Money, Table, Value, day_of, moment_of
from store.store import Store
from store.tables import OutboxRow
from terms.money import decimal

AT_A_TIME = 500

DOCUMENTS = (
    Column("Document", wide=44),
    Column("What", wide=22),
    Column("Account", wide=18),
    Column("Customer", wide=28),
    Column("Amount", "money", 18),
    Column("State", wide=12),
    Column("Put into the outbox", "moment", 18),
    Column("Delivered", "moment", 18),
    Column("Let go by", wide=50),
    Column("Invoiced, as billing shows", "money", 22),
    Column("Paid, as billing shows", "money", 22),
    Column("Case", wide=26),
)
LINES = (
    Column("Document", wide=44),
    Column("What", wide=22),
    Column("State", wide=12),
    Column("Account", wide=18),
    Column("Product", wide=30),
    Column("Cause", wide=24),
    Column("From", "day", 12),
    Column("To, not included", "day", 16),
    Column("Amount", "money", 18),
    Column("Clause", wide=50),
    Column("Corrects invoices", wide=30),
    Column("Text", wide=70),
)


def document_table(store: Store, accounts: Accounts, asked: Asked) -> Table:
    """One row a document, the newest first."""
    return Table("Documents", DOCUMENTS, _documents(store, accounts, asked))


def line_table(store: Store, accounts: Accounts, asked: Asked) -> Table:
    """One row a line of a document."""
    return Table("Lines", LINES, _lines(store, accounts, asked))


def _documents(store: Store, accounts: Accounts, asked: Asked) -> Iterator[Sequence[Value]]:
    page = 1
    while True:
        with store.read() as session:
            rows, _ = outbox_page(session, accounts, asked, page, AT_A_TIME)
        for each in rows:
            money = each.action != "configuration_fix"
            yield (
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
        if len(rows) < AT_A_TIME:
            return
        page += 1


def _lines(store: Store, accounts: Accounts, asked: Asked) -> Iterator[Sequence[Value]]:
    page = 1
    while True:
        with store.read() as session:
            rows, _ = outbox_page(session, accounts, asked, page, AT_A_TIME)
            ids = [each.id for each in rows]
            query = select(col(OutboxRow.id), col(OutboxRow.payload))
            found = session.execute(query.where(col(OutboxRow.id).in_(ids))).all()
        told = {outbox_id: payload for outbox_id, payload in found}  # noqa: C416 - dict() hides which is which
        for each in rows:
            for line in told[each.id].get("lines", ()):
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
        if len(rows) < AT_A_TIME:
            return
        page += 1
