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
from agent.memo import MemoFacts
from agent.recommendation import CaseName, deliveries, recommendation, sent_before
from agent.versions import engine_version
from billing.delivery import Delivery
from billing.facts import Flag
from billing.finding import Finding
from store.audit import tell_once
from store.cases import case_row, findings_of, update_case
from store.decisions import decision_of, decisions_of
from store.outbox import sent_lines
from store.tables import CaseRow, DecisionRow, MemoRow, OutboxLineRow, now
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


@dataclass(frozen=True, slots=True)
class Rows:
    """What the store holds of one version of a case, read once in a transaction."""

    row: CaseRow
    version: int
    found: list[Finding]
    decision: DecisionRow | None
    sent: list[OutboxLineRow]
    """What went to billing for the account, without this version's own."""


def rows(session: Session, case_id: str, version: int) -> Rows:
    """The rows of a version. Raises UnknownCase."""
    row = case_row(session, case_id)
    runs = row.status == "running" and row.version == version  # and so is not decided
    return Rows(
        row,
        version,
        _findings(session, case_id, version),
        None if runs else decision_of(session, case_id, version),
        sent_lines(session, row.account_id, before_version=(case_id, version)),
    )


def _findings(session: Session, case_id: str, version: int) -> list[Finding]:
    found = findings_of(session, case_id, version)
    return [Finding.model_validate(row.payload) for row in found]


def probability(hundredths: int) -> Decimal:
    """94 → 0.94."""
    return Decimal(hundredths).scaleb(-2)


def decided(desk: Desk, case_id: str, version: int) -> bool:
    """Whether a specialist decided this version."""
    with desk.store.read() as session:
        return decision_of(session, case_id, version) is not None


def rejected(desk: Desk, case_id: str, version: int) -> bool:
    """Whether a specialist rejected this version."""
    with desk.store.read() as session:
        decision = decision_of(session, case_id, version)
        return decision is not None and decision.action == "reject"


def drafted(desk: Desk, case_id: str, version: int) -> bool:
    """Whether this version of the case has its memo in the store."""
    with desk.store.read() as session:
        wanted = (MemoRow.case_id == case_id) & (MemoRow.version == version)
        return session.exec(select(MemoRow.id).where(wanted)).first() is not None


def plan(of: Rows) -> Plan:
    """What goes to billing, with the specialist's amounts where there are any; empty if rejected."""
    if of.decision is not None and of.decision.action == "reject":
        return Plan(_name(of.row, of.version, of.found), of.found, [])
    return planned(of, _approval(of.row, of.decision), _amounts(of.decision))


