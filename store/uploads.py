"""Uploaded files as rows: what came, from whom, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from store.tables import AccountRow
from store.web_tables import UploadRow

CONTRACT = "contract"
UNREAD = ("waiting", "working")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contracts a list shows."""

    account: str = ""
    status: str = ""
    """'' for all that are not removed."""
    paper: str = ""
    """A kind of document."""
    words: str = ""
    """Each of them stands in the name, the title, the number or the account."""
    accounts: frozenset[str] | None = None
    """Only these may be seen; None for all."""


def upload_of(session: Session, upload_id: str) -> UploadRow | None:
    """The upload of that id."""
    return session.get(UploadRow, upload_id)


def same_file(session: Session, account_id: str, sha256: str) -> UploadRow | None:
    """What an account has of the same content already."""
    query = select(UploadRow).where(
        UploadRow.account_id == account_id,
        UploadRow.sha256 == sha256,
        UploadRow.kind == CONTRACT,
        col(UploadRow.status).in_((*UNREAD, "ready")),
    )
    return session.exec(query.limit(1)).first()


def of_account(
    session: Session, account_id: str, statuses: Collection[str] = ()
) -> list[UploadRow]:
    """An account's contracts in the order of their upload; without removed ones."""
    query = select(UploadRow).where(UploadRow.account_id == account_id, UploadRow.kind == CONTRACT)
    if statuses:
        query = query.where(col(UploadRow.status).in_(statuses))
    else:
        query = query.where(UploadRow.status != "removed")
    return list(session.exec(query.order_by(col(UploadRow.uploaded_at), col(UploadRow.id))).all())


def listed(session: Session, wanted: Wanted, page: int = 1) -> tuple[list[UploadRow], int]:
    """A page (from 1) of the contracts that are wanted, newest first, and how many there are."""
    newest = (col(UploadRow.uploaded_at).desc(), col(UploadRow.id).desc())
    rows = _where(select(UploadRow), wanted).order_by(*newest)
    rows = rows.offset(PAGE * (page - 1)).limit(PAGE)
    count = _where(select(func.count()).select_from(UploadRow), wanted)
    return list(session.exec(rows).all()), session.exec(count).one()


def has_any(session: Session, accounts: frozenset[str] | None) -> bool:
    """Whether there is any contract to see, removed ones left out."""
    query = _where(select(UploadRow.id), Wanted(accounts=accounts))
    return session.exec(query.limit(1)).first() is not None


def _where(query: SelectOfScalar[Any], wanted: Wanted) -> SelectOfScalar[Any]:
    query = query.where(UploadRow.kind == CONTRACT)
    if wanted.accounts is not None:
        query = query.where(col(UploadRow.account_id).in_(wanted.accounts))
    if wanted.account:
        query = query.where(UploadRow.account_id == wanted.account)
    if wanted.status == "reading":
        query = query.where(col(UploadRow.status).in_(UNREAD))
    elif wanted.status:
        query = query.where(UploadRow.status == wanted.status)
    else:
        query = query.where(col(UploadRow.status).in_((*UNREAD, "ready", "refused")))
    if wanted.paper:
        query = query.where(UploadRow.paper == wanted.paper)
    for word in wanted.words.lower().split():
        query = query.where(col(UploadRow.words).contains(word, autoescape=True))
    return query


def searched(row: UploadRow) -> str:
    """What a row is found by."""
    parts = (row.name, row.account_id or "", row.found.get("title"), row.found.get("number"))
    return " ".join(str(part).lower() for part in parts if part)


def keep_found(
    session: Session, row: UploadRow, status: str, reason: str, found: Mapping[str, Any]
) -> None:
    """Write down what reading gave."""
    row.status, row.reason, row.found = status, reason, dict(found)
    row.paper = str(found.get("kind") or "")
    row.words = searched(row)
    session.add(row)


def mark_read(session: Session, account_id: str, file: str) -> None:
    """Note that a document is read, while the others of its account are still being read."""
    query = select(UploadRow).where(
        UploadRow.account_id == account_id, UploadRow.file == file, UploadRow.status == "working"
    )
    for row in session.exec(query).all():
        row.found = {**row.found, "read": True}
        session.add(row)


def find_account(session: Session, words: str) -> AccountRow | None:
    """The account of that id, else the only one of that name, in any case of letters."""
    words = words.strip()
    row = session.get(AccountRow, words)
    if row is not None or not words:
        return row
    named = or_(
        func.lower(AccountRow.name) == words.lower(),
        func.lower(AccountRow.account_id) == words.lower(),
    )
    rows = session.exec(select(AccountRow).where(named).limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def search_accounts(
    session: Session, words: str, accounts: frozenset[str] | None, most: int = 20
) -> list[AccountRow]:
    """Accounts whose id or name holds the words, by name."""
    query = select(AccountRow)
    if accounts is not None:
        query = query.where(col(AccountRow.account_id).in_(accounts))
    for word in words.lower().split():
        query = query.where(
            or_(
                func.lower(AccountRow.name).contains(word, autoescape=True),
                func.lower(AccountRow.account_id).contains(word, autoescape=True),
            )
        )
    return list(session.exec(query.order_by(func.lower(AccountRow.name)).limit(most)).all())


def names_of_accounts(session: Session, account_ids: Sequence[str | None]) -> dict[str, str]:
    """Account → its name, of those that are known."""
    wanted = {each for each in account_ids if each}
    rows = session.exec(
        select(AccountRow.account_id, AccountRow.name).where(col(AccountRow.account_id).in_(wanted))
    ).all()
    return dict(rows)
