"""Cases: one per account, a version for each change of its inputs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from sqlmodel import Session, col, delete, select

from store.audit import tell, tell_once
from store.errors import UnknownCase
from store.months import save_months
from store.outbox import cancel_pending
from store.stakes import stake_of
from store.tables import AccountRow, CaseRow, FindingRow, MemoRow, now
from store.telling import findings_told
from terms.money import plain


def case_id_of(account_id: str) -> str:
    """The id of an account's case: the same in every run, safe in a file name and on a command line."""
    slug = re.sub(r"[^a-z0-9]+", "-", account_id.lower()).strip("-")[:40]
    return f"{slug or 'case'}-{hashlib.sha256(account_id.encode()).hexdigest()[:6]}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one version of a case is made from."""

    account_id: str
    name: str
    currency: str
    timezone: str
    fingerprint: str
    as_of: str
    threshold: Decimal
    context: Mapping[str, Any] = field(default_factory=dict)
    """What a decision needs later: where the book is, which reading, the seller's limits."""
    sources: Mapping[str, Any] = field(default_factory=dict)
    """What the audit trail tells of the documents and their reading, with hashes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as a run finds it: new, changed, still in the middle, or finished and unchanged."""

    case_id: str
    version: int
    state: Literal["new", "changed", "resumed", "unchanged"]


def open_case(session: Session, inputs: Inputs) -> Opened:
    """Open the account's case, or a new version of it where its inputs changed.

    A finished case with the same fingerprint is left alone, unless it failed; one that is decided
    carries its decision out before anything overtakes it. What an older version had in the outbox
    and not yet delivered is cancelled.
    """
    session.merge(
        AccountRow(
            account_id=inputs.account_id,
            name=inputs.name,
            currency=inputs.currency,
            timezone=inputs.timezone,
        )
    )
    session.flush()
    case_id = case_id_of(inputs.account_id)
    row = session.get(CaseRow, case_id)
    if row is None:
        _open(session, inputs, case_id, version=1)
        return Opened(case_id, 1, "new")
    same = row.fingerprint == inputs.fingerprint
    if row.status == "decided" or (same and row.status == "running"):
        return Opened(case_id, row.version, "resumed")
    if same and not row.failed:
        return Opened(case_id, row.version, "unchanged")
    version = next_version(session, row, inputs)
    return Opened(case_id, version, "changed")


def next_version(session: Session, row: CaseRow, inputs: Inputs) -> int:
    """Open the version after the present one; its number."""
    cancel_pending(session, row.case_id)
    _open(session, inputs, row.case_id, row.version + 1, row.opened_at)
    return row.version


def _open(
    session: Session, inputs: Inputs, case_id: str, version: int, opened_at: str | None = None
) -> None:
    session.merge(
        CaseRow(
            case_id=case_id,
            account_id=inputs.account_id,
            version=version,
            fingerprint=inputs.fingerprint,
            as_of=inputs.as_of,
            threshold=inputs.threshold,
            context=dict(inputs.context),
            opened_at=opened_at or now(),
        )
    )
    session.flush()
    case = case_id, version
    tell(
        session,
        "opened",
        {
            "account_id": inputs.account_id,
            "as_of": inputs.as_of,
            "threshold": plain(inputs.threshold),
            "fingerprint": inputs.fingerprint,
        },
        case,
    )
    if inputs.sources:
        tell(session, "reading", inputs.sources, case)


def case_row(session: Session, case_id: str) -> CaseRow:
    """The case of that id. Raises UnknownCase."""
    row = session.get(CaseRow, case_id)
    if row is None:
        msg = f"there is no case {case_id!r}: `recoup cases` lists them"
        raise UnknownCase(msg)
    return row


def find_case(session: Session, words: str) -> CaseRow:
    """The case that a person means: its id, its account, or a beginning of the id that only one has.

    Raises UnknownCase.
    """
    rows = session.exec(
        select(CaseRow).where((CaseRow.case_id == words) | (CaseRow.account_id == words))
    ).all()
    if not rows:
        rows = session.exec(
            select(CaseRow).where(col(CaseRow.case_id).startswith(words, autoescape=True))
        ).all()
    if len(rows) > 1:
        names = ", ".join(sorted(row.case_id for row in rows)[:5])
        msg = f"{words!r} fits several cases ({names}): write more of the id"
        raise UnknownCase(msg)
    if not rows:
        msg = f"there is no case {words!r}: `recoup cases` lists them"
        raise UnknownCase(msg)
    return rows[0]


def list_cases(session: Session) -> list[CaseRow]:
    """Every case, by account."""
    return list(session.exec(select(CaseRow).order_by(col(CaseRow.account_id))).all())


def update_case(session: Session, case_id: str, version: int, **values: Any) -> bool:
    """Write fields of a case if it still is at `version`; False where it has moved on."""
    row = session.get(CaseRow, case_id)
    if row is None or row.version != version:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = now()
    session.add(row)
    return True


def save_findings(
    session: Session, case_id: str, version: int, findings: Sequence[Mapping[str, Any]]
) -> None:
    """Keep the findings (FORMATS.md section 3, as JSON) of one version, in place of former ones."""
    session.exec(
        delete(FindingRow).where(
            col(FindingRow.case_id) == case_id, col(FindingRow.version) == version
        )
    )
    for position, finding in enumerate(findings, start=1):
        session.add(
            FindingRow(
                case_id=case_id,
                version=version,
                position=position,
                cause=finding["cause"],
                product=finding["product"],
                direction=finding["direction"],
                currency=finding["currency"],
                amount_total=Decimal(finding["amount_total"]),
                amount_recoverable=Decimal(finding["amount_recoverable"]),
                payload=dict(finding),
            )
        )
    session.merge(stake_of(case_id, version, findings))
    save_months(session, case_id, version, findings)
    tell_once(session, "findings", findings_told(findings), (case_id, version))


def findings_of(session: Session, case_id: str, version: int) -> list[FindingRow]:
    """The findings of one version, in their order."""
    return list(
        session.exec(
            select(FindingRow)
            .where(FindingRow.case_id == case_id, FindingRow.version == version)
            .order_by(col(FindingRow.position))
        ).all()
    )


def save_memo(session: Session, case_id: str, version: int, text: str, sha256: str) -> None:
    """Keep the memo of one version, in place of a former draft."""
    row = memo_of(session, case_id, version)
    if row is None:
        row = MemoRow(case_id=case_id, version=version, text=text, sha256=sha256)
    row.text, row.sha256, row.written_at = text, sha256, now()
    session.add(row)


def memo_of(session: Session, case_id: str, version: int) -> MemoRow | None:
    """The memo of one version, or None."""
    return session.exec(
        select(MemoRow).where(MemoRow.case_id == case_id, MemoRow.version == version)
    ).first()
