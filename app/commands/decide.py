"""`recoup decide`: a specialist's word on a case that waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from app.case_table import amount
from app.opening import open_store
from app.output import console, to_people, write_json


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup decide`."""

    case: str
    action: str
    reason: str = ""
    amounts: Sequence[str] = ()
    version: int | None = None
    by: str = ""
    store: str | None = None
    outbox: Path | None = None
    memos: Path | None = None
    out: str | None = None


def decide(asked: Asked) -> None:
    """Record the decision, carry it out, say what went to billing."""
    from agent.decide import Decision, amounts_of, record_and_carry_out
    from agent.desk import Desk
    from agent.results import case_json
    from store.cases import case_row
    from store.outbox import documents_of

    store = open_store(asked.store, must_exist=True)
    desk = Desk(
        store=store,
        outbox=asked.outbox or store.folder / "outbox",
        memos=asked.memos or store.folder / "memos",
    )
    decided = record_and_carry_out(
        desk,
        Decision(
            case=asked.case,
            action=cast(Literal["approve", "amend", "reject"], asked.action),
            reason=asked.reason,
            amounts=amounts_of(asked.amounts),
            decided_by=asked.by,
            version=asked.version,
        ),
    )
    with store.begin() as session:
        row = case_row(session, decided.case_id)
        sent = documents_of(session, decided.case_id, decided.version)
        body = case_json(session, row)
    write_json(asked.out, {**body, "carried_out": decided.carried_out})
    if not to_people(asked.out):
        return
    shown = console()
    shown.print(f"Recorded: {asked.action} of case {decided.case_id}, version {decided.version}.")
    if not decided.carried_out:
        shown.print("Another recoup process works on this store; the next run carries it out.")
        return
    for document in sent:
        what = document.action.replace("_", " ")
        value = amount(str(document.amount), document.currency)
        shown.print(f"To billing: {what}, {value}: {desk.outbox / document.id}.csv")
    if not sent:
        shown.print("Nothing goes to billing.")
