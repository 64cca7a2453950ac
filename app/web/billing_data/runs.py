"""Runs: asked for, the one under way, and what the past ones found and changed. For page and API alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import HTTPException
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.web.billing_data.places import has_book
from app.web.context import Person, Web, sees_all
from app.web.dashboard.cells import Accounts
from app.web.dashboard.trust import duration_in_words
from store.jobs import enqueue
from store.web_tables import JobRow, PersonRow

RUN = "run"
BOOK = "book"
"""The subject of a run: there is one book."""
PAGE = 50
ROUTES = {
    "billing": "sent to billing",
    "waiting": "waiting for a person",
    "review": "decided by a person",
    "none": "nothing to do",
}
READERS = {
    "": "as this application is set up",
    "grammar": "grammar: no model",
    "both": "grammar and model",
    "model": "model",
}
NO_BOOK = "There is no billing data yet: upload a book first, then start a run."
WHOLE = (
    "A run works on every account, and you see some of them: somebody who sees all can start it."
)


class RunRefused(ValueError):
    """No run is begun just now; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run."""

    id: int
    status: str
    stage: str
    done: int
    total: int
    attempts: int
    error: str
    asked_by: str
    created_at: str
    finished_at: str | None
    payload: Mapping[str, Any]
    result: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Of the job that it is."""
        return RUN

    @property
    def took(self) -> str:
        """How long it took from asking to its end."""
        if self.finished_at is None:
            return ""
        passed = datetime.fromisoformat(self.finished_at) - datetime.fromisoformat(self.created_at)
        return duration_in_words(max(0.0, passed.total_seconds()))

    @property
    def under_way(self) -> bool:
        """Whether it waits or works."""
        return self.status in {"waiting", "working"}

    @property
    def held_up(self) -> bool:
        """Whether it waits because something held it up."""
        return self.status == "waiting" and bool(self.error)

    def changes(self, accounts: Accounts) -> Sequence[Mapping[str, Any]]:
        """What changed, of the accounts that may be seen."""
        all_of_them: Sequence[Mapping[str, Any]] = self.result.get("changes", ())
        return [each for each in all_of_them if accounts is None or each["account_id"] in accounts]


def today() -> date:
    """The day where the server is: on which a run stands that names none."""
    return date.today()  # noqa: DTZ011 - the seller's day, not the day in Greenwich


def readers() -> list[tuple[str, str]]:
    """The readers that can be chosen: a model only where one can be reached."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    return [
        (name, words) for name, words in READERS.items() if key or name not in {"both", "model"}
    ]


def ask_for_run(web: Web, person: Person, as_of: str, reader: str) -> JobRow:
    """Ask for a run over the book as it stands on a day ('': today).

    Raises RunRefused where there is no book or a run is under way; HTTPException 403 for a person who
    does not see every account, 422 for a day or a reader that is none.
    """
    sees_all(person, WHOLE)
    try:
        day = date.fromisoformat(as_of) if as_of else today()
    except ValueError:
        raise HTTPException(422, f"“{as_of}” is not a day: write it as 2026-01-31.") from None
    if reader not in dict(readers()):
        known = ", ".join(name for name, _ in readers() if name)
        raise HTTPException(422, f"“{reader}” is not a reader that can be asked: {known} can.")
    if not has_book(web.home):
        raise RunRefused(NO_BOOK)
    with web.store.begin() as session:
        present = present_run(session)
        if present is not None:
            msg = (
                f"A run by {present.asked_by} is under way: one works at a time. Start the next when "
                "it has ended."
            )
            raise RunRefused(msg)
        payload = {"as_of": day.isoformat(), "reader": reader}
        return enqueue(session, RUN, BOOK, payload, person.id)


def runs_page(session: Session, page: int) -> tuple[list[Run], int]:
    """A page of runs, the newest first, and how many pages there are."""
    query = (
        select(JobRow, col(PersonRow.name))
        .outerjoin(PersonRow, col(PersonRow.id) == col(JobRow.asked_by))
        .where(col(JobRow.kind) == RUN)
        .order_by(col(JobRow.id).desc())
        .offset(PAGE * (page - 1))
        .limit(PAGE)
    )
    count = session.execute(
        select(func.count()).select_from(JobRow).where(col(JobRow.kind) == RUN)
    ).scalar_one()
    rows = session.execute(query).all()
    return [_run(job, name) for job, name in rows], max(1, -(-count // PAGE))


def one_run(session: Session, run_id: int) -> Run | None:
    """One run, or None."""
    row = session.get(JobRow, run_id)
    if row is None or row.kind != RUN:
        return None
    person = session.get(PersonRow, row.asked_by)
    return _run(row, person.name if person else None)


def present_run(session: Session) -> Run | None:
    """The run that is under way or waits; None where there is none."""
    query = (
        select(col(JobRow.id))
        .where(col(JobRow.kind) == RUN, col(JobRow.status).in_(("working", "waiting")))
        .order_by(col(JobRow.status).desc(), col(JobRow.id))
        .limit(1)
    )
    found = session.execute(query).scalar()
    return None if found is None else one_run(session, found)


def _run(row: JobRow, name: str | None) -> Run:
    assert row.id is not None
    return Run(
        row.id,
        row.status,
        row.stage,
        row.done,
        row.total,
        row.attempts,
        row.error,
        name or "somebody",
        row.created_at,
        row.finished_at,
        row.payload,
        row.result,
    )
