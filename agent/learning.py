"""What decisions teach: was the memo right, by cause, with what was seen of the case."""

from __future__ import annotations

from sqlmodel import Session

from store.audit import tell_once
from store.cases import findings_of
from store.decisions import decision_of
from store.outcomes import outcome_of, save_outcome
from store.tables import DecisionRow, OutcomeRow

SAYS_NOTHING = frozenset({"goodwill"})
"""Grounds of a rejection that say nothing against the memo: it is right, and is not claimed."""


def learn_from(session: Session, case_id: str, version: int) -> None:
    """Keep what the decision on a version taught; nothing where nobody decided, or it is kept."""
    decision = decision_of(session, case_id, version)
    if decision is None:
        return
    if decision.amends is not None:  # made by an amendment: what was amended taught, not this
        decision = decision_of(session, case_id, decision.amends)
        assert decision is not None
    if outcome_of(session, case_id, decision.version) is not None:
        return
    outcome = _outcome(session, decision)
    save_outcome(session, outcome)
    told = {"right": outcome.right, "causes": outcome.causes, "action": outcome.action}
    tell_once(session, "learned", told, (case_id, decision.version))


def _outcome(session: Session, decision: DecisionRow) -> OutcomeRow:
    found = findings_of(session, decision.case_id, decision.version)
    return OutcomeRow(
        case_id=decision.case_id,
        version=decision.version,
        action=decision.action,
        ground=decision.ground,
        right=right(decision, has_findings=bool(found)),
        causes=sorted({row.cause for row in found}),
        features=decision.features,
        confidence=decision.confidence,
        decided_at=decision.decided_at,
    )


def right(decision: DecisionRow, *, has_findings: bool) -> bool | None:
    """Approved unchanged: right; amended or rejected: wrong; None where it says nothing."""
    if not has_findings or decision.ground in SAYS_NOTHING:
        return None
    return decision.action == "approve"
