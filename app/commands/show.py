"""`recoup show`: one case's memo."""

from __future__ import annotations

import sys

from app.opening import open_store
from app.output import console, plain, to_people, write_json


def show(case: str, store_url: str | None, out: str | None) -> None:
    """Print the memo, and how to decide where the case waits."""
    from agent.results import case_json
    from store.cases import find_case

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        row = find_case(session, case)
        body = case_json(session, row)
    write_json(out, body)
    if not to_people(out):
        return
    sys.stdout.write(plain(body["memo"]))
    shown = console()
    if body["status"] == "waiting":
        shown.print(
            f"It waits for you: recoup decide {body['case_id']} approve --version {body['version']}"
        )
