"""A specialist's decision: checked, written as a row, and then carried out by the case's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.cases import resume_decisions
from agent.checkpoints import checkpoint_file, open_checkpoints
from agent.desk import Desk
from store.cases import find_case, findings_of
from store.decisions import DecisionAction, decide
from store.lock import StoreBusy, worker_lock
from store.store import Store
from store.tables import FindingRow
from terms.money import decimal, minor_unit, plain

WAIT_SECONDS = 20


class DecisionUnfit(ValueError):
    """The decision does not fit the case: an unknown finding, too large an amount, no reason."""


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


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision is kept; `carried_out` is False where another process holds the store."""

    case_id: str
    version: int
    carried_out: bool


def record_and_carry_out(desk: Desk, decision: Decision) -> Decided:
    """Write the decision, then let the case go on.

    Raises UnknownCase, CaseNotWaiting, AlreadyDecided, DecisionUnfit.
    """
    case_id, version = _record(desk.store, decision)
    try:
        with (
            worker_lock(desk.store.file, WAIT_SECONDS),
            open_checkpoints(checkpoint_file(desk.store.file)) as checkpoints,
        ):
            resume_decisions(desk, checkpoints)
    except StoreBusy:
        return Decided(case_id, version, carried_out=False)
    return Decided(case_id, version, carried_out=True)


def _record(store: Store, decision: Decision) -> tuple[str, int]:
    with store.begin() as session:
        row = find_case(session, decision.case)
        version = decision.version if decision.version is not None else row.version
        findings = findings_of(session, row.case_id, version)
        amounts = _checked(decision, findings) if row.version == version else {}
        decide(
            session,
            row.case_id,
            version,
            decision.action,
            decision.reason,
            amounts,
            decision.decided_by or "a specialist",
        )
        return row.case_id, version


def _checked(decision: Decision, findings: Sequence[FindingRow]) -> dict[str, str]:
    amounts = decision.amounts or {}
    if decision.action != "approve" and not decision.reason.strip():
        raise DecisionUnfit(f"to {decision.action} a case, say why with --reason")
    if decision.action == "amend" and not amounts:
        raise DecisionUnfit(
            "to amend a case, name an amount: --amount FINDING=VALUE, as in 1=950.00"
        )
    if decision.action != "amend" and amounts:
        raise DecisionUnfit("--amount belongs to amend: approve takes the amounts as they are")
    by_number = {row.position: row for row in findings}
    for number, amount in amounts.items():
        row = by_number.get(number)
        if row is None:
            there = ", ".join(str(one) for one in by_number) or "none"
            raise DecisionUnfit(f"the case has no finding {number}; it has: {there}")
        if not 0 <= amount <= row.amount_total:
            raise DecisionUnfit(
                f"finding {number} can be set between 0 and {row.currency} "
                f"{plain(row.amount_total)}, not to {plain(amount)}"
            )
        if amount % Decimal(1).scaleb(-minor_unit(row.currency)):
            raise DecisionUnfit(f"{plain(amount)} has more decimals than {row.currency} has")
    return {str(number): plain(amount) for number, amount in amounts.items()}


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
