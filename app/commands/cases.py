"""`recoup cases`: the cases of a store."""

from __future__ import annotations

from app.case_table import case_table
from app.opening import open_store
from app.output import console, to_people, write_json


def cases(store_url: str | None, out: str | None, *, waiting: bool) -> None:
    """List them, all or those that wait."""
    from agent.results import case_json
    from store.cases import list_cases

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        bodies = [
            case_json(session, row)
            for row in list_cases(session)
            if row.status == "waiting" or not waiting
        ]
    write_json(out, {"cases": bodies})
    if not to_people(out):
        return
    shown = console()
    if not bodies:
        words = "No case waits for a decision." if waiting else "There is no case yet: "
        shown.print(words if waiting else words + "`recoup run BOOK` opens them.")
        return
    shown.print(case_table(bodies))
    shown.print("`recoup show CASE` shows a memo.")
