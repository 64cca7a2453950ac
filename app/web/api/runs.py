"""/runs: start a run over the book, see how far it is and what it gave."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fastapi import APIRouter, HTTPException

from app.web.api.documented import CONFLICT, PageNumber
from app.web.api.values import Job, RunAsked
from app.web.billing_data.runs import BOOK, RUN, one_run, present_run, runs_page
from app.web.context import Person, Uploader, Viewer, WebDep
from store.jobs import enqueue
from store.web_tables import JobRow

router = APIRouter(tags=["runs"])
WHOLE = (
    "A run works on every account, and you see some of them: somebody who sees all can start it."
)


@router.get("/runs")
def runs(web: WebDep, person: Viewer, page: PageNumber = 1) -> list[Job]:
    """Runs, newest first, 50 a page."""
    _sees_all(person)
    with web.store.read() as session:
        found, _ = runs_page(session, page)
        rows = [session.get_one(JobRow, each.id) for each in found]
    return [Job.model_validate(row) for row in rows]


@router.get("/runs/{run_id}")
def run(web: WebDep, person: Viewer, run_id: str) -> Job:
    """One run: how far it is, or its totals and what changed."""
    _sees_all(person)
    number = int(run_id) if run_id.isascii() and run_id.isdigit() and len(run_id) < 16 else 0
    with web.store.read() as session:
        row = session.get(JobRow, number) if one_run(session, number) else None
    if row is None:
        raise HTTPException(404, "There is no such run.")
    return Job.model_validate(row)


@router.post("/runs", status_code=202, responses=CONFLICT)
def start(web: WebDep, person: Uploader, asked: RunAsked) -> Job:
    """Ask for a run. 409 where one is under way: one works at a time."""
    _sees_all(person)
    try:
        day = date.fromisoformat(asked.as_of) if asked.as_of else datetime.now(UTC).date()
    except ValueError:
        raise HTTPException(422, f"{asked.as_of} is not a day.") from None
    if not (web.home.book / "accounts.csv").is_file() and not (web.home.book / "stripe").is_dir():
        raise HTTPException(409, "There is no billing data yet: upload a book first.")
    with web.store.begin() as session:
        present = present_run(session)
        if present is not None:
            raise HTTPException(409, f"Run {present.id} is under way: one works at a time.")
        row = enqueue(session, RUN, BOOK, {"as_of": day.isoformat(), "reader": ""}, person.id)
    return Job.model_validate(row)


def _sees_all(person: Person) -> None:
    if person.accounts is not None:
        raise HTTPException(403, WHOLE)
