"""/runs: start a run over the book, see how far it is and what it gave."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException

from app.web.api.documented import CONFLICT
from app.web.api.values import Job, RunAsked
from app.web.billing_data.runs import WHOLE, RunRefused, ask_for_run, one_run, runs_page
from app.web.context import PageNumber, Uploader, Viewer, WebDep, sees_all

router = APIRouter(tags=["runs"])


@router.get("/runs")
def runs(web: WebDep, person: Viewer, page: PageNumber = 1) -> list[Job]:
    """Runs, newest first, 50 a page."""
    sees_all(person, WHOLE)
    with web.store.read() as session:
        found, _ = runs_page(session, page)
    return [Job.model_validate(each) for each in found]


@router.get("/runs/{run_id}")
def run(web: WebDep, person: Viewer, run_id: str) -> Job:
    """One run: how far it is, or its totals and what changed."""
    sees_all(person, WHOLE)
    number = int(run_id) if run_id.isascii() and run_id.isdigit() and len(run_id) < 16 else 0
    with web.store.read() as session:
        found = one_run(session, number)
    if found is None:
        raise HTTPException(404, "There is no such run.")
    return Job.model_validate(found)


@router.post("/runs", status_code=202, responses=CONFLICT)
def start(web: WebDep, person: Uploader, asked: RunAsked) -> Job:
    """Ask for a run. 409 where one is under way: one works at a time."""
    try:
        row = ask_for_run(web, person, asked.as_of or "", asked.reader or "")
    except RunRefused as error:
        raise HTTPException(409, str(error)) from None
    return Job.model_validate(row)
