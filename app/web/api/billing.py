"""/billing: billing data uploaded, checked in the background, and taken over as the book."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request

from app.web.api.documented import CONFLICT, TOO_LARGE, form_with_files
from app.web.api.values import BillingData
from app.web.billing_data.receiving import WHOLE, NothingTaken, take_form
from app.web.billing_data.taking import TakingRefused, take_over
from app.web.context import Uploader, Viewer, Web, WebDep, sees_all
from app.web.rights import Right
from store.billing_uploads import billing_upload, billing_uploads
from store.web_tables import UploadRow

router = APIRouter(tags=["billing"])
_FORM = form_with_files(
    "CSV files of a book, a zip of them, or a Stripe export.",
    scope={
        "type": "string",
        "enum": ["whole", "parts"],
        "description": "parts: files that are not sent stay as they are.",
    },
)


@router.get("/billing")
def uploads(web: WebDep, person: Viewer) -> list[BillingData]:
    """The last uploads, newest first."""
    sees_all(person, WHOLE)
    with web.store.read() as session:
        return [BillingData.model_validate(row) for row in billing_uploads(session)]


@router.get("/billing/{upload_id}")
def upload(web: WebDep, person: Viewer, upload_id: str) -> BillingData:
    """One upload: how far its reading is, and what was found in it."""
    sees_all(person, WHOLE)
    return BillingData.model_validate(_row(web, upload_id))


@router.post("/billing", status_code=202, responses=TOO_LARGE, openapi_extra=_FORM)
async def add(request: Request, web: WebDep, person: Uploader) -> BillingData:
    """Billing data. It is read in the background; the book stays as it is until it is taken over."""
    try:
        return BillingData.model_validate(await take_form(request, web, person))
    except NothingTaken as error:
        raise HTTPException(413 if error.too_large else 422, str(error)) from None


@router.post("/billing/{upload_id}/take-over", responses=CONFLICT)
def take(web: WebDep, person: Uploader, upload_id: str) -> BillingData:
    """Make an upload the book. 409 where it cannot be now."""
    sees_all(person, WHOLE)
    row = _row(web, upload_id)
    try:
        take_over(web.store, web.home, row.id, person.email, settings=person.may(Right.SETTINGS))
    except TakingRefused as error:
        raise HTTPException(409, str(error)) from None
    return BillingData.model_validate(_row(web, upload_id))


def _row(web: Web, upload_id: str) -> UploadRow:
    with web.store.read() as session:
        row = billing_upload(session, upload_id)
    if row is None or row.status == "removed":
        raise HTTPException(404, "There is no such upload, or it was thrown away.")
    return row
