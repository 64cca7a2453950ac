"""Weighing one version of a case, and keeping what came of it: for a run and for an amendment alike."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from agent import papers
from agent.calibration import in_use
from agent.confidence import weigh
from agent.desk import Desk
from agent.sending import required
from billing.finding import Finding
from store.cases import case_row, findings_of, update_case
from store.prospects import keep_prospect


def weigh_and_keep(
    session: Session,
    desk: Desk,
    case: tuple[str, int],
    blockers: list[str],
    failed: bool = False,
) -> int:
    """How sure a version is, in hundredths; with its reasons it is kept, and told to the trail."""
    case_id, version = case
    found = _findings(session, case_id, version)
    policy = desk.dossier(case_id).facts.policy
    questions = case_row(session, case_id).questions
    weighing = weigh(found, desk.contract(case_id), blockers, questions, policy, in_use(session))
    update_case(
        session,
        case_id,
        version,
        blockers=blockers,
        failed=failed,
        confidence=papers.probability(weighing.hundredths),
        threshold=required(policy, found),
        reasons=[reason.as_dict() for reason in weighing.reasons],
    )
    keep_prospect(
        session,
        case_id,
        version,
        sum(reason.at_most is not None for reason in weighing.reasons),
        sendable=papers.sendable(session, case_id, version),
    )
    papers.keep_seen(session, desk, case_id, version)
    papers.tell_confidence(session, case_id, version)
    return weighing.hundredths


def _findings(session: Session, case_id: str, version: int) -> Sequence[Finding]:
    return [Finding.model_validate(row.payload) for row in findings_of(session, case_id, version)]
