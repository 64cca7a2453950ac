"""Opening a PDF: from a file to a `Document`, with its geometry for as long as it is open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from extractors.confined import Confined, Limits
from extractors.document import Document, Geometry, Page, Span
from extractors.doubt import PageSigns, Standing
from extractors.errors import ContractUnreadable
from extractors.layout import Sheet, sheet_of
from extractors.picture import Frame, Picture
from extractors.scans import Scan, read_scans
from extractors.understanding import understood
from extractors.visible import NOTHING_TO_READ, without_text
from terms.citation import Box

__all__ = ["Limits", "OpenDocument", "draw_page", "frames_of", "open_pdf", "opened"]


@dataclass(frozen=True)
class OpenDocument(Geometry):
    """A document whose PDF is still open in its limited process."""

    document: Document
    _confined: Confined
    _scans: dict[int, Scan]
    _known: dict[Span, tuple[Box, ...]] = field(default_factory=dict)
    """Rectangles that were asked for: several checks ask for those of the same numbers."""

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """The rectangles that cover a span, one a line."""
        return self.boxes_of([span])[0]

    def boxes_of(self, spans: list[Span]) -> list[tuple[Box, ...]]:
        """The rectangles of several spans in one question."""
        printed = (span for span in spans if span.page not in self._scans)
        fresh = sorted(
            {span for span in printed if span not in self._known},
            key=lambda span: (span.page, span.start, span.end),
        )
        if fresh:
            asked = [(span.page, span.start, span.end) for span in fresh]
            header, _ = self._confined.ask("boxes", spans=asked)
            for span, boxes in zip(fresh, header["boxes"], strict=True):
                self._known[span] = tuple(tuple(box) for box in boxes)
        return [
            self._scans[span.page].boxes(span) if span.page in self._scans else self._known[span]
            for span in spans
        ]

    def render(self, page: int, dpi: int = 150) -> Picture:
        """The page (from 1) as it is seen."""
        return _render(self._confined, page, dpi)

    def second_texts(self, pages: list[int]) -> list[str | None]:
        """The text of pages as the second library reads it; None where it cannot."""
        header, _ = self._confined.ask("second", pages=pages)
        return list(header["texts"])

    def signs(self, pages: list[int]) -> list[PageSigns]:
        """What the fonts and the content of pages (from 1) give away, a value a page."""
        header, _ = self._confined.ask("signs", pages=pages)
        return [PageSigns(tuple(each["words"]), each["embedded"]) for each in header["signs"]]

    def standing(self, page: int, spans: list[Span]) -> list[Standing]:
        """Font of each span of a page, and whether something is drawn over it."""
        asked = [(span.start, span.end) for span in spans]
        header, _ = self._confined.ask("standing", page=page, spans=asked)
        return [Standing(each["font"], each["over"]) for each in header["standing"]]


def _hash(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ContractUnreadable(f"{name}: {reason}; check the path and the permissions.") from None


def _render(confined: Confined, page: int, dpi: int) -> Picture:
    header, blobs = confined.ask("render", page=page, dpi=dpi)
    header["origin"] = tuple(header["origin"])
    return Picture(rows=blobs[0], **header)


def _sheets(confined: Confined) -> list[Sheet]:
    sheets: list[Sheet] = []
    for index, header in enumerate(confined.header["pages"]):
        page = Page(index + 1, header["text"], *header["size"])
        blobs = confined.blobs[index * 3 : index * 3 + 3]
        sheets.append(sheet_of(page, header, blobs, confined.header["fonts"]))
    return sheets


def _read(name: str, sha256: str, limits: Limits, confined: Confined) -> OpenDocument:
    headers: list[dict[str, Any]] = confined.header["pages"]
    scans = read_scans(headers, partial(_render, confined), limits)
    sheets = _sheets(confined)
    for number, scan in scans.pages.items():
        sheets[number - 1] = scan.sheet
    warnings = [*confined.header["warnings"], *without_text(headers), *scans.warnings]
    document = understood(name, sha256, sheets, warnings, scans.pages)
    if not document.text.strip() and not document.warnings:
        document = replace(document, warnings=(NOTHING_TO_READ,))
    return OpenDocument(document, confined, scans.pages)


@contextmanager
def opened(
    path: Path, name: str | None = None, limits: Limits | None = None
) -> Iterator[OpenDocument]:
    """A document with its geometry, while the context lasts. Raises as `open_pdf`."""
    name = name or path.name
    limits = limits or Limits()
    sha256 = _hash(path, name)
    confined = Confined(path, name, limits)
    try:
        yield _read(name, sha256, limits, confined)
    finally:
        confined.close()


def open_pdf(path: Path, name: str | None = None, limits: Limits | None = None) -> Document:
    """One PDF as a document. `name` is what citations call it (default: the file's name).

    Raises ContractUnreadable (not a PDF, damaged, missing), ContractEncrypted (asks for a password)
    or ContractTooLarge (over the limits on time, memory, pages or text), each with one sentence.
    """
    with opened(path, name, limits) as found:
        return found.document


def frames_of(
    path: Path, name: str | None = None, most: int = 1_000, limits: Limits | None = None
) -> tuple[int, list[Frame | None]]:
    """How many pages a PDF has, and the frames of the first `most`; no text is read. Raises as `open_pdf`."""
    with closing(_unread(path, name, limits)) as confined:
        header, _ = confined.ask("frames", most=most)
        frames = [
            Frame(each["size"][0], each["size"][1], tuple(each["origin"]), each["turned"])
            if each
            else None
            for each in header["frames"]
        ]
        return int(confined.header["count"]), frames


def draw_page(
    path: Path, page: int, dpi: int, name: str | None = None, limits: Limits | None = None
) -> Picture | None:
    """One page (from 1) as it is seen, without reading the others; None where there is no such page.

    Raises as `open_pdf`.
    """
    with closing(_unread(path, name, limits)) as confined:
        if not 1 <= page <= confined.header["count"]:
            return None
        return _render(confined, page, dpi)


def _unread(path: Path, name: str | None, limits: Limits | None) -> Confined:
    name = name or path.name
    if not path.is_file():
        raise ContractUnreadable(f"{name}: there is no such file; check the path.")
    return Confined(path, name, replace(limits or Limits(), pages=0))
