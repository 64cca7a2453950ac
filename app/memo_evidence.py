"""What the contracts' own pages add to a memo: each decisive clause as a picture, and a no-waiver clause.

The pages are those of the book from which the case was opened. A file that is not there any more, or is
another than the one that was read, gives no picture and a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.clipping import DPI, Clipping, clip

if TYPE_CHECKING:
    from extractors.opening import OpenDocument
    from terms.citation import Box, Citation

Place = tuple[str, int, tuple["Box", ...]]
"""File, page, and the rectangles of a quote."""


@dataclass(frozen=True, slots=True)
class NoWaiver:
    """The clause by which a right that was not used for a time is not given up."""

    file: str
    page: int
    quote: str
    clipping: Clipping | None


@dataclass(slots=True)
class Evidence:
    """Pictures by place, and what was looked for in all of the documents."""

    clippings: dict[Place, Clipping] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """File → why there is no picture of its pages."""
    no_waiver: NoWaiver | None = None

    def of(self, clause: Citation) -> tuple[Clipping | None, str]:
        """The picture of a clause, or in words why there is none."""
        found = self.clippings.get((clause.file, clause.page, clause.boxes))
        if found is not None:
            return found, "" if found.whole else "The beginning of a longer passage is shown."
        return None, self.notes.get(clause.file, "Its place on the page is not known: no picture.")


def evidence(
    book: Path | None,
    hashes: Mapping[str, str],
    clauses: Sequence[Citation],
    *,
    waiver: bool = True,
) -> Evidence:
    """What the documents show. `hashes` leads from each document's name to its SHA-256 as read.

    Without `waiver` only the clauses are looked up.
    """
    found = Evidence()
    for file, sha256 in hashes.items():
        path = _path(book, file)
        if path is None:
            found.notes[file] = "The file is not at hand: no picture."
            continue
        _read(path, file, sha256, [each for each in clauses if each.file == file], found, waiver)
    return found


def _path(book: Path | None, file: str) -> Path | None:
    """The file inside the book; a name that leads out of it is no file."""
    if book is None:
        return None
    path = (book / file).resolve()
    return path if path.is_relative_to(book.resolve()) and path.is_file() else None


def _read(
    path: Path, file: str, sha256: str, clauses: Sequence[Citation], found: Evidence, waiver: bool
) -> None:
    from extractors.errors import ContractUnreadable
    from extractors.opening import opened

    try:
        with opened(path, file) as document:
            if document.document.sha256 != sha256:
                found.notes[file] = "The file is another than the one that was read: no picture."
                return
            found.clippings.update(_clippings(document, clauses))
            if waiver and found.no_waiver is None:
                found.no_waiver = _no_waiver(document)
    except ContractUnreadable as error:
        found.notes[file] = f"No picture: {error}"


def _clippings(
    document: OpenDocument, clauses: Sequence[Citation]
) -> Iterator[tuple[Place, Clipping]]:
    pages = range(1, len(document.document.pages) + 1)
    for page in sorted({each.page for each in clauses if each.boxes} & set(pages)):
        picture = document.render(page, DPI)
        for boxes in dict.fromkeys(each.boxes for each in clauses if each.page == page):
            cut = clip(picture, boxes)
            if cut is not None:
                yield (clauses[0].file, page, boxes), cut


def _no_waiver(document: OpenDocument) -> NoWaiver | None:
    from extractors.waiver import no_waiver

    where = no_waiver(document.document)
    spans = document.document.spans(*where) if where else []
    if where is None or not spans:
        return None
    first = spans[0].page
    boxes = [
        box
        for boxes in document.boxes_of([each for each in spans if each.page == first])
        for box in boxes
    ]
    cut = clip(document.render(first, DPI), boxes) if boxes else None
    words = " ".join(document.document.text[slice(*where)].split())
    return NoWaiver(document.document.file, first, words, cut)
