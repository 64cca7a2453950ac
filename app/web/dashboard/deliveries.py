"""What was delivered, month by month of delivery, and how much of it the billing data shows as paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.web.dashboard.cells import Accounts
from store.billing_tables import CollectedRow
from store.sums import amount_of, total_of
from store.tables import OutboxRow

MONEY = ("corrective_invoice", "credit_note")


@dataclass(slots=True)
class Delivered:
    """What was delivered in one month, in one currency."""

    documents: int = 0
    recovered: Decimal = Decimal(0)
    credited: Decimal = Decimal(0)
    invoiced: Decimal = Decimal(0)
    """Of what was recovered: what billing has put on an invoice, as far as its data show."""
    paid: Decimal = Decimal(0)
    """Of what was recovered: what is paid, as far as the billing data show."""


def read_deliveries(session: Session, accounts: Accounts) -> dict[str, dict[str, Delivered]]:
    """Currency → month ('2026-03') → what was delivered in it; months in their order."""
    month = func.substr(OutboxRow.delivered_at, 1, 7)
    keys = (OutboxRow.currency, month, OutboxRow.action)
    query = (
        select(
            *keys,  # type: ignore[call-overload]
            func.count(),
            total_of(OutboxRow.amount),
            total_of(CollectedRow.invoiced),
            total_of(CollectedRow.paid),
        )
        .select_from(OutboxRow)
        .outerjoin(CollectedRow, col(CollectedRow.outbox_id) == col(OutboxRow.id))
        .where(OutboxRow.status == "delivered", col(OutboxRow.action).in_(MONEY))
        .group_by(*keys)
        .order_by(*keys)
    )
    if accounts is not None:
        query = query.where(col(OutboxRow.account_id).in_(sorted(accounts)))
    found: dict[str, dict[str, Delivered]] = {}
    for currency, when, action, count, amount, invoiced, paid in session.execute(query).all():
        each = found.setdefault(currency, {}).setdefault(when, Delivered())
        each.documents += count
        if action == "credit_note":
            each.credited += amount_of(amount)
            continue
        each.recovered += amount_of(amount)
        each.invoiced += amount_of(invoiced)
        each.paid += amount_of(paid)
    return found


def together(months: dict[str, Delivered]) -> Delivered:
    """All months of one currency."""
    made = Delivered()
    for each in months.values():
        made.documents += each.documents
        made.recovered += each.recovered
        made.credited += each.credited
        made.invoiced += each.invoiced
        made.paid += each.paid
    return made
