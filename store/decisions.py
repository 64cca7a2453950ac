"""Decisions of specialists: a row first, then the case goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from store.audit import tell
from store.cases import case_row
from store.errors import AlreadyDecided, CaseNotWaiting
from store.tables import ApprovalRow, CaseRow, DecisionRow, now
from store.telling import decision_told

DecisionAction = Literal["approve", "amend", "reject"]

GROUNDS = {
    "misread": "the contract was read wrongly",
    "agreed_otherwise": "something else was agreed: a side letter, an e-mail, a waiver",
    "corrected_already": "billing has corrected it already",
    "billed_right": "the bill is right, for a reason that the book does not hold",
    "disputed": "the customer disputes it",
    "goodwill": "it is right, and is not claimed",
    "other": "another reason, in words",
}
"""Why a case is rejected."""


@dataclass(frozen=True, slots=True)
class Given:
    """A decision as a person gives it."""

    action: DecisionAction
    decided_by: str
    reason: str = ""
    ground: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    """Finding number → corrected amount."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Amended causes and terms, as `DecisionRow.changes` keeps them."""
    seconded_by: str = ""
    amends: int | None = None


def decide(session: Session, case_id: str, version: int, given: Given) -> DecisionRow:
    """Record a decision on one version of a case that waits for it.

    The case's row is taken by compare-and-set (same version, still waiting), and a version has at
    most one decision. Raises UnknownCase, CaseNotWaiting, AlreadyDecided.
    """
    row = must_wait(session, case_id, version)
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
    decision = _write(session, row, version, given)
    session.refresh(row)
    return decision


def confirm(session: Session, case_id: str, version: int, given: Given) -> DecisionRow:
    """Record that a version which was made by an amendment is approved by it.

    The case must be `running` at that version: the one who amended it holds it in this transaction.
    """
    row = case_row(session, case_id)
    row.status, row.updated_at = "decided", now()
    session.add(row)
    return _write(session, row, version, given)


def _write(session: Session, row: CaseRow, version: int, given: Given) -> DecisionRow:
    decision = DecisionRow(
        case_id=row.case_id,
        version=version,
        action=given.action,
        reason=given.reason,
        ground=given.ground,
        amounts=dict(given.amounts),
        changes=dict(given.changes),
        decided_by=given.decided_by,
        seconded_by=given.seconded_by,
        amends=given.amends,
        confidence=row.confidence,
        features=row.context.get("features", {}),
    )
    session.add(decision)
    try:
        session.flush()
    except IntegrityError:
        msg = f"version {version} of case {row.case_id} has been decided already"
        raise AlreadyDecided(msg) from None
    tell(session, "decision", decision_told(decision), (row.case_id, version))
    return decision


def must_wait(session: Session, case_id: str, version: int) -> CaseRow:
    """The case, if that version of it waits for a decision.

    Raises UnknownCase, CaseNotWaiting, AlreadyDecided.
    """
    row = case_row(session, case_id)
    _must_wait(session, row, version)
    return row


def first_approval(session: Session, case_id: str, version: int) -> ApprovalRow | None:
    """The approval of one version that waits for a second person, or None."""
    return session.exec(
        select(ApprovalRow).where(ApprovalRow.case_id == case_id, ApprovalRow.version == version)
    ).first()


def approve_first(
    session: Session, case_id: str, version: int, by: str, payload: Mapping[str, Any]
) -> None:
    """Keep an approval that needs a second person; a later one takes its place.

    Raises UnknownCase, CaseNotWaiting, AlreadyDecided.
    """
    must_wait(session, case_id, version)
    row = first_approval(session, case_id, version)
    if row is None:
        row = ApprovalRow(case_id=case_id, version=version, payload={}, approved_by=by)
    row.payload, row.approved_by, row.approved_at = dict(payload), by, now()
    session.add(row)
    tell(session, "first approval", {"by": by, **payload}, (case_id, version))


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
