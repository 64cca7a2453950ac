"""The queue of cases: filtered, counted, ordered and paged by the database, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Float, RowMapping, Select, and_, case, cast, func, or_, select
from sqlmodel import Session, col

from app.web.casework.asked import Asked
from app.web.casework.weight import cap_of
from app.web.context import Person
from store.assignments import moment
from store.tables import AccountRow, ApprovalRow, CaseRow, DecisionRow
from store.web_tables import AssignmentRow, PersonRow, StakeRow

PAGE = 50
_BETWEEN_NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Queued:
    """One case as the queue shows it."""

    case_id: str
    account_id: str
    name: str
    version: int
    state: str
    confidence: Decimal | None
    threshold: Decimal
    cap: str
    """What holds the confidence at its limit; '' where no limit does."""
    findings: int
    amounts: Sequence[Mapping[str, str]]
    causes: tuple[str, ...]
    lapses_on: str | None
    days: int | None
    """Until the first part lapses; below 0 where it has."""
    taken_by: str
    taken_until: str
    taken_by_me: bool
    first_by: str
    """Who gave the first of two approvals."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue, and how many there are of each state."""

    asked: Asked
    items: tuple[Queued, ...]
    total: int
    pages: int
    counts: Mapping[str, int]
    """By state, under the same filters."""
    causes: tuple[str, ...]
    currencies: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]
    """The chosen account, for its name in the filter."""


