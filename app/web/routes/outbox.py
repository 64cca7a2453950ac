"""/outbox: what went to billing, what waits, and what can still be held back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.desk import Desk
from agent.shipping import ship
from app.web.billing_data.outbox import (
    ACTIONS,
    PAGE,
    STATUSES,
    asked_of,
    counts_of,
    currencies,
    outbox_page,
)
from app.web.context import Deliverer, Exporter, Person, Viewer, Web, WebDep, page, seen
from app.web.security.flash import flash
from billing.delivery_files import as_csv, withdraw_files
from store.billing_tables import CollectedRow
from store.lock import StoreBusy, worker_lock
from store.outbox import cancel_document
from store.tables import AccountRow, OutboxRow

router = APIRouter()
GONE = "There is no such document, or it is not yours to see."
BUSY = "A run works just now and delivers what waits by itself: look again when it has ended."
WAIT_SECONDS = 2


@router.get("/outbox")
def outbox(
    request: Request,
    web: WebDep,
    person: Viewer,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The list."""
    asked = asked_of(request.query_params)
    with web.store.read() as session:
        rows, count = outbox_page(session, person.accounts, asked, number)
        counts = counts_of(session, person.accounts, asked)
        known = currencies(session, person.accounts)
    return page(
        request,
        "outbox.html.j2",
        rows=rows,
        counts=counts,
        asked=asked,
        number=number,
        pages=max(1, -(-count // PAGE)),
        actions=ACTIONS,
        statuses=STATUSES,
        currencies=known,
    )


def _document(web: Web, person: Person, outbox_id: str) -> OutboxRow:
    with web.store.read() as session:
        row = session.get(OutboxRow, outbox_id)
    if row is None:
        raise HTTPException(404, GONE)
    seen(person, row.account_id)
    return row


@router.get("/outbox/{outbox_id}")
def document(request: Request, web: WebDep, person: Viewer, outbox_id: str) -> HTMLResponse:
    """One document: its lines, its clauses, who let it go."""
    row = _document(web, person, outbox_id)
    with web.store.read() as session:
        account = session.get(AccountRow, row.account_id)
        collected = session.get(CollectedRow, outbox_id)
    return page(
        request,
        "outbox_document.html.j2",
        row=row,
        document=row.payload,
        account=account,
        collected=collected,
        actions=ACTIONS,
        statuses=STATUSES,
    )


@router.get("/outbox/{outbox_id}/document.json")
def as_json_file(web: WebDep, person: Exporter, outbox_id: str) -> Response:
    """The document as billing imports it."""
    row = _document(web, person, outbox_id)
    from json import dumps

    body = dumps(row.payload, ensure_ascii=False, indent=2) + "\n"
    return Response(body, media_type="application/json", headers=_saved_as(f"{row.id}.json"))


@router.get("/outbox/{outbox_id}/document.csv")
def as_csv_file(web: WebDep, person: Exporter, outbox_id: str) -> Response:
    """The document's lines for a clerk; no cell can act as a formula."""
    row = _document(web, person, outbox_id)
    body = as_csv(row.payload)
    return Response(body, media_type="text/csv; charset=utf-8", headers=_saved_as(f"{row.id}.csv"))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@router.post("/outbox/{outbox_id}/retry")
def retry(web: WebDep, person: Deliverer, outbox_id: str) -> Response:
    """Write the files of a document that waits."""
    row = _document(web, person, outbox_id)
    answer = RedirectResponse(f"/outbox/{outbox_id}", 303)
    if row.status != "pending":
        flash(answer, f"It is {STATUSES[row.status].lower()} already.", "info")
        return answer
    desk = Desk(web.store, web.home.outbox, web.home.memos)
    try:
        with worker_lock(web.store.file, WAIT_SECONDS):
            ship(desk, row.case_id, row.version)
    except StoreBusy:
        flash(answer, BUSY, "warn")
    except OSError as error:
        words = f"The files could not be written ({error.strerror or error}): make room in the outbox folder, then try again."
        flash(answer, words, "bad")
    else:
        flash(answer, "Delivered: its files are written.")
    return answer


@router.post("/outbox/{outbox_id}/cancel")
def cancel(
    web: WebDep,
    person: Deliverer,
    outbox_id: str,
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Hold a document back before it is delivered."""
    _document(web, person, outbox_id)
    if not reason.strip():
        raise HTTPException(422, "Say why it is cancelled: the audit trail keeps it.")
    with web.store.begin() as session:
        done = cancel_document(session, outbox_id, person.email, reason.strip())
    answer = RedirectResponse(f"/outbox/{outbox_id}", 303)
    if done:
        withdraw_files(web.home.outbox, outbox_id)
        flash(answer, "Cancelled. A later version of the case may claim it again.", "info")
    else:
        flash(answer, "It was too late: the document is not waiting any more.", "warn")
    return answer
