"""Whether a decision fits its case, before anything is reckoned or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from billing.finding import Cause
from store.decisions import GROUNDS
from store.tables import FindingRow
from terms.money import minor_unit, plain

if TYPE_CHECKING:
    from agent.decide import Decision

NOT_NAMED = frozenset({"unexplained"})
"""What nobody can name as the cause: it says that none is known."""


class DecisionUnfit(ValueError):
    """The decision does not fit the case: an unknown finding, too large an amount, no reason."""


def checked(decision: Decision, findings: Sequence[FindingRow]) -> None:
    """Raises DecisionUnfit with what is wrong and what to write."""
    amounts = decision.amounts or {}
    if decision.action == "reject":
        _ground(decision.ground)
    elif decision.ground:
        raise DecisionUnfit("--because belongs to reject: it says why nothing is claimed")
    if decision.action != "approve" and not decision.reason.strip():
        raise DecisionUnfit(f"to {decision.action} a case, say why with --reason")
    if decision.settings and not decision.term:
        raise DecisionUnfit("--set needs --term: the id of the term whose field it sets")
    kinds = [bool(amounts), bool(decision.causes), bool(decision.term)]
    if decision.action == "amend" and sum(kinds) != 1:
        raise DecisionUnfit(
            "to amend a case, name one kind of change: an amount (--amount 1=950.00), a cause "
            "(--cause 1=late_start), or a term (--term ID --set FIELD=VALUE)"
        )
    if decision.action != "amend" and any(kinds):
        option = ("--amount", "--cause", "--term")[kinds.index(True)]
        raise DecisionUnfit(
            f"{option} belongs to amend: {decision.action} takes the case as it stands"
        )
    _amounts(amounts, findings)
    _causes(decision.causes)


def _ground(ground: str) -> None:
    listed = "; ".join(f"{name} ({words})" for name, words in GROUNDS.items())
    if not ground:
        raise DecisionUnfit(f"to reject a case, say why with --because, and --reason: {listed}")
    if ground not in GROUNDS:
        near = get_close_matches(ground, GROUNDS, 1, 0.6)
        meant = f"is it {near[0]}?" if near else f"the list: {listed}"
        raise DecisionUnfit(f"--because {ground} is not in the list ({meant})")


def _amounts(amounts: Mapping[int, Decimal], findings: Sequence[FindingRow]) -> None:
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


def _causes(causes: Mapping[int, str]) -> None:
    known = [name for name in get_args(Cause) if name not in NOT_NAMED]
    for cause in causes.values():
        if cause not in known:
            near = get_close_matches(cause, known, 1, 0.6)
            meant = f"is it {near[0]}?" if near else f"there are {', '.join(known)}"
            raise DecisionUnfit(f"{cause} is no cause ({meant})")


def causes_of(words: Sequence[str]) -> dict[int, str]:
    """'1=late_start' → {1: 'late_start'}. Raises DecisionUnfit."""
    causes: dict[int, str] = {}
    for word in words:
        number, sign, cause = word.partition("=")
        if not number.strip().isdecimal() or not sign or not cause.strip():
            raise DecisionUnfit(f"--cause {word!r} is not FINDING=CAUSE, as in 1=late_start")
        causes[int(number)] = cause.strip()
    return causes


def settings_of(words: Sequence[str]) -> dict[str, str]:
    """'unit_amount=95.00' → {'unit_amount': '95.00'}. Raises DecisionUnfit."""
    settings: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not name.strip() or not sign:
            raise DecisionUnfit(f"--set {word!r} is not FIELD=VALUE, as in unit_amount=95.00")
        settings[name.strip()] = value.strip()
    return settings
