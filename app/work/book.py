"""The jobs "book" (billing data is laid out and read, beside the book) and "matches" (products matched)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agent.standing import standing
from app.opening import choose_readers
from app.web.billing_data.counting import accounts_of, counted, differences
from app.web.billing_data.places import Staged, staged
from app.web.billing_data.proposals import proposals, readings_of
from app.web.billing_data.staging import DataRefused, Layout, lay_out
from app.web.billing_data.taking import MATCHES, finish, present_book
from app.work.jobs import GiveUp, TryAgain, job
from app.work.work import Work
from app.wrong_input import InputWrong
from billing.book import read_book
from billing.delivery_files import write_whole
from billing.errors import BookUnreadable
from billing.facts import Book
from store.billing_uploads import billing_upload, save_quarantine
from store.lock import StoreBusy, worker_lock
from store.matches import save_proposals
from store.web_tables import JobRow, UploadRow

STEPS = 4
MOST_NOTES = 200


@job("book")
def book(work: Work, row: JobRow) -> dict[str, Any]:
    """Lay out and read the upload that is the job's subject. Begun again, it ends in the same state."""
    upload_id = row.subject
    with work.store.begin() as session:
        upload = billing_upload(session, upload_id)
        if upload is None or upload.status not in {"waiting", "working", "ready"}:
            return {}
        upload.status = "working"
        session.add(upload)
        base = present_book(session)
    place = staged(work.home, upload_id)
    try:
        work.tell("unpacking", 0, STEPS)
        layout = _layout(work, upload, place)
        work.tell("reading the new data", 1, STEPS)
        read = read_book(place.book)
        work.tell("comparing it with the book that is there", 2, STEPS)
        found = _found(work, layout, read, place, base)
    except (DataRefused, BookUnreadable) as error:
        words = str(error).replace(str(place.book), "What was uploaded")
        _refuse(work, upload_id, words)
        return {"refused": words}
    work.tell("keeping what could not be read", 3, STEPS)
    with work.store.begin() as session:
        kept = billing_upload(session, upload_id)
        if kept is None or kept.status != "working":
            return {}
        save_quarantine(
            session, upload_id, ((each.file, each.row, each.reason) for each in read.quarantine)
        )
        kept.status, kept.reason, kept.found = "ready", "", {**kept.found, **found}
        session.add(kept)
    return {"accounts": found["counts"]["accounts"], "quarantine": len(read.quarantine)}


def _layout(work: Work, upload: UploadRow, place: Staged) -> Layout:
    return lay_out(
        place,
        work.home.book,
        [(part["file"], part["name"]) for part in upload.found["parts"]],
        whole=upload.found["whole"],
        policy=upload.found["policy"],
    )


def _found(work: Work, layout: Layout, read: Book, place: Staged, base: str) -> dict[str, Any]:
    """What is told of the new data, and of the book that it would replace."""
    present = _present(work.home.book)
    accounts, before = accounts_of(read), accounts_of(present) if present else {}
    write_whole(place.accounts, json.dumps(accounts))
    return {
        "files": [each.as_dict() for each in layout.files],
        "left_out": [{"name": each.name, "words": each.words} for each in layout.left_out],
        "changed": sorted(layout.changed),
        "counts": counted(read),
        "before": counted(present) if present else None,
        "differences": differences(before, accounts, (present or read).contracts),
        "notes": list(read.notes)[:MOST_NOTES],
        "notes_count": len(read.notes),
        "base": base,
    }


def _present(path: Path) -> Book | None:
    """The book that is there; None where there is none that can be read."""
    try:
        return read_book(path)
    except BookUnreadable:
        return None


def _refuse(work: Work, upload_id: str, words: str) -> None:
    with work.store.begin() as session:
        kept = billing_upload(session, upload_id)
        if kept is not None and kept.status == "working":
            kept.status, kept.reason = "refused", words
            session.add(kept)


@job(MATCHES)
def matches(work: Work, row: JobRow) -> dict[str, Any]:
    """Match the book's products with the contracts' and keep what is proposed."""
    del row
    work.tell("matching products", 0, 1)
    try:
        with worker_lock(work.store.file):
            finish(work.store, work.home)
            kept = keep_proposals(work)
    except StoreBusy:
        words = "A run holds the store; the products are matched after it."
        raise TryAgain(words, 15) from None
    except BookUnreadable as error:
        raise GiveUp(str(error)) from None
    work.tell("matching products", 1, 1)
    return {"products": kept}


def keep_proposals(work: Work) -> int:
    """Write the proposals of the present book; how many there are. Raises BookUnreadable."""
    try:
        choice = choose_readers(work.settings.reader)
    except InputWrong as error:
        raise GiveUp(str(error)) from None
    read = standing(work.store, read_book(work.home.book))
    made = list(proposals(read, readings_of(work.store, read.path, read, choice)))
    with work.store.begin() as session:
        save_proposals(session, made)
    return len(made)
