"""An amendment with a recalculation: the version that was decided ends, and its correction follows it.

All in one transaction: the decision, the corrections, the next version with its findings, its memo and
its approval. So a case is never found between the two.
"""

from __future__ import annotations

from sqlmodel import Session

from agent import papers
from agent.checks import failed_checks
from agent.desk import Desk
from agent.memo import values_of, write_memo
from agent.recalculation import Recalculation
from agent.weighing import weigh_and_keep
from store.audit import tell
from store.cases import case_row, next_version, save_findings, save_memo, update_case
from store.decisions import Given, confirm, decide
from store.tables import now


def amend(
    session: Session, desk: Desk, case: tuple[str, int], given: Given, made: Recalculation
) -> int:
    """Record the amendment of one version and open the next as recalculated; its number.

    Raises UnknownCase, CaseNotWaiting, AlreadyDecided.
    """
    case_id, version = case
    decision = decide(session, case_id, version, given)
    decision.carried_out_at = now()
    session.add(decision)
    for row in made.corrections:
        session.add(row)
        told = {
            "term": row.term_id,
            "file": row.file,
            "field": row.field,
            "old": row.old,
            "new": row.new,
            "by": row.corrected_by,
        }
        tell(session, "correction", told, case)
    fresh = next_version(session, case_row(session, case_id), made.ground.inputs)
    desk.dossiers[case_id] = made.ground.dossier
    _reckon(session, desk, case_id, fresh, made)
    approval = Given(
        "approve", given.decided_by, given.reason, seconded_by=given.seconded_by, amends=version
    )
    confirm(session, case_id, fresh, approval)
    _write(session, desk, case_id, fresh)
    return fresh


def _reckon(session: Session, desk: Desk, case_id: str, version: int, made: Recalculation) -> None:
    """What the steps from explain to route would leave of the new version."""
    result = made.result
    save_findings(session, case_id, version, [f.model_dump(mode="json") for f in result.findings])
    update_case(
        session,
        case_id,
        version,
        questions=list(result.questions),
        notes=list(result.notes),
        route="review",
    )
    failures = failed_checks(papers.subject(session, desk, papers.rows(session, case_id, version)))
    weigh_and_keep(session, desk, (case_id, version), failures)


def _write(session: Session, desk: Desk, case_id: str, version: int) -> None:
    facts = papers.memo_facts(session, desk, papers.rows(session, case_id, version))
    values = values_of(facts)
    memo = write_memo(values)
    update_case(session, case_id, version, change=facts.change)
    papers.keep_context(session, case_id, version, papers.context(facts, values))
    save_memo(session, case_id, version, memo.text, memo.sha256)
