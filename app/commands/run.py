"""`recoup run`: investigate a book and say what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from app.batching import batched
from app.case_table import case_table, totals_in_words
from app.opening import choose_readers, open_store
from app.output import console, plain, progress, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from agent.run import RunResult

SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup run`."""

    book: Path
    as_of: date | None = None
    out: str | None = None
    terms: Path | None = None
    reader: str | None = None
    verify_pages: bool = False
    batch: bool = False
    store: str | None = None
    outbox: Path | None = None
    memos: Path | None = None
    exit_code: bool = False


def run(asked: Asked) -> None:
    """Run, write the JSON, print the table. Exits 1 where findings were asked about."""
    if asked.batch and not batched(_contracts(asked.book)):
        return
    result = investigate(asked)
    write_json(asked.out, result.body)
    if to_people(asked.out):
        say(result)
    if asked.exit_code and any(case["findings"] for case in result.body["cases"]):
        raise typer.Exit(1)


def _contracts(book: Path) -> list[Path]:
    """Every contract of the book."""
    return sorted(path for path in (book / "contracts").rglob("*") if path.suffix.lower() == ".pdf")


def investigate(asked: Asked) -> RunResult:
    """The run itself, with a bar on standard error."""
    from agent.run import RunOptions, run_book

    if asked.terms is not None and not asked.terms.is_file():
        msg = f"--terms {asked.terms} is not a file"
        raise InputWrong(msg)
    choice = replace(choose_readers(asked.reader), verify_pages=asked.verify_pages)
    store = open_store(asked.store)
    with progress() as tell:
        return run_book(
            store,
            asked.book,
            RunOptions(
                as_of=asked.as_of or date.today(),  # noqa: DTZ011 - the day where the person is
                reader=choice,
                terms=asked.terms,
                outbox=asked.outbox,
                memos=asked.memos,
                progress=tell,
                workers=os.cpu_count() or 1,
            ),
        )


def say(result: RunResult) -> None:
    """The table, the totals, what could not be read, and what to do next."""
    body, shown = result.body, console()
    if not body["cases"]:
        shown.print("No account is flagged: there is nothing to investigate.")
        shown.print("Name accounts in flagged.csv, or remove that file to look at every account.")
    else:
        shown.print(case_table(body["cases"]))
        for line in totals_in_words(body["totals"]):
            shown.print(line)
        shown.print(f"Memos are in {result.memos}, files for billing in {result.outbox}.")
    _say_left_over(body)
    waiting = [case for case in body["cases"] if case["status"] == "waiting"]
    if waiting:
        many = "case waits" if len(waiting) == 1 else "cases wait"
        shown.print(
            f"{len(waiting)} {many} for a decision: "
            f"`recoup show {plain(waiting[0]['account_id'])}`, then "
            "`recoup decide CASE approve|amend|reject`."
        )


def _say_left_over(body: dict[str, Any]) -> None:
    shown, rows = console(), body["quarantine"]
    for note in body["notes"]:
        shown.print(f"Note: {plain(note)}")
    if rows:
        many = "row" if len(rows) == 1 else "rows"
        shown.print(f"{len(rows)} {many} could not be read, in quarantine:")
    for item in rows[:SHOWN_ROWS]:
        shown.print(plain(f"  {item['file']} row {item['row']}: {item['reason']}"))
    if len(rows) > SHOWN_ROWS:
        shown.print(f"  and {len(rows) - SHOWN_ROWS} more: --json has them all.")
