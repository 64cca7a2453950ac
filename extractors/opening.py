"""Opening a PDF: from a file to a `Document`, with its geometry for as long as it is open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.confined import Confined, Limits
from extractors.document import Document, Geometry, Page, Span
from extractors.errors import ContractUnreadable
from extractors.layout import Sheet, sheet_of
from extractors.picture import Picture
from extractors.understanding import understood
from extractors.visible import without_text
from terms.citation import Box

__all__ = ["Limits", "OpenDocument", "open_pdf", "opened"]


@dataclass(frozen=True)
class OpenDocument(Geometry):
    """A document whose PDF is still open in its limited process."""

    document: Document
    _confined: Confined

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """The rectangles that cover a span, one a line."""
        return self.boxes_of([span])[0]

    def boxes_of(self, spans: list[Span]) -> list[tuple[Box, ...]]:
        """The rectangles of several spans in one question."""
        asked = [(span.page, span.start, span.end) for span in spans]
        header, _ = self._confined.ask("boxes", spans=asked)
        return [tuple(tuple(box) for box in boxes) for boxes in header["boxes"]]

    def render(self, page: int, dpi: int = 150) -> Picture:
        """The page (from 1) as it is seen."""
        header, blobs = self._confined.ask("render", page=page, dpi=dpi)
        header["origin"] = tuple(header["origin"])
        return Picture(rows=blobs[0], **header)

    def second_texts(self, pages: list[int]) -> list[str | None]:
        """The text of pages as the second library reads it; None where it cannot."""
        header, _ = self._confined.ask("second", pages=pages)
        return list(header["texts"])


def _hash(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ContractUnreadable(f"{name}: {reason}; check the path and the permissions.") from None


def _document(name: str, sha256: str, confined: Confined) -> Document:
    headers: list[dict[str, Any]] = confined.header["pages"]
    sheets: list[Sheet] = []
    for index, header in enumerate(headers):
        page = Page(index + 1, header["text"], *header["size"])
        blobs = confined.blobs[index * 3 : index * 3 + 3]
        sheets.append(sheet_of(page, header, blobs, confined.header["fonts"]))
    warnings = [*confined.header["warnings"], *without_text(headers)]
    return understood(name, sha256, sheets, warnings)


@contextmanager
def opened(
    path: Path, name: str | None = None, limits: Limits | None = None
) -> Iterator[OpenDocument]:
    """A document with its geometry, while the context lasts. Raises as `open_pdf`."""
    name = name or path.name
    sha256 = _hash(path, name)
    confined = Confined(path, name, limits or Limits())
    try:
        yield OpenDocument(_document(name, sha256, confined), confined)
    finally:
        confined.close()


def open_pdf(path: Path, name: str | None = None, limits: Limits | None = None) -> Document:
    """One PDF as a document. `name` is what citations call it (default: the file's name).

    Raises ContractUnreadable (not a PDF, damaged, missing), ContractEncrypted (asks for a password)
    or ContractTooLarge (over the limits on time, memory, pages or text), each with one sentence.
    """
    with opened(path, name, limits) as found:
        return found.document
