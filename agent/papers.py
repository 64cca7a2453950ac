"""A case's papers: its rows read back as values, and the ends it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from agent.case_paper import kept
from agent.changes import change_in_words
from agent.checks import Rejected, Subject
from agent.confidence import Reason, Weighing, open_ends
from agent.desk import Desk
from agent.features import features
from agent.memo import MemoFacts, values_of
from agent.recommendation import CaseName, deliveries, recommendation, sent_before
from agent.versions import engine_version
from billing.delivery import Delivery
from billing.facts import Flag
from billing.finding import Finding
from store.audit import tell_once
from store.cases import case_row, findings_of, update_case
from store.decisions import decision_of, decisions_of
from store.outbox import sent_lines
from store.tables import CaseRow, DecisionRow, MemoRow, now
from terms.money import plain

NOTHING_TO_SEND = "there is a difference, and nothing of it can be invoiced, credited or mended"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a version of a case would send to billing, after what was sent before."""

    name: CaseName
    findings: list[Finding]
    documents: list[Delivery]
    """What is left to send."""
    whole: list[Delivery] = field(default_factory=list)
    """What it would be if nothing had been sent before."""


def findings(desk: Desk, case_id: str, version: int) -> list[Finding]:
    """The findings of a version, as values."""
    with desk.store.begin() as session:
        return _findings(session, case_id, version)


def _findings(session: Session, case_id: str, version: int) -> list[Finding]:
    rows = findings_of(session, case_id, version)
    return [Finding.model_validate(row.payload) for row in rows]


def questions(desk: Desk, case_id: str) -> list[str]:
    """The open questions of a case."""
    with desk.store.begin() as session:
        return list(case_row(session, case_id).questions)


def threshold(desk: Desk, case_id: str) -> Decimal:
    """Above this a recovery goes to billing without a person."""
    with desk.store.begin() as session:
        return case_row(session, case_id).threshold


def probability(hundredths: int) -> Decimal:
    """94 → 0.94."""
    return Decimal(hundredths).scaleb(-2)


def decided(desk: Desk, case_id: str, version: int) -> bool:
    """Whether a specialist decided this version."""
    with desk.store.begin() as session:
        return decision_of(session, case_id, version) is not None


def rejected(desk: Desk, case_id: str, version: int) -> bool:
    """Whether a specialist rejected this version."""
    with desk.store.begin() as session:
        decision = decision_of(session, case_id, version)
        return decision is not None and decision.action == "reject"


def drafted(desk: Desk, case_id: str, version: int) -> bool:
    """Whether this version of the case has its memo in the store."""
    with desk.store.begin() as session:
        wanted = (MemoRow.case_id == case_id) & (MemoRow.version == version)
        return session.exec(select(MemoRow.id).where(wanted)).first() is not None


def plan(session: Session, case_id: str, version: int) -> Plan:
    """What goes to billing, with the specialist's amounts where there are any; empty if rejected."""
    row = case_row(session, case_id)
    decision = decision_of(session, case_id, version)
    found = _findings(session, case_id, version)
    if decision is not None and decision.action == "reject":
        return Plan(_name(row, version, found), found, [])
    return planned(session, row, found, _approval(row, decision), _amounts(decision))


def planned(
    session: Session,
    row: CaseRow,
    found: list[Finding],
    approval: str,
    amounts: Mapping[int, Decimal],
) -> Plan:
    """What findings would send to billing as the case's present version, after what was sent before."""
    name = _name(row, row.version, found)
    sent = sent_lines(session, row.account_id, before_version=(row.case_id, row.version))
    return Plan(
        name,
        found,
        documents=deliveries(
            name,
            found,
            sent_before(sent),
            done=frozenset(line.key for line in sent),
            approved_by=approval,
            amounts=amounts,
        ),
        whole=deliveries(name, found, (), amounts=amounts),
    )


def _name(row: CaseRow, version: int, found: Sequence[Finding]) -> CaseName:
    currency = found[0].currency if found else ""
    return CaseName(row.case_id, version, row.account_id, row.as_of, currency)


def _amounts(decision: DecisionRow | None) -> dict[int, Decimal]:
    amounts = decision.amounts if decision is not None else {}
    return {int(number): Decimal(amount) for number, amount in amounts.items()}


def _approval(row: CaseRow, decision: DecisionRow | None) -> str:
    if decision is None:
        return f"confidence {row.confidence} above {row.threshold}"
    reason = f": {decision.reason}" if decision.reason else ""
    second = f" and {decision.seconded_by}" if decision.seconded_by else ""
    return f"{decision.decided_by}{second}, {decision.decided_at[:10]}{reason}"


def can_be_sent(desk: Desk, case_id: str, version: int) -> bool:
    """Whether there is anything to invoice, to credit or to mend, or was before it was sent."""
    with desk.store.begin() as session:
        return sendable(session, case_id, version)


def sendable(session: Session, case_id: str, version: int) -> bool:
    """The same, inside a transaction."""
    made = plan(session, case_id, version)
    unpaid = any(finding.cause == "unpaid" for finding in made.findings)
    return bool(made.whole) and not unpaid


def say_if_nothing_is_left(desk: Desk, case_id: str, version: int) -> None:
    """Where findings leave nothing to send (all has lapsed, say), the reasons tell why a person looks."""
    with desk.store.begin() as session:
        row = case_row(session, case_id)
        lowered = any(Reason(item["text"], words=item["effect"]).lowers for item in row.reasons)
        sure = row.confidence is not None and row.confidence > row.threshold
        if (lowered and not sure) or not findings_of(session, case_id, version):
            return
        nothing_left = not plan(session, case_id, version).whole
    if nothing_left:
        add_reason(desk, case_id, version, NOTHING_TO_SEND)


