"""The SQL engine: DuckDB within this process, or the one that a URL names. One face for both.

DuckDB keeps what does not fit into MEMORY in a folder of its own, which goes when the engine does.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billing.errors import BookUnreadable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

MEMORY = "800MB"
_BATCH = 100_000
_NAMES = {"int64": "BIGINT", "bool": "BOOLEAN", "date32[day]": "DATE", "timestamp[us]": "TIMESTAMP"}


class Engine:
    """A connection, and the tables that one book needs in it; they go when it is closed."""

    def __init__(self, url: str | None = None) -> None:
        """The embedded engine, or the one at `url`; raises BookUnreadable where it does not answer."""
        import ibis

        self._folder = tempfile.TemporaryDirectory(prefix="recoup-volume-")
        self.folder = Path(self._folder.name)
        """For files on the way; it goes with the engine."""
        self.embedded: Any = ibis.duckdb.connect(
            str(self.folder / "rows.duckdb"),
            memory_limit=MEMORY,
            threads=os.cpu_count() or 1,
            temp_directory=str(self.folder / "spilled"),
        )
        self.embedded.raw_sql("SET TimeZone = 'UTC'")
        self._connection: Any = self.embedded if url is None else _connected(url)
        self.is_embedded = self._connection is self.embedded
        if not self.is_embedded:
            self._connection.raw_sql("SET TIME ZONE 'UTC'").close()

    def fetch(self, expression: ir.Table) -> pa.Table:
        """The rows of an expression."""
        found: pa.Table = self._connection.to_pyarrow(expression)
        return found

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """What an expression gives, kept under a name, so that it is worked out once."""
        self._run(f'CREATE TEMP TABLE "{name}" AS {self._connection.compile(expression)}')
        return self._table(name)

    def upload(self, name: str, rows: pa.Table) -> ir.Table:
        """Rows of this process as a table of the engine."""
        if self.is_embedded:
            self.embedded.con.register(name, rows)
            return self._table(name)
        columns = ", ".join(
            f'"{each.name}" {_NAMES.get(str(each.type), "TEXT")}' for each in rows.schema
        )
        self._run(f'CREATE TEMP TABLE "{name}" ({columns})')
        self._copy(name, rows)
        return self._table(name)

    def mark(self, *columns: ir.Value) -> ir.Value:
        """A number that rows with the same texts share; seldom others share it too."""
        if self.is_embedded:
            return _duckdb_hash()(*columns)
        found = columns[0].hash()
        for column in columns[1:]:
            found ^= column.hash()
        return found

    def repeated(self, name: str, marks: ir.Table) -> ir.Table:
        """Those of the column `mark` that more than one row has, kept under a name."""
        if not self.is_embedded:
            counted = marks.group_by("mark").agg(times=marks.count())
            return self.keep(name, counted.filter(counted.times > 1).select("mark"))
        import numpy as np
        import pyarrow as pa

        # nearly every mark is the only one: to sort them costs a fourth of grouping by them
        found = np.sort(self.fetch(marks).column("mark").to_numpy())
        again = np.unique(found[1:][found[1:] == found[:-1]])
        return self.upload(name, pa.table({"mark": pa.array(again)}))

    def gather(self, name: str, parts: Sequence[ir.Table]) -> ir.Table:
        """Tables of the embedded engine, one below the other; copied where the engine is another."""
        import ibis

        rows: ir.Table = ibis.union(*parts) if len(parts) > 1 else parts[0]
        if self.is_embedded:
            return rows
        columns = ", ".join(f'"{each}" {_typed(rows, each)}' for each in rows.columns)
        self._run(f'CREATE TEMP TABLE "{name}" ({columns})')
        import pyarrow as pa

        for batch in self.embedded.con.execute(self.embedded.compile(rows)).to_arrow_reader(_BATCH):
            self._copy(name, pa.Table.from_batches([batch]))
        return self._table(name)

    def close(self) -> None:
        """Let go of the connections and of what was kept."""
        self._connection.disconnect()
        if not self.is_embedded:
            self.embedded.disconnect()
        self._folder.cleanup()

    def _table(self, name: str) -> ir.Table:
        found: ir.Table = self._connection.table(name)
        return found

    def _run(self, sql: str) -> None:
        cursor = self._connection.raw_sql(sql)
        if not self.is_embedded:
            cursor.close()
            self._connection.con.commit()

    def _copy(self, name: str, rows: pa.Table) -> None:
        """PostgreSQL's COPY; an engine without it takes the rows through Ibis."""
        connection = self._connection.con
        if not hasattr(connection, "cursor") or self._connection.name != "postgres":
            self._connection.insert(name, rows)
            return
        columns = ", ".join(f'"{each}"' for each in rows.column_names)
        order = f'COPY "{name}" ({columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(order) as copy:
            for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
                copy.write_row(row)
        connection.commit()


@lru_cache(maxsize=1)
def _duckdb_hash() -> Callable[[ir.Value, ir.Value, ir.Value], ir.Value]:
    """DuckDB's own hash of three texts; Ibis's casts each through a string of bits."""
    import ibis

    def hash_of(one: str, two: str, three: str) -> int: ...  # type: ignore[empty-body]

    made: Callable[[ir.Value, ir.Value, ir.Value], ir.Value] = ibis.udf.scalar.builtin(
        hash_of, name="hash", signature=(("string", "string", "string"), "uint64")
    )
    return made


def _typed(rows: ir.Table, column: str) -> str:
    kind = rows[column].type()
    if kind.is_decimal():
        return "NUMERIC"
    if kind.is_integer():
        return "BIGINT"
    return "TIMESTAMPTZ" if kind.is_timestamp() else "TEXT"


def _connected(url: str) -> Any:
    import ibis

    try:
        return ibis.connect(url)
    except ImportError as error:
        raise BookUnreadable(
            f"the engine {_shown(url)} needs a package that is not installed ({error.name}): "
            "pip install 'recoup[postgres]'."
        ) from error
    except Exception as error:  # each engine has errors of its own, and all mean the same here
        first = str(error).strip().replace(url, _shown(url)).splitlines()[:1]
        raise BookUnreadable(
            f"the engine {_shown(url)} does not answer: {(first or ['no reason given'])[0]}"
        ) from error


def _shown(url: str) -> str:
    """A URL without what stands before its @: a password is nobody's to read."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
