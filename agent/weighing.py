"""Weighing one version of a case, and keeping what came of it: for a run and for an amendment alike."""

from __future__ import annotations

from sqlmodel import Session

from agent import papers
from agent.calibration import in_use
from agent.confidence import weigh
from agent.desk import Desk
from agent.sending import required
from store.cases import update_case
from store.prospects import keep_prospect


def weigh_and_keep(
    session: Session,
    desk: Desk,
    case: tuple[str, int],
    blockers: list[str],
    failed: bool = False,
) -> int:
    """How sure a version is, in hundredths; with its reasons it is kept, and told to the trail."""
    of = papers.rows(session, *case)
    policy = desk.dossier(case[0]).facts.policy
    contract, asked = desk.contract(case[0]), of.row.questions
    weighing = weigh(of.found, contract, blockers, asked, policy, in_use(session))
    keep_prospect(
        session,
        *case,
        sum(reason.at_most is not None for reason in weighing.reasons),
        sendable=papers.sendable(of),
    )
    update_case(
        session,
        *case,
        blockers=blockers,
        failed=failed,
        confidence=papers.probability(weighing.hundredths),
        threshold=required(policy, of.found),
        reasons=[reason.as_dict() for reason in weighing.reasons],
    )
    papers.keep_context(session, *case, {"calibrated": weighing.calibrated})
    papers.keep_seen(session, desk, of)
    papers.tell_confidence(session, of)
    return weighing.hundredths
