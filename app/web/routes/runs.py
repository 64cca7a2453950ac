"""/runs: start a run over the book, see how far it is, and what the past ones changed."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.billing_data.runs import BOOK, ROUTES, RUN, one_run, present_run, runs_page
from app.web.context import Uploader, Viewer, Web, WebDep, page
from app.web.security.flash import flash
from store.jobs import enqueue

router = APIRouter()
READERS = {
    "": "as this application is set up",
    "grammar": "grammar: no model",
    "both": "grammar and model",
    "model": "model",
}
NO_BOOK = "There is no billing data yet: upload a book first, then start a run."


@router.get("/runs")
def runs(
    request: Request,
    web: WebDep,
    person: Viewer,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
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
        today=date.today().isoformat(),  # noqa: DTZ011 - the day where the server is
        readers=_readers(),
        book=_has_book(web),
        sees_all=person.accounts is None,
    )


def _readers() -> list[tuple[str, str]]:
    """The readers that can be chosen: a model only where one can be reached."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    return [
        (name, words) for name, words in READERS.items() if key or name not in {"both", "model"}
    ]


def _has_book(web: Web) -> bool:
    return (web.home.book / "accounts.csv").is_file() or (web.home.book / "stripe").is_dir()


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
        day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 - as above
    except ValueError:
        raise HTTPException(422, f"“{as_of}” is not a day: write it as 2026-01-31.") from None
    if reader not in dict(_readers()):
        raise HTTPException(422, "Choose one of the readers of the list.")
    if person.accounts is not None:
        raise HTTPException(
            403,
            "A run works on every account, and you see some of them: ask somebody who sees all.",
        )
    if not _has_book(web):
        flash(answer, NO_BOOK, "warn")
        return answer
    with web.store.begin() as session:
        present = present_run(session)
        if present is None:
            payload = {"as_of": day.isoformat(), "reader": reader}
            enqueue(session, RUN, BOOK, payload, person.id)
    if present is not None:
        words = f"A run by {present.asked_by} is under way: one works at a time. Start the next when it has ended."
        flash(answer, words, "warn")
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
