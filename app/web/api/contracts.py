"""/contracts: uploads, how far their reading is, and the terms read from them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool

from app.web.api.documented import TOO_LARGE, form_with_files
from app.web.api.values import Contract, Listed, Taken, Uploaded
from app.web.context import PageNumber, Person, Text, Uploader, Viewer, Web, WebDep, seen
from app.web.reading.readings import as_it_counts
from app.web.uploading.accounts import AccountUnfit, chosen_account
from app.web.uploading.receiving import Form, receive
from app.web.uploading.taking import READ, take_contracts
from store.jobs import enqueue
from store.uploads import CONTRACT, PAGE, Wanted, listed, of_account, upload_of
from store.web_tables import UploadRow

router = APIRouter(tags=["contracts"])


@router.get("/contracts")
def contracts(
    web: WebDep,
    person: Viewer,
    account: Text = "",
    status: Text = "",
    q: Annotated[str, Query(max_length=200, description="Words of the name or title.")] = "",
    page: PageNumber = 1,
) -> Listed[Contract]:
    """Contracts, newest first."""
    with web.store.read() as session:
        wanted = Wanted(account, status, "", q, person.accounts)
        rows, total = listed(session, wanted, page)
    items = [Contract.model_validate(row) for row in rows]
    return Listed(items=items, page=page, pages=max(1, -(-total // PAGE)), total=total)


@router.get("/contracts/{contract_id}")
def contract(web: WebDep, person: Viewer, contract_id: str) -> Contract:
    """One contract."""
    return Contract.model_validate(_row(web, person, contract_id))


@router.get("/contracts/{contract_id}/terms")
def terms(web: WebDep, person: Viewer, contract_id: str) -> dict[str, Any]:
    """What was read of a contract: its heading, terms with citations, and what nobody understood.

    A document as `recoup extract` gives it, with what people corrected.
    """
    row = _row(web, person, contract_id)
    with web.store.read() as session:
        found = as_it_counts(session, row)
    if found is None:
        raise HTTPException(404, f"{row.name} has not been read yet: it is {row.status}.")
    return found.model_dump(mode="json")


_FORM = form_with_files(
    "PDFs, or a zip of PDFs.",
    account={"type": "string", "description": "An account that is there."},
    new_account={"type": "string", "description": "The id of a new one."},
    new_name={"type": "string", "description": "Its name."},
)


@router.post("/contracts", status_code=202, responses=TOO_LARGE, openapi_extra=_FORM)
async def upload(request: Request, web: WebDep, person: Uploader) -> Uploaded:
    """Contracts of one account. They are read in the background; one result a file."""
    form = await receive(
        request.stream(),
        request.headers.get("content-type", ""),
        web.home.files,
        web.settings.upload_megabytes << 20,
    )
    return await run_in_threadpool(_taken, web, person, form)


def _taken(web: Web, person: Person, form: Form) -> Uploaded:
    names = ("account", "new_account", "new_name")
    said = [form.fields.get(name, "").strip() for name in names]
    try:
        account_id = chosen_account(web, person, *said)
    except AccountUnfit as error:
        form.drop()
        raise HTTPException(422, str(error)) from None
    found = take_contracts(web, person.id, account_id, form.files)
    files = [
        Taken(name=each.name, id=each.upload_id, taken=each.is_new, words=each.words)
        for each in found
    ]
    return Uploaded(account_id=account_id, files=files)


@router.post("/accounts/{account_id}/read", status_code=202)
def read_again(web: WebDep, person: Uploader, account_id: str) -> dict[str, int]:
    """Read an account's contracts again; the job's number."""
    seen(person, account_id)
    with web.store.begin() as session:
        if not of_account(session, account_id):
            raise HTTPException(404, "There is no such account, or it has no contract.")
        job = enqueue(session, READ, account_id, asked_by=person.id)
        assert job.id is not None
        return {"job": job.id}


def _row(web: Web, person: Person, contract_id: str) -> UploadRow:
    with web.store.read() as session:
        row = upload_of(session, contract_id)
    if row is None or row.kind != CONTRACT:
        seen(person, None)
    assert row is not None
    seen(person, row.account_id)
    return row
