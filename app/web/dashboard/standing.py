"""How far everything is: contracts, billing data, runs, cases. It says what to do next where nothing is yet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.web.dashboard.cells import Accounts
from store.tables import CaseRow
from store.web_tables import JobRow, UploadRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts."""

    contracts: int
    cases: int
    waiting: int
    """Cases that wait for a decision."""
    sent: int
    """Cases that went to billing without a person."""
    clear: int
    """Cases in which nothing was found and nothing is open."""
    as_of: str
    """The latest day on which a case stands."""


def read_standing(session: Session, accounts: Accounts) -> Standing:
    """How far the accounts are that may be seen."""
    query = select(
        col(CaseRow.status), col(CaseRow.route), func.count(), func.max(col(CaseRow.as_of))
    ).group_by(col(CaseRow.status), col(CaseRow.route))
    contracts = (
        select(func.count())
        .select_from(UploadRow)
        .where(col(UploadRow.kind) == "contract", col(UploadRow.status) == "ready")
    )
    if accounts is not None:
        query = query.where(col(CaseRow.account_id).in_(sorted(accounts)))
        contracts = contracts.where(col(UploadRow.account_id).in_(sorted(accounts)))
    rows = session.execute(query).all()
    return Standing(
        contracts=session.execute(contracts).scalar_one(),
        cases=sum(count for _, _, count, _ in rows),
        waiting=sum(count for status, _, count, _ in rows if status == "waiting"),
        sent=sum(
            count for status, route, count, _ in rows if (status, route) == ("done", "billing")
        ),
        clear=sum(count for status, route, count, _ in rows if (status, route) == ("done", "none")),
        as_of=max((as_of for *_, as_of in rows), default=""),
    )


def run_under_way(session: Session) -> bool:
    """Whether a run works or waits."""
    query = select(col(JobRow.id)).where(
        col(JobRow.kind) == "run", col(JobRow.status).in_(("waiting", "working"))
    )
    return session.execute(query.limit(1)).scalar() is not None
