"""/contracts: the list, the upload, and how far reading is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.context import Person, Uploader, Viewer, Web, WebDep, page, seen
from app.web.reading.listing import KINDS, STATUSES, Listing, listing
from app.web.security.flash import Tone, flash
from app.web.security.forgery import FIELD, FORGED, HEADER, same
from app.web.uploading.accounts import AccountUnfit, chosen_account, destination
from app.web.uploading.receiving import Form, receive
from app.web.uploading.taking import READ, in_words, take_contracts
from store.jobs import enqueue
from store.uploads import Wanted, of_account, search_accounts

router = APIRouter()
NO_FILE = "No file was chosen: choose PDFs, or a zip of them."
Text = Annotated[str, Query(max_length=200)]


def chosen(
    person: Viewer, q: Text = "", account: Text = "", status: Text = "", kind: Text = ""
) -> Wanted:
    """What the filters of the address ask for, of the accounts that the person sees."""
    return Wanted(account, status, kind, q, person.accounts)


@router.get("/contracts")
def contracts(
    request: Request,
    web: WebDep,
    wanted: Annotated[Wanted, Depends(chosen)],
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The list."""
    return _page(request, _listing(web, wanted, page_number), Typed(wanted.account), web)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the upload form holds: what was typed is not lost where it does not fit."""

    account: str = ""
    new_account: str = ""
    new_name: str = ""
    wrong: str = ""
    field: str = ""
    """The field that `wrong` is about."""


def _page(
    request: Request, found: Listing, typed: Typed, web: Web, status: int = 200
) -> HTMLResponse:
    return page(
        request,
        "contracts.html.j2",
        status,
        list=found,
        typed=typed,
        kinds=list(KINDS.items()),
        statuses=list(STATUSES.items()),
        limits=web.settings,
        polled=False,
        changed=(),
    )


@router.get("/contracts/progress")
def progress(request: Request, web: WebDep, person: Viewer) -> HTMLResponse:
    """What is being read, for a page that asks every second; when it ends the list is asked anew."""
    found = _listing(web, Wanted(status="reading", accounts=person.accounts), 1)
    answer = page(
        request, "parts/reading_progress.html.j2", list=found, changed=found.rows, polled=True
    )
    if not found.reads:
        answer.headers["HX-Trigger"] = "contracts-read"
    return answer


@router.get("/contracts/accounts")
def accounts(request: Request, web: WebDep, person: Viewer, account: Text = "") -> HTMLResponse:
    """Accounts to choose from, as one types."""
    with web.store.read() as session:
        found = search_accounts(session, account, person.accounts)
    return page(request, "parts/account_choices.html.j2", accounts=found)


@router.get("/contracts/goes")
def goes(
    request: Request,
    web: WebDep,
    person: Uploader,
    account: Text = "",
    new_account: Text = "",
    new_name: Text = "",
) -> HTMLResponse:
    """Where an upload would go, told while it is typed."""
    found, wrong = None, ""
    try:
        found = destination(web, person, account, new_account, new_name)
    except AccountUnfit as error:
        wrong = str(error) if account or new_account else ""
    return page(request, "parts/upload_goes.html.j2", goes=found, wrong=wrong)


async def upload(request: Request, web: WebDep, person: Uploader) -> Response:
    """Files for an account, received in a stream."""
    header = request.headers.get(HEADER)

    def checked(form: Form) -> None:
        if not person.token and not same(header or form.fields.get(FIELD, ""), person.csrf):
            raise HTTPException(403, FORGED)

    form = await receive(
        request.stream(),
        request.headers.get("content-type", ""),
        web.home.files,
        web.settings.upload_megabytes << 20,
        checked,
    )
    checked(form)
    return await run_in_threadpool(_taken, request, web, person, form)


upload.checks_the_token_itself = True  # type: ignore[attr-defined] # see `forgery.CHECKS_ITSELF`
router.post("/contracts/upload")(upload)


def _taken(request: Request, web: Web, person: Person, form: Form) -> Response:
    names = ("account", "new_account", "new_name")
    typed = Typed(*(form.fields.get(name, "").strip() for name in names))
    if not form.files:
        return _asked_back(request, web, person, replace(typed, wrong=NO_FILE, field="files"))
    try:
        account_id = chosen_account(web, person, typed.account, typed.new_account, typed.new_name)
    except AccountUnfit as error:
        form.drop()
        shown = replace(typed, wrong=str(error), field=error.field)
        return _asked_back(request, web, person, shown)
    taken = take_contracts(web, person.id, account_id, form.files)
    answer = RedirectResponse("/contracts?" + urlencode({"account": account_id}), 303)
    refused = any(not each.is_new and not each.again for each in taken)
    tone: Tone = (
        "warn" if refused or not taken else "good" if any(t.is_new for t in taken) else "info"
    )
    flash(answer, in_words(taken), tone)
    return answer


def _asked_back(request: Request, web: Web, person: Person, typed: Typed) -> Response:
    """The form as it was typed, with what is wrong beside its field."""
    if request.headers.get("HX-Request"):  # the script keeps the form as it is, files and all
        raise HTTPException(422, typed.wrong)
    return _page(request, _listing(web, Wanted(accounts=person.accounts), 1), typed, web, 422)


@router.post("/accounts/{account_id}/read")
def read_again(web: WebDep, person: Uploader, account_id: str) -> Response:
    """Ask for an account's contracts to be read again."""
    account_id = seen(person, account_id)
    with web.store.begin() as session:
        if not of_account(session, account_id):
            raise HTTPException(404, "There is no such account, or it has no contract.")
        enqueue(session, READ, account_id, asked_by=person.id)
    answer = RedirectResponse("/contracts?" + urlencode({"account": account_id}), 303)
    flash(answer, "The contracts are being read.", "info")
    return answer


def _listing(web: Web, wanted: Wanted, number: int) -> Listing:
    with web.store.read() as session:
        return listing(session, wanted, number)
