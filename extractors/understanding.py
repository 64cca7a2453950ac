"""From the sheets of a document to its flow, sections and tables.

What gives the sheets does not matter here: pdfium's text layer, or a scan read by OCR.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.columns import aligned
from extractors.continued import joined_tables
from extractors.document import Document
from extractors.flow import written
from extractors.grids import ruled
from extractors.heads import remove_running
from extractors.layout import Sheet
from extractors.paragraphs import paragraphs
from extractors.sections import sections
from extractors.side_by_side import take_apart
from extractors.struck import remove_struck
from extractors.tables import tables
from extractors.visible import drop_off_page


def understood(
    file: str,
    sha256: str,
    sheets: list[Sheet],
    warnings: list[str],
    scanned: Iterable[int] = (),
) -> Document:
    """The document that the sheets hold; `warnings` are those that opening it gave.

    `scanned` are the pages (from 1) that OCR read.
    """
    for sheet in sheets:
        found = (drop_off_page(sheet), remove_struck(sheet))
        warnings = warnings + [words for words in found if words]
    remove_running(sheets)
    for sheet in sheets:
        take_apart(sheet)
        ruled(sheet)
        aligned(sheet)
    flow = written(sheets, joined_tables(paragraphs(sheets)))
    return Document(
        file=file,
        sha256=sha256,
        pages=tuple(sheet.page for sheet in sheets),
        text=flow.text,
        page_of=flow.page_of,
        offset_of=flow.offset_of,
        sections=sections(flow),
        tables=tables(flow),
        warnings=tuple(warnings),
        scanned=frozenset(scanned),
    )
