"""What pypdf says of a PDF: encryption, embedded files, damage, and the text as a second witness."""

from __future__ import annotations

import logging
from typing import Any, BinaryIO

import pypdf

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def _embedded(reader: pypdf.PdfReader) -> int:
    root: Any = reader.trailer["/Root"]
    names = root.get("/Names")
    files = names.get_object().get("/EmbeddedFiles") if names is not None else None
    return 0 if files is None else len(files.get_object().get("/Names", [1, 1])) // 2


def facts(path: str | BinaryIO) -> dict[str, Any]:
    """Warnings and metadata: {"warnings": [...], "metadata": {...}}. Never raises for a bad file."""
    warnings: list[str] = []
    metadata: dict[str, str] = {}
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted:
            warnings.append(
                "the file is encrypted with an empty password; it was opened with that."
            )
            reader.decrypt("")
        if count := _embedded(reader):
            warnings.append(f"the file has {count} embedded file(s), which were not read.")
        found: dict[str, Any] = dict(reader.metadata or {})
        metadata = {str(key): str(found[key])[:500] for key in list(found)[:20]}
    except Exception as error:  # noqa: BLE001 - a parser may raise anything on a damaged file
        warnings.append(
            f"the file's structure is damaged ({type(error).__name__}): read by one library only."
        )
    return {"warnings": warnings, "metadata": metadata}


def texts(path: str, pages: list[int]) -> list[str | None]:
    """The text of pages (from 1); None where pypdf fails."""
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted:
            reader.decrypt("")
    except Exception:  # noqa: BLE001 - as above
        return [None] * len(pages)
    answers: list[str | None] = []
    for number in pages:
        try:
            answers.append(reader.pages[number - 1].extract_text())
        except Exception:  # noqa: BLE001 - as above, page by page
            answers.append(None)
    return answers
