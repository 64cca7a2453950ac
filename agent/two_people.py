"""Above an amount that the seller sets, two different people approve: the first waits for the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.fitting import DecisionUnfit
from store.tables import ApprovalRow, CaseRow
from terms.money import decimal, plain

if TYPE_CHECKING:
    from agent.decide import Decision


def taken_up(decision: Decision, pending: ApprovalRow | None) -> tuple[Decision, str]:
    """The decision that an approval confirms, and who confirms it; else the decision itself, and ''.

    Raises DecisionUnfit where one person would be both.
    """
    if pending is None or decision.action != "approve":
        return decision, ""
    if not decision.decided_by.strip():
        raise DecisionUnfit(f"{pending.approved_by} approved it: say who you are with --by")
    if _folded(decision.decided_by) == _folded(pending.approved_by):
        raise DecisionUnfit(
            f"{pending.approved_by} approved it on {pending.approved_at[:10]}: its amount needs a "
            "second, different person"
        )
    first = pending.payload
    same = replace(
        decision,
        action=first["action"],
        reason=first["reason"],
        decided_by=pending.approved_by,
        amounts={int(number): decimal(value) for number, value in first["amounts"].items()},
        causes={int(number): cause for number, cause in first["causes"].items()},
        term=first["term"],
        settings=first["settings"],
        book=decision.book or (Path(first["book"]) if first["book"] else None),
    )
    return same, decision.decided_by


def payload_of(decision: Decision) -> dict[str, Any]:
    """The decision as its first approval keeps it."""
    return {
        "action": decision.action,
        "reason": decision.reason,
        "amounts": {str(number): plain(each) for number, each in (decision.amounts or {}).items()},
        "causes": {str(number): cause for number, cause in decision.causes.items()},
        "term": decision.term,
        "settings": dict(decision.settings),
        "book": str(decision.book) if decision.book else None,
    }


def needs_second(
    row: CaseRow, decision: Decision, sends: Sequence[tuple[str, str, Decimal]]
) -> bool:
    """Whether what would go to billing is above the seller's limit for one person.

    Raises DecisionUnfit where it is, and the person has no name.
    """
    limit = row.context.get("second_approver_above")
    if limit is None or decision.action == "reject":
        return False
    sums: dict[str, Decimal] = {}
    for _, currency, amount in sends:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    if not any(amount > decimal(limit) for amount in sums.values()):
        return False
    if not decision.decided_by.strip():
        raise DecisionUnfit(f"more than {limit} needs two people: say who you are with --by")
    return True


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
