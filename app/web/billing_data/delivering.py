"""Delivering what waits, or holding it back: for the page and for the API alike."""

from __future__ import annotations

from app.web.context import Web
from store.lock import StoreBusy, worker_lock
from store.outbox import cancel_document
from store.tables import OutboxRow

BUSY = "A run works just now and delivers what waits by itself: look again when it has ended."
WAIT_SECONDS = 2


class NotDelivered(RuntimeError):
    """The document still waits; the words say why and what to do."""


def deliver(web: Web, row: OutboxRow) -> None:
    """Write the files of a document that waits. Raises NotDelivered."""
    from agent.desk import Desk
    from agent.shipping import ship

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
    """Cancel a document that waits; False where it does not wait any more."""
    from billing.delivery_files import withdraw_files

    with web.store.begin() as session:
        done = cancel_document(session, row.id, by, reason)
    if done:
        withdraw_files(web.home.outbox, row.id)
    return done
