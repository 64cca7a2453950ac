"""One run over a book: contracts read once, a case per account, the same case in every run.

Killed anywhere and started again, a run gives the same cases, memos and outbox rows, none twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.cases import drive, resume_decisions
from agent.changes import UNCHANGED
from agent.checkpoints import checkpoint_file, open_checkpoints
from agent.contracts import (
    Extract,
    Folder,
    Outcome,
    Progress,
    ReaderChoice,
    extract_with,
    folder_of,
    read_contracts,
)
from agent.corrections import corrected, corrections_of
from agent.desk import Desk, Dossier, Engine
from agent.inputs import Origin, inputs_of
from agent.results import run_json
from agent.shipping import clear_away, withdraw_cancelled
from agent.standing import standing
from agent.versions import engine_version
from billing.facts import Book
from store.audit import tell_change
from store.cases import Opened, open_case
from store.lock import worker_lock
from store.store import Store
from terms.contract import Extraction

if TYPE_CHECKING:
    from agent.model_steps.steps import ModelSteps


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is done."""

    as_of: date
    reader: ReaderChoice = field(default_factory=ReaderChoice)
    terms: Path | None = None
    """Take the terms from this file in place of reading the PDFs."""
    outbox: Path | None = None
    memos: Path | None = None
    engine: Engine = field(default_factory=Engine)
    extract: Extract = extract_with
    progress: Progress = silent
    workers: int = 1
    """Processes that read contracts at the same time."""
    steps: ModelSteps | None = None
    """The model that helps with cases; by default the one that reads, if one does."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run gives: its JSON, and the folders it wrote to."""

    body: dict[str, Any]
    memos: Path
    outbox: Path


def desk_for(store: Store, options: RunOptions) -> Desk:
    """A desk whose folders lie beside the store, unless the options name others."""
    return Desk(
        store=store,
        outbox=options.outbox or store.folder / "outbox",
        memos=options.memos or store.folder / "memos",
        engine=options.engine,
        steps=options.steps or _steps(store, options.reader),
    )


def _steps(store: Store, choice: ReaderChoice) -> ModelSteps | None:
    """The model that reads helps with cases too; good answers lie beside the store."""
    if choice.kind == "grammar":
        return None
    from agent.model_steps.steps import steps_for

    return steps_for(choice, store.folder / "answers")


def run_book(store: Store, path: Path, options: RunOptions) -> RunResult:
    """Investigate the flagged accounts of a book.

    Raises BookUnreadable, StoreBusy, and what `given_terms` raises for a file it cannot use.
    """
    from billing.book import read_book

    with worker_lock(store.file):
        book = standing(store, read_book(path, options.as_of))
        accounts = [name for name in _flagged(book) if name in book.accounts]
        folders = {
            name: folder_of(book.path, name, book.contracts.get(name, ())) for name in accounts
        }
        given = _given(options.terms, accounts)
        readings = {
            name: corrected(outcome, corrections_of(store, name))
            for name, outcome in _readings(store, list(folders.values()), given, options).items()
        }
        desk = desk_for(store, options)
        _tell_configuration(store, book, options)
        with open_checkpoints(checkpoint_file(store.file)) as checkpoints:
            resume_decisions(desk, checkpoints)  # before new versions overtake them
            opened = _open(desk, book, folders, readings, options)
            withdraw_cancelled(desk)
            clear_away(desk)
            drive(desk, opened, checkpoints, options.progress)
            resume_decisions(desk, checkpoints)  # what was decided while this run worked
        with store.begin() as session:
            cases = [
                (case.case_id, UNCHANGED if case.state == "unchanged" else None) for case in opened
            ]
            body = run_json(session, options.as_of, cases, book.quarantine, book.notes)
        return RunResult(body, desk.memos, desk.outbox)


def _flagged(book: Book) -> list[str]:
    return list(dict.fromkeys(flag.account_id for flag in book.flagged))


def _given(path: Path | None, accounts: list[str]) -> Mapping[str, Extraction] | None:
    if path is None:
        return None
    from agent.given_terms import given_terms

    return given_terms(path, accounts)


def _readings(
    store: Store,
    folders: list[Folder],
    given: Mapping[str, Extraction] | None,
    options: RunOptions,
) -> dict[str, Outcome]:
    if given is not None:
        return {item.account_id: given.get(item.account_id, Extraction()) for item in folders}
    return read_contracts(
        store, folders, options.reader, options.progress, options.extract, options.workers
    )


def _dossier(book: Book, folder: Folder, reading: Outcome, as_of: date) -> Dossier:
    return Dossier(
        facts=book.accounts[folder.account_id],
        reading=reading,
        as_of=as_of,
        flags=[flag for flag in book.flagged if flag.account_id == folder.account_id],
        documents=[(name, digest) for name, _, digest in folder.documents],
        paths={name: path for name, path, _ in folder.documents},
    )


def _open(
    desk: Desk,
    book: Book,
    folders: Mapping[str, Folder],
    readings: Mapping[str, Outcome],
    options: RunOptions,
) -> list[Opened]:
    """The cases of the accounts, new or as they stand, in one transaction; the desk gets their dossiers."""
    origin = Origin(book.path, options.reader.label, options.terms)
    made = {
        name: inputs_of(book.accounts[name], folder, readings[name], options.as_of, origin)
        for name, folder in folders.items()
    }
    with desk.store.begin() as session:
        opened = {name: open_case(session, inputs) for name, inputs in made.items()}
    for name, case in opened.items():
        desk.dossiers[case.case_id] = _dossier(book, folders[name], readings[name], options.as_of)
    return list(opened.values())


def _tell_configuration(store: Store, book: Book, options: RunOptions) -> None:
    """Tell the audit trail by which settings, readers and code this run goes, where that is new."""
    policy = next((facts.policy for facts in book.accounts.values()), None)
    told = {
        "policy": policy.model_dump(mode="json") if policy else {},
        "readers": "given" if options.terms else options.reader.label,
        "engine": engine_version(),
    }
    with store.begin() as session:
        tell_change(session, "configuration", told)
