"""Which delivered documents the billing data show as invoiced and paid.

A document is found by its own id, as the number of an invoice or in the text of a line; else a line of it
by the very text it was delivered with (docs/book.md, "What comes out"). Nothing is taken for paid that the
data do not say, and no line counts twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, col, delete, select

from billing.book import read_book
from billing.facts import InvoiceLine
from store.billing_tables import CollectedRow
from store.store import Store
from store.tables import OutboxRow
from terms.money import plain

MONEY = ("corrective_invoice", "credit_note")
NOT_BILLED = frozenset({"draft", "void"})


@dataclass(frozen=True, slots=True)
class Sought:
    """A delivered document: its account, and the text and amount of each line."""

    id: str
    account_id: str
    currency: str
    sign: int
    """1 for an invoice, -1 for a credit note: its lines are negative in billing."""
    texts: frozenset[str]
    amount: Decimal


@dataclass(slots=True)
class Seen:
    """What of a document stands in the billing data."""

    invoices: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """(invoice, status) → the amount of it."""

    def add(self, line: InvoiceLine, amount: Decimal) -> None:
        """Count a line."""
        key = (line.invoice_id, line.status)
        self.invoices[key] = self.invoices.get(key, Decimal(0)) + amount


def keep_collected(store: Store, book: Path) -> int:
    """Look for the delivered documents in the book; how many were found."""
    with store.read() as session:
        sought = _delivered(session)
    if not sought:
        return 0
    found: dict[str, Seen] = {}
    facts = read_book(book).accounts
    for account_id, documents in sought.items():
        if account_id in facts:
            found |= seen_in(documents, facts[account_id].lines)
    with store.begin() as session:
        session.exec(delete(CollectedRow))
        session.add_all(_row(outbox_id, seen) for outbox_id, seen in found.items())
    return len(found)


def seen_in(documents: Sequence[Sought], lines: Sequence[InvoiceLine]) -> dict[str, Seen]:
    """The documents of one account that its invoice lines show."""
    found: dict[str, Seen] = defaultdict(Seen)
    for line in lines:
        if line.status in NOT_BILLED or line.kind == "tax":
            continue
        meant = next((each for each in documents if _is_of(line, each)), None)
        if meant is not None:
            found[meant.id].add(line, line.amount * meant.sign)
    return {name: seen for name, seen in found.items() if any(seen.invoices.values())}


def _is_of(line: InvoiceLine, document: Sought) -> bool:
    if line.currency != document.currency or line.amount * document.sign <= 0:
        return False
    if line.invoice_id == document.id or document.id in line.description.split():
        return True
    return line.description in document.texts


def _delivered(session: Session) -> Mapping[str, list[Sought]]:
    by_account: dict[str, list[Sought]] = defaultdict(list)
    for row in _rows(session):
        by_account[row.account_id].append(
            Sought(
                id=row.id,
                account_id=row.account_id,
                currency=row.currency,
                sign=1 if row.action == "corrective_invoice" else -1,
                texts=frozenset(line["description"] for line in row.payload.get("lines", ())),
                amount=row.amount,
            )
        )
    return by_account


def _rows(session: Session) -> Iterator[OutboxRow]:
    yield from session.exec(
        select(OutboxRow)
        .where(OutboxRow.status == "delivered", col(OutboxRow.action).in_(MONEY))
        .order_by(col(OutboxRow.delivered_at), col(OutboxRow.id))
    ).all()


def _row(outbox_id: str, seen: Seen) -> CollectedRow:
    paid = [amount for (_, status), amount in seen.invoices.items() if status == "paid"]
    return CollectedRow(
        outbox_id=outbox_id,
        invoiced=sum(seen.invoices.values(), Decimal(0)),
        paid=sum(paid, Decimal(0)),
        invoices=[
            {"invoice": invoice, "status": status, "amount": plain(amount)}
            for (invoice, status), amount in sorted(seen.invoices.items())
        ],
    )
