"""Billing data at the door: kept as it came in a folder of its own, for the worker to look at."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

from app.web.billing_data.places import staged
from app.web.context import Person, Web, sees_all
from app.web.rights import Right
from app.web.security.forgery import FIELD, FORGED, HEADER, same
from app.web.uploading.names import clean_name
from app.web.uploading.receiving import Form, Received, new_id, receive
from store.billing_uploads import BILLING, billing_upload
from store.jobs import enqueue
from store.web_tables import UploadRow

READ_BOOK = "book"
"""The kind of job that lays out and reads an upload."""
WHOLE = (
    "A book holds every account of the seller, and you see some of them: somebody who sees all can "
    "look at billing data and upload it."
)


class NothingTaken(ValueError):
    """A form without a file, or with one that is too large; the words say what to do."""

    def __init__(self, words: str, *, too_large: bool = False) -> None:
        super().__init__(words)
        self.too_large = too_large


async def take_form(request: Request, web: Web, person: Person) -> UploadRow:
    """The files of a form, streamed to a folder of their own; their reading is asked for.

    A browser's form must carry its session's token before the first file. Raises NothingTaken, and
    HTTPException 400, 403 and 413.
    """
    sees_all(person, WHOLE)
    header = request.headers.get(HEADER)

    def checked(form: Form) -> None:
        if not person.token and not same(header or form.fields.get(FIELD, ""), person.csrf):
            raise HTTPException(403, FORGED)

    upload_id = new_id()
    folder = staged(web.home, upload_id).incoming
    folder.mkdir(parents=True)
    try:
        form = await receive(
            request.stream(),
            request.headers.get("content-type", ""),
            folder,
            web.settings.request_megabytes << 20,
            checked,
        )
        checked(form)
        return await run_in_threadpool(_taken, web, person, upload_id, form)
    except BaseException:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise


def _taken(web: Web, person: Person, upload_id: str, form: Form) -> UploadRow:
    if not form.files:
        msg = (
            "No file was chosen: choose the CSV files of a book, a zip of them, or a Stripe export."
        )
        raise NothingTaken(msg)
    large = next((each for each in form.files if each.too_large), None)
    if large is not None:
        most = f"{web.settings.request_megabytes:,} MB"
        msg = f"{large.name[:80]} is larger than {most}: upload it as Parquet or in parts."
        raise NothingTaken(msg, too_large=True)
    return _kept(web, person, upload_id, form.files, whole=form.fields.get("scope") != "parts")


def _kept(
    web: Web, person: Person, upload_id: str, files: Sequence[Received], *, whole: bool
) -> UploadRow:
    """The row of one upload, with its reading asked for."""
    parts = [
        {"file": f"{each.id}.part", "name": _shown(each.name), "size": each.size} for each in files
    ]
    digest = hashlib.sha256("".join(sorted(each.sha256 for each in files)).encode()).hexdigest()
    row = UploadRow(
        id=upload_id,
        kind=BILLING,
        name=str(parts[0]["name"]) if len(parts) == 1 else f"{len(parts)} files",
        sha256=files[0].sha256 if len(files) == 1 else digest,
        size=sum(each.size for each in files),
        uploaded_by=person.id,
        found={
            "parts": parts,
            "whole": whole,
            "policy": person.may(Right.SETTINGS),
            "by": person.email,
        },
    )
    with web.store.begin() as session:
        session.add(row)
        session.flush()
        enqueue(session, READ_BOOK, upload_id, asked_by=person.id)
    return row


def _shown(name: str) -> str:
    """The name as the person's machine called it, with its folders, without signs that hide or steer."""
    return "/".join(
        clean_name(part, "") for part in name.replace("\\", "/").split("/")[-3:] if part
    )


def read_again(web: Web, person: Person, upload_id: str) -> bool:
    """Ask for an upload to be laid out anew, beside the book as it is now."""
    with web.store.begin() as session:
        row = billing_upload(session, upload_id)
        if row is None or row.status not in {"ready", "waiting", "working"}:
            return False
        row.status = "waiting"
        session.add(row)
        enqueue(session, READ_BOOK, upload_id, asked_by=person.id)
    return True


def throw_away(web: Web, upload_id: str) -> bool:
    """Throw an upload away that is not the book."""
    with web.store.begin() as session:
        row = billing_upload(session, upload_id)
        if row is None or row.status in {"taken", "replaced", "removed"}:
            return False
        row.status = "removed"
        session.add(row)
    shutil.rmtree(staged(web.home, upload_id).root, ignore_errors=True)
    return True
