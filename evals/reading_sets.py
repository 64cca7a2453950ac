"""Sets of contracts whose terms are known, and what the grammar reader makes of each.

`samples` is in the repository. The others lie in a folder beside it, which RECOUP_SHARED names, and are
used where they are there.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.contracts import ReaderChoice, extract_with

_REPOSITORY = Path(__file__).parents[1]
SETS = ("samples", "saas", "mixed", "real")

Named = tuple[str, Path]
"""A document's name in citations, and its file."""


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Contracts with a truth file."""

    name: str
    truth: Path
    accounts: tuple[tuple[Named, ...], ...]
    """The documents of each account, which are read together."""


def shared_folder() -> Path:
    """Where the sets that are not in the repository lie, if they are there."""
    return Path(os.environ.get("RECOUP_SHARED", _REPOSITORY.parent / "shared"))


def find_set(name: str) -> ReadingSet | None:
    """One of SETS; None where its folder is not there."""
    folder = _REPOSITORY / "samples" if name == "samples" else shared_folder() / "books" / name
    truth = folder / "truth.json"
    if not truth.is_file():
        return None
    book = folder / "book"
    return ReadingSet(name, truth, _in_book(book) if book.is_dir() else _loose(folder))


def _in_book(book: Path) -> tuple[tuple[Named, ...], ...]:
    accounts: dict[str, list[Named]] = defaultdict(list)
    for path in _pdfs(book / "contracts"):
        accounts[path.parent.name].append((path.relative_to(book).as_posix(), path))
    return tuple(tuple(each) for each in accounts.values())


def _loose(folder: Path) -> tuple[tuple[Named, ...], ...]:
    """Contracts without a book: each file is an account's only document."""
    return tuple(((path.name, path),) for path in _pdfs(folder / "contracts"))


def _pdfs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")


def read_set(chosen: ReadingSet) -> dict[str, Any]:
    """What the grammar reader makes of the set, as `recoup extract` writes it."""
    documents: list[Any] = []
    for account in chosen.accounts:
        extraction = extract_with(account, ReaderChoice("grammar"))
        documents += extraction.model_dump(mode="json")["documents"]
    return {"documents": documents}
