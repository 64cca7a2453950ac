"""The audit trail: every fact, decision and delivery as a row whose hash covers the row before.

A row is appended in the transaction of what it tells, and none is ever changed: the database
refuses it (triggers), and a chain of hashes shows it where somebody went around the refusal. The
head, kept apart, says how many rows there are and the hash of the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from store.announcing import announce
from store.tables import AuditHeadRow, AuditRow, now

START = "0" * 64
"""What stands as the hash before the first row."""
HEAD = 1
"""The key of the only row of the head."""


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces. Raises TypeError for what JSON lacks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def row_hash(row: AuditRow) -> str:
    """The hash that a row must have: over everything it says and the hash of the row before."""
    told = [row.number, row.at, row.kind, row.case_id, row.version, row.payload, row.previous]
    return digest(told)


def tell(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    case: tuple[str, int] | None = None,
) -> None:
    """Append a row: what happened, to which version of which case (None: to the store as a whole)."""
    head = _head(session)
    case_id, version = case or (None, None)
    row = AuditRow(
        number=head.number + 1,
        at=now(),
        kind=kind,
        case_id=case_id,
        version=version,
        payload=canonical(payload),
        previous=head.hash,
        hash="",
    )
    row.hash = row_hash(row)
    session.add(row)
    head.number, head.hash = row.number, row.hash
    session.add(head)
    session.flush()
    announce(session, row)


def tell_once(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    case: tuple[str, int],
) -> None:
    """Append a row unless the version has just the same one: a step may run twice and tells once."""
    case_id, version = case
    same = select(AuditRow.number).where(
        AuditRow.case_id == case_id,
        AuditRow.version == version,
        AuditRow.kind == kind,
        AuditRow.payload == canonical(payload),
    )
    if session.exec(same.limit(1)).first() is None:
        tell(session, kind, payload, case)


def tell_change(session: Session, kind: str, payload: Mapping[str, Any]) -> None:
    """Append a row of the store as a whole where it differs from the last one of its kind."""
    last = session.exec(
        select(AuditRow.payload)
        .where(AuditRow.kind == kind, col(AuditRow.case_id).is_(None))
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    if last != canonical(payload):
        tell(session, kind, payload)


def rows_of(session: Session, case_id: str) -> list[AuditRow]:
    """Everything that was told of one case, oldest first."""
    return list(
        session.exec(
            select(AuditRow).where(AuditRow.case_id == case_id).order_by(col(AuditRow.number))
        ).all()
    )


def _head(session: Session) -> AuditHeadRow:
    """The head, locked until the transaction ends, so that two writers make one chain."""
    head = session.exec(
        select(AuditHeadRow).where(AuditHeadRow.id == HEAD).with_for_update()
    ).first()
    return head or AuditHeadRow(id=HEAD, number=0, hash=START)  # removed: `audit verify` says so
