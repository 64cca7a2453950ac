"""Uploads of billing data, and the rows of them that could not be read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, insert
from sqlmodel import Session, col, delete, select

from store.billing_tables import QuarantineRow
from store.web_tables import UploadRow

BILLING = "billing"
PAGE = 50
_AT_A_TIME = 5_000
MOST_KEPT = 100_000
"""Rows of a quarantine that are kept: who has more has one mistake in all of them."""


def billing_uploads(session: Session, most: int = 20) -> list[UploadRow]:
    """The latest uploads, the newest first."""
    return list(
        session.exec(
            select(UploadRow)
            .where(UploadRow.kind == BILLING)
            .order_by(col(UploadRow.uploaded_at).desc(), col(UploadRow.id).desc())
            .limit(most)
        ).all()
    )


def billing_upload(session: Session, upload_id: str) -> UploadRow | None:
    """One upload of billing data, or None."""
    row = session.get(UploadRow, upload_id)
    return row if row is not None and row.kind == BILLING else None


def save_quarantine(session: Session, upload_id: str, rows: Iterable[tuple[str, int, str]]) -> int:
    """Keep (file, row, reason) of an upload, in place of what was there; how many there were."""
    session.exec(delete(QuarantineRow).where(col(QuarantineRow.upload_id) == upload_id))
    count, batch = 0, []
    for count, (file, row, reason) in enumerate(rows, start=1):
        if count <= MOST_KEPT:
            batch.append(
                {
                    "upload_id": upload_id,
                    "number": count,
                    "file": file,
                    "row": row,
                    "reason": reason[:500],
                }
            )
        if len(batch) == _AT_A_TIME:
            session.execute(insert(QuarantineRow), batch)
            batch = []
    if batch:
        session.execute(insert(QuarantineRow), batch)
    return count


def quarantine_page(
    session: Session, upload_id: str, page: int, file: str = ""
) -> tuple[list[QuarantineRow], int]:
    """A page of the rows, and how many are kept."""
    query = select(QuarantineRow).where(QuarantineRow.upload_id == upload_id)
    count = select(func.count()).select_from(QuarantineRow)
    count = count.where(col(QuarantineRow.upload_id) == upload_id)
    if file:
        query = query.where(QuarantineRow.file == file)
        count = count.where(col(QuarantineRow.file) == file)
    rows = session.exec(
        query.order_by(col(QuarantineRow.number)).offset(PAGE * (page - 1)).limit(PAGE)
    ).all()
    return list(rows), session.exec(count).one()


def quarantine_files(session: Session, upload_id: str) -> list[tuple[str, int]]:
    """File → how many of its rows are in quarantine."""
    return [
        (file, count)
        for file, count in session.exec(
            select(QuarantineRow.file, func.count())
            .where(QuarantineRow.upload_id == upload_id)
            .group_by(QuarantineRow.file)
            .order_by(col(QuarantineRow.file))
        ).all()
    ]
