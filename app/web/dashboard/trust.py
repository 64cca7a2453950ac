"""Whether to trust it: what people decided of the cases, how right the memos were, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Select, and_, select
from sqlmodel import Session, col

from app.web.dashboard.cells import Accounts
from evals.decided import ALARM_BELOW, ALARM_FROM, CausePrecision, overall, precision
from evals.intervals import Rate, clopper_pearson
from evals.scenarios.measuring import reliability, risk_coverage
from store.decisions import GROUNDS
from store.tables import AuditRow, CaseRow, DecisionRow, OutcomeRow

if TYPE_CHECKING:
    from evals.scenarios.running import Outcome

SCORED_FROM = 5
"""Decided cases below which no curve is drawn: two points are not a curve."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One decided case that says something of its memo."""

    case_id: str
    hundredths: int
    right: bool
    causes: tuple[str, ...]

    @property
    def owed(self) -> bool:
        """Whether the money was owed as the memo says: what a person approved unchanged was."""
        return self.right


@dataclass(frozen=True, slots=True)
class Times:
    """From the day a case came to people to their decision, in seconds."""

    count: int
    middle: float
    slowest_tenth: float
    """Nine in ten were quicker."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Everything that is shown of decisions."""

    rate: Rate
    causes: Sequence[CausePrecision]
    judged: Sequence[Judged]
    bins: Sequence[dict[str, Any]]
    points: Sequence[dict[str, Any]]
    actions: dict[str, int]
    """approve, amend, reject → how often."""
    grounds: dict[str, int]
    """Why cases were rejected, in words → how often."""
    times: Times | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the precision, exact, 95%."""
        return clopper_pearson(self.rate.hits, self.rate.of) if self.rate.of else None

    @property
    def alarms(self) -> list[CausePrecision]:
        """Causes whose memos are too often wrong."""
        return [each for each in self.causes if each.alarm]

    @property
    def alarm(self) -> bool:
        """Whether all decided cases together are below the line."""
        share = self.rate.value
        return share is not None and self.rate.of >= ALARM_FROM and share < ALARM_BELOW

    @property
    def overridden(self) -> Rate:
        """Decisions that changed or refused what the memo asks for."""
        changed = self.actions["amend"] + self.actions["reject"]
        return Rate(changed, changed + self.actions["approve"])


def read_trust(session: Session, accounts: Accounts) -> Trust:
    """What decisions say, of the accounts that may be seen."""
    judged = _judged(session, accounts)
    # the two ask for `right` and `causes` alone, and a decided case without its features is read quicker
    rows = cast(Sequence[OutcomeRow], judged)
    scored = cast("Sequence[Outcome]", judged)
    actions, grounds, times = _decisions(session, accounts)
    return Trust(
        rate=overall(rows),
        causes=precision(rows),
        judged=judged,
        bins=reliability(scored),
        points=risk_coverage(scored, sum(each.owed for each in judged)),
        actions=actions,
        grounds=grounds,
        times=times,
    )


def _seen(query: Any, accounts: Accounts, case_id: Any) -> Select[Any]:
    if accounts is not None:
        query = query.join(CaseRow, col(CaseRow.case_id) == case_id)
        query = query.where(col(CaseRow.account_id).in_(sorted(accounts)))
    asked: Select[Any] = query
    return asked


def _judged(session: Session, accounts: Accounts) -> list[Judged]:
    query = select(
        col(OutcomeRow.case_id),
        col(OutcomeRow.confidence),
        col(OutcomeRow.right),
        col(OutcomeRow.causes),
    ).where(col(OutcomeRow.right).is_not(None), col(OutcomeRow.confidence).is_not(None))
    rows = session.execute(_seen(query, accounts, col(OutcomeRow.case_id))).all()
    return [
        Judged(case_id, int(confidence * 100), bool(right), tuple(causes))
        for case_id, confidence, right, causes in rows
        if confidence is not None
    ]


def _decisions(
    session: Session, accounts: Accounts
) -> tuple[dict[str, int], dict[str, int], Times | None]:
    """What people did, why they refused, and how long it took from the route to the decision."""
    came = and_(
        col(AuditRow.case_id) == col(DecisionRow.case_id),
        col(AuditRow.version) == col(DecisionRow.version),
        col(AuditRow.kind) == "route",
    )
    query = (
        select(
            col(DecisionRow.id),
            col(DecisionRow.action),
            col(DecisionRow.ground),
            col(DecisionRow.decided_at),
            col(AuditRow.at),
        )
        .select_from(DecisionRow)
        .outerjoin(AuditRow, came)
        .where(col(DecisionRow.amends).is_(None))
        .order_by(col(AuditRow.number))
    )
    rows = session.execute(_seen(query, accounts, col(DecisionRow.case_id))).all()
    last = {row[0]: row for row in rows}
    actions = Counter({"approve": 0, "amend": 0, "reject": 0})
    grounds: Counter[str] = Counter()
    waited: list[float] = []
    for _, action, ground, decided_at, came_at in last.values():
        actions[action] += 1
        if action == "reject":
            grounds[GROUNDS.get(ground, "no reason from the list")] += 1
        if came_at:
            waited.append(_seconds(came_at, decided_at))
    return dict(actions), dict(grounds.most_common()), _times(waited)


def _seconds(since: str, until: str) -> float:
    passed = datetime.fromisoformat(until) - datetime.fromisoformat(since)
    return max(0.0, passed.total_seconds())


def _times(waited: Sequence[float]) -> Times | None:
    if not waited:
        return None
    tenth = quantiles(waited, n=10)[-1] if len(waited) > 1 else waited[0]
    return Times(len(waited), median(waited), min(tenth, max(waited)))


def duration_in_words(seconds: float) -> str:
    """'40 minutes', '3.5 hours', '2.1 days'."""
    minutes = seconds / 60
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return f"{minutes:.0f} {'minute' if round(minutes) == 1 else 'minutes'}"
    if minutes < 48 * 60:
        return f"{minutes / 60:.1f} hours"
    return f"{minutes / 60 / 24:.1f} days"
