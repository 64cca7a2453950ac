"""Decisions of specialists: a row first, then the case goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from store.cases import case_row
from store.errors import AlreadyDecided, CaseNotWaiting
from store.tables import CaseRow, DecisionRow, now

DecisionAction = Literal["approve", "amend", "reject"]


def decide(
    session: Session,
    case_id: str,
    version: int,
    action: DecisionAction,
    reason: str,
    amounts: Mapping[str, str],
    decided_by: str,
) -> DecisionRow:
    """Record a decision on one version of a case that waits for it.

    The case's row is taken by compare-and-set (same version, still waiting), and a version has at
    most one decision. Raises UnknownCase, CaseNotWaiting, AlreadyDecided.
    """
    row = case_row(session, case_id)
    _must_wait(session, row, version)
    taken = session.exec(
        update(CaseRow)
        .where(
            col(CaseRow.case_id) == case_id,
            col(CaseRow.version) == version,
            col(CaseRow.status) == "waiting",
        )
        .values(status="decided", updated_at=now())
    )
    if taken.rowcount != 1:
        msg = f"case {case_id} was decided or changed a moment ago: look again with `recoup show`"
        raise AlreadyDecided(msg)
    decision = DecisionRow(
        case_id=case_id,
        version=version,
        action=action,
        reason=reason,
        amounts=dict(amounts),
        decided_by=decided_by,
        confidence=row.confidence,
    )
    session.add(decision)
    try:
        session.flush()
    except IntegrityError:
        msg = f"version {version} of case {case_id} has been decided already"
        raise AlreadyDecided(msg) from None
    session.refresh(row)
    return decision


def _must_wait(session: Session, row: CaseRow, version: int) -> None:
    case_id = row.case_id
    if row.version != version:
        msg = (
            f"case {case_id} has moved on to version {row.version} (you saw version {version}): "
            f"look at it with `recoup show {case_id}`"
        )
        raise CaseNotWaiting(msg)
    former = decision_of(session, case_id, version)
    if former is not None:
        msg = (
            f"case {case_id} is decided: {former.action} by {former.decided_by} "
            f"on {former.decided_at[:10]} ({former.reason or 'no reason given'})"
        )
        raise AlreadyDecided(msg)
    if row.status != "waiting":
        why = {
            "running": "still runs: run `recoup run` again to finish it",
            "done": f"is closed (route {row.route or 'none'}) and waits for nobody",
        }.get(row.status, f"is {row.status}")
        msg = f"case {case_id} {why}"
        raise CaseNotWaiting(msg)


def decision_of(session: Session, case_id: str, version: int) -> DecisionRow | None:
    """The decision on one version, or None."""
    return session.exec(
        select(DecisionRow).where(DecisionRow.case_id == case_id, DecisionRow.version == version)
    ).first()


def decisions_of(session: Session, case_id: str) -> list[DecisionRow]:
    """Every decision on a case, oldest first."""
    return list(
        session.exec(
            select(DecisionRow)
            .where(DecisionRow.case_id == case_id)
            .order_by(col(DecisionRow.version))
        ).all()
    )


def not_carried_out(session: Session) -> list[DecisionRow]:
    """Decisions that were written and whose case has not gone on yet (the process died between)."""
    return list(
        session.exec(
            select(DecisionRow)
            .join(CaseRow, col(CaseRow.case_id) == col(DecisionRow.case_id))
            .where(
                col(DecisionRow.carried_out_at).is_(None),
                col(CaseRow.version) == col(DecisionRow.version),
            )
        ).all()
    )
