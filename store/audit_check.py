"""Whether the audit trail is whole: which row was changed, removed, put in, moved, or cut off the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from store.audit import HEAD, START, canonical, row_hash
from store.cases import findings_of
from store.decisions import decision_of
from store.tables import AuditHeadRow, AuditRow, OutboxRow
from store.telling import decision_told, document_told, findings_told

GUARDS = ("audit_no_update", "audit_no_delete", "audit_head_forward", "audit_head_no_delete")
"""The triggers that refuse changes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: at which row (None: the trail as a whole), and what."""

    row: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the trail gives."""

    rows: int
    head: str
    """'<rows>:<hash>': kept elsewhere, it shows later that nothing was cut off or written anew."""
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check(session: Session, kept_head: str | None = None) -> Verdict:
    """Check every row, the head, the guards, and that the tables still say what the trail tells.

    `kept_head` is what an earlier check gave as its head and somebody kept outside the store.
    """
    rows = list(session.exec(select(AuditRow).order_by(col(AuditRow.number))).all())
    head = session.get(AuditHeadRow, HEAD)
    faults = [*_chain(rows), *_end(rows, head), *_guards(session)]
    if kept_head is not None:
        faults += _kept(rows, kept_head)
    faults += _tables(session, rows)
    last = rows[-1].hash if rows else START
    return Verdict(len(rows), f"{rows[-1].number if rows else 0}:{last}", tuple(faults))


def _chain(rows: list[AuditRow]) -> Iterator[Fault]:
    number, previous = 0, START
    for row in rows:
        number += 1
        if row.number != number:
            missing = (
                f"row {number}"
                if row.number == number + 1
                else f"rows {number} to {row.number - 1}"
            )
            yield Fault(number, f"{missing} removed before row {row.number}")
            number = row.number
        elif row.previous != previous:
            yield Fault(
                row.number,
                f"row {row.number} ({row.kind}) does not follow row {row.number - 1}: one of the two "
                "was changed, moved or put in",
            )
        if row.hash != row_hash(row):
            yield Fault(
                row.number,
                f"row {row.number} ({row.kind}, {row.at}) was changed after it was written",
            )
        previous = row.hash


def _end(rows: list[AuditRow], head: AuditHeadRow | None) -> Iterator[Fault]:
    last = rows[-1] if rows else None
    if head is None:
        yield Fault(None, "the head of the trail was removed: rows may be missing at its end")
        return
    number = last.number if last is not None else 0
    if number < head.number:
        cut = (
            f"row {head.number}"
            if head.number == number + 1
            else f"rows {number + 1} to {head.number}"
        )
        yield Fault(number + 1, f"{cut} removed at the end")
    elif number > head.number:
        yield Fault(head.number + 1, f"what follows row {head.number} was put in past the head")
    elif last is not None and last.hash != head.hash:
        yield Fault(number, f"the head does not know row {number}: it was written anew")


def _guards(session: Session) -> Iterator[Fault]:
    bind = session.get_bind()
    if bind.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    found = set(session.execute(text(query)).scalars())
    for name in GUARDS:
        if name not in found:
            yield Fault(None, f"the guard {name}, which refuses changes, is gone or off")


def _kept(rows: list[AuditRow], kept: str) -> Iterator[Fault]:
    number, _, wanted = kept.partition(":")
    found = {str(row.number): row.hash for row in rows} | {"0": START}
    if number not in found:
        yield Fault(None, f"the trail ends before row {number}, which the kept head names")
    elif found[number] != wanted:
        yield Fault(int(number), f"row {number} is not the one that the kept head names")


def _tables(session: Session, rows: list[AuditRow]) -> Iterator[Fault]:
    """What the trail tells of findings, decisions and documents must still stand in their tables."""
    last: dict[tuple[str, str | None, int | None, str], AuditRow] = {}
    for row in rows:
        if row.kind in _PRESENT:
            last[row.kind, row.case_id, row.version, _which(row)] = row
    for row in last.values():
        of = f"{row.kind} of case {row.case_id}, version {row.version}"
        try:
            present = _PRESENT[row.kind](session, row)
        except ValueError as error:
            yield Fault(row.number, f"the {of}, cannot be read any more ({error})")
            continue
        if present is None:
            yield Fault(
                row.number, f"the {of}, was removed from its table (row {row.number} tells it)"
            )
        elif canonical(present) != row.payload:
            yield Fault(row.number, f"the {of}, no longer says what row {row.number} tells")


def _which(row: AuditRow) -> str:
    """The document that a row tells of; nothing for rows of which a version has one."""
    if row.kind != "outbox":
        return ""
    try:
        return str(json.loads(row.payload).get("document_id", ""))
    except (ValueError, AttributeError):  # the row was changed, which its hash tells
        return ""


def _findings(session: Session, row: AuditRow) -> dict[str, Any] | None:
    assert row.case_id is not None
    assert row.version is not None
    return findings_told([each.payload for each in findings_of(session, row.case_id, row.version)])


def _decision(session: Session, row: AuditRow) -> dict[str, Any] | None:
    assert row.case_id is not None
    assert row.version is not None
    found = decision_of(session, row.case_id, row.version)
    return None if found is None else decision_told(found)


def _document(session: Session, row: AuditRow) -> dict[str, Any] | None:
    found = session.get(OutboxRow, _which(row))
    return None if found is None else document_told(found)


_PRESENT: dict[str, Callable[[Session, AuditRow], dict[str, Any] | None]] = {
    "findings": _findings,
    "decision": _decision,
    "outbox": _document,
}
