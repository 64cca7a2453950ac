"""A book read through the engine is the book read row by row: facts, quarantine and notes."""

import csv
import json
from dataclasses import replace
from datetime import date

import odd_book
import pytest

from billing.book import read_book
from billing.errors import BookUnreadable
from billing.summed_usage import SummedUsage, in_order

AS_OF = date(2026, 7, 1)


def by_rows(folder):
    return read_book(folder, AS_OF)


def by_engine(folder, monkeypatch):
    monkeypatch.setenv("RECOUP_VOLUME_BYTES", "0")
    return read_book(folder, AS_OF)


def single_events(facts):
    """The facts with each event of their usage, in one order."""
    usage = facts.usage.single if isinstance(facts.usage, SummedUsage) else in_order(facts.usage)
    return replace(facts, usage=tuple(usage))


def same(one, other):
    assert list(one.accounts) == list(other.accounts)
    for account in one.accounts:
        assert single_events(one.accounts[account]) == single_events(other.accounts[account])
    assert one.quarantine == other.quarantine
    assert one.notes == other.notes
    assert one.flagged == other.flagged


def test_the_engine_reads_what_the_rows_say(tmp_path, monkeypatch):
    folder = odd_book.write(tmp_path)
    plain = by_rows(folder)
    assert len(plain.quarantine) == 15  # 7 invoice lines and 8 rows of usage, each wrong on purpose
    volume = by_engine(folder, monkeypatch)
    assert isinstance(volume.accounts["NORTH"].usage, SummedUsage)
    same(plain, volume)


@pytest.mark.parametrize(
    "flaw",
    [
        pytest.param('NORTH,"Door\nopening",2026-01-31,3,door,x1', id="a cell over two lines"),
        pytest.param('NORTH,"Door,2026-01-31,3,door,x1', id="a quotation mark left open"),
        pytest.param("NORTH,Door opening,2026-01-31,3", id="cells left out"),
        pytest.param("NORTH,Door opening,2026-01-31,3,door,x1,more", id="a cell too many"),
        pytest.param("", id="an empty line"),
    ],
)
def test_a_flawed_file_keeps_its_line_numbers(tmp_path, monkeypatch, flaw):
    usage = [*odd_book.USAGE[:3], flaw, *odd_book.USAGE[3:]]
    folder = odd_book.write(tmp_path, usage=usage)
    same(by_rows(folder), by_engine(folder, monkeypatch))


def test_another_character_set(tmp_path, monkeypatch):
    folder = odd_book.write(tmp_path)
    text = (folder / "billing/usage.csv").read_text(encoding="utf-8").replace("\u00a0", "")
    (folder / "billing/usage.csv").write_bytes(text.replace("Door", "Tür").encode("latin-1"))
    same(by_rows(folder), by_engine(folder, monkeypatch))


def test_usage_in_several_files_is_one(tmp_path, monkeypatch):
    whole = by_rows(odd_book.write(tmp_path / "whole"))
    folder = odd_book.write(tmp_path / "parts", usage=[])
    (folder / "billing/usage.csv").unlink()
    (folder / "billing/usage").mkdir()
    for name, rows in (("a", odd_book.USAGE[:2]), ("b", odd_book.USAGE[2:])):
        text = "\n".join([odd_book.USAGE_HEAD, *rows]) + "\n"
        (folder / f"billing/usage/{name}.csv").write_text(text, encoding="utf-8")
    parts = read_book(folder, AS_OF)
    for account in whole.accounts:
        assert single_events(whole.accounts[account]) == single_events(parts.accounts[account])
    twice = next(row for row in parts.quarantine if "d2 is delivered twice" in row.reason)
    assert (twice.file, twice.row) == ("billing/usage/b.csv", 2)
    assert "billing/usage/a.csv row 3 has it already" in twice.reason
    usage = [row.reason.split(": ")[0] for row in parts.quarantine if "usage" in row.file]
    assert usage == [row.reason.split(": ")[0] for row in whole.quarantine if "usage" in row.file]


