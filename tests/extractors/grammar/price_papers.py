"""An order form as a document: '# Heading' lines, paragraphs, and rows whose cells are split by ' | '.

The first row of each run of rows holds the column titles.
"""

from typing import Any

from extractors.document import Cell, Document, Row, Section, Table
from extractors.readers.grammar.reader import GrammarReader
from extractors.readers.reading import Reading


def order_form(text: str) -> Document:
    """The document that the lines of `text` describe."""
    flow, sections, tables, run = "", [], [], []
    for raw in [*text.strip().splitlines(), ""]:
        line = raw.strip()
        start = len(flow)
        if " | " in line:
            flow += line.replace(" | ", "\t") + "\n"
            run.append(_row(line.split(" | "), start))
            continue
        if len(run) > 1:
            tables.append(Table(1, run[0], tuple(run[1:])))
        run = []
        if line.startswith("# "):
            flow += line[2:] + "\n"
            sections.append((line[2:], start))
        elif line:
            flow += line + "\n"
    ends = [start for _, start in sections[1:]] + [len(flow)]
    parts = tuple(
        Section(str(number), heading, 0, start, end)
        for number, ((heading, start), end) in enumerate(zip(sections, ends, strict=False), 1)
    )
    return Document("order.pdf", "", (), flow, sections=parts, tables=tuple(tables))


def _row(words: list[str], start: int) -> Row:
    cells = []
    for word in words:
        cells.append(Cell(start, start + len(word), word))
        start += len(word) + 1
    return Row(tuple(cells))


def reading(text: str) -> Reading:
    """What the grammar reads in the document."""
    return GrammarReader().read(order_form(text))


def terms(text: str, kind: str) -> list[dict[str, Any]]:
    """The stated fields of the terms of one type, in JSON, without those every term has."""
    found = [
        draft.term.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        for draft in reading(text).drafts
        if draft.term.type == kind
    ]
    for fields in found:
        if fields.get("status") == "stated":
            del fields["status"]
    return found
