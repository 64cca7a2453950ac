"""/outbox: what went to billing, what waits, and what can still be held back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.billing_data.delivering import (
    TOO_LATE,
    NotDelivered,
    deliver,
    document_of,
    hold_back,
)
from app.web.billing_data.outbox import (
    ACTIONS,
    PAGE,
    STATUSES,
    asked_of,
    counts_of,
    currencies,
    outbox_page,
)
from app.web.context import Deliverer, Exporter, PageNumber, Viewer, WebDep, page
from app.web.security.flash import flash
from billing.delivery_files import as_csv
from store.billing_tables import CollectedRow
from store.tables import AccountRow

router = APIRouter()


@router.get("/outbox")
def outbox(
    request: Request,
    web: WebDep,
    person: Viewer,
    number: PageNumber = 1,
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


@router.get("/outbox/{outbox_id}")
def document(request: Request, web: WebDep, person: Viewer, outbox_id: str) -> HTMLResponse:
    """One document: its lines, its clauses, who let it go."""
    row = document_of(web, person, outbox_id)
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
    row = document_of(web, person, outbox_id)
    from json import dumps

    body = dumps(row.payload, ensure_ascii=False, indent=2) + "\n"
    return Response(body, media_type="application/json", headers=_saved_as(f"{row.id}.json"))


@router.get("/outbox/{outbox_id}/document.csv")
def as_csv_file(web: WebDep, person: Exporter, outbox_id: str) -> Response:
    """The document's lines for a clerk; no cell can act as a formula."""
    row = document_of(web, person, outbox_id)
    body = as_csv(row.payload)
    return Response(body, media_type="text/csv; charset=utf-8", headers=_saved_as(f"{row.id}.csv"))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@router.post("/outbox/{outbox_id}/retry")
def retry(web: WebDep, person: Deliverer, outbox_id: str) -> Response:
    """Write the files of a document that waits."""
    answer = RedirectResponse(f"/outbox/{outbox_id}", 303)
    try:
        deliver(web, document_of(web, person, outbox_id))
    except NotDelivered as error:
        flash(answer, str(error), "warn")
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
    done = hold_back(web, document_of(web, person, outbox_id), person.email, reason)
    answer = RedirectResponse(f"/outbox/{outbox_id}", 303)
    if done:
        flash(answer, "Cancelled. A later version of the case may claim it again.", "info")
    else:
        flash(answer, TOO_LATE, "warn")
    return answer
