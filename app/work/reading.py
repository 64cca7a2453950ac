"""The job "read": an account's new contracts join the book and all its contracts are read together.

An amendment changes what its master says, so the unit of reading is the account. Begun again after a
kill, it ends in the same state: files are linked under the same names, a reading is kept by its key.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.caps import unread
from agent.contracts import Folder, ReaderChoice, ReadingFailed, folder_of, read_contracts
from app.opening import choose_readers
from app.web.reading.found import found_in
from app.web.reading.pictures import look_at
from app.web.uploading.names import account_fault, free_name
from app.work.accounts_file import has_its_row, in_a_book
from app.work.jobs import GiveUp, TryAgain, job
from app.work.work import Work
from app.wrong_input import InputWrong
from billing.contracts_folder import contracts_of
from billing.facts import Account, AccountFacts
from extractors.confined import Limits
from extractors.errors import ContractUnreadable
from store.readings import has_reading, save_reading
from store.store import Store
from store.tables import AccountRow
from store.uploads import UNREAD, keep_found, mark_read, of_account
from store.web_tables import JobRow, UploadRow
from terms.contract import ContractDocument, Extraction

FIRST_LOOK = Limits(seconds=30)
NO_KEY = (
    "The reader {reader!r} asks a model, and the server has no key for it. Whoever runs the server sets "
    "OPENAI_API_KEY, or RECOUP_READER=grammar to read without a model."
)


@job("read")
def read(work: Work, row: JobRow) -> dict[str, Any]:
    """Read the contracts of the account that is the job's subject."""
    account_id = row.subject
    if fault := account_fault(account_id):
        raise GiveUp(fault)
    try:
        choice = choose_readers(work.settings.reader)
    except InputWrong:
        raise GiveUp(NO_KEY.format(reader=work.settings.reader)) from None
    with work.store.begin() as session:
        uploads = of_account(session, account_id, UNREAD)
        for each in uploads:
            each.status = "working"
            session.add(each)
    joined = [each for number, each in enumerate(uploads) if _joins(work, each, number, uploads)]
    folder = _folder(work, account_id)
    if not folder.documents:
        return {"documents": 0}
    key, reading = _reading(work, folder, choice, account_id)
    _written_down(work, account_id, key, reading, {each.id for each in joined})
    has_its_row(work.home.book, _account(work, account_id, reading))
    return {"documents": len(reading.documents), "reading": key}


def _joins(work: Work, upload: UploadRow, number: int, uploads: Sequence[UploadRow]) -> bool:
    """Whether a new file is a contract that the book takes; else its row says why not.

    A PDF that cannot be opened joins all the same: until somebody brings a better copy, or takes it
    away, the account's cases must know that there is a paper which nobody has read.
    """
    work.tell(f"opening {upload.name}", number, len(uploads))
    path = work.home.files / upload.id
    try:
        pages = look_at(work.home, upload, FIRST_LOOK)[0]
    except ContractUnreadable as error:
        if not path.is_file():
            _end(work, upload, "refused", f"{upload.name} is not there any more: upload it again.")
            return False
        _end(work, upload, "refused", str(error), file=_in_book(work, upload))
        return False
    if pages > work.settings.upload_pages:
        words = (
            f"{upload.name} has {pages:,} pages, and {work.settings.upload_pages:,} are the most that "
            "is read: split it, and upload the parts that speak of money."
        )
        _end(work, upload, "refused", words, pages=pages)
        return False
    file = _in_book(work, upload)
    with work.store.begin() as session:
        kept = session.get(UploadRow, upload.id)
        if kept is None or kept.status == "removed":
            (work.home.book / file).unlink(missing_ok=True)
            return False
        kept.file, kept.pages = file, pages
        session.add(kept)
    return True


def _end(
    work: Work,
    upload: UploadRow,
    status: str,
    reason: str,
    *,
    file: str = "",
    pages: int | None = None,
) -> None:
    with work.store.begin() as session:
        kept = session.get(UploadRow, upload.id)
        if kept is None or kept.status == "removed":
            return
        kept.file, kept.pages = file or kept.file, pages
        keep_found(session, kept, status, reason, kept.found)


