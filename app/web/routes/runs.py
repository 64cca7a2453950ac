"""/runs: start a run over the book, see how far it is, and what the past ones changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.billing_data.places import has_book
from app.web.billing_data.runs import (
    ROUTES,
    RunRefused,
    ask_for_run,
    one_run,
    present_run,
    readers,
    runs_page,
    today,
)
from app.web.context import PageNumber, Uploader, Viewer, WebDep, page
from app.web.security.flash import flash

router = APIRouter()


@router.get("/runs")
def runs(
    request: Request,
    web: WebDep,
    person: Viewer,
    number: PageNumber = 1,
) -> HTMLResponse:
    """The run under way, a form for the next, and the past ones."""
    with web.store.read() as session:
        found, pages = runs_page(session, number)
        present = present_run(session)
    return page(
        request,
        "runs.html.j2",
        runs=[each for each in found if not each.under_way],
        present=present,
        pages=pages,
        number=number,
        today=today().isoformat(),
        readers=readers(),
        book=has_book(web.home),
        sees_all=person.accounts is None,
    )


@router.post("/runs")
def start(
    web: WebDep,
    person: Uploader,
    as_of: Annotated[str, Form(max_length=10)] = "",
    reader: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Ask for a run."""
    answer = RedirectResponse("/runs", 303)
    try:
        ask_for_run(web, person, as_of, reader)
    except RunRefused as error:
        flash(answer, str(error), "warn")
    else:
        flash(answer, "The run is asked for. You may leave this page.", "info")
    return answer


@router.get("/runs/progress")
def progress(request: Request, web: WebDep, _person: Viewer, of: int = 0) -> HTMLResponse:
    """How far the run is, for a page that asks every second; when it has ended, the page is drawn anew."""
    with web.store.read() as session:
        present = present_run(session)
    answer = page(request, "parts/run_progress.html.j2", present=present)
    if present is None or present.id != of:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.get("/runs/{run_id}")
def run(request: Request, web: WebDep, person: Viewer, run_id: int) -> HTMLResponse:
    """One run: its totals, and what changed in which case."""
    with web.store.read() as session:
        found = one_run(session, run_id)
    if found is None:
        raise HTTPException(404, "There is no such run.")
    return page(
        request,
        "run.html.j2",
        run=found,
        changes=found.changes(person.accounts),
        routes=ROUTES,
        sees_all=person.accounts is None,
    )
