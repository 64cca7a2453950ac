"""An upload taken over as the book: all of it or nothing, whatever ends the process in between.

The files are moved by renaming, under the lock that runs hold, so that no run sees half of it. What is to
be moved is written down first; who finds that after a crash goes on where it ended.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.web.billing_data.places import TOP, former, journal, staged
from app.web.billing_data.staging import POLICY
from app.web.home import Home
from billing.delivery_files import write_whole
from store.audit import tell
from store.billing_uploads import BILLING, billing_upload
from store.jobs import enqueue
from store.lock import StoreBusy, worker_lock
from store.settings import BOOK, keep_setting, setting
from store.store import Store
from store.tables import AccountRow, now
from store.web_tables import UploadRow

WAIT_SECONDS = 3
MATCHES = "matches"
"""The kind of job that lays the billed products beside the contracts'."""


class TakingRefused(ValueError):
    """The upload cannot be taken over now; the words say why and what to do."""


def present_book(session: Session) -> str:
    """The upload that is the book now; '' where it did not come by an upload."""
    row = setting(session, BOOK)
    return "" if row is None else str(json.loads(row.value))


def take_over(
    store: Store, home: Home, upload_id: str, by: str, *, settings: bool, wait: int = WAIT_SECONDS
) -> None:
    """Make an upload the book. `settings`: whether the person may change policy.toml.

    Raises TakingRefused.
    """
    try:
        with worker_lock(store.file, wait):
            finish(store, home)
            with store.read() as session:
                row = billing_upload(session, upload_id)
                base = present_book(session)
            _must_be_ready(row, base)
            assert row is not None
            come = sorted(set(row.found["changed"]) & set(TOP))
            if POLICY in come and not settings:
                msg = "It brings a policy.toml, which says what goes to billing without a person: an admin takes it over."
                raise TakingRefused(msg)
            note = {"upload": upload_id, "by": by, "come": come}
            write_whole(journal(home), json.dumps(note))
            finish(store, home)
    except StoreBusy:
        msg = "A run works on the book just now: take the new data over when it has ended."
        raise TakingRefused(msg) from None


def _must_be_ready(row: UploadRow | None, base: str) -> None:
    if row is None or row.status != "ready":
        msg = "This upload cannot be taken over: upload the data again."
        raise TakingRefused(msg)
    if row.found.get("base", "") != base:
        msg = "The book has changed since this upload was read: read it again, then take it over."
        raise TakingRefused(msg)


def finish(store: Store, home: Home) -> bool:
    """Go on with a taking over that was begun; whether there was one. Only who holds the lock may."""
    note_file = journal(home)
    if not note_file.is_file():
        return False
    note = json.loads(note_file.read_text(encoding="utf-8"))
    source = staged(home, note["upload"])
    old = former(home)
    old.mkdir(parents=True, exist_ok=True)
    for name in note["come"]:
        _exchange(
            source.book / name,
            home.book / name,
            old / name,
            gone=name not in _kept(source.book, note),
        )
    accounts = source.accounts
    with store.begin() as session:
        known = json.loads(accounts.read_text(encoding="utf-8")) if accounts.is_file() else {}
        _write_down(session, note, known)
    note_file.unlink(missing_ok=True)
    shutil.rmtree(source.root, ignore_errors=True)
    return True


def _kept(book: Path, note: Mapping[str, Any]) -> set[str]:
    """What the new book has of what is exchanged; written into the note's second half once."""
    brought = book / ".brought"
    if brought.is_file():
        return set(brought.read_text(encoding="utf-8").split("\n"))
    found = {name for name in note["come"] if (book / name).exists()}
    write_whole(brought, "\n".join(sorted(found)))
    return found


def _exchange(new: Path, place: Path, old: Path, *, gone: bool) -> None:
    """Put the new file or folder in place of the old one, which is kept aside. Safe to run again."""
    if not gone and not new.exists():
        return  # it was moved before the process ended
    if place.exists():
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
        place.rename(old)
    if new.exists():
        new.rename(place)


def _write_down(session: Session, note: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    if present_book(session) == note["upload"]:
        return
    row = billing_upload(session, note["upload"])
    assert row is not None
    for other in session.exec(
        select(UploadRow).where(UploadRow.kind == BILLING, UploadRow.status == "taken")
    ).all():
        other.status = "replaced"
        session.add(other)
    row.status = "taken"
    row.found = {**row.found, "taken_by": note["by"], "taken_at": now()}
    session.add(row)
    there = {account.account_id: account for account in session.exec(select(AccountRow)).all()}
    for account_id, told in known.items():
        account = there.get(account_id) or AccountRow(account_id=account_id, **told)
        account.name, account.currency, account.timezone = (
            told["name"],
            told["currency"],
            told["timezone"],
        )
        session.add(account)
    keep_setting(session, BOOK, note["upload"], note["by"])
    tell(
        session,
        "book",
        {
            "upload": note["upload"],
            "by": note["by"],
            "sha256": row.sha256,
            "exchanged": note["come"],
            "counts": row.found.get("counts", {}),
        },
    )
    enqueue(session, MATCHES, asked_by=row.uploaded_by)
