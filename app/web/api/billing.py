"""/billing: billing data uploaded, checked in the background, and taken over as the book."""

from __future__ import annotations

import shutil
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from app.web.api.documented import CONFLICT, TOO_LARGE
from app.web.api.values import BillingData
from app.web.billing_data.places import staged
from app.web.billing_data.receiving import take_in
from app.web.billing_data.taking import TakingRefused, take_over
from app.web.context import Person, Uploader, Viewer, Web, WebDep
from app.web.rights import Right
from app.web.uploading.receiving import Form, new_id, receive
from store.billing_uploads import billing_upload, billing_uploads
from store.web_tables import UploadRow

router = APIRouter(tags=["billing"])
WHOLE = "A book holds every account, and you see some of them: somebody who sees all can do this."
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "scope": {
                            "type": "string",
                            "enum": ["whole", "parts"],
                            "description": "parts: files that are not sent stay as they are.",
                        },
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "CSV files of a book, a zip of them, or a Stripe export.",
                        },
                    },
                }
            }
        },
    }
}


@router.get("/billing")
def uploads(web: WebDep, person: Viewer) -> list[BillingData]:
    """The last uploads, newest first."""
    _sees_all(person)
    with web.store.read() as session:
        return [BillingData.model_validate(row) for row in billing_uploads(session)]


@router.get("/billing/{upload_id}")
def upload(web: WebDep, person: Viewer, upload_id: str) -> BillingData:
    """One upload: how far its reading is, and what was found in it."""
    _sees_all(person)
    return BillingData.model_validate(_row(web, upload_id))


@router.post("/billing", status_code=202, responses=TOO_LARGE, openapi_extra=_FORM)
async def add(request: Request, web: WebDep, person: Uploader) -> BillingData:
    """Billing data. It is read in the background; the book stays as it is until it is taken over."""
    _sees_all(person)
    upload_id = new_id()
    folder = staged(web.home, upload_id).incoming
    folder.mkdir(parents=True)
    try:
        form = await receive(
            request.stream(),
            request.headers.get("content-type", ""),
            folder,
            web.settings.request_megabytes << 20,
        )
        return await run_in_threadpool(_taken, web, person, upload_id, form)
    except BaseException:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise


@router.post("/billing/{upload_id}/take-over", responses=CONFLICT)
def take(web: WebDep, person: Uploader, upload_id: str) -> BillingData:
    """Make an upload the book. 409 where it cannot be now."""
    _sees_all(person)
    row = _row(web, upload_id)
    try:
        take_over(web.store, web.home, row.id, person.email, settings=person.may(Right.SETTINGS))
    except TakingRefused as error:
        raise HTTPException(409, str(error)) from None
    return BillingData.model_validate(_row(web, upload_id))


def _taken(web: Web, person: Person, upload_id: str, form: Form) -> BillingData:
    if not form.files:
        raise HTTPException(422, "No file was sent: send it as `files`.")
    large = next((each for each in form.files if each.too_large), None)
    if large is not None:
        most = web.settings.request_megabytes
        raise HTTPException(413, f"{large.name[:80]} is larger than {most:,} MB.")
    whole = form.fields.get("scope") != "parts"
    return BillingData.model_validate(take_in(web, person, upload_id, form.files, whole=whole))


def _row(web: Web, upload_id: str) -> UploadRow:
    with web.store.read() as session:
        row = billing_upload(session, upload_id)
    if row is None or row.status == "removed":
        raise HTTPException(404, "There is no such upload, or it was thrown away.")
    return row


def _sees_all(person: Person) -> None:
    if person.accounts is not None:
        raise HTTPException(403, WHOLE)
