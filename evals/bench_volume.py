"""`python -m evals.bench_volume --scale 1`: a large book against bare DuckDB, pandas, and its own size.

Each measurement is a process of its own, so that its peak memory is its own too. Time is the
processor's, all threads together: other work on the machine does not count, nor does waiting.
Scale 1 is 20,000 accounts, a million invoice lines and 20 million usage events.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.big_book import AS_OF, MONTHS, agreement, write_big_book

PANDAS_ACCOUNTS = 40
RATED_ACCOUNTS = 2_000


def main() -> int:
    """Make the book at half the scale and at the scale, measure both, print the tables."""
    asked = _asked()
    if asked.measure:
        _tell(MEASUREMENTS[asked.measure](Path(asked.book)))
        return 0
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="recoup-bench-"))
    try:
        _bench(Console(), folder, asked.scale, asked.form)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1", help="1 is 20 million events")
    parser.add_argument("--form", default="parquet", choices=("parquet", "csv"))
    parser.add_argument(
        "--folder", help="where the book goes, and stays [default: a temporary one]"
    )
    parser.add_argument("--measure", choices=tuple(MEASUREMENTS), help=argparse.SUPPRESS)
    parser.add_argument("--book", help=argparse.SUPPRESS)
    return parser.parse_args()


def _bench(console: Console, folder: Path, scale: str, form: Any) -> None:
    from terms.money import decimal

    half = f"{decimal(scale) / 2:f}"
    small, large = folder / f"book-{half}-{form}", folder / f"book-{scale}-{form}"
    sizes = {book: _size(book, each, form) for book, each in ((small, half), (large, scale))}
    size = sizes[large]
    console.print(
        f"{size['accounts']:,} accounts, {size['lines']:,} lines, {size['events']:,} events, {form}"
    )
    bare, bare_once = _run("bare", large), _run("bare_once", large)
    loading, rating, pandas = _run("loading", large), _run("rating", large), _run("pandas", large)
    console.print(_against_bare(loading, bare, bare_once, _run("starting", large)))
    console.print(_rating(rating, pandas))
    console.print(_linear(sizes, small, large, loading))
    console.print(_memory({"loading": loading, "rating": rating, "bare DuckDB": bare}))


def _size(book: Path, scale: str, form: Any) -> dict[str, int]:
    """The book's size; it is made where it is not there yet."""
    note = book / "size.json"
    if not note.is_file():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(asdict(write_big_book(book, scale, form))), encoding="utf-8")
    found: dict[str, int] = json.loads(note.read_text(encoding="utf-8"))
    return found


