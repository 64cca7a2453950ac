"""/documents/…: a paper's page, its pictures, the paper itself, and its removal."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Request
from sqlmodel import Session
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from app.term_cards import FAMILY_NAMES
from app.web.context import Person, Uploader, Viewer, Web, WebDep, page, seen
from app.web.reading.document import document_view
from app.web.reading.pictures import PageUndrawn, be_ready, picture_of, tag_of
from app.web.reading.removal import consequence, remove, restore
from app.web.security.flash import flash
from store.uploads import CONTRACT, upload_of
from store.web_tables import UploadRow

router = APIRouter()
NO_DOCUMENT = "There is no such paper, or it is not yours to see."
KEPT = "private, max-age=86400"


def document_of(session: Session, person: Person, upload_id: str) -> UploadRow:
    """The contract of that id, if the person may see its account. Raises 404."""
    upload = upload_of(session, upload_id)
    if upload is None or upload.kind != CONTRACT:
        raise HTTPException(404, NO_DOCUMENT)
    seen(person, upload.account_id)
    return upload


def document_in(web: Web, person: Person, upload_id: str) -> UploadRow:
    """The same in a transaction of its own."""
    with web.store.read() as session:
        return document_of(session, person, upload_id)


@router.get("/documents/{upload_id}")
def document(request: Request, web: WebDep, person: Viewer, upload_id: str) -> HTMLResponse:
    """The page."""
    upload = document_in(web, person, upload_id)
    be_ready()
    view = document_view(web, upload)
    return page(request, "document.html.j2", view=view, families=FAMILY_NAMES)


@router.get("/documents/{upload_id}/pages/{number}.png")
def picture(
    request: Request,
    web: WebDep,
    person: Viewer,
    upload_id: str,
    number: Annotated[int, Path(ge=1, le=100_000)],
) -> Response:
    """One page as a picture: drawn once, then kept."""
    upload = document_in(web, person, upload_id)
    headers = {"ETag": tag_of(upload, number), "Cache-Control": KEPT}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    try:
        kept = picture_of(web.home, upload, number)
    except PageUndrawn as error:
        raise HTTPException(404, str(error)) from None
    return Response(kept.read_bytes(), media_type="image/png", headers=headers)


@router.get("/documents/{upload_id}/file")
def original(web: WebDep, person: Viewer, upload_id: str) -> Response:
    """The paper itself, to be kept by the browser and not shown: it comes from outside."""
    upload = document_in(web, person, upload_id)
    kept = web.home.files / upload.id
    if not kept.is_file():
        raise HTTPException(404, f"{upload.name} was refused, and is not kept.")
    return FileResponse(
        kept,
        media_type="application/pdf",
        filename=upload.name,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": "sandbox; default-src 'none'"},
    )


@router.get("/documents/{upload_id}/remove")
def before_removal(request: Request, web: WebDep, person: Uploader, upload_id: str) -> HTMLResponse:
    """What follows from taking a paper away."""
    upload = document_in(web, person, upload_id)
    told = consequence(web, upload)
    return page(request, "document_remove.html.j2", upload=upload, told=told)


@router.post("/documents/{upload_id}/remove")
def removed(web: WebDep, person: Uploader, upload_id: str) -> Response:
    """Take a paper out of the book."""
    upload = document_in(web, person, upload_id)
    remove(web, upload, person)
    answer = RedirectResponse(f"/accounts/{quote(upload.account_id or '', safe='')}", 303)
    flash(answer, f"{upload.name} is taken away; the other papers are read again.", "info")
    return answer


@router.post("/documents/{upload_id}/restore")
def restored(web: WebDep, person: Uploader, upload_id: str) -> Response:
    """Take a removed paper back."""
    upload = document_in(web, person, upload_id)
    words = restore(web, upload, person)
    answer = RedirectResponse(f"/documents/{upload.id}", 303)
    flash(
        answer, words or f"{upload.name} is back, and is being read.", "warn" if words else "good"
    )
    return answer
