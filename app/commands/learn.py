"""`recoup learn`: what decisions say of the memos, and what there is to learn from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.opening import open_store
from app.output import console, table, to_people, write_json

if TYPE_CHECKING:
    from evals.decided import Refit


def learn(store_url: str | None, out: str | None, rows: Path | None, refit: Path | None) -> None:
    """Count, say, and write what was asked for."""
    from evals.decided import as_row, overall, precision
    from store.outcomes import outcomes

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        known = outcomes(session)
    by_cause = precision(known)
    body: dict[str, Any] = {
        "overall": overall(known).as_dict(),
        "causes": [each.as_dict() for each in by_cause],
        "alarms": [each.cause for each in by_cause if each.alarm],
    }
    if rows is not None:
        lines = [json.dumps(as_row(each), ensure_ascii=False, sort_keys=True) for each in known]
        _write(rows, "".join(f"{line}\n" for line in lines))
    if refit is not None:
        body["refit"] = _refit(known, refit)
    write_json(out, body)
    if not to_people(out):
        return
    shown = console()
    if not known:
        shown.print("Nobody has decided a case yet: there is nothing to learn from.")
        return
    grid = table(("cause", "left"), ("right, with its 95 % interval", "left"), ("", "left"))
    for each in by_cause:
        words = "alarm: below 0.70" if each.alarm else ""
        grid.add_row(each.cause.replace("_", " "), str(each.rate), words)
    shown.print(grid)
    shown.print(f"All decided cases: {overall(known)}")
    for cause in body["alarms"]:
        name = cause.replace("_", " ")
        shown.print(f"Alarm: memos of {name} are right too seldom. Look at `recoup cases` of it.")
    if rows is not None:
        shown.print(f"{len(known)} decided cases written to {rows}")
    if refit is not None:
        shown.print(body["refit"]["words"])


def _refit(known: list[Any], path: Path) -> dict[str, Any]:
    from evals.decided import refit
    from evals.scenarios.fit import as_json

    found = refit(known)
    if found.made is not None and found.better:
        _write(path, as_json(found.made, f"{found.cases} decided cases"))
    return {
        "cases": found.cases,
        "present_loss": found.present_loss,
        "refitted_loss": found.made_loss,
        "better": found.better,
        "words": _in_words(found, path),
    }


def _in_words(found: Refit, path: Path) -> str:
    if found.made is None:
        return (
            f"{found.cases} decided cases with findings are too few, or ended too much alike, to "
            "refit the calibration: the present one stays."
        )
    losses = f"log loss {found.made_loss:.3f}, the present one {found.present_loss:.3f}"
    if not found.better:
        return f"Refitted, it does not foretell decisions better ({losses}): the present one stays."
    return (
        f"Refitted, it foretells decisions better ({losses}): written to {path}. The present one "
        "stays as it is; take the new one up by putting it in the place of agent/calibration.json."
    )


def _write(path: Path, text: str) -> None:
    from app.wrong_input import InputWrong
    from billing.delivery_files import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error
