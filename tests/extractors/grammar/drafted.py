"""Clauses as a document: a line is a paragraph, and what a family of rules reads in them."""

from collections.abc import Callable, Iterable
from typing import Any

from extractors.document import Cell, Document, Row, Section, Table
from extractors.readers.reading import Draft

Family = Callable[[Document], Iterable[Draft]]


def paper(*paragraphs: str, rows: tuple[tuple[str, str], ...] = ()) -> Document:
    """A document of one section a paragraph; `rows` are label and value at its end."""
    text, sections, tables = "", [], []
    for number, paragraph in enumerate(paragraphs, start=1):
        start = len(text)
        text += paragraph + "\n"
        sections.append(Section(str(number), "", 0, start, len(text)))
    found = []
    for label, value in rows:
        start = len(text)
        text += f"{label}\t{value}\n"
        middle = start + len(label) + 1
        cells = (
            Cell(start, start + len(label), label),
            Cell(middle, middle + len(value), value),
        )
        found.append(Row(cells))
    if found:
        tables.append(Table(1, None, tuple(found)))
    return Document("paper.pdf", "", (), text, sections=tuple(sections), tables=tuple(tables))


def read(family: Family, *paragraphs: str, **more: Any) -> list[dict[str, Any]]:
    """The terms that a family reads, each as its stated fields in JSON."""
    drafts = list(family(paper(*paragraphs, **more)))
    return [_stated(draft.term.model_dump(mode="json")) for draft in drafts]


def _stated(fields: dict[str, Any]) -> dict[str, Any]:
    apart = {"type", "id", "confidence", "doubtful"}
    empty: tuple[Any, ...] = (None, [], {}, "")
    return {
        name: value for name, value in fields.items() if name not in apart and value not in empty
    }
