"""Taking a paper out of the book, and back: what follows from it, told before."""

from __future__ import annotations

from sqlmodel import select

from app.web.context import Person, Web
from app.web.uploading.taking import READ
from store.audit import tell
from store.jobs import enqueue
from store.tables import CaseRow
from store.uploads import of_account, same_file, upload_of
from store.web_tables import UploadRow


def consequence(web: Web, upload: UploadRow) -> list[str]:
    """What follows from removing a paper, in sentences."""
    with web.store.read() as session:
        others = [
            each for each in of_account(session, upload.account_id or "") if each.id != upload.id
        ]
        case = session.exec(select(CaseRow).where(CaseRow.account_id == upload.account_id)).first()
    terms = int(upload.found.get("terms") or 0)
    said = [
        f"Its {terms} terms no longer count." if terms != 1 else "Its one term no longer counts."
    ]
    if others:
        said.append(
            f"The account's other {len(others)} papers are read again without it."
            if len(others) > 1
            else "The account's other paper is read again without it."
        )
    else:
        said.append("The account has no other contract: nothing can be held against its bills.")
    if case is not None:
        said.append(
            f"The next run reckons case {case.case_id} anew, as version {case.version + 1}; what was "
            "delivered stays delivered."
        )
    said.append("The file is kept for the cases that cite it, and can be taken back.")
    return said


def remove(web: Web, upload: UploadRow, person: Person) -> None:
    """Take the paper out of the book, and have the others read without it."""
    with web.store.begin() as session:
        row = upload_of(session, upload.id)
        if row is None or row.status == "removed":
            return
        file, row.file = row.file, ""
        row.status = "removed"
        session.add(row)
        told = {"upload": row.id, "account_id": row.account_id, "file": file, "sha256": row.sha256}
        tell(session, "contract removed", {**told, "by": person.email})
        if file:
            enqueue(session, READ, row.account_id or "", asked_by=person.id)
    if file:
        (web.home.book / file).unlink(missing_ok=True)


def restore(web: Web, upload: UploadRow, person: Person) -> str:
    """Take a removed paper back; why it cannot be, else ''."""
    if not (web.home.files / upload.id).is_file():
        return f"{upload.name} was refused, and is not kept: upload it again."
    with web.store.begin() as session:
        row = upload_of(session, upload.id)
        if row is None or row.status != "removed":
            return f"{upload.name} is not removed."
        there = same_file(session, row.account_id or "", row.sha256)
        if there is not None:
            return f"{upload.name} is there already as {there.name}."
        row.status, row.reason = "waiting", ""
        session.add(row)
        enqueue(session, READ, row.account_id or "", asked_by=person.id)
    return ""