def test_json_lines_are_usage_too(tmp_path):
    whole = by_rows(odd_book.write(tmp_path / "whole"))
    folder = odd_book.write(tmp_path / "json", usage=[])
    (folder / "billing/usage.csv").unlink()
    rows = list(csv.DictReader([odd_book.USAGE_HEAD, *odd_book.USAGE]))
    lines = [json.dumps(row) for row in rows]
    lines[4] = lines[4].replace('"8"', "8")  # a number without quotes
    lines[10:10] = ['{"account_id": "SOUTH", ', "", "[1, 2]"]
    (folder / "billing/usage.jsonl").write_text("\n".join(lines), encoding="utf-8")
    book = read_book(folder, AS_OF)
    for account in whole.accounts:
        assert single_events(whole.accounts[account]) == single_events(book.accounts[account])
    broken = [row for row in book.quarantine if "JSON" in row.reason]
    assert [(row.file, row.row) for row in broken] == [
        ("billing/usage.jsonl", 11),
        ("billing/usage.jsonl", 13),
    ]


def parquet(folder, columns, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows])
    pq.write_table(table, folder / "billing/usage.parquet")


def test_parquet_with_types_of_its_own(tmp_path):
    from datetime import UTC, datetime
    from decimal import Decimal

    folder = odd_book.write(tmp_path, usage=[])
    (folder / "billing/usage.csv").unlink()
    columns = ("account_id", "product", "at", "quantity", "event_id")
    rows = [
        (
            "NORTH",
            "Door opening",
            datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC),
            Decimal("3.25"),
            "a",
        ),
        ("NORTH", "Door opening", datetime(2026, 2, 1, tzinfo=UTC), Decimal("-1.00"), "b"),
        ("SOUTH", "Paper", datetime(2026, 4, 1, 6, 59, tzinfo=UTC), Decimal("20.00"), "a"),
        ("SOUTH", "Paper", datetime(2026, 4, 1, 7, 0, tzinfo=UTC), Decimal("40.00"), None),
        ("SOUTH", "Paper", datetime(2026, 4, 1, 7, 0, tzinfo=UTC), None, None),
    ]
    parquet(folder, columns, rows)
    book = read_book(folder, AS_OF)
    (door,) = book.accounts["NORTH"].usage.sums
    assert (door.quantity, door.first_day) == (Decimal("3.25"), date(2026, 1, 31))
    paper = book.accounts["SOUTH"].usage.sums  # 7:00 UTC is midnight in Los Angeles
    assert [(each.first_day, each.quantity) for each in paper] == [
        (date(2026, 3, 31), Decimal(20)),
        (date(2026, 4, 1), Decimal(40)),
    ]
    refused = [(row.row, row.reason) for row in book.quarantine if "parquet" in row.file]
    assert [row for row, _ in refused] == [2, 5]
    assert "'quantity' is -1.00, and it cannot be negative" in refused[0][1]
    assert "'quantity' is empty" in refused[1][1]


def test_parquet_times_need_their_offset(tmp_path):
    from datetime import datetime

    folder = odd_book.write(tmp_path, usage=[])
    (folder / "billing/usage.csv").unlink()
    row = ("NORTH", "Door opening", datetime(2026, 1, 31, 23, 59), 3)  # noqa: DTZ001 - the flaw
    parquet(folder, ("account_id", "product", "at", "quantity"), [row])
    with pytest.raises(BookUnreadable, match=r"usage\.parquet: 'at' is a time without its offset"):
        read_book(folder, AS_OF)


def test_a_file_that_is_no_parquet(tmp_path):
    folder = odd_book.write(tmp_path)
    (folder / "billing/usage.csv").rename(folder / "billing/usage.parquet")
    with pytest.raises(BookUnreadable, match=r"billing/usage\.parquet cannot be read as Parquet"):
        read_book(folder, AS_OF)


def test_an_account_without_order_is_found_alone(tmp_path, monkeypatch):
    folder = odd_book.write(tmp_path)
    plain, volume = by_rows(folder), by_engine(folder, monkeypatch)
    for account in ("EAST", "NORTH", "EAST", "SOUTH"):
        assert volume.accounts[account].lines == plain.accounts[account].lines


def test_an_engine_that_does_not_answer_is_said_without_its_password(tmp_path):
    folder = odd_book.write(tmp_path)
    with pytest.raises(BookUnreadable) as error:
        read_book(folder, AS_OF, engine="nosuch://me:secret@somewhere/db")
    assert "nosuch://somewhere/db" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_small_book_starts_no_engine(tmp_path):
    import subprocess
    import sys

    folder = odd_book.write(tmp_path)
    code = (
        "import sys; from pathlib import Path; from billing.book import read_book; "
        f"read_book(Path({str(folder)!r})); "
        "print(sorted({'duckdb', 'ibis', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
