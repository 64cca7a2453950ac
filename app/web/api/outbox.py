"""/outbox: what goes to billing, delivered or waiting."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from app.web.api.documented import CONFLICT
from app.web.api.values import Cancel, Listed, OutboxDocument
from app.web.billing_data.delivering import (
    TOO_LATE,
    NotDelivered,
    deliver,
    document_of,
    hold_back,
)
from app.web.billing_data.outbox import PAGE, Asked, outbox_page
from app.web.billing_data.outbox import Listed as Document
from app.web.context import Deliverer, PageNumber, Text, Viewer, WebDep
from store.tables import OutboxRow

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
    items = [_shown(each) for each in rows]
    return Listed(items=items, page=page, pages=max(1, -(-total // PAGE)), total=total)


@router.get("/outbox/{outbox_id}")
def document(web: WebDep, person: Viewer, outbox_id: str) -> dict[str, Any]:
    """One document as billing imports it."""
    return dict(document_of(web, person, outbox_id).payload)


@router.post("/outbox/{outbox_id}/retry", responses=CONFLICT)
def retry(web: WebDep, person: Deliverer, outbox_id: str) -> OutboxDocument:
    """Write the files of a document that waits. 409 where it does not wait, or a run is at work."""
    try:
        deliver(web, document_of(web, person, outbox_id))
    except NotDelivered as error:
        raise HTTPException(409, str(error)) from None
    return _shown(document_of(web, person, outbox_id))


@router.post("/outbox/{outbox_id}/cancel", responses=CONFLICT)
def cancel(web: WebDep, person: Deliverer, outbox_id: str, asked: Cancel) -> OutboxDocument:
    """Hold a document back before it is delivered. 409 where it was too late."""
    if not hold_back(web, document_of(web, person, outbox_id), person.email, asked.reason):
        raise HTTPException(409, TOO_LATE)
    return _shown(document_of(web, person, outbox_id))


def _shown(row: OutboxRow | Document) -> OutboxDocument:
    return OutboxDocument.model_validate(row)
