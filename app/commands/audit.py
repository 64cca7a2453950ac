"""`recoup audit`: whether the trail is whole, and the story that it tells of a case."""

from __future__ import annotations

import json

import typer

from app.opening import open_store
from app.output import console, plain, to_people, write_json

SHOWN = 20


def verify(store_url: str | None, out: str | None, head: str | None) -> None:
    """Check the trail. Exits 1 where something is wrong."""
    from store.audit_check import check

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        verdict = check(session, head)
    faults = [{"row": fault.row, "what": fault.words} for fault in verdict.faults]
    body = {"whole": verdict.whole, "rows": verdict.rows, "head": verdict.head, "faults": faults}
    write_json(out, body)
    if to_people(out):
        shown = console()
        if verdict.whole:
            shown.print(f"The audit trail is whole: {verdict.rows} rows.")
            shown.print(f"Its head is {verdict.head}")
            shown.print("Keep it elsewhere: `recoup audit verify --head` then knows of every row.")
        for fault in verdict.faults[:SHOWN]:
            shown.print(plain(f"Not whole: {fault.words}."))
        if len(faults) > SHOWN:
            shown.print(f"and {len(faults) - SHOWN} more: --json has them all.")
    if not verdict.whole:
        raise typer.Exit(1)


def case(words: str, store_url: str | None, out: str | None) -> None:
    """Tell what happened to a case."""
    from agent.story import sentence
    from store.audit import rows_of
    from store.cases import find_case

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        row = find_case(session, words)
        rows = rows_of(session, row.case_id)
    told = [
        {
            "row": each.number,
            "at": each.at,
            "version": each.version,
            "kind": each.kind,
            "words": sentence(each),
            "told": json.loads(each.payload),
            "hash": each.hash,
        }
        for each in rows
    ]
    body = {"case_id": row.case_id, "account_id": row.account_id, "story": told}
    write_json(out, body)
    if not to_people(out):
        return
    shown = console()
    shown.print(plain(f"Case {row.case_id}, account {row.account_id}"))
    for each in told:
        shown.print(plain(f"{each['at'][:19].replace('T', ' ')}  {each['words']}"))
    if not told:
        shown.print("Nothing was told of it: it is older than the audit trail.")
