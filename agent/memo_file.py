"""The memo as people get it: the stored text, what happened since, and the file it lies in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from agent.desk import Desk
from agent.memo import escaped, money
from billing.delivery_files import write_whole
from prompts.loader import render
from store.cases import case_row, memo_of
from store.decisions import decision_of
from store.outbox import documents_of
from store.tables import CaseRow, DecisionRow, OutboxRow

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


def memo_text(session: Session, case_id: str, version: int) -> str:
    """The memo with what happened since: the decision, and what went to billing."""
    row, memo = case_row(session, case_id), memo_of(session, case_id, version)
    text = memo.text if memo is not None else _no_memo(row)
    ends = what_happened(session, case_id, version, escaped)
    if ends:
        text += "\n## What happened\n\n" + "".join(f"- {end}\n" for end in ends)
    return text + render("memo/footer", engine=row.context.get("engine", "")).text


def what_happened(
    session: Session, case_id: str, version: int, words: Callable[[str], str] = str
) -> list[str]:
    """The decision on a version, then what went to billing; `words` makes foreign text fit to stand there."""
    return [
        *_decision_in_words(decision_of(session, case_id, version), words),
        *(_sent_in_words(row) for row in documents_of(session, case_id, version)),
    ]


def _no_memo(row: CaseRow) -> str:
    reasons = "".join(f"- {escaped(words)}\n" for words in row.blockers)
    return f"# {escaped(row.account_id)}: no memo yet\n\n{reasons}"


def _decision_in_words(decision: DecisionRow | None, words: Callable[[str], str]) -> list[str]:
    if decision is None:
        return []
    done = {"approve": "approved", "amend": "amended", "reject": "rejected"}[decision.action]
    changed = "".join(
        f", finding {number} set to {amount}" for number, amount in decision.amounts.items()
    )
    reason = words(decision.reason) or "no reason given"
    who = words(decision.decided_by)
    return [f"{decision.decided_at[:10]}: {done} by {who}{changed}: {reason}"]


def _sent_in_words(row: OutboxRow) -> str:
    what = row.action.replace("_", " ")
    amount = f" of {money(row.amount, row.currency)}" if row.amount else ""
    state = "written to the outbox" if row.status == "delivered" else row.status
    return f"{row.created_at[:10]}: {what}{amount}, {state} as {row.id}"


def publish_memo(desk: Desk, case_id: str, version: int) -> Path:
    """Write the memo's file, whole or not at all."""
    with desk.store.read() as session:
        path = _path(session, desk, case_id)
        text = memo_text(session, case_id, version)
    write_whole(path, text)
    return path


def memo_file(desk: Desk, case_id: str) -> Path:
    """Where the memo of a case is."""
    with desk.store.read() as session:
        return _path(session, desk, case_id)


def _path(session: Session, desk: Desk, case_id: str) -> Path:
    return desk.memos / memo_name(case_row(session, case_id).account_id, case_id)


def memo_name(account_id: str, case_id: str) -> str:
    """`ACME.md`; where the account's id is no safe file name, the case's id."""
    safe = _SAFE_NAME.fullmatch(account_id) is not None
    return f"{account_id if safe else case_id}.md"
