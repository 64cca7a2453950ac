"""The job "run": every flagged account of the book investigated, as `recoup run` does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.changes import UNCHANGED
from agent.run import RunOptions, RunResult, run_book
from app.opening import choose_readers
from app.web.billing_data.collecting import keep_collected
from app.web.billing_data.runs import RUN
from app.web.billing_data.taking import finish, present_book
from app.work.book import keep_proposals
from app.work.jobs import GiveUp, TryAgain, job
from app.work.work import Work
from app.wrong_input import InputWrong
from billing.errors import BookUnreadable
from store.billing_uploads import save_quarantine
from store.lock import StoreBusy, worker_lock
from store.web_tables import JobRow

BUSY_SECONDS = 15
MOST_CHANGES = 500
"""Cases that are told one by one of what changed in them."""
MOST_NOTES = 200


@job(RUN)
def run(work: Work, row: JobRow) -> dict[str, Any]:
    """Run over the book. Killed and begun again it gives the same cases, memos and rows, none twice."""
    as_of = date.fromisoformat(row.payload["as_of"])
    try:
        choice = choose_readers(row.payload.get("reader") or work.settings.reader)
    except InputWrong as error:
        raise GiveUp(str(error)) from None
    options = RunOptions(
        as_of=as_of,
        reader=choice,
        outbox=work.home.outbox,
        memos=work.home.memos,
        progress=work.tell,
    )
    try:
        with worker_lock(work.store.file):
            finish(work.store, work.home)
        work.tell("reading the billing data", 0, 1)
        result = run_book(work.store, work.home.book, options)
    except StoreBusy:
        words = "Another run, of the command line or of this application, holds the store; this one waits."
        raise TryAgain(words, BUSY_SECONDS) from None
    except BookUnreadable as error:
        raise GiveUp(str(error)) from None
    work.tell("laying out what was found", 0, 2)
    kept = _kept(result, as_of, choice.kind)
    with work.store.begin() as session:
        upload_id = present_book(session)
        rows = ((each["file"], each["row"], each["reason"]) for each in result.body["quarantine"])
        save_quarantine(session, upload_id, rows)
    keep_proposals(work)
    work.tell("looking for what was paid", 1, 2)
    keep_collected(work.store, work.home.book)
    return {**kept, "book": upload_id}


def _kept(result: RunResult, as_of: date, reader: str) -> dict[str, Any]:
    """What is kept of a run: its totals, and what changed in which case."""
    cases = result.body["cases"]
    changed = [case for case in cases if case["change"] != UNCHANGED]
    return {
        "as_of": as_of.isoformat(),
        "reader": reader,
        "cases": len(cases),
        "changed": len(changed),
        "routes": dict(Counter(_route(case) for case in cases)),
        "totals": result.body["totals"],
        "changes": [
            {
                "case_id": case["case_id"],
                "account_id": case["account_id"],
                "version": case["version"],
                "change": case["change"] or "new",
                "route": _route(case),
            }
            for case in changed[:MOST_CHANGES]
        ],
        "quarantine": len(result.body["quarantine"]),
        "notes": result.body["notes"][:MOST_NOTES],
        "notes_count": len(result.body["notes"]),
    }


def _route(case: Mapping[str, Any]) -> str:
    return "waiting" if case["status"] == "waiting" else str(case["route"])
