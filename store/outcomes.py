"""What decisions taught, a row a decided version of a case."""

from __future__ import annotations

from sqlmodel import Session, col, select

from store.tables import OutcomeRow


def outcome_of(session: Session, case_id: str, version: int) -> OutcomeRow | None:
    """What was learned of one version, or None."""
    return session.exec(
        select(OutcomeRow).where(OutcomeRow.case_id == case_id, OutcomeRow.version == version)
    ).first()


def save_outcome(session: Session, outcome: OutcomeRow) -> None:
    """Keep what a decision taught."""
    session.add(outcome)
    session.flush()


def outcomes(session: Session) -> list[OutcomeRow]:
    """Everything learned, oldest decision first."""
    return list(
        session.exec(
            select(OutcomeRow).order_by(
                col(OutcomeRow.decided_at), col(OutcomeRow.case_id), col(OutcomeRow.version)
            )
        ).all()
    )
