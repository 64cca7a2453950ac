"""What the dashboard adds up, kept until something is different: adding 40,000 rows anew for each look is slow.

Whatever happens to a case, a decision or a document is told to the audit trail, in the transaction in which
it happens; so the trail's head, with how many cases stand where and what was collected, says whether sums
are still those of the rows. What is kept is never older than that.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.web.dashboard.cells import Accounts, Cells, read_cells
from app.web.dashboard.deliveries import Delivered, read_deliveries
from app.web.dashboard.standing import Standing, read_standing
from app.web.dashboard.threshold import Candidate, read_candidates
from app.web.dashboard.trust import Trust, read_trust
from app.web.dashboard.view import Money, money_of
from billing.policy import Policy
from store.billing_tables import CollectedRow
from store.tables import AuditHeadRow, CaseRow

MOST = 16
"""Different views (of people with lists of accounts) that are kept at a time."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything that is read from many rows. It is shared: nothing of it may be changed."""

    standing: Standing
    cells: Cells
    deliveries: dict[str, dict[str, Delivered]]
    trust: Trust
    candidates: Sequence[Candidate]
    drawn: dict[str, Money] = field(default_factory=dict)
    """Currency → its part of the page, drawn when it is first asked for."""

    def money(self, currency: str) -> Money:
        """One currency's part."""
        if currency not in self.drawn:
            self.drawn[currency] = money_of(self.cells, self.deliveries, currency)
        return self.drawn[currency]


_KEPT: OrderedDict[Hashable, Sums] = OrderedDict()
_LOCK = Lock()


def read_sums(session: Session, url: str, accounts: Accounts, policy: Policy) -> Sums:
    """The sums as the rows have them now."""
    key = (url, accounts, policy.model_dump_json(), _stamp(session))
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    made = Sums(
        read_standing(session, accounts),
        read_cells(session, accounts),
        read_deliveries(session, accounts),
        read_trust(session, accounts),
        read_candidates(session, accounts, policy),
    )
    with _LOCK:
        _KEPT[key] = made
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return made


def _stamp(session: Session) -> Hashable:
    """What is different as soon as any sum may be."""
    head = session.execute(select(col(AuditHeadRow.number), col(AuditHeadRow.hash))).all()
    states = session.execute(
        select(
            col(CaseRow.status),
            col(CaseRow.route),
            func.count(),
            func.sum(col(CaseRow.version)),
            func.max(col(CaseRow.updated_at)),
        )
        .group_by(col(CaseRow.status), col(CaseRow.route))
        .order_by(col(CaseRow.status), col(CaseRow.route))
    ).all()
    seen = session.execute(select(func.count(), func.max(col(CollectedRow.seen_at)))).all()
    return (
        tuple(map(tuple, head)),
        tuple(map(tuple, states)),
        tuple(map(tuple, seen)),
    )