def read_queue(
    session: Session, person: Person, asked: Asked, now: datetime | None = None
) -> Queue:
    """The page of the queue that is asked for. A page beyond the last shows the last."""
    at = now or datetime.now(UTC)
    counts = _counts(session, person, asked, at)
    total = counts[asked.state]
    pages = max(1, -(-total // PAGE))
    page = min(asked.page, pages)
    query = _rows(person, asked, at).offset((page - 1) * PAGE).limit(PAGE)
    items = tuple(_queued(row, person, at.date()) for row in session.execute(query).mappings())
    return Queue(
        asked,
        items,
        total,
        pages,
        counts,
        *_choices(session, person),
        _account(session, person, asked.account),
    )


def order_of(
    session: Session, person: Person, asked: Asked, now: datetime | None = None
) -> list[str]:
    """The ids of all cases in the queue, in its order: for the next and the one before."""
    query = _joined(select(col(CaseRow.case_id)), now or datetime.now(UTC), only=asked)
    query = _of_state(_filtered(query, person, asked), asked.state)
    return list(session.execute(query.order_by(*_ordered(asked.order))).scalars())


def state_of() -> ColumnElement[str]:
    """Where a case stands, as an expression over cases, approvals and decisions."""
    return case(
        (
            and_(col(CaseRow.status) == "waiting", col(ApprovalRow.id).is_not(None)),
            "second",
        ),
        (col(CaseRow.status) == "waiting", "open"),
        (col(CaseRow.status) != "done", "working"),
        (col(DecisionRow.action) == "reject", "rejected"),
        (col(DecisionRow.id).is_not(None), "approved"),
        (col(CaseRow.route) == "billing", "automatic"),
        else_="clear",
    )


def _joined(query: Any, at: datetime, only: Asked | None = None) -> Select[Any]:
    """The tables around a case; with `only` those alone that a filter needs, for order and counts."""
    case_id, version = col(CaseRow.case_id), col(CaseRow.version)
    joined: Select[Any] = query.select_from(CaseRow).outerjoin(
        StakeRow, and_(col(StakeRow.case_id) == case_id, col(StakeRow.version) == version)
    )
    if only is None or only.words:
        joined = joined.join(AccountRow, col(AccountRow.account_id) == col(CaseRow.account_id))
    if only is None or only.state not in {"open", "all"}:
        approved = and_(col(ApprovalRow.case_id) == case_id, col(ApprovalRow.version) == version)
        decided = and_(col(DecisionRow.case_id) == case_id, col(DecisionRow.version) == version)
        joined = joined.outerjoin(ApprovalRow, approved).outerjoin(DecisionRow, decided)
    if only is None or only.who:
        held = and_(col(AssignmentRow.case_id) == case_id, col(AssignmentRow.until) > moment(at))
        joined = joined.outerjoin(AssignmentRow, held)
    return joined


def _filtered(query: Select[Any], person: Person, asked: Asked) -> Select[Any]:
    """Everything but the state."""
    if person.accounts is not None:
        query = query.where(col(CaseRow.account_id).in_(sorted(person.accounts)))
    if asked.account:
        query = query.where(col(CaseRow.account_id) == asked.account)
    if asked.cause:
        query = query.where(col(StakeRow.causes).contains(f" {asked.cause} ", autoescape=True))
    if asked.currency:
        query = query.where(
            col(StakeRow.currencies).contains(f" {asked.currency} ", autoescape=True)
        )
    if asked.least is not None:
        query = query.where(col(StakeRow.minor) >= int(asked.least * 100))
    if asked.words:
        query = query.where(_says(asked.words))
    return _whose(query, person, asked.who)


def _says(words: str) -> ColumnElement[bool]:
    """Every word stands in the account, its name, the case's id or a product."""
    places = (
        func.lower(col(CaseRow.case_id)),
        func.lower(col(CaseRow.account_id)),
        func.lower(col(AccountRow.name)),
        col(StakeRow.products),
    )
    return and_(
        *(
            or_(*(place.contains(word, autoescape=True) for place in places))
            for word in words.lower().split()
        )
    )


def _whose(query: Select[Any], person: Person, who: str) -> Select[Any]:
    holder = col(AssignmentRow.person_id)
    if who == "mine":
        return query.where(holder == person.id)
    if who == "free":
        return query.where(holder.is_(None))
    return query.where(holder.is_not(None), holder != person.id) if who == "others" else query


def _counts(session: Session, person: Person, asked: Asked, at: datetime) -> dict[str, int]:
    """How many cases there are of each state. `open` counts those that wait for a second person too."""
    state = state_of().label("state")
    needed = replace(asked, state="second")
    query = _joined(select(state, func.count()), at, only=needed)
    query = _filtered(query, person, asked).group_by(state)
    found = {str(name): int(many) for name, many in session.execute(query).all()}
    second = found.get("second", 0)
    return {
        "open": found.get("open", 0) + second,
        "second": second,
        "working": found.get("working", 0),
        "approved": found.get("approved", 0),
        "automatic": found.get("automatic", 0),
        "rejected": found.get("rejected", 0),
        "clear": found.get("clear", 0),
        "all": sum(found.values()),
    }


def _rows(person: Person, asked: Asked, at: datetime) -> Select[Any]:
    state = state_of()
    query = _joined(
        select(
            col(CaseRow.case_id),
            col(CaseRow.account_id),
            col(AccountRow.name),
            col(CaseRow.version),
            state.label("state"),
            col(CaseRow.confidence),
            col(CaseRow.threshold),
            col(CaseRow.reasons),
            col(StakeRow.findings),
            col(StakeRow.amounts),
            col(StakeRow.causes),
            col(StakeRow.lapses_on),
            col(AssignmentRow.person_id),
            col(AssignmentRow.until),
            col(PersonRow.name).label("holder"),
            col(ApprovalRow.approved_by),
        ),
        at,
    ).outerjoin(PersonRow, col(PersonRow.id) == col(AssignmentRow.person_id))
    query = _of_state(_filtered(query, person, asked), asked.state)
    return query.order_by(*_ordered(asked.order))


def _of_state(query: Select[Any], state: str) -> Select[Any]:
    if state == "open":
        return query.where(col(CaseRow.status) == "waiting")
    return query if state == "all" else query.where(state_of() == state)


def _ordered(order: str) -> tuple[Any, ...]:
    """The order; always ended by the case's id, so that two pages never show one case twice."""
    minor = func.coalesce(col(StakeRow.minor), 0)
    doubt = 1 - cast(func.coalesce(col(CaseRow.confidence), "0"), Float)
    weight = (minor * doubt).desc()
    last = col(CaseRow.case_id)
    if order == "lapse":
        return func.coalesce(col(StakeRow.lapses_on), _BETWEEN_NEVER), weight, last
    if order == "new":
        return col(CaseRow.updated_at).desc(), last
    if order == "account":
        return (last,)
    return weight, minor.desc(), last


def _queued(row: RowMapping, person: Person, today: date) -> Queued:
    lapses = row["lapses_on"]
    days = (date.fromisoformat(lapses) - today).days if lapses else None
    return Queued(
        case_id=row["case_id"],
        account_id=row["account_id"],
        name=row["name"],
        version=row["version"],
        state=row["state"],
        confidence=row["confidence"],
        threshold=row["threshold"],
        cap=cap_of(row["confidence"], row["reasons"] or ()),
        findings=row["findings"] or 0,
        amounts=row["amounts"] or (),
        causes=tuple((row["causes"] or "").split()),
        lapses_on=lapses,
        days=days,
        taken_by=row["holder"] or "",
        taken_until=row["until"] or "",
        taken_by_me=row["person_id"] == person.id,
        first_by=row["approved_by"] or "",
    )


def _choices(session: Session, person: Person) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The causes and currencies that occur, to choose from."""
    query = select(col(StakeRow.causes), col(StakeRow.currencies)).distinct()
    if person.accounts is not None:
        query = query.join(CaseRow, col(CaseRow.case_id) == col(StakeRow.case_id)).where(
            col(CaseRow.account_id).in_(sorted(person.accounts))
        )
    found = session.execute(query).all()
    causes = {name for row in found for name in row[0].split()}
    currencies = {name for row in found for name in row[1].split()}
    return tuple(sorted(causes)), tuple(sorted(currencies))


def _account(session: Session, person: Person, account_id: str) -> tuple[tuple[str, str], ...]:
    row = session.get(AccountRow, account_id) if account_id and person.sees(account_id) else None
    return ((row.account_id, row.name),) if row is not None else ()
