"""What would go to billing by itself under another threshold: the cases as they stand, weighed as they are.

A case goes when it is surer than the threshold (and than what policy.toml asks of its cause or amount),
nothing about it is open, and there is something to send. What is open caps confidence at the threshold,
wherever that lies, so that such a case never goes by itself (agent/caps.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sqlalchemy import and_, select
from sqlmodel import Session, col

from agent.sending import second_look
from app.web.dashboard.cells import Accounts
from app.web.dashboard.trust import Judged
from billing.errors import PolicyUnreadable
from billing.policy import Policy, load_policy
from store.billing_tables import ProspectRow
from store.settings import THRESHOLD, setting, threshold_set
from store.tables import CaseRow
from store.web_tables import StakeRow
from terms.money import decimal


@dataclass(frozen=True, slots=True)
class InForce:
    """The threshold as it stands, and where it comes from."""

    policy: Policy
    set_to: Decimal | None
    """By an admin; None where nobody did."""
    set_by: str = ""
    set_at: str = ""
    fault: str = ""
    """Why policy.toml could not be read; then its defaults are taken."""

    @property
    def value(self) -> Decimal:
        """What the next run goes by."""
        return self.policy.threshold if self.set_to is None else self.set_to


def in_force(session: Session, book: Path) -> InForce:
    """The threshold of the next run over the book."""
    fault = ""
    try:
        policy = load_policy(book / "policy.toml")
    except PolicyUnreadable as error:
        policy, fault = Policy(), str(error)
    row = setting(session, THRESHOLD)
    if row is None:
        return InForce(policy, None, fault=fault)
    return InForce(policy, threshold_set(session), row.changed_by, row.changed_at, fault)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may go to billing by itself, were it sure enough."""

    case_id: str
    account_id: str
    confidence: Decimal
    route: str
    needed: Decimal
    """What policy.toml asks of its causes and amount; 0 where it asks nothing."""
    under: Mapping[str, Decimal]
    """Currency → what would be invoiced."""
    over: Mapping[str, Decimal]
    """Currency → what would be credited."""


@dataclass(slots=True)
class WouldSend:
    """What would go to billing by itself at one threshold."""

    threshold: Decimal
    cases: list[Candidate] = field(default_factory=list)
    looked_at: int = 0
    """Sure enough, and drawn for a second look: a person sees them all the same."""

    def sums(self, direction: str) -> dict[str, Decimal]:
        """Currency → the amount, currencies in their order."""
        return summed(self.cases, direction)


def summed(cases: Iterable[Candidate], direction: str) -> dict[str, Decimal]:
    """Currency → what these cases invoice (`under`) or credit (`over`)."""
    found: dict[str, Decimal] = {}
    for each in cases:
        for currency, amount in (each.under if direction == "under" else each.over).items():
            found[currency] = found.get(currency, Decimal(0)) + amount
    return {currency: found[currency] for currency in sorted(found) if found[currency]}


def read_candidates(session: Session, accounts: Accounts, policy: Policy) -> list[Candidate]:
    """Every case against which nothing is open and which has something to send."""
    same = [
        and_(col(row.case_id) == col(CaseRow.case_id), col(row.version) == col(CaseRow.version))
        for row in (ProspectRow, StakeRow)
    ]
    query = (
        select(
            col(CaseRow.case_id),
            col(CaseRow.account_id),
            col(CaseRow.confidence),
            col(CaseRow.route),
            col(StakeRow.causes),
            col(StakeRow.amounts),
        )
        .join(ProspectRow, same[0])
        .join(StakeRow, same[1])
        .where(
            col(ProspectRow.open) == 0,
            col(ProspectRow.sendable).is_(True),
            col(CaseRow.failed).is_(False),
            col(CaseRow.confidence).is_not(None),
        )
    )
    if accounts is not None:
        query = query.where(col(CaseRow.account_id).in_(sorted(accounts)))
    found = []
    for case_id, account_id, confidence, route, causes, amounts in session.execute(query).all():
        under, over = _sides(amounts)
        needed = _needed(policy, causes.split(), [*under.values(), *over.values()])
        found.append(Candidate(case_id, account_id, confidence, route or "", needed, under, over))
    return found


def _sides(
    amounts: Sequence[Mapping[str, str]],
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    sides: dict[str, dict[str, Decimal]] = {"under": {}, "over": {}}
    for each in amounts:
        sides[each["direction"]][each["currency"]] = decimal(each["recoverable"])
    return sides["under"], sides["over"]


def _needed(policy: Policy, causes: Sequence[str], amounts: Sequence[Decimal]) -> Decimal:
    """As `agent.sending.required` has it, without the threshold itself."""
    by_cause = {str(cause): share for cause, share in policy.threshold_by_cause.items()}
    asked = [by_cause[cause] for cause in causes if cause in by_cause]
    recovered = sum(amounts, Decimal(0))
    asked += [rule.threshold for rule in policy.threshold_by_amount if recovered > rule.above]
    return max(asked, default=Decimal(0))


def would_send(candidates: Sequence[Candidate], policy: Policy, threshold: Decimal) -> WouldSend:
    """What would go by itself at a threshold."""
    made = WouldSend(threshold)
    for each in candidates:
        if each.confidence <= max(threshold, each.needed):
            continue
        if second_look(policy, each.case_id):
            made.looked_at += 1
        else:
            made.cases.append(each)
    return made


@dataclass(frozen=True, slots=True)
class Moved:
    """Two thresholds compared: what goes besides, and what goes to people instead."""

    besides: list[Candidate]
    instead: list[Candidate]
    wrong: int
    judged: int
    """Of the decided cases surer than the tried threshold: how many were decided, how many were wrong."""


def moved(now: WouldSend, tried: WouldSend, judged: Sequence[Judged]) -> Moved:
    """What another threshold changes."""
    before = {each.case_id for each in now.cases}
    after = {each.case_id for each in tried.cases}
    above = [each for each in judged if Decimal(each.hundredths) > tried.threshold * 100]
    return Moved(
        [each for each in tried.cases if each.case_id not in before],
        [each for each in now.cases if each.case_id not in after],
        sum(not each.right for each in above),
        len(above),
    )
