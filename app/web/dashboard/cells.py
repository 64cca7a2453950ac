"""The money of all cases, by currency, direction, cause and month: where each amount stands.

Each amount stands in one place only:

recovered   in a delivered document
pending     in a document that is not delivered yet
review      can be corrected, and waits for a person
lapsed      could be corrected once, and not on the day on which its case stands
rejected    can be corrected, and a person said no

The month is that in which the period begins that was billed wrongly. What an earlier version of a case
sent is taken off what the present one finds, so that nothing stands twice. Sums are exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from store.billing_tables import MonthRow
from store.sums import amount_of, total_of
from store.tables import CaseRow, DecisionRow, OutboxLineRow, OutboxRow

Accounts = frozenset[str] | None
"""The accounts that a person may see; None for all."""


class Place(NamedTuple):
    """What an amount is of."""

    currency: str
    direction: str
    cause: str
    month: str
    """'2026-03'; '' where no period is known."""


@dataclass(slots=True)
class Amounts:
    """Amounts of one place, in its currency."""

    recovered: Decimal = Decimal(0)
    pending: Decimal = Decimal(0)
    review: Decimal = Decimal(0)
    lapsed: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)

    @property
    def claimed(self) -> Decimal:
        """All that is claimed: recovered, waiting to be delivered, waiting for a person."""
        return self.recovered + self.pending + self.review

    def add(self, other: Amounts) -> None:
        """Add another place's amounts, of the same currency."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


Cells = dict[Place, Amounts]


def read_cells(session: Session, accounts: Accounts) -> Cells:
    """Every amount, of the accounts that may be seen."""
    cells: Cells = defaultdict(Amounts)
    _sent(session, accounts, cells)
    _found(session, accounts, cells)
    _found_again(session, accounts, cells)
    return {place: amounts for place, amounts in cells.items() if amounts}


def summed(cells: Cells, currency: str, direction: str, by: str = "") -> dict[str, Amounts]:
    """The amounts of one currency and direction by `cause` or `month`, in the order of their names; or ''."""
    found: dict[str, Amounts] = {}
    for place, amounts in sorted(cells.items()):
        if (place.currency, place.direction) == (currency, direction):
            found.setdefault(getattr(place, by) if by else "", Amounts()).add(amounts)
    return dict(sorted(found.items()))


def whole(cells: Cells, currency: str, direction: str) -> Amounts:
    """All amounts of one currency and direction."""
    return summed(cells, currency, direction).get("", Amounts())


def _sent(session: Session, accounts: Accounts, cells: Cells) -> None:
    """What documents hold."""
    month = func.substr(OutboxLineRow.period_start, 1, 7)
    keys = (OutboxLineRow.currency, OutboxLineRow.direction, OutboxLineRow.cause, month)
    query = (
        select(*keys, OutboxRow.status, total_of(OutboxLineRow.amount))  # type: ignore[call-overload]
        .join(OutboxRow, col(OutboxRow.id) == col(OutboxLineRow.outbox_id))
        .where(OutboxLineRow.period_start != "")
        .group_by(*keys, OutboxRow.status)
    )
    if accounts is not None:
        query = query.where(col(OutboxLineRow.account_id).in_(sorted(accounts)))
    for *key, status, amount in session.execute(query).all():
        name = "recovered" if status == "delivered" else "pending"
        setattr(cells[Place(*key)], name, getattr(cells[Place(*key)], name) + amount_of(amount))


def _sent_before() -> ColumnElement[bool]:
    """Whether an earlier version of the case sent something."""
    older = aliased(OutboxRow)
    return exists().where(
        col(older.case_id) == col(CaseRow.case_id),
        col(older.version) < col(CaseRow.version),
        col(older.status) != "cancelled",
    )


def _state() -> ColumnElement[str]:
    return case(
        (col(CaseRow.status) == "waiting", "review"),
        (col(DecisionRow.action) == "reject", "rejected"),
        else_="",
    )


def _of_present_versions(query: Select[Any], accounts: Accounts) -> Select[Any]:
    present = and_(
        col(MonthRow.case_id) == col(CaseRow.case_id), col(MonthRow.version) == col(CaseRow.version)
    )
    decided = and_(
        col(DecisionRow.case_id) == col(CaseRow.case_id),
        col(DecisionRow.version) == col(CaseRow.version),
    )
    query = query.select_from(CaseRow).join(MonthRow, present).outerjoin(DecisionRow, decided)
    if accounts is not None:
        query = query.where(col(CaseRow.account_id).in_(sorted(accounts)))
    return query


def _found(session: Session, accounts: Accounts, cells: Cells) -> None:
    """What present versions find, of cases of which nothing was sent before."""
    state = _state()
    keys = (MonthRow.currency, MonthRow.direction, MonthRow.cause, MonthRow.month)
    sums = (total_of(MonthRow.recoverable), total_of(MonthRow.lapsed))
    query = _of_present_versions(
        select(*keys, state, *sums),  # type: ignore[call-overload]
        accounts,
    )
    query = query.where(~_sent_before()).group_by(*keys, state)
    for *key, stands, recoverable, lapsed in session.execute(query).all():
        _lay(cells[Place(*key)], stands, amount_of(recoverable), amount_of(lapsed))


def _lay(into: Amounts, stands: str, recoverable: Decimal, lapsed: Decimal) -> None:
    into.lapsed += lapsed
    if stands == "review":
        into.review += recoverable
    elif stands == "rejected":
        into.rejected += recoverable


def _found_again(session: Session, accounts: Accounts, cells: Cells) -> None:
    """The same of cases whose earlier versions sent something: that is taken off first."""
    keys = (MonthRow.currency, MonthRow.direction, MonthRow.cause, MonthRow.month)
    query = _of_present_versions(
        select(CaseRow.case_id, *keys, _state(), MonthRow.recoverable, MonthRow.lapsed),  # type: ignore[call-overload]
        accounts,
    )
    rows = session.execute(query.where(_sent_before())).all()
    if not rows:
        return
    sent = _sent_by_case(session, {row[0] for row in rows})
    for case_id, *key, stands, recoverable, lapsed in rows:
        place = Place(*key)
        left = sent[case_id, place]
        off = min(left, recoverable)
        off_lapsed = min(left - off, lapsed)
        sent[case_id, place] = left - off - off_lapsed
        _lay(cells[place], stands, recoverable - off, lapsed - off_lapsed)


def _sent_by_case(session: Session, cases: Iterable[str]) -> dict[tuple[str, Place], Decimal]:
    month = func.substr(OutboxLineRow.period_start, 1, 7)
    keys = (OutboxLineRow.currency, OutboxLineRow.direction, OutboxLineRow.cause, month)
    query = (
        select(OutboxRow.case_id, *keys, total_of(OutboxLineRow.amount))  # type: ignore[call-overload]
        .join(OutboxRow, col(OutboxRow.id) == col(OutboxLineRow.outbox_id))
        .where(col(OutboxRow.case_id).in_(sorted(cases)), OutboxLineRow.period_start != "")
        .group_by(OutboxRow.case_id, *keys)
    )
    sent: dict[tuple[str, Place], Decimal] = defaultdict(Decimal)
    for case_id, *key, amount in session.execute(query).all():
        sent[case_id, Place(*key)] = amount_of(amount)
    return sent
