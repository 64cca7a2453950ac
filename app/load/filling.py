"""A store with thousands of contracts and cases: the sample book is run once, and its rows are repeated.

Every page then reads as many rows, of the same sizes, as it would for a seller of that size; PDFs and
readings are shared by the accounts that repeat one another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table, insert, text
from sqlalchemy import select as rows_of
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel, col, func, select

from agent.contracts import folder_of
from agent.decide import Decision, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from app.web.home import Home
from app.web.settings import WebSettings
from app.work.jobs import kinds
from app.work.work import Work
from store.audit import row_hash
from store.decisions import DecisionAction
from store.store import Store
from store.tables import AuditHeadRow, AuditRow
from store.web_tables import JobRow, UploadRow

SAMPLES = Path(__file__).parents[2] / "samples" / "book"
_NAMES = frozenset({"account_id", "case_id", "outbox_id", "key", "subject"})
"""Columns whose values name an account, a case or what hangs on it."""
_APART = frozenset({"audit", "audit_head", "documents", "terms", "jobs", "people", "sessions"})
_BATCH = 500


def fill(settings: WebSettings, store: Store, home: Home, contracts: int, cases: int) -> None:
    """Run the samples, then repeat their rows until there are so many contracts and cases; 0: none decided."""
    shutil.copytree(SAMPLES, home.book, dirs_exist_ok=True)
    options = RunOptions(as_of=date(2026, 11, 1), outbox=home.outbox, memos=home.memos)
    found = run_book(store, home.book, options).body["cases"]
    if cases:
        _decide(Desk(store, home.outbox, home.memos), found)
    names = {case["account_id"]: case["case_id"] for case in found}
    _read(settings, store, home, sorted(names))
    accounts = list(islice(cycle(sorted(names)), max(0, cases - len(names))))
    with store.read() as session:
        uploads = session.exec(select(func.count()).select_from(UploadRow)).one()
    least = -(-(contracts - uploads) // max(1, len(accounts)))
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in _APART:
            _repeat(store, table, names, accounts, least)
    _repeat_trail(store, names, accounts)


def _decide(desk: Desk, cases: Sequence[Mapping[str, Any]]) -> None:
    """Decide every other case that waits, so that decisions and what they taught are repeated too."""
    waiting = [case["case_id"] for case in cases if case["status"] == "waiting"]
    for number, case_id in enumerate(waiting[::2]):
        action: DecisionAction = "reject" if number % 3 == 2 else "approve"
        ground = "agreed_otherwise" if action == "reject" else ""
        said = "as the customer says"
        record_and_carry_out(
            desk,
            Decision(case_id, action, said, decided_by="load@example.com", ground=ground),
        )


def _read(settings: WebSettings, store: Store, home: Home, accounts: list[str]) -> None:
    """Have the worker read the contracts of the book, as if they had been uploaded."""
    for account_id in accounts:
        paths = sorted((home.contracts / account_id).glob("*.pdf"))
        folder = folder_of(home.book, account_id, paths)
        with store.begin() as session:
            for number, (name, path, digest) in enumerate(folder.documents):
                row = UploadRow(
                    id=f"{account_id}-{number}",
                    kind="contract",
                    account_id=account_id,
                    name=path.name,
                    file=name,
                    sha256=digest,
                    size=path.stat().st_size,
                    uploaded_by="load",
                )
                shutil.copyfile(path, home.files / row.id)
                session.add(row)
        kinds()["read"].do(Work(settings, store, home), JobRow(kind="read", subject=account_id))


def _repeat(
    store: Store, table: Table, names: Mapping[str, str], accounts: list[str], least: int
) -> None:
    """Repeat the rows of one table that belong to an account or a case."""
    own = {column.name for column in table.columns} & _NAMES
    if not own:
        return
    with store.engine.begin() as connection:
        known = [dict(row) for row in connection.execute(rows_of(table)).mappings()]
        by_account: dict[str, list[dict[str, Any]]] = {}
        for row in known:
            by_account.setdefault(_account(row, names), []).append(row)
        made: list[dict[str, Any]] = []
        for number, account_id in enumerate(accounts):
            rows = by_account.get(account_id, [])
            if table.name == "uploads" and rows:
                rows = list(islice(cycle(rows), max(least, len(rows))))
            for place, row in enumerate(rows):
                made.append(
                    _renamed(table, row, f"~{number}", place if table.name == "uploads" else 0)
                )
                _flushed(connection, table, made, _BATCH)
        _flushed(connection, table, made, 1)


def _account(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row.get("account_id") is not None:
        return str(row["account_id"])
    by_case = {case_id: account_id for account_id, case_id in names.items()}
    return by_case.get(str(row.get("case_id")), "")


def _renamed(table: Table, row: Mapping[str, Any], mark: str, place: int) -> dict[str, Any]:
    """The row of another account: its names carry a mark, a number that the store gives is left out."""
    made = {}
    for column in table.columns:
        value = row[column.name]
        if column.primary_key and isinstance(column.type, Integer) and column.name == "id":
            continue
        if isinstance(value, str) and (column.name in _NAMES or column.primary_key):
            value = f"{value}{mark}" + (f".{place}" if column.name == "id" and place else "")
        made[column.name] = value
    return made


def _flushed(connection: Connection, table: Table, made: list[dict[str, Any]], least: int) -> None:
    if len(made) >= least:
        connection.execute(insert(table), made)
        made.clear()


def _repeat_trail(store: Store, names: Mapping[str, str], accounts: list[str]) -> None:
    """The audit trail of the repeated cases, chained as the store chains it."""
    with store.begin() as session:
        head = session.get_one(AuditHeadRow, 1)
        by_case: dict[str, list[AuditRow]] = {}
        for row in session.exec(select(AuditRow).order_by(col(AuditRow.number))):
            by_case.setdefault(row.case_id or "", []).append(row)
        begun = AuditHeadRow(id=1, number=head.number, hash=head.hash)
        made = [row.model_dump() for row in _trail(by_case, names, accounts, begun)]
    if not made:
        return
    moved = text("UPDATE audit_head SET number = :number, hash = :hash")
    with store.engine.begin() as connection:
        connection.execute(insert(AuditRow), made)
        connection.execute(moved, [{"number": row["number"], "hash": row["hash"]} for row in made])


def _trail(
    by_case: Mapping[str, list[AuditRow]],
    names: Mapping[str, str],
    accounts: list[str],
    head: AuditHeadRow,
) -> Iterator[AuditRow]:
    for number, account_id in enumerate(accounts):
        for row in by_case.get(names[account_id], ()):
            made = AuditRow(
                number=head.number + 1,
                at=row.at,
                kind=row.kind,
                case_id=f"{row.case_id}~{number}",
                version=row.version,
                payload=row.payload,
                previous=head.hash,
                hash="",
            )
            made.hash = row_hash(made)
            head.number, head.hash = made.number, made.hash
            yield made