def _run(measure: str, book: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "evals.bench_volume",
        "--measure",
        measure,
        "--book",
        str(book),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this file
    if done.returncode:
        raise SystemExit(f"{measure} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _tell(found: dict[str, Any]) -> None:
    print(json.dumps(found | {"mib": _peak()}))


def _peak() -> int:
    """The peak memory of this process in MiB; what `getrusage` says would hold its parent's too."""
    status = Path("/proc/self/status")
    if status.is_file():
        words = status.read_text(encoding="ascii").split()
        return int(words[words.index("VmHWM:") + 1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(work: Callable[[], object]) -> dict[str, Any]:
    """Processor and wall seconds of `work`."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def bare(book: Path) -> dict[str, Any]:
    """The floor: the same files scanned and grouped in bare DuckDB, months by UTC."""
    return _timed(lambda: _bare(book, once=False))


def bare_once(book: Path) -> dict[str, Any]:
    """The same, with events that are delivered twice looked for, as a book must."""
    return _timed(lambda: _bare(book, once=True))


def _bare(book: Path, *, once: bool) -> None:
    import duckdb

    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'; SET memory_limit = '800MB'; SET threads = 2")
        engine.execute(f"SET temp_directory = '{book / 'spilled'}'")
        usage, lines = (_source(book, stem) for stem in ("usage", "invoice_lines"))
        engine.execute(
            f"""SELECT account_id, product, unit, date_trunc('month', "at"::TIMESTAMP) AS month,
                       sum(quantity::DECIMAL(38, 9)), count(*)
                FROM {usage} AS used JOIN read_csv('{book}/accounts.csv') AS accounts USING (account_id) GROUP BY ALL"""  # noqa: S608
        ).fetchall()
        engine.execute(
            f"""SELECT account_id, product, period_start, count(*), sum(amount::DECIMAL(38, 9))
                FROM {lines} GROUP BY ALL"""  # noqa: S608 - the bench's own files
        ).fetchall()
        if once:
            engine.execute(
                f"""SELECT hash(account_id, product, event_id) AS mark, count(*) FROM {usage}
                    GROUP BY mark HAVING count(*) > 1"""  # noqa: S608 - as above
            ).fetchall()


def _source(book: Path, stem: str) -> str:
    if (book / f"billing/{stem}.parquet").is_file():
        return f"read_parquet('{book}/billing/{stem}.parquet')"
    return f"read_csv('{book}/billing/{stem}.csv')"


def loading(book: Path) -> dict[str, Any]:
    """The book read: every row checked, sorted out and grouped, accounts matched."""
    from billing.book import read_book

    return _timed(lambda: read_book(book, AS_OF))


def starting(book: Path) -> dict[str, Any]:  # noqa: ARG001 - called as each measurement is
    """An engine started, and the tables of timezones made: what a book of any size costs once."""
    from billing.volume.engine import Engine
    from billing.volume.zones import zone_days
    from evals.big_book import ZONES

    def start() -> None:
        engine = Engine()
        engine.upload("zone_days", zone_days({name: at for at, name in enumerate(ZONES)}))
        engine.fetch(engine.embedded.table("zone_days").head(1))
        engine.close()

    return _timed(start)


def rating(book: Path) -> dict[str, Any]:
    """Accounts fetched, rated and explained, in the order of the book; each by its own clock."""
    from billing.book import read_book
    from billing.investigation import compare, explain

    read = read_book(book, AS_OF)
    accounts = list(read.accounts)[:RATED_ACCOUNTS]
    terms = [agreement(number) for number in range(len(accounts))]
    seconds = {"fetching": 0.0, "comparing": 0.0, "explaining": 0.0}
    found = 0
    for account, agreed in zip(accounts, terms, strict=True):
        began = time.process_time()
        facts = read.accounts[account]
        fetched = time.process_time()
        compared = compare(facts, agreed, AS_OF)
        rated = time.process_time()
        found += len(explain(compared).findings)
        seconds["fetching"] += fetched - began
        seconds["comparing"] += rated - fetched
        seconds["explaining"] += time.process_time() - rated
    return seconds | {"account_months": len(accounts) * MONTHS, "found": found}


def pandas(book: Path) -> dict[str, Any]:
    """The same amounts by row-wise pandas: the events of some accounts, a Python call a row."""
    import duckdb

    with duckdb.connect() as engine:
        frame = engine.execute(
            f"""SELECT u.*, a.timezone FROM {_source(book, "usage")} u
                JOIN read_csv('{book}/accounts.csv') a USING (account_id)
                WHERE account_id < '{f"A{PANDAS_ACCOUNTS:06d}"}'"""  # noqa: S608 - the bench's own files
        ).df()
    timed = _timed(lambda: _rate_rows(frame))
    return timed | {"account_months": frame["account_id"].nunique() * MONTHS}


def _rate_rows(frame: Any) -> None:
    """Four prices a month: three are fixed, and the calls are counted row by row."""
    from zoneinfo import ZoneInfo

    from terms.money import decimal

    fees = [decimal("1000"), decimal("200"), decimal("25") * 10]

    def month(row: Any) -> str:
        at = row["at"]
        return str(at.astimezone(ZoneInfo(row["timezone"])).strftime("%Y-%m"))

    def amount(row: Any) -> Any:
        return decimal(str(row["quantity"])) * decimal("0.02")

    if frame["at"].dtype == object:
        from pandas import to_datetime

        frame["at"] = to_datetime(frame["at"], utc=True)
    frame["month"] = frame.apply(month, axis=1)
    frame["amount"] = frame.apply(amount, axis=1)
    for _, rows in frame.groupby(["account_id", "month"]):
        sum(rows["amount"], sum(fees))


def _against_bare(
    loading: dict[str, Any],
    bare: dict[str, Any],
    bare_once: dict[str, Any],
    starting: dict[str, Any],
) -> Table:
    table = _table("Loading, grouping, matching", "CPU s", "wall s", "× floor")
    for name, each in (
        ("scan and group-by in bare DuckDB (the floor)", bare),
        ("the same, looking for events that come twice", bare_once),
        ("read_book: rows checked, sorted out, grouped, matched", loading),
        ("of it, importing and starting the engine, at any size", starting),
    ):
        ratio = f"{each['cpu'] / bare['cpu']:.1f}"
        table.add_row(name, f"{each['cpu']:.1f}", f"{each['wall']:.1f}", ratio)
    return table


def _rating(rating: dict[str, Any], pandas: dict[str, Any]) -> Table:
    months = rating["account_months"]
    title = f"Rating {months:,} account-months, {rating['found']} findings"
    table = _table(title, "µs a month", "months a second")
    parts = ("fetching", "comparing", "explaining")
    both = rating["comparing"] + rating["explaining"]
    for name, seconds, of in (
        *((part, rating[part], months) for part in parts),
        ("comparing and explaining", both, months),
        ("row-wise pandas, amounts only", pandas["cpu"], pandas["account_months"]),
    ):
        table.add_row(name, f"{seconds / of * 1e6:.0f}", f"{of / seconds:,.0f}")
    return table


def _linear(
    sizes: dict[Path, dict[str, int]], small: Path, large: Path, loading: dict[str, Any]
) -> Table:
    table = _table("Time by size", "rows", "CPU s", "µs a row")
    for book, each in ((small, _run("loading", small)), (large, loading)):
        rows = sizes[book]["lines"] + sizes[book]["events"]
        table.add_row(
            book.name, f"{rows:,}", f"{each['cpu']:.1f}", f"{each['cpu'] / rows * 1e6:.2f}"
        )
    return table


def _memory(measured: dict[str, dict[str, Any]]) -> Table:
    table = _table("Peak memory", "MiB")
    for name, each in measured.items():
        table.add_row(name, str(each["mib"]))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    for column in columns:
        table.add_column(column, justify="right")
    return table


MEASUREMENTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "bare": bare,
    "bare_once": bare_once,
    "starting": starting,
    "loading": loading,
    "rating": rating,
    "pandas": pandas,
}

if __name__ == "__main__":
    sys.exit(main())
