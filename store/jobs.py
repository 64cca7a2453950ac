"""Work in the background: rows that are taken under a lease, so that a worker's death loses nothing.

A worker takes a job for some seconds and moves the lease on while it lives. Past its lease, a job is
anybody's again. So a job may run twice, and each kind of job must bear that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, not_, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from store.tables import now
from store.web_tables import JobRow

LEASE_SECONDS = 60
MOST_ATTEMPTS = 12
"""A job that brought so many workers down is given up."""


def moment(at: datetime) -> str:
    """A moment as rows keep it: UTC, ISO 8601 to the second, so that text sorts as time."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def enqueue(
    session: Session,
    kind: str,
    subject: str = "",
    payload: Mapping[str, Any] | None = None,
    asked_by: str = "",
) -> JobRow:
    """Ask for work. One waiting job a kind and subject is enough: a second asking gives the first.

    A job that is being worked on is not enough: what changed meanwhile waits for another.
    """
    waiting = select(JobRow).where(
        JobRow.kind == kind, JobRow.subject == subject, JobRow.status == "waiting"
    )
    row = session.exec(waiting.order_by(col(JobRow.id)).limit(1)).first()
    if row is None:
        row = JobRow(kind=kind, subject=subject, asked_by=asked_by)
    if payload is not None:
        row.payload = dict(payload)
    session.add(row)
    session.flush()
    return row


def latest(session: Session, kind: str, subject: str = "") -> JobRow | None:
    """The last job of a kind and subject, in whatever state."""
    query = select(JobRow).where(JobRow.kind == kind, JobRow.subject == subject)
    return session.exec(query.order_by(col(JobRow.id).desc()).limit(1)).first()


def open_or_failed(
    session: Session, kind: str, subjects: Collection[str] | None = None, most: int = 50
) -> list[JobRow]:
    """Jobs of a kind that wait, are worked on, or failed with none after them; the newest first.

    `subjects` None is all of them.
    """
    later = aliased(JobRow)
    followed = (
        select(later.id)
        .where(later.kind == JobRow.kind, later.subject == JobRow.subject)
        .where(col(later.id) > col(JobRow.id))
    )
    failed = and_(col(JobRow.status) == "failed", not_(exists(followed)))
    query = select(JobRow).where(
        JobRow.kind == kind, or_(col(JobRow.status).in_(("waiting", "working")), failed)
    )
    if subjects is not None:
        query = query.where(col(JobRow.subject).in_(subjects))
    return list(session.exec(query.order_by(col(JobRow.id).desc()).limit(most)).all())


def waits(session: Session, kinds: Collection[str], at: datetime) -> bool:
    """Whether there is work of these kinds to take up."""
    return session.exec(_ready(kinds, moment(at)).limit(1)).first() is not None


def claim(session: Session, worker: str, at: datetime, kinds: Collection[str]) -> JobRow | None:
    """Take the oldest job that waits, or whose worker's lease is over; None where there is none.

    Two jobs of one kind and subject are never worked on at the same time.
    """
    for row in session.exec(_ready(kinds, moment(at)).with_for_update()).all():
        if _taken_elsewhere(session, row, moment(at)):
            continue
        if row.attempts >= MOST_ATTEMPTS:
            words = f"It was begun {row.attempts} times, and each time the worker ended with it."
            _end(session, row, "failed", error=words)
            continue
        row.status, row.worker = "working", worker
        row.attempts += 1
        row.leased_until = moment(at + timedelta(seconds=LEASE_SECONDS))
        row.error = ""
        session.add(row)
        session.flush()
        return row
    return None


def _ready(kinds: Collection[str], at: str) -> SelectOfScalar[JobRow]:
    waiting = and_(col(JobRow.status) == "waiting", col(JobRow.not_before) <= at)
    left = and_(col(JobRow.status) == "working", col(JobRow.leased_until) < at)
    query = select(JobRow).where(col(JobRow.kind).in_(kinds), or_(waiting, left))
    return query.order_by(col(JobRow.id))


def _taken_elsewhere(session: Session, row: JobRow, at: str) -> bool:
    """Whether a worker is at another job of the same kind and subject."""
    query = select(JobRow.id).where(
        JobRow.kind == row.kind,
        JobRow.subject == row.subject,
        JobRow.status == "working",
        JobRow.id != row.id,
        col(JobRow.leased_until) >= at,
    )
    return session.exec(query.limit(1)).first() is not None


def keep(session: Session, job_id: int, worker: str, at: datetime) -> bool:
    """Move the lease on; False where the job is not this worker's any more."""
    row = _own(session, job_id, worker)
    if row is not None:
        row.leased_until = moment(at + timedelta(seconds=LEASE_SECONDS))
        session.add(row)
    return row is not None


def tell_progress(
    session: Session, job_id: int, worker: str, at: datetime, progress: tuple[str, int, int]
) -> bool:
    """Write (stage, done, total) down, and move the lease on; False as `keep`."""
    row = _own(session, job_id, worker)
    if row is not None:
        row.stage, row.done, row.total = progress
    return keep(session, job_id, worker, at)


def finish(session: Session, job_id: int, worker: str, result: Mapping[str, Any]) -> bool:
    """The work is done; False as `keep`."""
    row = _own(session, job_id, worker)
    if row is not None:
        row.result = dict(result)
        _end(session, row, "done")
    return row is not None


def fail(
    session: Session, job_id: int, worker: str, words: str, again_at: datetime | None = None
) -> bool:
    """It did not work, for a reason in words; with `again_at` it is tried again then. False as `keep`."""
    row = _own(session, job_id, worker)
    if row is None:
        return False
    if again_at is None:
        _end(session, row, "failed", error=words)
    else:
        row.error, row.not_before = words, moment(again_at)
        _wait_again(session, row)
    return True


def release(session: Session, job_id: int, worker: str) -> bool:
    """Put a job back as it was: the worker stops, and the job is not to blame. False as `keep`."""
    row = _own(session, job_id, worker)
    if row is not None:
        row.attempts -= 1
        _wait_again(session, row)
    return row is not None


def release_of_the_dead(session: Session, dead: Callable[[str], bool]) -> int:
    """Put back what workers hold that are known to be dead, before their leases end; how many."""
    rows = session.exec(select(JobRow).where(JobRow.status == "working")).all()
    left = [row for row in rows if dead(row.worker)]
    for row in left:
        _wait_again(session, row)
    return len(left)


def _own(session: Session, job_id: int, worker: str) -> JobRow | None:
    row = session.get(JobRow, job_id)
    mine = row is not None and row.status == "working" and row.worker == worker
    return row if mine else None


def _wait_again(session: Session, row: JobRow) -> None:
    row.status, row.worker, row.leased_until = "waiting", "", None
    session.add(row)


def _end(session: Session, row: JobRow, status: str, error: str = "") -> None:
    row.status, row.error = status, error
    row.leased_until, row.finished_at = None, now()
    session.add(row)
