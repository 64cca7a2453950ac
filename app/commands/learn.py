"""`recoup learn`: what decisions say of the memos, and what there is to learn from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.opening import open_store
from app.output import console, table, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from rich.table import Table

    from agent.calibration import Calibration
    from evals.decided import Refit
    from store.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup learn`."""

    store: str | None = None
    out: str | None = None
    rows: Path | None = None
    refit: Path | None = None
    adopt: bool = False
    put_back: bool = False
    by: str = ""


def learn(asked: Asked) -> None:
    """Count, say, write what was asked for, and take up what was found better."""
    from evals.decided import as_row, overall, precision
    from store.outcomes import outcomes

    out, rows = asked.out, asked.rows
    if asked.adopt and asked.put_back:
        raise InputWrong("--adopt takes a calibration up and --put-back lays it down: ask for one")
    store = open_store(asked.store, must_exist=True)
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
    if asked.refit is not None or asked.adopt:
        body["refit"] = _refit(store, known, asked)
    if asked.put_back:
        body["put_back"] = _put_back(store, asked.by)
    write_json(out, body)
    if to_people(out):
        _say(known, by_cause, body, asked)


def _say(known: list[Any], by_cause: list[Any], body: dict[str, Any], asked: Asked) -> None:
    """The table of causes, alarms, and what was written or taken up."""
    from evals.decided import overall

    shown = console()
    if not known:
        shown.print("Nobody has decided a case yet: there is nothing to learn from.")
    else:
        shown.print(_by_cause(by_cause))
        shown.print(f"All decided cases: {overall(known)}")
    for cause in body["alarms"]:
        name = cause.replace("_", " ")
        shown.print(f"Alarm: memos of {name} are right too seldom. Look at `recoup cases` of it.")
    if known and asked.rows is not None:
        shown.print(f"{len(known)} decided cases written to {asked.rows}")
    if known and "refit" in body:
        shown.print(body["refit"]["words"])
    if asked.put_back:
        was = "in use again" if body["put_back"] else "in use already"
        shown.print(f"The calibration that comes with the program is {was}.")


def _by_cause(by_cause: list[Any]) -> Table:
    grid = table(("cause", "left"), ("right, with its 95 % interval", "left"), ("", "left"))
    for each in by_cause:
        words = "alarm: below 0.70" if each.alarm else ""
        grid.add_row(each.cause.replace("_", " "), str(each.rate), words)
    return grid


def _refit(store: Store, known: list[Any], asked: Asked) -> dict[str, Any]:
    from agent.calibration import in_use
    from evals.decided import refit

    with store.begin() as session:
        present = in_use(session)
    found = refit(known, present)
    if found.made is not None and found.better:
        _keep(store, found.made, f"{found.cases} decided cases", asked)
    return {
        "cases": found.cases,
        "present_loss": found.present_loss,
        "refitted_loss": found.made_loss,
        "better": found.better,
        "adopted": asked.adopt and found.made is not None and found.better,
        "words": _in_words(found, asked),
    }


def _keep(store: Store, made: Calibration, basis: str, asked: Asked) -> None:
    """Write the calibration where a file was named, and take it up where that was asked."""
    from agent.decide import SOMEBODY
    from evals.scenarios.fit import as_json
    from store.calibrations import adopt

    text = as_json(made, basis)
    if asked.refit is not None:
        _write(asked.refit, text)
    if asked.adopt:
        with store.begin() as session:
            adopt(session, json.loads(text), asked.by or SOMEBODY)


def _put_back(store: Store, by: str) -> bool:
    from agent.decide import SOMEBODY
    from store.calibrations import put_back

    with store.begin() as session:
        return put_back(session, by or SOMEBODY)


def _in_words(found: Refit, asked: Asked) -> str:
    if found.made is None:
        return (
            f"{found.cases} decided cases with findings are too few, or ended too much alike, to "
            "refit the calibration: the present one stays."
        )
    losses = f"log loss {found.made_loss:.3f}, the present one {found.present_loss:.3f}"
    if not found.better:
        return f"Refitted, it does not foretell decisions better ({losses}): the present one stays."
    written = f", written to {asked.refit}" if asked.refit is not None else ""
    what = (
        "taken up: cases are weighed by it from now on, and --put-back lays it down again"
        if asked.adopt
        else "the present one stays until you take it up with --adopt"
    )
    return f"Refitted, it foretells decisions better ({losses}){written}; {what}."


def _write(path: Path, text: str) -> None:
    from billing.delivery_files import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error
