"""Delivering what waits, or holding it back: for the page and for the API alike."""

from __future__ import annotations

from fastapi import HTTPException

from app.web.billing_data.outbox import STATUSES
from app.web.context import Person, Web, seen
from store.lock import StoreBusy, worker_lock
from store.outbox import cancel_document
from store.tables import OutboxRow

BUSY = "A run works just now and delivers what waits by itself: look again when it has ended."
TOO_LATE = "It was too late: the document is not waiting any more."
WAIT_SECONDS = 2


class NotDelivered(RuntimeError):
    """Nothing was delivered now; the words say why and what to do."""


def document_of(web: Web, person: Person, outbox_id: str) -> OutboxRow:
    """A document of an account that the person may see. Raises HTTPException 404."""
    with web.store.read() as session:
        row = session.get(OutboxRow, outbox_id)
    seen(person, row.account_id if row is not None else None)
    assert row is not None
    return row


def deliver(web: Web, row: OutboxRow) -> None:
    """Write the files of a document that waits. Raises NotDelivered."""
    from agent.desk import Desk
    from agent.shipping import ship

    if row.status != "pending":
        msg = f"It is {STATUSES[row.status].lower()} already."
        raise NotDelivered(msg)
    desk = Desk(web.store, web.home.outbox, web.home.memos)
    try:
        with worker_lock(web.store.file, WAIT_SECONDS):
            ship(desk, row.case_id, row.version)
    except StoreBusy:
        raise NotDelivered(BUSY) from None
    except OSError as error:
        words = (
            f"The files could not be written ({error.strerror or error}): make room in the outbox "
            "folder, then try again."
        )
        raise NotDelivered(words) from None


def hold_back(web: Web, row: OutboxRow, by: str, reason: str) -> bool:
    """Cancel a document that waits; False where it does not any more. HTTPException 422 without a reason."""
    from billing.delivery_files import withdraw_files

    if not reason.strip():
        raise HTTPException(422, "Say why it is cancelled: the audit trail keeps it.")
    with web.store.begin() as session:
        done = cancel_document(session, row.id, by, reason.strip())
    if done:
        withdraw_files(web.home.outbox, row.id)
    return done
