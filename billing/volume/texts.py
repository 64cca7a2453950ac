"""The files of one kind as one table of the engine, and its rows as the cells that Python reads.

The table has `file`, `row` (as an editor counts lines; of Parquet, the row's place) and the columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billing.book_reading import Reading
from billing.cells import Row
from billing.csv_rows import Sheet
from billing.errors import BookUnreadable
from billing.volume.engine import Engine
from billing.volume.rewriting import rewritten

if TYPE_CHECKING:
    import ibis.expr.types as ir

_AFTER_BLANKS = "!"
"""The first sign after the blank: a text before it, byte by byte, begins with a blank or is empty."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is read of one kind of rows."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    typed: tuple[str, ...] = ()
    """Columns that stay what a Parquet file has them as: numbers and instants; others become text."""


def gathered(reading: Reading, engine: Engine, kind: Kind, files: Sequence[str]) -> ir.Table:
    """Every file's rows, one file below the other, in the engine."""
    serial = count()
    parts = [_one(reading, engine, kind, file, serial) for file in files]
    if len(parts) > 1:
        alike = all(part.schema() == parts[0].schema() for part in parts)
        parts = parts if alike else [_as_text(part) for part in parts]
    return engine.gather(kind.name, parts)


def cells_of(engine: Engine, rows: ir.Table, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The rows as cells of text, each with its file, in the order of the files and their rows."""
    found = engine.fetch(rows.select("file", "row", *columns).order_by("file", "row"))
    values = [found.column(name).to_pylist() for name in columns]
    files, numbers = found.column("file").to_pylist(), found.column("row").to_pylist()
    for file, number, *cells in zip(files, numbers, *values, strict=True):
        yield file, Row(number, {n: _cell(v) for n, v in zip(columns, cells, strict=True)})


def sheets_of(engine: Engine, rows: ir.Table, columns: Sequence[str]) -> Iterator[Sheet]:
    """The rows as one sheet a file, for the reader of small books."""
    sheets: dict[str, Sheet] = {}
    for file, row in cells_of(engine, rows, columns):
        sheets.setdefault(file, Sheet(file)).rows.append(row)
    return iter(sheets.values())


def _cell(value: Any) -> str:
    """A value as a CSV file would have it."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _one(
    reading: Reading, engine: Engine, kind: Kind, file: str, serial: Iterator[int]
) -> ir.Table:
    if file.endswith(".parquet"):
        return _parquet(reading.path / file, engine, kind, file)
    if file.endswith(".csv"):
        read = _csv(reading.path / file, engine, kind, file, f"{kind.name}_{next(serial)}")
        if read is not None:
            return read
    target = engine.folder / f"{kind.name}_{next(serial)}.parquet"
    rewritten(reading, file, kind.columns, kind.required, target)
    found = engine.embedded.read_parquet(str(target))
    return _selected(found, kind, file, found["row"])


def _parquet(path: Path, engine: Engine, kind: Kind, file: str) -> ir.Table:
    try:
        found: ir.Table = engine.embedded.read_parquet(str(path), file_row_number=True)
    except Exception as error:  # what DuckDB raises for a file that is none differs by its flaw
        first = str(error).strip().splitlines()[0]
        raise BookUnreadable(f"{file} cannot be read as Parquet: {first}") from error
    _require(file, found.columns, kind)
    return _selected(found, kind, file, found["file_row_number"] + 1)


def _require(file: str, columns: Sequence[str], kind: Kind) -> None:
    if missing := [name for name in kind.required if name not in columns]:
        raise BookUnreadable(
            f"{file} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"it has {', '.join(columns)[:200]}."
        )


def _csv(path: Path, engine: Engine, kind: Kind, file: str, name: str) -> ir.Table | None:
    """The rows of a flawless CSV file; None where its rows are not its lines, one for one."""
    head = _head(path)
    if (
        head is None
        or any(each not in head for each in kind.required)
        or len(set(head)) < len(head)
    ):
        return None
    columns = ", ".join(f"'{each}': 'VARCHAR'" for each in head)
    source = str(path).replace("'", "''")
    wanted = ", ".join(f'"{each}"' for each in kind.columns if each in head)
    query = (
        f'CREATE TABLE "{name}" AS SELECT {wanted} '  # noqa: S608 - names are the engine's own words
        f"FROM read_csv('{source}', columns={{{columns}}}, auto_detect=false, header=true, "
        "delim=',', quote='\"', escape='\"', nullstr='', max_line_size=1000000)"
    )
    try:
        engine.embedded.raw_sql(query)
    except Exception:  # noqa: BLE001 - whatever it is, the reader of small books says it in words
        return None
    found: ir.Table = engine.embedded.table(name)
    if int(engine.embedded.to_pyarrow(found.count()).as_py()) != _lines(path) - 1:
        return None
    return _selected(found, kind, file, found.rowid() + 2)


def _head(path: Path) -> list[str] | None:
    with path.open("rb") as lines:
        first = lines.readline(1 << 16)
    try:
        cells = next(csv.reader([first.decode("utf-8-sig")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return None
    head = [cell.strip().lower() for cell in cells]
    plain = all(each.replace("_", "").replace(" ", "").isalnum() for each in head)
    return head if head and plain else None


def _lines(path: Path) -> int:
    """How many lines a file has; the last counts without its end too."""
    lines, last = 0, b"\n"
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def _selected(found: ir.Table, kind: Kind, file: str, row: ir.Value) -> ir.Table:
    import ibis

    return found.select(
        file=ibis.literal(file),
        row=row.cast("int64"),
        **{name: _column(found, name, kind.typed, file) for name in kind.columns},
    )


def _column(found: ir.Table, name: str, typed: Sequence[str], file: str) -> ir.Value:
    """A column as trimmed text, empty cells as nulls; numbers and instants as they are."""
    import ibis

    if name not in found.columns:
        return ibis.null("string")
    column = found[name]
    kind = column.type()
    if name in typed and kind.is_timestamp():
        if kind.timezone is None:
            raise BookUnreadable(
                f"{file}: '{name}' is a time without its offset from UTC: write the column as a "
                "timestamp with a timezone."
            )
        return column
    if name in typed and (kind.is_integer() or kind.is_decimal()):
        return column
    text = column if kind.is_string() else column.cast("string")
    # to trim each cell costs more than all the rest: only those that begin or end with a blank
    blank = (text < _AFTER_BLANKS) | (text.reverse() < _AFTER_BLANKS)
    return blank.ifelse(text.strip().nullif(""), text)


def _as_text(part: ir.Table) -> ir.Table:
    """The same rows with every column as text, so that files of several forms go together."""
    changed: dict[str, Any] = {}
    for name in part.columns:
        column = part[name]
        if name == "row" or column.type().is_string():
            continue
        if column.type().is_timestamp():
            changed[name] = column.cast("timestamp").strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        else:
            changed[name] = column.cast("string")
    return part.mutate(**changed)