def add_reason(desk: Desk, case_id: str, version: int, words: str) -> None:
    """One more reason why a person looks, ahead of the others; added once."""
    why = {"text": words, "effect": "to a specialist"}
    with desk.store.begin() as session:
        others = [item for item in case_row(session, case_id).reasons if item != why]
        update_case(session, case_id, version, reasons=[why, *others])


def subject(desk: Desk, case_id: str, version: int) -> Subject:
    """What the checks look at."""
    with desk.store.begin() as session:
        return subject_in(session, desk, case_id, version)


def subject_in(session: Session, desk: Desk, case_id: str, version: int) -> Subject:
    """What the checks look at, inside a transaction."""
    dossier = desk.dossier(case_id)
    sent = sent_lines(session, dossier.facts.account.account_id, (case_id, version))
    return Subject(
        facts=dossier.facts,
        contract=desk.contract(case_id),
        as_of=dossier.as_of,
        findings=_findings(session, case_id, version),
        sent=sent_before(sent),
        rejected=_rejected(session, case_id, version),
    )


def _rejected(session: Session, case_id: str, version: int) -> list[Rejected]:
    return [
        Rejected(row.cause, row.product, decision.decided_at[:10], decision.reason)
        for decision in decisions_of(session, case_id)
        if decision.action == "reject" and decision.version < version
        for row in findings_of(session, case_id, decision.version)
    ]


def memo_facts(desk: Desk, case_id: str, version: int, failure: str = "") -> MemoFacts:
    """Everything the memo is written from, as far as the case has come."""
    with desk.store.begin() as session:
        return memo_facts_in(session, desk, case_id, version, failure)


def memo_facts_in(
    session: Session, desk: Desk, case_id: str, version: int, failure: str = ""
) -> MemoFacts:
    """Everything the memo is written from, inside a transaction."""
    dossier = desk.dossier(case_id)
    account = dossier.facts.account
    row = case_row(session, case_id)
    made = plan(session, case_id, version)
    former = _findings(session, case_id, version - 1) if version > 1 else None
    return MemoFacts(
        case_id=case_id,
        version=version,
        change=change_in_words(former, made.findings),
        account_id=account.account_id,
        account_name=account.name,
        currency=account.currency,
        as_of=dossier.as_of,
        documents=desk.contract(case_id).documents,
        findings=made.findings,
        questions=row.questions,
        notes=row.notes,
        flags=[_flag_in_words(flag) for flag in dossier.flags],
        recommendation=recommendation(made.findings, made.documents, made.whole, account.currency),
        engine=engine_version(),
        failure=failure,
        blockers=row.blockers,
        weighing=_weighing(row),
        route=row.route or "",
        threshold=row.threshold,
        open_ends=open_ends(desk.contract(case_id), row.questions),
        lines=dossier.facts.lines,
        timezone=account.timezone,
        prose=row.context.get("prose") or {},
    )


def _weighing(row: CaseRow) -> Weighing | None:
    if row.confidence is None:
        return None
    reasons = tuple(
        Reason(item["text"], words=item["effect"], raised_by=item.get("raised_by", ""))
        for item in row.reasons
    )
    return Weighing(int(row.confidence * 100), reasons)


def _flag_in_words(flag: Flag) -> str:
    score = f", score {plain(flag.score)}" if flag.score is not None else ""
    day = f" on {flag.flagged_on}" if flag.flagged_on else ""
    return f"{flag.reason or 'to be looked at'}{day}{score}"


def context(facts: MemoFacts) -> dict[str, Any]:
    """What is shown and decided after the book is gone."""
    return {
        "account_name": facts.account_name,
        "currency": facts.currency,
        "engine": facts.engine,
        "recommendation": dict(facts.recommendation),
        "documents": [
            {"file": item.file, "sha256": item.sha256, "kind": item.kind, "title": item.title}
            for item in facts.documents
        ],
        "paper": None if facts.failure else kept(values_of(facts)),
    }


def wait_for_a_person(desk: Desk, case_id: str, version: int) -> None:
    """The case goes on only with a specialist's decision."""
    with desk.store.begin() as session:
        update_case(session, case_id, version, status="waiting")


def keep_context(session: Session, case_id: str, version: int, more: Mapping[str, Any]) -> None:
    """Add to what is shown and decided after the book is gone."""
    context = {**case_row(session, case_id).context, **more}
    update_case(session, case_id, version, context=context)


def keep_seen(session: Session, desk: Desk, case_id: str, version: int) -> None:
    """Keep what was seen of a case with findings, for those who learn from its decision."""
    found = _findings(session, case_id, version)
    if found and case_id in desk.dossiers:
        asked = case_row(session, case_id).questions
        seen = features(found, desk.contract(case_id), asked)
        keep_context(session, case_id, version, {"features": seen})


def tell_confidence(session: Session, case_id: str, version: int) -> None:
    """Tell the audit trail how sure the case is, why not surer, and what failed."""
    row = case_row(session, case_id)
    told = {
        "confidence": None if row.confidence is None else plain(row.confidence),
        "threshold": plain(row.threshold),
        "blockers": row.blockers,
        "reasons": row.reasons,
        "questions": row.questions,
    }
    tell_once(session, "confidence", told, (case_id, version))


def close(session: Session, case_id: str, version: int) -> None:
    """The case has come to its end; a decision on it is carried out."""
    update_case(session, case_id, version, status="done")
    tell_once(session, "closed", {}, (case_id, version))
    decision = decision_of(session, case_id, version)
    if decision is not None and decision.carried_out_at is None:
        decision.carried_out_at = now()
        session.add(decision)
