"""Which contract product a billed product is: what was proposed, and what a person said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, delete, select

from store.audit import tell
from store.billing_tables import BilledProductRow
from store.tables import now
from store.web_tables import MatchRow

PAGE = 50


@dataclass(frozen=True, slots=True)
class Settled:
    """What people said of one account's billed products."""

    names: dict[str, tuple[str, ...]]
    """Contract product → billed products that are it."""
    unrelated: frozenset[str]
    """Billed products that are none of the contract's."""


def settled_matches(session: Session) -> dict[str, Settled]:
    """Account → what people said of its products."""
    found: dict[str, tuple[dict[str, tuple[str, ...]], set[str]]] = {}
    for row in session.exec(select(MatchRow).order_by(col(MatchRow.id))).all():
        names, unrelated = found.setdefault(row.account_id, ({}, set()))
        if row.contract is None:
            unrelated.add(row.billed)
        else:
            names[row.contract] = (*names.get(row.contract, ()), row.billed)
    return {
        account: Settled(names, frozenset(unrelated))
        for account, (names, unrelated) in found.items()
    }


def match_of(session: Session, account_id: str, billed: str) -> MatchRow | None:
    """What a person said of one billed product, or None."""
    return session.exec(
        select(MatchRow).where(MatchRow.account_id == account_id, MatchRow.billed == billed)
    ).first()


def confirm_match(
    session: Session, account_id: str, billed: str, contract: str | None, by: str
) -> None:
    """Keep a person's word; `contract` None: it is none of the contract's products."""
    row = match_of(session, account_id, billed)
    before = {"contract": row.contract} if row is not None else None
    if row is None:
        row = MatchRow(account_id=account_id, billed=billed, confirmed_by=by)
    elif row.contract == contract:
        return
    row.contract, row.confirmed_by, row.confirmed_at = contract, by, now()
    session.add(row)
    told = {"account_id": account_id, "billed": billed, "contract": contract, "by": by}
    tell(session, "match", told | ({"before": before["contract"]} if before else {}))


def withdraw_match(session: Session, account_id: str, billed: str, by: str) -> None:
    """Take a person's word back: later runs decide by names, units and amounts again."""
    row = match_of(session, account_id, billed)
    if row is None:
        return
    session.delete(row)
    told = {"account_id": account_id, "billed": billed, "before": row.contract, "by": by}
    tell(session, "match withdrawn", told)


def save_proposals(session: Session, rows: Iterable[BilledProductRow]) -> None:
    """Keep what the book's products were taken for, in place of what was there."""
    session.exec(delete(BilledProductRow))
    session.add_all(rows)


def proposal_of(session: Session, account_id: str, billed: str) -> BilledProductRow | None:
    """One billed product, or None."""
    return session.get(BilledProductRow, (account_id, billed))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which billed products are asked for."""

    accounts: frozenset[str] | None = None
    """Only of these; None for all."""
    account: str = ""
    state: str = "open"
    """open (doubtful, and nobody said anything), settled (somebody did), all."""


def list_proposals(
    session: Session, wanted: Wanted, page: int = 1
) -> tuple[list[tuple[BilledProductRow, MatchRow | None]], int]:
    """One page with what people said, and how many there are; the doubtful ones first."""
    conditions = _conditions(wanted)
    rows = session.exec(
        select(BilledProductRow, MatchRow)
        .outerjoin(MatchRow, _same())
        .where(*conditions)
        .order_by(
            col(BilledProductRow.doubtful).desc(),
            col(BilledProductRow.account_id),
            col(BilledProductRow.billed),
        )
        .offset(PAGE * (page - 1))
        .limit(PAGE)
    ).all()
    return list(rows), count_proposals(session, wanted)


def count_proposals(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    query = select(func.count()).select_from(BilledProductRow).outerjoin(MatchRow, _same())
    return session.exec(query.where(*_conditions(wanted))).one()


def _same() -> ColumnElement[bool]:
    return and_(
        col(MatchRow.account_id) == col(BilledProductRow.account_id),
        col(MatchRow.billed) == col(BilledProductRow.billed),
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.accounts is not None:
        found.append(col(BilledProductRow.account_id).in_(sorted(wanted.accounts)))
    if wanted.account:
        found.append(col(BilledProductRow.account_id) == wanted.account)
    if wanted.state == "open":
        found += [col(BilledProductRow.doubtful).is_(True), col(MatchRow.id).is_(None)]
    elif wanted.state == "settled":
        found.append(col(MatchRow.id).is_not(None))
    return found
