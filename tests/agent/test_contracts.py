"""Contracts are read once; what was not answered or could not be read is tried again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.contracts import Folder, ReaderChoice, ReadingFailed, folder_of, read_contracts
from store.store import Store
from terms.contract import ContractDocument, Extraction


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")


@pytest.fixture
def folders(tmp_path: Path) -> list[Folder]:
    made = []
    for name in ("ACME", "BETA"):
        path = tmp_path / "contracts" / name / "msa.pdf"
        path.parent.mkdir(parents=True)
        path.write_bytes(name.encode())
        made.append(folder_of(tmp_path, name, [path]))
    return made


class Readers:
    """In place of reading: counts what is asked, and fails or warns where told."""

    def __init__(self, warning: str = "", breaks_for: str = "") -> None:
        self.warning, self.breaks_for = warning, breaks_for
        self.asked: list[str] = []

    def __call__(self, documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
        names = [name for name, _ in documents]
        self.asked += names
        if any(self.breaks_for and self.breaks_for in name for name in names):
            raise MemoryError("a page of a million tables")
        warnings = (self.warning,) if self.warning else ()
        return Extraction(
            documents=tuple(
                ContractDocument(file=name, sha256="a", warnings=warnings) for name in names
            )
        )


def read(store: Store, folders: list[Folder], readers: Readers, kind: str = "grammar") -> dict:
    choice = ReaderChoice(kind, "some-model")
    return read_contracts(store, folders, choice, lambda *_: None, readers)


def test_documents_are_named_by_their_place_in_the_book(folders):
    assert folders[0].named[0][0] == "contracts/ACME/msa.pdf"


def test_an_unchanged_contract_is_read_once(store, folders):
    first, second = Readers(), Readers()
    found = read(store, folders, first)
    assert read(store, folders, second) == found
    assert len(first.asked) == 2
    assert second.asked == []


def test_a_changed_contract_is_read_again_and_the_others_are_not(store, folders, tmp_path):
    read(store, folders, Readers())
    path = tmp_path / "contracts" / "ACME" / "msa.pdf"
    path.write_bytes(b"another text")
    readers = Readers()
    read(store, [folder_of(tmp_path, "ACME", [path]), folders[1]], readers)
    assert readers.asked == ["contracts/ACME/msa.pdf"]


def test_other_readers_read_for_themselves(store, folders):
    read(store, folders, Readers())
    readers = Readers()
    read(store, folders, readers, "both")
    assert len(readers.asked) == 2


def test_a_reading_without_the_models_answer_is_not_kept(store, folders):
    silent = "the model did not read this document: the model's server could not be reached"
    read(store, folders, Readers(warning=silent), "both")
    readers = Readers()
    read(store, folders, readers, "both")
    assert len(readers.asked) == 2


def test_an_account_that_breaks_its_readers_costs_no_other(store, folders):
    found = read(store, folders, Readers(breaks_for="ACME"))
    assert isinstance(found["ACME"], ReadingFailed)
    assert "a page of a million tables" in found["ACME"].words
    assert isinstance(found["BETA"], Extraction)


def test_an_account_without_contracts_is_read_as_empty(store):
    assert read(store, [Folder("ACME", ())], Readers()) == {"ACME": Extraction()}


def dies_for_acme(documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
    """Brings its process down, as a broken PDF may."""
    if "ACME" in documents[0][0]:
        os._exit(9)
    return Extraction(documents=(ContractDocument(file=documents[0][0], sha256="a"),))


def test_a_contract_that_kills_its_process_costs_no_other_account(store, folders):
    choice = ReaderChoice()
    found = read_contracts(store, folders, choice, lambda *_: None, dies_for_acme, workers=2)
    assert isinstance(found["ACME"], ReadingFailed)
    assert found["BETA"].documents[0].file == "contracts/BETA/msa.pdf"
