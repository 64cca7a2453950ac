"""A CSV file as rows with the line on which each begins, as an editor counts them.

Tolerated: a byte order mark, the line ends of any system, quoted cells over several lines,
trailing cells left out, Windows' own character set (told in a note). Told as an error: another
delimiter, a missing column. Told per row: broken quoting, too many cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from billing.cells import Row
from billing.errors import BookUnreadable
from billing.facts import Quarantined

IN_QUARANTINE = "The row is in quarantine."


@dataclass(slots=True)
class Sheet:
    """One CSV file, read: its rows, the rows that are none, and what a person should know."""

    file: str
    rows: list[Row] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    broken: list[Row] = field(default_factory=list)
    """Rows in quarantine with too many cells: the first of them may still be right."""
    notes: list[str] = field(default_factory=list)
    present: bool = True


def read_sheet(folder: Path, file: str, required: Sequence[str]) -> Sheet:
    """The rows of `folder/file`; a file that is not there gives an empty sheet, not `present`.

    Raises BookUnreadable where the file cannot be opened, or its head lacks a required column.
    """
    path = folder / file
    if not path.is_file():
        return Sheet(file, present=False)
    sheet = Sheet(file)
    lines = io.StringIO(_text(path, sheet), newline="").readlines()
    records = _records(lines)
    columns = _head(file, records, required)
    for number, record in records:
        if isinstance(record, str):
            sheet.quarantine.append(Quarantined(file, number, f"{record} {IN_QUARANTINE}"))
            continue
        cells = [cell.strip() for cell in record]
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            reason = (
                f"The row has {len(cells)} cells where the head has {len(columns)}: a cell that "
                f"holds a comma must stand in double quotes. {IN_QUARANTINE}"
            )
            sheet.quarantine.append(Quarantined(file, number, reason))
            sheet.broken.append(Row(number, dict(zip(columns, cells, strict=False))))
        elif any(cells):
            sheet.rows.append(Row(number, dict(zip(columns, cells, strict=False))))
    return sheet


def _text(path: Path, sheet: Sheet) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BookUnreadable(f"{sheet.file} cannot be opened: {error.strerror}.") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BookUnreadable(f"{sheet.file} is saved as UTF-16: save it again as CSV UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        sheet.notes.append(
            f"{sheet.file} is not saved as UTF-8; it was read as Latin-1, so check names with accents."
        )
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _records(lines: list[str]) -> Iterator[tuple[int, list[str] | str]]:
    """The line on which each record begins, and its cells, or in words why it has none.

    A quotation mark that is never closed would swallow the rest of the file: after a record that
    fails, reading begins anew on the next line, so that only the broken lines are lost.
    """
    position = 0
    while position < len(lines):
        reader = csv.reader((lines[at] for at in range(position, len(lines))), strict=True)
        start = position
        try:
            for cells in reader:
                yield start + 1, cells
                start = position + reader.line_num
        except csv.Error:
            yield start + 1, "A quotation mark in the row is opened and not closed, or not doubled."
            position = start + 1
        else:
            return


def _head(
    file: str, records: Iterator[tuple[int, list[str] | str]], required: Sequence[str]
) -> list[str]:
    first = next((record for _, record in records if any(record)), "")
    cells = [] if isinstance(first, str) else first
    columns = [cell.strip().lower() for cell in cells]
    if len(columns) == 1 and (sign := _delimiter(columns[0])):
        raise BookUnreadable(
            f"{file} separates its cells by a {sign}: save it again with commas (and amounts as 1234.56)."
        )
    if missing := [column for column in required if column not in columns]:
        raise BookUnreadable(
            f"{file} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Its first row must name the columns; it reads: {', '.join(columns)[:200] or '(empty)'}."
        )
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        raise BookUnreadable(f"{file} has the column {', '.join(twice)} more than once.")
    return columns


def _delimiter(head: str) -> str | None:
    return next(
        (name for sign, name in ((";", "semicolon"), ("\t", "tab"), ("|", "bar")) if sign in head),
        None,
    )
