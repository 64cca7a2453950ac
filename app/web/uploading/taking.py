"""Received files taken in: told by their content, held against what the account has, and kept.

No PDF is opened here: that is the worker's, in the limited process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.web.context import Web
from app.web.uploading.archive import ArchiveRefused, LeftOut, too_large, unpacked
from app.web.uploading.names import clean_name
from app.web.uploading.receiving import Received, new_id
from app.web.uploading.signs import kind_of, why_not
from store.jobs import enqueue
from store.uploads import CONTRACT, same_file, searched
from store.web_tables import UploadRow

READ = "read"
"""The kind of job that reads an account's contracts."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file at the door."""

    name: str
    upload_id: str = ""
    """Of the row; of the row that has the same content, where `again`; '' where there is none."""
    words: str = ""
    """Why it is not taken, or that it is there already."""
    again: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it is taken and will be read."""
        return not self.words


def take_contracts(
    web: Web, person_id: str, account_id: str, files: Sequence[Received]
) -> list[Taken]:
    """Take files in as contracts of an account, and ask for their reading. One result a file."""
    web.home.files.mkdir(parents=True, exist_ok=True)
    most = web.settings.upload_megabytes << 20
    taken: list[Taken] = []
    try:
        for each in _single(web, files, most):
            taken.append(_one(web, person_id, account_id, each, most))  # noqa: PERF401 - what is taken before a fault counts
    finally:
        for file in files:
            file.path.unlink(missing_ok=True)
    if any(each.is_new for each in taken):
        with web.store.begin() as session:
            enqueue(session, READ, account_id, asked_by=person_id)
    return taken


def _single(web: Web, files: Sequence[Received], most: int) -> Iterator[Received | LeftOut]:
    """The files, with those of archives in their place."""
    for file in files:
        if file.too_large or kind_of(file.head) != "zip":
            yield file
            continue
        name = clean_name(file.name, ".zip")
        try:
            yield from unpacked(file.path, name, web.home.files, most)
        except ArchiveRefused as error:
            yield LeftOut(name, str(error))


def _one(web: Web, person_id: str, account_id: str, file: Received | LeftOut, most: int) -> Taken:
    row = UploadRow(
        id=file.id if isinstance(file, Received) else new_id(),
        kind=CONTRACT,
        account_id=account_id,
        name=clean_name(file.name, "" if isinstance(file, LeftOut) else ".pdf"),
        sha256="",
        size=0,
        uploaded_by=person_id,
        uploaded_at=datetime.now(UTC).isoformat(),  # finer than a second: files keep their order
    )
    if isinstance(file, LeftOut):
        return _refused(web, row, file.words)
    row.sha256, row.size = file.sha256, file.size
    if words := _fault(file, most):
        file.path.unlink(missing_ok=True)
        return _refused(web, row, words)
    return _kept(web, file, row)


def _fault(file: Received, most: int) -> str:
    """Why a file is not taken; '' where it is."""
    name = clean_name(file.name, "")
    if file.too_large or file.size > most:
        return too_large(name, most)
    kind = kind_of(file.head)
    if kind == "zip":
        return f"{name} is a zip inside a zip: unpack it, and upload the PDFs."
    return "" if kind == "pdf" else why_not(name, file.head)


def _refused(web: Web, row: UploadRow, words: str) -> Taken:
    """Keep what was refused and why, without the file."""
    row.status, row.reason, row.words = "refused", words, searched(row)
    with web.store.begin() as session:
        session.add(row)
    return Taken(row.name, row.id, words)


def _kept(web: Web, file: Received, row: UploadRow) -> Taken:
    """Keep a PDF, unless the account has it: the file first, so that no row is without one."""
    assert row.account_id is not None
    kept = web.home.files / row.id
    file.path.replace(kept)
    with web.store.begin() as session:
        there = same_file(session, row.account_id, row.sha256)
        if there is None:
            row.words = searched(row)
            session.add(row)
            return Taken(row.name, row.id)
    kept.unlink(missing_ok=True)
    return Taken(row.name, there.id, f"{row.name} is there already as {there.name}.", again=True)


def in_words(taken: Iterable[Taken]) -> str:
    """What became of the files, in a few sentences."""
    taken = list(taken)
    new = [each for each in taken if each.is_new]
    again = [each for each in taken if each.again]
    refused = [each for each in taken if not each.is_new and not each.again]
    said = []
    if new:
        said.append(f"{_files(len(new))} taken, now being read.")
    said += [each.words for each in again[:3]]
    if len(again) > 3:
        said.append(f"{len(again) - 3} more are there already.")
    said += [each.words for each in refused[:3]]
    if len(refused) > 3:
        said.append(f"{len(refused) - 3} more were refused: the list says why.")
    return " ".join(said) or "No file was chosen: choose PDFs, or a zip of them."


def _files(count: int) -> str:
    return "One file is" if count == 1 else f"{count} files are"
