"""A file that no engine reads as it stands, rewritten row by row: JSON Lines, and CSV with flaws.

Broken quoting, cells over several lines, cells left out, another character set: the reader of small
books knows them all, so it reads here too, and the rows go on as Parquet with their line numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from billing.book_reading import Reading
from billing.cells import Row
from billing.csv_rows import IN_QUARANTINE
from billing.errors import BookUnreadable
from billing.facts import Quarantined

AT_A_TIME = 100_000


def rewritten(
    reading: Reading, file: str, columns: Sequence[str], required: Sequence[str], target: Path
) -> None:
    """Write the rows of `file` to the Parquet file `target`: text cells, and `row`.

    What is no row at all goes to the quarantine here. Raises BookUnreadable as `read_sheet` does.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in columns)])
    if file.endswith(".jsonl"):
        found = _json_rows(reading, file, required)
    else:
        found = iter(reading.sheet(file, required).rows)
    with pq.ParquetWriter(target, schema) as writer:
        for some in _batches(found):
            table: dict[str, list[Any]] = {
                name: [row.cells.get(name) for row in some] for name in columns
            }
            table["row"] = [row.number for row in some]
            writer.write_table(pa.table(table, schema=schema))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


def _json_rows(reading: Reading, file: str, required: Sequence[str]) -> Iterator[Row]:
    """The objects of a JSON Lines file; numbers keep the digits that they are written with."""
    try:
        lines = (reading.path / file).open("rb")
    except OSError as error:
        raise BookUnreadable(f"{file} cannot be opened: {error.strerror}.") from error
    seen: set[str] = set()
    any_row = False
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            any_row = True
            cells = _cells(line)
            if isinstance(cells, str):
                reading.quarantine.append(Quarantined(file, number, f"{cells} {IN_QUARANTINE}"))
                continue
            seen.update(name for name in required if name in cells)
            yield Row(number, cells)
    if any_row and (missing := [name for name in required if name not in seen]):
        raise BookUnreadable(
            f"{file} has no object with {', '.join(missing)}: each line is an object with these names."
        )


def _cells(line: bytes) -> dict[str, str] | str:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return "The line is not JSON: each line is one object."
    if not isinstance(value, dict):
        return "The line is no JSON object."
    return {str(name).strip().lower(): _cell(cell) for name, cell in value.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value)
