"""/billing: billing data uploaded, looked at, and taken over as the book."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.billing_data.places import has_book
from app.web.billing_data.receiving import (
    READ_BOOK,
    WHOLE,
    NothingTaken,
    read_again,
    take_form,
    throw_away,
)
from app.web.billing_data.taking import TakingRefused, present_book, take_over
from app.web.context import PageNumber, Text, Uploader, Viewer, Web, WebDep, page, sees_all
from app.web.rights import Right
from app.web.security.flash import flash
from store.billing_uploads import (
    PAGE,
    billing_upload,
    billing_uploads,
    quarantine_files,
    quarantine_page,
)
from store.jobs import latest
from store.matches import Wanted, count_proposals
from store.web_tables import JobRow, UploadRow

router = APIRouter()
GONE = "There is no such upload, or it was thrown away."


@router.get("/billing")
def billing(request: Request, web: WebDep, person: Viewer) -> HTMLResponse:
    """The book as it is, what waits to be taken over, what products are to be confirmed."""
    with web.store.read() as session:
        uploads = billing_uploads(session) if person.accounts is None else []
        present = present_book(session)
        book = billing_upload(session, present) if present and person.accounts is None else None
        doubtful = count_proposals(session, Wanted(person.accounts))
        settled = count_proposals(session, Wanted(person.accounts, state="settled"))
    return page(
        request,
        "billing.html.j2",
        uploads=[each for each in uploads if each.status != "removed"],
        book=book,
        there=has_book(web.home),
        doubtful=doubtful,
        settled=settled,
        limits=web.settings,
        sees_all=person.accounts is None,
    )


async def upload(request: Request, web: WebDep, person: Uploader) -> Response:
    """Files of a book, received in a stream."""
    try:
        row = await take_form(request, web, person)
    except NothingTaken as error:
        answer = RedirectResponse("/billing", 303)
        flash(answer, str(error), "bad")
        return answer
    answer = RedirectResponse(f"/billing/uploads/{row.id}", 303)
    flash(
        answer,
        "The files are here and are being read. The book stays as it is until you take them over.",
        "info",
    )
    return answer


upload.checks_the_token_itself = True  # type: ignore[attr-defined] # see `forgery.CHECKS_ITSELF`
router.post("/billing/upload")(upload)


@router.get("/billing/uploads/{upload_id}")
def one_upload(
    request: Request,
    web: WebDep,
    person: Viewer,
    upload_id: str,
    file: Text = "",
    number: PageNumber = 1,
) -> HTMLResponse:
    """What was read of an upload, what is in quarantine, and what it would replace."""
    sees_all(person, WHOLE)
    row, job = _upload(web, upload_id)
    with web.store.read() as session:
        rows, count = quarantine_page(session, upload_id, number, file)
        files = quarantine_files(session, upload_id)
        stale = row.status == "ready" and row.found.get("base", "") != present_book(session)
    address = f"/billing/uploads/{upload_id}" + (f"?{urlencode({'file': file})}" if file else "")
    return page(
        request,
        "billing_upload.html.j2",
        upload=row,
        found=row.found,
        job=job,
        rows=rows,
        files=files,
        file=file,
        number=number,
        pages=max(1, -(-count // PAGE)),
        address=address,
        stale=stale,
        may_take=person.may(Right.UPLOAD),
        policy_needs_admin="policy.toml" in row.found.get("changed", ())
        and not person.may(Right.SETTINGS),
    )


@router.get("/billing/uploads/{upload_id}/progress")
def progress(request: Request, web: WebDep, person: Viewer, upload_id: str) -> HTMLResponse:
    """How far reading an upload is, for a page that asks every second."""
    sees_all(person, WHOLE)
    row, job = _upload(web, upload_id)
    answer = page(request, "parts/billing_progress.html.j2", upload=row, job=job)
    if row.status not in {"waiting", "working"}:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _upload(web: Web, upload_id: str) -> tuple[UploadRow, JobRow | None]:
    with web.store.read() as session:
        row = billing_upload(session, upload_id)
        job = latest(session, READ_BOOK, upload_id)
    if row is None or row.status == "removed":
        raise HTTPException(404, GONE)
    return row, job


@router.post("/billing/uploads/{upload_id}/take-over")
def take(web: WebDep, person: Uploader, upload_id: str) -> Response:
    """Make an upload the book."""
    sees_all(person, WHOLE)
    row, _ = _upload(web, upload_id)
    try:
        take_over(web.store, web.home, row.id, person.email, settings=person.may(Right.SETTINGS))
    except TakingRefused as error:
        answer = RedirectResponse(f"/billing/uploads/{upload_id}", 303)
        flash(answer, str(error), "warn")
        return answer
    answer = RedirectResponse("/billing", 303)
    flash(answer, "The data is the book now. Start a run to lay it beside the contracts.")
    return answer


@router.post("/billing/uploads/{upload_id}/read-again")
def again(web: WebDep, person: Uploader, upload_id: str) -> Response:
    """Lay an upload out anew, beside the book as it is now."""
    sees_all(person, WHOLE)
    if not read_again(web, person, upload_id):
        raise HTTPException(404, GONE)
    return RedirectResponse(f"/billing/uploads/{upload_id}", 303)


@router.post("/billing/uploads/{upload_id}/remove")
def remove(web: WebDep, person: Uploader, upload_id: str) -> Response:
    """Throw an upload away that is not the book."""
    sees_all(person, WHOLE)
    if not throw_away(web, upload_id):
        raise HTTPException(404, GONE)
    answer = RedirectResponse("/billing", 303)
    flash(answer, "The upload is thrown away. The book is as it was.", "info")
    return answer