def planned(of: Rows, approval: str, amounts: Mapping[int, Decimal]) -> Plan:
    """What findings would send to billing as this version, after what was sent before."""
    name = _name(of.row, of.version, of.found)
    return Plan(
        name,
        of.found,
        documents=deliveries(
            name,
            of.found,
            sent_before(of.sent),
            done=frozenset(line.key for line in of.sent),
            approved_by=approval,
            amounts=amounts,
        ),
        whole=deliveries(name, of.found, (), amounts=amounts),
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


def sendable(of: Rows) -> bool:
    """Whether there is anything to invoice, to credit or to mend, or was before it was sent."""
    unpaid = any(finding.cause == "unpaid" for finding in of.found)
    return bool(plan(of).whole) and not unpaid


def say_if_nothing_is_left(session: Session, of: Rows) -> None:
    """Where findings leave nothing to send (all has lapsed, say), the reasons tell why a person looks."""
    row = of.row
    lowered = any(Reason(item["text"], words=item["effect"]).lowers for item in row.reasons)
    sure = row.confidence is not None and row.confidence > row.threshold
    if of.found and (sure or not lowered) and not plan(of).whole:
        add_reason(session, of, NOTHING_TO_SEND)


def add_reason(session: Session, of: Rows, words: str) -> None:
    """One more reason why a person looks, ahead of the others; added once."""
    why = {"text": words, "effect": "to a specialist"}
    others = [item for item in of.row.reasons if item != why]
    update_case(session, of.row.case_id, of.version, reasons=[why, *others])


def subject(session: Session, desk: Desk, of: Rows) -> Subject:
    """What the checks look at."""
    dossier = desk.dossier(of.row.case_id)
    return Subject(
        facts=dossier.facts,
        contract=desk.contract(of.row.case_id),
        as_of=dossier.as_of,
        findings=of.found,
        sent=sent_before(of.sent),
        rejected=_rejected(session, of.row.case_id, of.version),
    )


def _rejected(session: Session, case_id: str, version: int) -> list[Rejected]:
    if version == 1:
        return []
    return [
        Rejected(row.cause, row.product, decision.decided_at[:10], decision.reason)
        for decision in decisions_of(session, case_id)
        if decision.action == "reject" and decision.version < version
        for row in findings_of(session, case_id, decision.version)
    ]


def memo_facts(session: Session, desk: Desk, of: Rows, failure: str = "") -> MemoFacts:
    """Everything the memo is written from, as far as the case has come."""
    row, version = of.row, of.version
    dossier = desk.dossier(row.case_id)
    account = dossier.facts.account
    made = plan(of)
    former = _findings(session, row.case_id, version - 1) if version > 1 else None
    return MemoFacts(
        case_id=row.case_id,
        version=version,
        change=change_in_words(former, made.findings),
        account_id=account.account_id,
        account_name=account.name,
        currency=account.currency,
        as_of=dossier.as_of,
        documents=desk.contract(row.case_id).documents,
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
        open_ends=open_ends(desk.contract(row.case_id), row.questions),
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
    return Weighing(int(row.confidence * 100), reasons, row.context.get("calibrated", 0))


def _flag_in_words(flag: Flag) -> str:
    score = f", score {plain(flag.score)}" if flag.score is not None else ""
    day = f" on {flag.flagged_on}" if flag.flagged_on else ""
    return f"{flag.reason or 'to be looked at'}{day}{score}"


def context(facts: MemoFacts, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is shown and decided after the book is gone; `values` are those of the memo."""
    return {
        "account_name": facts.account_name,
        "currency": facts.currency,
        "engine": facts.engine,
        "recommendation": dict(facts.recommendation),
        "documents": [
            {"file": item.file, "sha256": item.sha256, "kind": item.kind, "title": item.title}
            for item in facts.documents
        ],
        "paper": kept(values) if values else None,
    }


def wait_for_a_person(desk: Desk, case_id: str, version: int) -> None:
    """The case goes on only with a specialist's decision."""
    with desk.store.begin() as session:
        update_case(session, case_id, version, status="waiting")


def keep_context(session: Session, case_id: str, version: int, more: Mapping[str, Any]) -> None:
    """Add to what is shown and decided after the book is gone."""
    context = {**case_row(session, case_id).context, **more}
    update_case(session, case_id, version, context=context)


def keep_seen(session: Session, desk: Desk, of: Rows) -> None:
    """Keep what was seen of a case with findings, for those who learn from its decision."""
    if of.found and of.row.case_id in desk.dossiers:
        seen = features(of.found, desk.contract(of.row.case_id), of.row.questions)
        keep_context(session, of.row.case_id, of.version, {"features": seen})


def tell_confidence(session: Session, of: Rows) -> None:
    """Tell the audit trail how sure the case is, why not surer, and what failed."""
    row = of.row
    told = {
        "confidence": None if row.confidence is None else plain(row.confidence),
        "threshold": plain(row.threshold),
        "blockers": row.blockers,
        "reasons": row.reasons,
        "questions": row.questions,
    }
    tell_once(session, "confidence", told, (row.case_id, of.version))


def close(session: Session, case_id: str, version: int) -> None:
    """The case has come to its end; a decision on it is carried out."""
    update_case(session, case_id, version, status="done")
    tell_once(session, "closed", {}, (case_id, version))
    decision = decision_of(session, case_id, version)
    if decision is not None and decision.carried_out_at is None:
        decision.carried_out_at = now()
        session.add(decision)
