"""`recoup reconcile`: whether usage is rated, what was rated billed, what was billed collected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.opening import choose_readers, open_store
from app.output import console, plain, progress, table, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from agent.contracts import Outcome, Progress
    from billing.comparison import Comparison
    from billing.facts import Book
    from billing.reconciliation import Gap, Reconciliation, Stage, StageTotal

SHOWN_ACCOUNTS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup reconcile`."""

    book: Path
    as_of: date | None = None
    out: str | None = None
    terms: Path | None = None
    reader: str | None = None
    store: str | None = None
    engine: str | None = None


def reconcile(asked: Asked) -> None:
    """Reconcile the book, write the JSON, print a table a stage."""
    from billing.book import read_book
    from billing.reconciliation import reconcile as reconciled

    if asked.terms is not None and not asked.terms.is_file():
        raise InputWrong(f"--terms {asked.terms} is not a file")
    as_of = asked.as_of or date.today()  # noqa: DTZ011 - the day where the person is
    book = read_book(asked.book, as_of, asked.engine)
    left_out: list[str] = []
    with progress() as tell:
        outcomes = _outcomes(book, asked, tell)
        found = reconciled(
            _comparisons(book, outcomes, as_of, left_out, tell), as_of, _tolerances(book)
        )
    write_json(asked.out, _body(found, book, left_out))
    if to_people(asked.out):
        _say(found, book, left_out)


def _tolerances(book: Book) -> Any:
    from billing.policy import load_policy

    return load_policy(book.path / "policy.toml").reconciliation


def _outcomes(book: Book, asked: Asked, tell: Progress) -> Mapping[str, Outcome]:
    """Account → its terms: from the file of `--terms`, else from the contracts as `run` reads them."""
    if asked.terms is not None:
        from agent.given_terms import given_terms

        return given_terms(asked.terms, book.accounts)
    from agent.contracts import folder_of, read_contracts

    folders = [
        folder_of(book.path, account, book.contracts.get(account, ())) for account in book.accounts
    ]
    choice = replace(choose_readers(asked.reader), verify_pages=False)
    store = open_store(asked.store)
    return read_contracts(store, folders, choice, tell, workers=os.cpu_count() or 1)


def _comparisons(
    book: Book,
    outcomes: Mapping[str, Outcome],
    as_of: date,
    left_out: list[str],
    tell: Progress,
) -> Iterator[Comparison]:
    """Each account compared in its turn; one whose contracts cannot be read is named, not guessed."""
    from billing.investigation import compare
    from terms.contract import Extraction

    for done, account in enumerate(book.accounts):
        tell("comparing accounts", done, len(book.accounts))
        outcome = outcomes.get(account, Extraction())
        if isinstance(outcome, Extraction):
            yield compare(book.accounts[account], outcome, as_of)
        else:
            left_out.append(f"{account} is left out: {outcome.words}")


def _body(found: Reconciliation, book: Book, left_out: list[str]) -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "accounts": found.accounts,
        "stages": [_stage(stage) for stage in found.stages],
        "left_out": left_out,
        "quarantine": [
            {"file": row.file, "row": row.row, "reason": row.reason} for row in book.quarantine
        ],
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage.name,
        "before": stage.before,
        "after": stage.after,
        "empty": stage.empty,
        "compared": stage.compared,
        "equal": stage.equal,
        "totals": [_total(total) for total in stage.totals],
        "gaps": [_gap(gap) for gap in stage.gaps],
    }


def _total(total: StageTotal) -> dict[str, Any]:
    return {
        "unit": total.unit,
        "before": f"{total.before:f}",
        "after": f"{total.after:f}",
        "difference": f"{total.difference:f}",
        "percent": None if total.percent is None else f"{total.percent:f}",
        "tolerance_percent": (
            None if total.tolerance_percent is None else f"{total.tolerance_percent:f}"
        ),
        "within": total.within,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "category": gap.category,
        "unit": gap.unit,
        "amount": f"{gap.amount:f}",
        "items": gap.items,
        "accounts": [
            {"account_id": each.account_id, "amount": f"{each.amount:f}", "items": each.items}
            for each in gap.accounts
        ],
    }


def _say(found: Reconciliation, book: Book, left_out: list[str]) -> None:
    shown = console()
    many = "account" if found.accounts == 1 else "accounts"
    shown.print(f"{found.accounts} {many} on {found.as_of}")
    for stage in found.stages:
        shown.print(f"\n{stage.before.capitalize()}, then {stage.after}", style="bold")
        if stage.empty:
            shown.print(plain(f"Nothing to compare: {stage.empty}."))
            continue
        for total in stage.totals:
            shown.print(plain(_total_in_words(stage, total)))
        if stage.compared:
            shown.print(f"{stage.equal} of {stage.compared} periods are equal to the last decimal.")
        if stage.gaps:
            shown.print(_gap_table(stage))
    for note in left_out:
        shown.print(plain(f"Note: {note}"))
    if book.quarantine:
        rows = len(book.quarantine)
        shown.print(
            f"{rows} {'row' if rows == 1 else 'rows'} could not be read and counted in no stage: "
            "--json lists them."
        )


def _total_in_words(stage: Stage, total: StageTotal) -> str:
    said = f"{total.unit} {total.before:,f} {stage.before}, {total.after:,f} {stage.after}"
    if not total.difference:
        return f"{said}: no difference."
    share = "" if total.percent is None else f" ({total.percent:+f}%)"
    said += f": {total.difference:+,f}{share}"
    if total.within is None:
        return f"{said}."
    word = "within" if total.within else "beyond"
    return f"{said}, {word} the tolerance of {total.tolerance_percent:f}%."


def _gap_table(stage: Stage) -> Any:
    made = table(("gap", "left"), ("amount", "right"), ("items", "right"), ("accounts", "left"))
    for gap in stage.gaps:
        first = [f"{each.account_id} {each.amount:,f}" for each in gap.accounts[:SHOWN_ACCOUNTS]]
        more = len(gap.accounts) - len(first)
        accounts = "; ".join(first) + (f"; {more} more" if more else "")
        made.add_row(
            plain(gap.category),
            plain(f"{gap.unit} {gap.amount:,f}"),
            str(gap.items),
            plain(accounts),
        )
    return made
