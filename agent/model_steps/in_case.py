"""The model's steps inside a case's graph: what they gave is kept with the case, what fails is a note.

Nothing here raises for what a model, its server or its answers do: the case goes on without them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from agent import papers
from agent.desk import Desk
from agent.memo import values_of
from agent.model_steps.outcomes import Outcome, Told
from billing.finding import AccountResult
from store.audit import rows_of, tell_once
from store.decisions import decision_of
from store.tables import CaseRow

FAULTY = "the memo's prose: "
"""How a blocker begins that says what prose must not say."""
PROPOSED = "a model proposed something of this case, so a person decides"


def proposed(row: CaseRow) -> bool:
    """Whether anything of a case rests on a model's proposal: it never goes to billing by itself."""
    kept = row.context.get("model") or {}
    return any(
        each["status"] in {"stands", "offered"} and each["kind"] in {"hypothesis", "formula"}
        for each in kept.get("outcomes", ())
    )


def explained(desk: Desk, case_id: str, result: AccountResult) -> tuple[AccountResult, Told]:
    """The result with what came of asking a model, where one was chosen."""
    if desk.steps is None:
        return result, Told()
    try:
        from agent.model_steps.telling import told

        asked = desk.steps.explain(desk.dossier(case_id), desk.comparison(case_id), result)
        asked = _once(asked, rejected_formulas(desk, case_id))
        return told(result, asked.outcomes), asked
    except Exception as error:  # noqa: BLE001 - the case is whole without this step
        note = f"a model was to be asked, and that broke off ({type(error).__name__}: {error})"
        return result.model_copy(update={"notes": (*result.notes, note)}), Told()


def rejected_formulas(desk: Desk, case_id: str) -> dict[str, str]:
    """Formula → when and why a specialist rejected the version that proposed it."""
    found: dict[str, str] = {}
    with desk.store.read() as session:
        for row in rows_of(session, case_id):
            formula = json.loads(row.payload).get("formula") if row.kind == "model asked" else None
            decision = decision_of(session, case_id, row.version or 0) if formula else None
            if formula and decision is not None and decision.action == "reject":
                found[formula] = f"{decision.decided_at[:10]}: {decision.reason}"
    return found


def _once(asked: Told, rejected: Mapping[str, str]) -> Told:
    """A formula goes to a specialist once: one that was rejected is not proposed again."""

    def settled(outcome: Outcome) -> Outcome:
        why = rejected.get((outcome.formula or {}).get("id", ""))
        if why is None:
            return outcome
        words = f"{outcome.words}; a specialist rejected it on {why}"
        return outcome.model_copy(update={"status": "refuted", "words": words, "formula": None})

    return asked.model_copy(update={"outcomes": tuple(map(settled, asked.outcomes))})


def keep_explained(session: Session, case: tuple[str, int], asked: Told) -> None:
    """Keep with the case what was asked and proposed, and tell the audit trail of each proposal."""
    if not asked.outcomes:
        return
    papers.keep_context(session, *case, {"model": asked.model_dump(mode="json")})
    for outcome in asked.outcomes:
        tell_once(session, "model asked", _told(outcome), case)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "about": outcome.name,
        "status": outcome.status,
        "words": outcome.words,
        "formula": (outcome.formula or {}).get("id", ""),
        "model": outcome.provenance.get("model", ""),
        "prompt_sha256": outcome.provenance.get("prompt_sha256", ""),
    }


def draft(desk: Desk, case_id: str, version: int) -> None:
    """Keep the prose of a version's memo, where a model writes one that stands."""
    if desk.steps is None:
        return
    try:
        with desk.store.read() as session:
            facts = papers.memo_facts(session, desk, papers.rows(session, case_id, version))
        written = desk.steps.draft(values_of(facts))
        prose = written.model_dump(mode="json")
    except Exception as error:  # noqa: BLE001 - the templates say everything without it
        prose = {"why_not": f"drafting broke off ({type(error).__name__})"}
    with desk.store.begin() as session:
        papers.keep_context(session, case_id, version, {"prose": prose})


def unsupported(values: Mapping[str, Any]) -> list[str]:
    """What a memo's prose says that the other values of the memo do not."""
    prose = values.get("prose") or {}
    if not prose.get("summary"):
        return []
    from agent.model_steps.drafting import Prose, unfit

    return [f"{FAULTY}{fault}" for fault in unfit(Prose.model_validate(prose), values)]
