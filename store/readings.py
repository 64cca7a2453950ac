"""Contracts as read, kept by what was read and with what, so that a PDF is read once.

The documents of one account are read together (an amendment changes the terms of its master), so
the key of a reading covers the set: names, contents, readers and their versions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.tables import DocumentRow, TermRow
from terms.contract import ContractDocument, Extraction


def reading_key(documents: Sequence[tuple[str, str]], readers: str) -> str:
    """The key of a reading: (name, sha256) of each document, and readers with their versions."""
    text = json.dumps([sorted(documents), readers])
    return hashlib.sha256(text.encode()).hexdigest()


def save_reading(session: Session, key: str, readers: str, reading: Extraction) -> None:
    """Keep a reading. Saving the same key again changes nothing."""
    if has_reading(session, key):
        return
    for position, document in enumerate(reading.documents):
        payload = document.model_dump(mode="json", exclude={"terms"})
        row = DocumentRow(
            reading=key,
            position=position,
            file=document.file,
            sha256=document.sha256,
            readers=readers,
            payload=payload,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        for number, term in enumerate(document.terms):
            session.add(
                TermRow(
                    document_id=row.id,
                    position=number,
                    type=term.type,
                    product=term.product,
                    payload=term.model_dump(mode="json"),
                )
            )


def has_reading(session: Session, key: str) -> bool:
    """Whether a reading of that key is kept."""
    found = session.exec(select(DocumentRow.id).where(DocumentRow.reading == key).limit(1)).first()
    return found is not None


def load_reading(session: Session, key: str) -> Extraction | None:
    """The reading of that key as it was saved, or None."""
    rows = session.exec(
        select(DocumentRow).where(DocumentRow.reading == key).order_by(col(DocumentRow.position))
    ).all()
    if not rows:
        return None
    return Extraction(documents=tuple(_document(session, row) for row in rows))


def load_document(session: Session, key: str, file: str) -> ContractDocument | None:
    """One document of a reading, without the others."""
    query = select(DocumentRow).where(DocumentRow.reading == key, DocumentRow.file == file)
    row = session.exec(query.order_by(col(DocumentRow.position)).limit(1)).first()
    return None if row is None else _document(session, row)


def _document(session: Session, row: DocumentRow) -> ContractDocument:
    terms = session.exec(
        select(TermRow.payload).where(TermRow.document_id == row.id).order_by(col(TermRow.position))
    ).all()
    return ContractDocument.model_validate({**row.payload, "terms": list(terms)})
