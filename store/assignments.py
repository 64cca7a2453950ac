"""Who works on a case, for how long: a lease that ends by itself, so that nobody blocks a case by leaving.

The assignment is a courtesy between people. What keeps two decisions apart is the compare-and-set on the
case's version (`store.decisions.decide`), whoever holds the lease.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, delete, select

from store.audit import tell
from store.cases import case_row
from store.errors import StoreError
from store.tables import CaseRow
from store.web_tables import AssignmentRow, PersonRow

LEASE = timedelta(minutes=30)


class TakenByOther(StoreError):
    """Somebody else has the case, and their time is not over; the message says who, until when."""

    def __init__(self, lease: Lease) -> None:
        super().__init__(f"{lease.name} has this case until {lease.until[11:16]} UTC")
        self.lease = lease


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a case, and until when (ISO 8601, UTC)."""

    case_id: str
    person_id: str
    name: str
    until: str


def moment(now: datetime | None = None) -> str:
    """A moment as the rows keep it, so that text compares as time does."""
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def lease_of(session: Session, case_id: str, now: datetime | None = None) -> Lease | None:
    """Who has the case now; None where nobody has, or the lease has ended."""
    found = session.exec(
        select(AssignmentRow, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(AssignmentRow.person_id))
        .where(AssignmentRow.case_id == case_id, col(AssignmentRow.until) > moment(now))
    ).first()
    if found is None:
        return None
    row, name = found
    return Lease(case_id, row.person_id, name, row.until)


def take(
    session: Session,
    case_id: str,
    person_id: str,
    *,
    over: bool = False,
    now: datetime | None = None,
) -> Lease:
    """Take a case, or go on with it: the lease runs anew from now.

    `over` takes it from somebody whose lease still runs, and the trail tells so. Raises UnknownCase,
    and TakenByOther without `over`.
    """
    row = case_row(session, case_id)
    at = now or datetime.now(UTC)
    held = lease_of(session, case_id, at)
    other = held is not None and held.person_id != person_id
    if held is not None and other and not over:
        raise TakenByOther(held)
    mine = session.get(AssignmentRow, case_id)
    taken_at = mine.taken_at if mine and held and not other else moment(at)
    session.merge(
        AssignmentRow(
            case_id=case_id, person_id=person_id, taken_at=taken_at, until=moment(at + LEASE)
        )
    )
    session.flush()
    taken = lease_of(session, case_id, at)
    assert taken is not None
    if held is not None and other:
        told = {"by": taken.name, "from": held.name}
        tell(session, "taken over", told, (case_id, row.version))
    return taken


def renew(
    session: Session, case_id: str, person_id: str, now: datetime | None = None
) -> Lease | None:
    """Let one's own lease run anew; None where it has ended or is somebody else's."""
    held = lease_of(session, case_id, now)
    if held is None or held.person_id != person_id:
        return None
    return take(session, case_id, person_id, now=now)


def release(session: Session, case_id: str, person_id: str | None = None) -> bool:
    """Give a case back; with a person only where it is theirs. False where there was nothing to give."""
    query = delete(AssignmentRow).where(col(AssignmentRow.case_id) == case_id)
    if person_id is not None:
        query = query.where(col(AssignmentRow.person_id) == person_id)
    return bool(session.exec(query).rowcount)


def expire(session: Session, now: datetime | None = None) -> int:
    """Sweep away leases that have ended; how many. They count for nothing even before that."""
    query = delete(AssignmentRow).where(col(AssignmentRow.until) <= moment(now))
    return int(session.exec(query).rowcount)


def mine(session: Session, person_id: str, now: datetime | None = None) -> list[str]:
    """The open cases that a person has now."""
    query = (
        select(AssignmentRow.case_id)
        .join(CaseRow, col(CaseRow.case_id) == col(AssignmentRow.case_id))
        .where(
            AssignmentRow.person_id == person_id,
            col(AssignmentRow.until) > moment(now),
            CaseRow.status == "waiting",
        )
        .order_by(col(AssignmentRow.case_id))
    )
    return list(session.exec(query).all())
