"""A specialist's decision: checked, recalculated, written as rows, then carried out by the case's thread.

Everything that can be refused is refused before a row is written. The rows of a decision, and of what
it sends to billing, are one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session

from agent import papers
from agent.amending import amend
from agent.cases import resume_decisions
from agent.checkpoints import checkpoint_file, open_checkpoints
from agent.corrections import Signed
from agent.desk import Desk
from agent.fitting import DecisionUnfit, checked
from agent.recalculation import Ground, Recalculation, fetch, with_causes, with_term
from agent.shipping import put_documents
from agent.two_people import needs_second, payload_of, taken_up
from billing.finding import Finding
from store.cases import find_case, findings_of
from store.decisions import (
    DecisionAction,
    Given,
    approve_first,
    decide,
    first_approval,
    must_wait,
)
from store.errors import AlreadyDecided
from store.lock import StoreBusy, worker_lock
from store.tables import CaseRow
from terms.money import decimal, plain

__all__ = ["Decided", "Decision", "DecisionUnfit", "amounts_of", "propose", "record_and_carry_out"]

WAIT_SECONDS = 20
SOMEBODY = "a specialist"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a specialist says of one case."""

    case: str
    """The case's id, its account, or the beginning of its id."""
    action: DecisionAction
    reason: str = ""
    amounts: Mapping[int, Decimal] | None = None
    """Finding number → amount in place of the recoverable one."""
    decided_by: str = ""
    version: int | None = None
    """The version that was looked at; None is the present one."""
    ground: str = ""
    """For a rejection: a name of `store.decisions.GROUNDS`."""
    causes: Mapping[int, str] = field(default_factory=dict)
    """Finding number → cause in place of the one found."""
    term: str = ""
    """The id of a term to correct, with `settings`: field → value as written."""
    settings: Mapping[str, str] = field(default_factory=dict)
    book: Path | None = None
    """Where the book is, if it is not where the run found it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision as it would be carried out: what was found, what is found with it, what is sent."""

    case_id: str
    version: int
    decision: Decision
    before: Sequence[Finding]
    after: Sequence[Finding]
    sends: Sequence[tuple[str, str, Decimal]]
    """(action, currency, amount) of each document for billing."""
    second_needed: bool = False
    seconded_by: str = ""
    seen: str = ""
    """When the first approval was given that this one takes up; empty where there is none."""
    recalculation: Recalculation | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision is kept; `carried_out` is False where another process holds the store."""

    case_id: str
    version: int
    """The version that the decision leaves: the next one, where it was recalculated."""
    carried_out: bool
    proposal: Proposal | None = None
    waits_for_second: bool = False


def propose(desk: Desk, decision: Decision, ground: Ground | None = None) -> Proposal:
    """What a decision would do, without doing it.

    `ground` is what the version was made from, where it was fetched already. Raises UnknownCase,
    CaseNotWaiting, AlreadyDecided, DecisionUnfit, AmendmentUnfit, BookUnreadable.
    """
    with desk.store.read() as session:
        found = find_case(session, decision.case)
        version = decision.version if decision.version is not None else found.version
        row = must_wait(session, found.case_id, version)
        pending = first_approval(session, row.case_id, version)
        decision, seconded_by = taken_up(decision, pending)
        rows = findings_of(session, row.case_id, version)
        checked(decision, rows)
        seen = "" if pending is None else f"{pending.approved_by} {pending.approved_at}"
    before = [Finding.model_validate(each.payload) for each in rows]
    made = _recalculation(desk, row, decision, ground)
    after = list(made.result.findings) if made is not None else before
    with desk.store.read() as session:
        sends = _sends(session, row, after, decision)
    return Proposal(
        row.case_id,
        version,
        replace(decision, decided_by=decision.decided_by or SOMEBODY),
        before,
        after,
        sends,
        not seconded_by and needs_second(row, decision, sends),
        seconded_by,
        seen,
        made,
    )


def _recalculation(
    desk: Desk, row: CaseRow, decision: Decision, ground: Ground | None
) -> Recalculation | None:
    if not decision.term and not decision.causes:
        return None
    ground = ground or fetch(desk.store, row, decision.book)
    if decision.causes:
        return with_causes(desk, ground, decision.causes)
    signed = Signed(
        row.account_id,
        row.case_id,
        row.version,
        decision.decided_by or SOMEBODY,
        decision.reason,
    )
    return with_term(desk, ground, decision.term, decision.settings, signed)


def _sends(
    session: Session, row: CaseRow, after: list[Finding], decision: Decision
) -> list[tuple[str, str, Decimal]]:
    if decision.action == "reject":
        return []
    of = replace(papers.rows(session, row.case_id, row.version), found=after)
    made = papers.planned(of, "", decision.amounts or {})
    return [(each.action, each.currency, each.amount) for each in made.documents]


def record_and_carry_out(
    desk: Desk, decision: Decision, wait_seconds: int = WAIT_SECONDS
) -> Decided:
    """Write the decision, then let the case go on; where another process has the store, wait so long.

    Raises UnknownCase, CaseNotWaiting, AlreadyDecided, DecisionUnfit, AmendmentUnfit, BookUnreadable.
    """
    proposal = propose(desk, decision)
    with desk.store.begin() as session:
        version = _record(session, desk, proposal)
    if proposal.second_needed:
        return Decided(proposal.case_id, version, False, proposal, waits_for_second=True)
    try:
        with (
            worker_lock(desk.store.file, wait_seconds),
            open_checkpoints(checkpoint_file(desk.store.file)) as checkpoints,
        ):
            resume_decisions(desk, checkpoints)
    except StoreBusy:
        return Decided(proposal.case_id, version, False, proposal)
    return Decided(proposal.case_id, version, True, proposal)


def _record(session: Session, desk: Desk, proposal: Proposal) -> int:
    """Write the rows of a decision; the version that it leaves."""
    case_id, version, decision = proposal.case_id, proposal.version, proposal.decision
    must_wait(session, case_id, version)
    pending = first_approval(session, case_id, version)
    seen = "" if pending is None else f"{pending.approved_by} {pending.approved_at}"
    if seen != proposal.seen:
        msg = f"somebody else approved case {case_id} a moment ago: look again with `recoup show`"
        raise AlreadyDecided(msg)
    if proposal.second_needed:
        approve_first(session, case_id, version, decision.decided_by, payload_of(decision))
        return version
    given = _given(proposal)
    if proposal.recalculation is not None:
        version = amend(session, desk, (case_id, version), given, proposal.recalculation)
    else:
        decide(session, case_id, version, given)
    put_documents(session, case_id, version)
    return version


def _given(proposal: Proposal) -> Given:
    decision, made = proposal.decision, proposal.recalculation
    return Given(
        decision.action,
        decision.decided_by,
        decision.reason,
        decision.ground,
        {str(number): plain(amount) for number, amount in (decision.amounts or {}).items()},
        made.changes if made is not None else {},
        proposal.seconded_by,
    )


def amounts_of(words: Sequence[str]) -> dict[int, Decimal]:
    """'1=950.00' → {1: 950.00}. Raises DecisionUnfit."""
    amounts: dict[int, Decimal] = {}
    for word in words:
        number, _, value = word.partition("=")
        try:
            amounts[int(number)] = decimal(value.strip())
        except ValueError:
            raise DecisionUnfit(f"--amount {word!r} is not FINDING=VALUE, as in 1=950.00") from None
    return amounts
