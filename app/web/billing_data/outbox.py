"""The outbox as its pages show it: what was delivered when and by whose decision, what waits, what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from app.web.dashboard.cells import Accounts
from store.billing_tables import CollectedRow
from store.tables import AccountRow, OutboxLineRow, OutboxRow

PAGE = 50
STATUSES = {"pending": "Waiting", "delivered": "Delivered", "cancelled": "Cancelled"}
ACTIONS = {
    "corrective_invoice": "Corrective invoice",
    "credit_note": "Credit note",
    "configuration_fix": "Configuration to mend",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents are asked for."""

    status: str = ""
    action: str = ""
    account: str = ""
    currency: str = ""
    month: str = ""
    """Of delivery, '2026-03'."""

    def query(self, **other: str) -> str:
        """As an address writes it; what is not asked is left out."""
        fields = {name: getattr(self, name) for name in self.__slots__} | other
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Listed:
    """One document in the list."""

    id: str
    case_id: str
    version: int
    account_id: str
    name: str
    action: str
    currency: str
    amount: Decimal
    status: str
    created_at: str
    delivered_at: str | None
    approved_by: str
    invoiced: Decimal | None
    paid: Decimal | None


def asked_of(given: Mapping[str, str]) -> Asked:
    """What an address asks for; what is not known there counts as not asked."""
    status, action = given.get("status", ""), given.get("action", "")
    return Asked(
        status=status if status in STATUSES else "",
        action=action if action in ACTIONS else "",
        account=given.get("account", "").strip()[:200],
        currency=given.get("currency", "").strip().upper()[:3],
        month=given.get("month", "")[:7],
    )


def outbox_page(
    session: Session, accounts: Accounts, asked: Asked, page: int, size: int = PAGE
) -> tuple[list[Listed], int]:
    """A page of documents, the newest first, and how many there are."""
    query = _where(
        select(
            OutboxRow.id,  # type: ignore[call-overload]
            OutboxRow.case_id,
            OutboxRow.version,
            OutboxRow.account_id,
            func.coalesce(AccountRow.name, OutboxRow.account_id),
            OutboxRow.action,
            OutboxRow.currency,
            OutboxRow.amount,
            OutboxRow.status,
            OutboxRow.created_at,
            OutboxRow.delivered_at,
            OutboxRow.payload,
            CollectedRow.invoiced,
            CollectedRow.paid,
        )
        .outerjoin(AccountRow, col(AccountRow.account_id) == col(OutboxRow.account_id))
        .outerjoin(CollectedRow, col(CollectedRow.outbox_id) == col(OutboxRow.id))
        .order_by(col(OutboxRow.created_at).desc(), col(OutboxRow.id)),
        accounts,
        asked,
    )
    rows = session.execute(query.offset(size * (page - 1)).limit(size)).all()
    count = session.execute(
        _where(select(func.count()).select_from(OutboxRow), accounts, asked)
    ).scalar_one()
    listed = [_listed(tuple(row)) for row in rows]
    return listed, count


def _listed(row: tuple[Any, ...]) -> Listed:
    payload, invoiced, paid = row[11:]
    known: list[Any] = [*row[:11], payload.get("approved_by", ""), invoiced, paid]
    return Listed(*known)


def counts_of(session: Session, accounts: Accounts, asked: Asked) -> dict[str, int]:
    """Status → how many, under the other filters."""
    others = Asked("", asked.action, asked.account, asked.currency, asked.month)
    query: Any = select(col(OutboxRow.status), func.count())
    rows = session.execute(_where(query, accounts, others).group_by(col(OutboxRow.status))).all()
    found = {str(status): int(count) for status, count in rows}
    return {status: found.get(status, 0) for status in STATUSES}


def _where(query: Select[Any], accounts: Accounts, asked: Asked) -> Select[Any]:
    if accounts is not None:
        query = query.where(col(OutboxRow.account_id).in_(sorted(accounts)))
    if asked.status:
        query = query.where(col(OutboxRow.status) == asked.status)
    if asked.action:
        query = query.where(col(OutboxRow.action) == asked.action)
    if asked.currency:
        query = query.where(col(OutboxRow.currency) == asked.currency)
    if asked.month:
        query = query.where(col(OutboxRow.delivered_at).startswith(asked.month, autoescape=True))
    if asked.account:
        named = select(col(AccountRow.account_id)).where(
            col(AccountRow.name).contains(asked.account, autoescape=True)
        )
        query = query.where(
            or_(col(OutboxRow.account_id) == asked.account, col(OutboxRow.account_id).in_(named))
        )
    return query


def currencies(session: Session, accounts: Accounts) -> list[str]:
    """The currencies in the outbox."""
    query = _where(select(col(OutboxRow.currency)).distinct(), accounts, Asked())
    return sorted(each for each in session.execute(query).scalars() if each)


def lines_of(session: Session, outbox_id: str) -> list[OutboxLineRow]:
    """What a document recovers as the store has it: nothing where it was cancelled."""
    query = select(OutboxLineRow).where(col(OutboxLineRow.outbox_id) == outbox_id)
    return list(session.execute(query.order_by(col(OutboxLineRow.period_start))).scalars())
