"""The contracts of a book, each read once: from the store, else by the readers, accounts in parallel.

Reading is the costly part of a run. Accounts are read in worker processes; a worker that dies (a
PDF that brings its reader down) costs its own account and no other.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Literal

from agent.versions import reading_version
from store.readings import load_reading, reading_key, save_reading
from store.store import Store
from terms.contract import Extraction

ReaderKind = Literal["grammar", "model", "both"]
Progress = Callable[[str, int, int], None]
"""Told of long work: what is done, how many of how many."""


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """Which readers read, and the model's name where one of them asks a model."""

    kind: ReaderKind = "grammar"
    model: str | None = None
    verify_pages: bool = False
    """Whether the picture of each page that a term rests on is compared with its text."""

    @property
    def label(self) -> str:
        """What a reading is kept under: readers, model, and the version of the reading code."""
        from extractors import ocr

        model = f":{self.model}" if self.kind != "grammar" and self.model else ""
        pages = "+pages" if self.verify_pages else ""
        blind = "" if ocr.missing() is None else "+no-ocr"  # installed later, scans are read again
        return f"{self.kind}{model}{pages}{blind}@{reading_version()}"


@dataclass(frozen=True, slots=True)
class Folder:
    """One account's documents: (name as citations give it, path, SHA-256)."""

    account_id: str
    documents: tuple[tuple[str, Path, str], ...]

    def key(self, label: str) -> str:
        """What a reading of this folder is kept under."""
        return reading_key([(name, digest) for name, _, digest in self.documents], label)

    @property
    def named(self) -> list[tuple[str, Path]]:
        """As `extract` takes them."""
        return [(name, path) for name, path, _ in self.documents]


@dataclass(frozen=True, slots=True)
class ReadingFailed:
    """Why an account's contracts could not be read, in words."""

    words: str


Outcome = Extraction | ReadingFailed
Extract = Callable[[Sequence[tuple[str, Path]], ReaderChoice], Extraction]


def folder_of(book: Path, account_id: str, paths: Sequence[Path]) -> Folder:
    """An account's documents, named by their path inside the book, with their hashes."""
    return Folder(
        account_id,
        tuple(
            (
                path.relative_to(book).as_posix() if path.is_relative_to(book) else path.name,
                path,
                _digest(path),
            )
            for path in paths
        ),
    )


def _digest(path: Path) -> str:
    """The file's SHA-256; '' where it cannot be read (which reading it will say)."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def extract_with(documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
    """Read one account's documents with the chosen readers. Runs in a worker process."""
    from agent.readers import build_readers
    from extractors.extraction import extract

    return extract(list(documents), build_readers(choice), verify_pages=choice.verify_pages)


def read_contracts(
    store: Store,
    folders: Sequence[Folder],
    choice: ReaderChoice,
    progress: Progress,
    extract: Extract = extract_with,
    workers: int = 1,
) -> dict[str, Outcome]:
    """Account → its contracts as read. What was read before comes from the store.

    With several `workers`, `extract` must be a function that another process can import.
    """
    label = choice.label
    outcomes: dict[str, Outcome] = {}
    fresh: list[Folder] = []
    for folder in folders:
        with store.begin() as session:
            known = load_reading(session, folder.key(label)) if folder.documents else Extraction()
        if known is None:
            fresh.append(folder)
        else:
            outcomes[folder.account_id] = known
    total = len(folders)
    progress("reading contracts", len(outcomes), total)
    for account_id, outcome in _read_fresh(fresh, choice, extract, workers):
        outcomes[account_id] = outcome
        if isinstance(outcome, Extraction) and _worth_keeping(outcome, choice):
            folder = next(item for item in fresh if item.account_id == account_id)
            with store.begin() as session:
                save_reading(session, folder.key(label), label, outcome)
        progress("reading contracts", len(outcomes), total)
    return outcomes


def _worth_keeping(reading: Extraction, choice: ReaderChoice) -> bool:
    """Not where a model did not answer: the next run asks it again."""
    if choice.kind == "grammar":
        return True
    return not any(
        "model" in warning for document in reading.documents for warning in document.warnings
    )


def _read_fresh(
    folders: Sequence[Folder], choice: ReaderChoice, extract: Extract, workers: int
) -> Iterator[tuple[str, Outcome]]:
    workers = min(len(folders), workers)
    if workers <= 1:
        for folder in folders:
            yield folder.account_id, _read_here(folder, choice, extract)
        return
    broken: list[Folder] = []
    with _pool(workers) as pool:
        waiting: Mapping[Future[Extraction], Folder] = {
            pool.submit(extract, folder.named, choice): folder for folder in folders
        }
        for future in as_completed(waiting):
            folder = waiting[future]
            try:
                yield folder.account_id, future.result()
            except BrokenProcessPool:
                broken.append(folder)
            except Exception as error:  # noqa: BLE001 - one account's contracts must not stop the rest
                yield folder.account_id, _failed(error)
    for folder in broken:  # each in a pool of its own: only the one that breaks it is lost
        with _pool(1) as pool:
            try:
                yield folder.account_id, pool.submit(extract, folder.named, choice).result()
            except Exception as error:  # noqa: BLE001 - as above
                yield folder.account_id, _failed(error)


def _read_here(folder: Folder, choice: ReaderChoice, extract: Extract) -> Outcome:
    try:
        return extract(folder.named, choice)
    except Exception as error:  # noqa: BLE001 - as above
        return _failed(error)


def _failed(error: Exception) -> ReadingFailed:
    return ReadingFailed(f"the contracts could not be read ({type(error).__name__}: {error})")


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed ends too, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
