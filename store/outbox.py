"""The outbox: what goes to billing, keyed by what it recovers, so that nothing is billed twice.

A row is written in the transaction that closes the case; the files for billing are written after
it, as often as needed, and then the row is marked delivered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, delete, select

from store.audit import tell
from store.tables import OutboxLineRow, OutboxRow, now
from store.telling import document_told
from terms.money import plain


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One thing that is recovered: a period of a finding, or a change of configuration (amount 0)."""

    account_id: str
    product: str
    cause: str
    direction: str
    period_start: str
    period_end: str
    amount: Decimal
    currency: str

    @property
    def key(self) -> str:
        """What it recovers, hashed: account, product, cause, direction, period, amount."""
        parts = [
            self.account_id,
            self.product,
            self.cause,
            self.direction,
            self.period_start,
            self.period_end,
            plain(self.amount.normalize() + Decimal(0)),
            self.currency,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OutboxDocument:
    """A document for billing, before it is a row. Its id follows from case, version and action."""

    case_id: str
    version: int
    account_id: str
    action: str
    currency: str
    amount: Decimal
    payload: dict[str, Any]
    lines: tuple[OutboxLine, ...]

    @property
    def id(self) -> str:
        """The same each time the same version of a case is delivered."""
        return f"{self.case_id}-v{self.version}-{self.action.replace('_', '-')}"


def put(session: Session, document: OutboxDocument) -> OutboxRow:
    """Write a document to the outbox; putting it again gives the row that is there.

    A line whose key stands in the outbox already raises sqlalchemy's IntegrityError: leave such
    lines out first (`sent_lines`).
    """
    row = session.get(OutboxRow, document.id)
    if row is not None:
        return row
    row = OutboxRow(
        id=document.id,
        case_id=document.case_id,
        version=document.version,
        account_id=document.account_id,
        action=document.action,
        currency=document.currency,
        amount=document.amount,
        payload=document.payload,
    )
    session.add(row)
    session.flush()
    for line in document.lines:
        session.add(
            OutboxLineRow(
                key=line.key,
                outbox_id=document.id,
                account_id=line.account_id,
                product=line.product,
                cause=line.cause,
                direction=line.direction,
                period_start=line.period_start,
                period_end=line.period_end,
                amount=line.amount,
                currency=line.currency,
            )
        )
    tell(session, "outbox", document_told(row), (row.case_id, row.version))
    return row


def sent_lines(
    session: Session, account_id: str, before_version: tuple[str, int] | None = None
) -> list[OutboxLineRow]:
    """What the outbox holds for an account; `before_version` (case, version) leaves that one out."""
    query = (
        select(OutboxLineRow, OutboxRow)
        .join(OutboxRow, col(OutboxRow.id) == col(OutboxLineRow.outbox_id))
        .where(OutboxLineRow.account_id == account_id)
        .order_by(col(OutboxLineRow.period_start), col(OutboxLineRow.key))
    )
    return [
        line
        for line, row in session.exec(query).all()
        if (row.case_id, row.version) != before_version
    ]


def documents_of(session: Session, case_id: str, version: int) -> list[OutboxRow]:
    """The outbox documents of one version of a case."""
    return list(
        session.exec(
            select(OutboxRow)
            .where(OutboxRow.case_id == case_id, OutboxRow.version == version)
            .order_by(col(OutboxRow.id))
        ).all()
    )


def mark_delivered(session: Session, outbox_id: str) -> bool:
    """Its files are written; False where it was cancelled meanwhile, and they must go again."""
    row = session.get(OutboxRow, outbox_id)
    if row is None or row.status == "cancelled":
        return False
    if row.status == "pending":
        row.status, row.delivered_at = "delivered", now()
        session.add(row)
        tell(session, "delivered", {"document_id": row.id}, (row.case_id, row.version))
    return True


def cancel_document(session: Session, outbox_id: str, by: str, reason: str) -> bool:
    """Cancel one document before it is delivered, by a person; False where it is too late.

    What it would have recovered is free again: a later version of the case may claim it.
    """
    row = session.get(OutboxRow, outbox_id)
    if row is None or row.status != "pending":
        return False
    row.status = "cancelled"
    session.add(row)
    session.exec(delete(OutboxLineRow).where(col(OutboxLineRow.outbox_id) == row.id))
    told = {"document_id": row.id, "by": by, "reason": reason}
    tell(session, "cancelled", told, (row.case_id, row.version))
    return True


def cancel_pending(session: Session, case_id: str) -> None:
    """Cancel what a case has in the outbox undelivered, and free what it would have recovered."""
    rows: Sequence[OutboxRow] = session.exec(
        select(OutboxRow).where(OutboxRow.case_id == case_id, OutboxRow.status == "pending")
    ).all()
    for row in rows:
        row.status = "cancelled"
        session.add(row)
        session.exec(delete(OutboxLineRow).where(col(OutboxLineRow.outbox_id) == row.id))
        tell(session, "cancelled", {"document_id": row.id}, (row.case_id, row.version))


def list_outbox(session: Session) -> list[OutboxRow]:
    """Everything in the outbox, oldest first."""
    return list(
        session.exec(select(OutboxRow).order_by(col(OutboxRow.created_at), col(OutboxRow.id))).all()
    )
