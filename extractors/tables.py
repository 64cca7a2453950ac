"""Tables in flow coordinates: rows of cells, and which row is the head."""

from __future__ import annotations

from extractors.document import Cell, Row, Table
from extractors.flow import Flow, FlowLine
from extractors.layout import Grid

_GENERIC = frozenset(
    [
        "detail",
        "details",
        "value",
        "entry",
        "description",
        "particulars",
        "terms",
        "information",
        "data",
    ]
)


def _is_head(first: Row, rest: list[Row], bold: list[bool]) -> bool:
    """Whether the first row names the columns: bold alone, or without numbers over numbers."""
    if not rest or sum(bool(cell.text) for cell in first.cells) < 2:
        return False
    if len(first.cells) == 2 and not _counts(rest):
        return first.cells[1].text.casefold() in _GENERIC
    if any(char.isdigit() for cell in first.cells[1:] for char in cell.text) and not bold[0]:
        return False
    return (bold[0] and not all(bold)) or _counts(rest)


def _counts(rows: list[Row]) -> bool:
    """Whether most rows hold a number after their first cell."""
    counted = sum(
        any(char.isdigit() for cell in row.cells[1:] for char in cell.text) for row in rows
    )
    return counted > 0.5 * len(rows)


def _same(row: Row, head: Row) -> bool:
    """Whether a row is the head again, on the next page."""
    return [cell.text for cell in row.cells] == [cell.text for cell in head.cells]


def _row(line: FlowLine, text: str) -> Row:
    return Row(tuple(Cell(start, end, text[start:end]) for start, end in line.cells))


def tables(flow: Flow) -> tuple[Table, ...]:
    """The tables of a flow, in order."""
    text = flow.text
    found: list[Table] = []
    by_grid: dict[int, tuple[Grid, list[FlowLine]]] = {}
    for line in flow.lines:
        if line.grid is not None:
            by_grid.setdefault(id(line.grid), (line.grid, []))[1].append(line)
    for grid, lines in by_grid.values():
        rows = [_row(line, text) for line in lines]
        head = _is_head(rows[0], rows[1:], grid.bold_rows)
        if head:
            rows = [rows[0], *(row for row in rows[1:] if not _same(row, rows[0]))]
        found.append(
            Table(lines[0].page, rows[0] if head else None, tuple(rows[1:] if head else rows))
        )
    return tuple(found)
