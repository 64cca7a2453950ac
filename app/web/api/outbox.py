"""/outbox: what goes to billing, delivered or waiting."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from app.web.api.documented import CONFLICT, PageNumber, Text
from app.web.api.values import Cancel, Listed, OutboxDocument
from app.web.billing_data.delivering import NotDelivered, deliver, hold_back
from app.web.billing_data.outbox import PAGE, STATUSES, Asked, outbox_page
from app.web.context import Deliverer, Person, Viewer, Web, WebDep, seen
from store.tables import OutboxRow
from terms.money import plain

router = APIRouter(tags=["outbox"])
Status = Annotated[str, Query(pattern="^(pending|delivered|cancelled)?$")]


@router.get("/outbox")
def outbox(
    web: WebDep, person: Viewer, status: Status = "", account: Text = "", page: PageNumber = 1
) -> Listed[OutboxDocument]:
    """Documents for billing, newest first."""
    with web.store.read() as session:
        asked = Asked(status=status, account=account)
        rows, total = outbox_page(session, person.accounts, asked, page)
        found = [session.get_one(OutboxRow, each.id) for each in rows]
    items = [_shown(each) for each in found]
    return Listed(items=items, page=page, pages=max(1, -(-total // PAGE)), total=total)


@router.get("/outbox/{outbox_id}")
def document(web: WebDep, person: Viewer, outbox_id: str) -> dict[str, Any]:
    """One document as billing imports it."""
    return dict(_row(web, person, outbox_id).payload)


@router.post("/outbox/{outbox_id}/retry", responses=CONFLICT)
def retry(web: WebDep, person: Deliverer, outbox_id: str) -> OutboxDocument:
    """Write the files of a document that waits. 409 where it does not wait, or a run is at work."""
    row = _row(web, person, outbox_id)
    if row.status != "pending":
        raise HTTPException(409, f"It is {STATUSES[row.status].lower()} already.")
    try:
        deliver(web, row)
    except NotDelivered as error:
        raise HTTPException(409, str(error)) from None
    return _shown(_row(web, person, outbox_id))


@router.post("/outbox/{outbox_id}/cancel", responses=CONFLICT)
def cancel(web: WebDep, person: Deliverer, outbox_id: str, asked: Cancel) -> OutboxDocument:
    """Hold a document back before it is delivered. 409 where it was too late."""
    row = _row(web, person, outbox_id)
    if not asked.reason.strip():
        raise HTTPException(422, "Say why it is cancelled: the audit trail keeps it.")
    if not hold_back(web, row, person.email, asked.reason.strip()):
        raise HTTPException(409, "It was too late: the document is not waiting any more.")
    return _shown(_row(web, person, outbox_id))


def _row(web: Web, person: Person, outbox_id: str) -> OutboxRow:
    with web.store.read() as session:
        row = session.get(OutboxRow, outbox_id)
    if row is None:
        seen(person, None)
    assert row is not None
    seen(person, row.account_id)
    return row


def _shown(row: OutboxRow) -> OutboxDocument:
    return OutboxDocument.model_validate({**row.model_dump(), "amount": plain(row.amount)})