def _in_book(work: Work, upload: UploadRow) -> str:
    """The file's place in the book, relative to it; the file is linked there."""
    assert upload.account_id is not None
    folder = work.home.contracts / upload.account_id
    folder.mkdir(parents=True, exist_ok=True)
    source = work.home.files / upload.id
    if upload.file:
        target = work.home.book / upload.file
    else:
        others = [each for each in folder.iterdir() if not _same(each, source)]
        target = folder / free_name(upload.name, [each.name for each in others])
    if not target.exists():
        _linked(source, target)
    return target.relative_to(work.home.book).as_posix()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _linked(source: Path, target: Path) -> None:
    """A hard link where the file system has them, else a copy; never half a file."""
    try:
        os.link(source, target)
    except OSError:
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, part)
        part.replace(target)


def _folder(work: Work, account_id: str) -> Folder:
    """The account's documents as a run finds them."""
    known = {account_id: AccountFacts(account=Account(account_id, account_id, "", "UTC"))}
    documents = contracts_of(work.home.book, known)[0].get(account_id, ())
    return folder_of(work.home.book, account_id, documents)


# -- reading --------------------------------------------------------------------------------------


def _reading(
    work: Work, folder: Folder, choice: ReaderChoice, account_id: str
) -> tuple[str, Extraction]:
    """The key and the reading, as a run over the book would make it."""
    key = folder.key(choice.label)
    outcome = read_contracts(
        work.store,
        [folder],
        choice,
        lambda *_: work.go_on(),
        _Telling(work, account_id, len(folder.documents)),
    )[account_id]
    if isinstance(outcome, ReadingFailed):
        raise TryAgain(outcome.words, 30)
    return _shown_under(work.store, key, choice, outcome), outcome


class _Telling:
    """`agent.contracts.extract_with`, which tells each document as it is read."""

    def __init__(self, work: Work, account_id: str, total: int) -> None:
        self.work, self.account_id = work, account_id
        self.total, self.done = total, 0
        self.lock = threading.Lock()

    def __call__(self, documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
        from agent.readers import build_readers
        from extractors.extraction import extract

        self.work.tell("reading", 0, self.total)
        return extract(
            list(documents),
            build_readers(choice),
            progress=self._told,
            verify_pages=choice.verify_pages,
        )

    def _told(self, name: str) -> None:
        with self.lock:
            self.done += 1
            done = self.done
        with self.work.store.begin() as session:
            mark_read(session, self.account_id, name)
        self.work.tell(f"read {name.rpartition('/')[2]}", done, self.total)


def _shown_under(store: Store, key: str, choice: ReaderChoice, reading: Extraction) -> str:
    """The key under which pages find the reading.

    One that a model did not answer for is not kept for runs, which ask again; pages show it meanwhile.
    """
    with store.begin() as session:
        if has_reading(session, key):
            return key
        key = f"shown-{key}"
        save_reading(session, key, choice.label, reading)
    return key


def _written_down(
    work: Work, account_id: str, key: str, reading: Extraction, joined: set[str]
) -> None:
    """Write on each upload what was read of it."""
    documents = {document.file: document for document in reading.documents}
    with work.store.begin() as session:
        for each in of_account(session, account_id):
            document = documents.get(each.file)
            if document is None or (each.status in UNREAD and each.id not in joined):
                continue
            each.pages = document.pages or each.pages
            status, reason = _verdict(document, each)
            keep_found(session, each, status, reason, found_in(document, key))


def _verdict(document: ContractDocument, upload: UploadRow) -> tuple[str, str]:
    """What becomes of an upload: a paper that can be looked at is ready, whatever was understood of it."""
    said = "; ".join(document.warnings)
    if document.pages:
        return "ready", said if unread(document) else ""
    return "refused", said or upload.reason or f"{upload.name} could not be opened."


def _account(work: Work, account_id: str, reading: Extraction) -> AccountRow:
    """The account; one that only its contracts know has the currency that they state."""
    stated = next((each.currency for each in reading.documents if each.currency), None)
    currency = stated or work.settings.currency
    with work.store.begin() as session:
        row = session.get(AccountRow, account_id)
        if row is None:
            row = AccountRow(
                account_id=account_id, name=account_id, currency=currency, timezone="UTC"
            )
        elif stated and not in_a_book(work.home.book, account_id):
            row.currency = stated
        session.add(row)
    return row
