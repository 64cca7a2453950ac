"""Billing data at the door: kept as it came in a folder of its own, for the worker to look at."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence

from app.web.billing_data.places import staged
from app.web.context import Person, Web
from app.web.rights import Right
from app.web.uploading.names import clean_name
from app.web.uploading.receiving import Received
from store.billing_uploads import BILLING, billing_upload
from store.jobs import enqueue
from store.web_tables import UploadRow

READ_BOOK = "book"
"""The kind of job that lays out and reads an upload."""
KEPT_FILES = 4_000


def take_in(
    web: Web, person: Person, upload_id: str, files: Sequence[Received], *, whole: bool
) -> UploadRow:
    """Keep the files of one upload and ask for their reading."""
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
