"""Readings as the store keeps them, with people's corrections laid over."""

from __future__ import annotations

from functools import lru_cache

from sqlmodel import Session

from agent.corrections import corrected, corrections_in
from store.readings import load_document, load_reading
from store.store import Store
from store.uploads import of_account
from store.web_tables import UploadRow
from terms.contract import ContractDocument, Extraction


def as_read(session: Session, upload: UploadRow) -> ContractDocument | None:
    """An upload's document as the readers gave it; None until it is read."""
    key = upload.found.get("reading")
    return load_document(session, key, upload.file) if key and upload.file else None


def as_it_counts(session: Session, upload: UploadRow) -> ContractDocument | None:
    """The same with what people corrected."""
    document = as_read(session, upload)
    if document is None:
        return None
    rows = corrections_in(session, upload.account_id or "", document.sha256)
    reading = corrected(Extraction(documents=(document,)), rows)
    assert isinstance(reading, Extraction)
    return reading.documents[0]


def account_as_it_counts(store: Store, account_id: str) -> Extraction:
    """All documents of an account as they were read together last, with what people corrected."""
    with store.read() as session:
        uploads = of_account(session, account_id, ("ready", "refused"))
        keys = [each.found.get("reading") for each in reversed(uploads)]
        key = next((key for key in keys if key), None)
        rows = corrections_in(session, account_id)
    reading = Extraction() if key is None else _whole(store, key)
    counted = corrected(reading, rows)
    assert isinstance(counted, Extraction)
    return counted


@lru_cache(maxsize=16)
def _whole(store: Store, key: str) -> Extraction:
    """A reading never changes under its key."""
    with store.read() as session:
        return load_reading(session, key) or Extraction()
