"""`recoup run` killed from outside while it works, then started again: as if nothing had happened."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from archive_book import write_book

from agent.versions import RECKONING, code_version

ACCOUNTS = ("ORCHARD", "PASTURE", "QUARRY", "RIVER")
PATIENCE = 120


def command(place: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "app.cli",
        "run",
        str(place / "book"),
        "--as-of",
        "2026-07-01",
        "--reader",
        "grammar",
        "--store",
        f"sqlite:///{place / 'recoup.db'}",
        "--json",
        str(place / "out.json"),
    ]


def rows(file: Path, table: str) -> int:
    """How many rows a table has."""
    with closing(sqlite3.connect(file)) as store:
        return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def finish(place: Path) -> list[dict]:
    """A run to its end: what it says of each case, without when."""
    subprocess.run(command(place), check=True, capture_output=True)
    body = json.loads((place / "out.json").read_text())
    kept = ("case_id", "version", "status", "route", "confidence", "findings", "recommendation")
    return [{name: case[name] for name in kept} for case in body["cases"]]


def left(place: Path) -> dict:
    """The rows and files that a run leaves."""
    tables = ("cases", "findings", "memos", "outbox", "outbox_lines", "documents")
    return {
        **{table: rows(place / "recoup.db", table) for table in tables},
        "files": sorted(
            path.name
            for name in ("memos", "outbox")
            if (place / name).exists()
            for path in (place / name).iterdir()
        ),
    }


@pytest.fixture(scope="module")
def calm(tmp_path_factory) -> tuple[list[dict], dict, str]:
    """What an undisturbed run says and leaves, and the version of the code before it."""
    before = version()
    place = tmp_path_factory.mktemp("calm")
    write_book(place / "book", ACCOUNTS)
    return finish(place), left(place), before


def version() -> str:
    """The version of the code as it lies there now."""
    return code_version.__wrapped__(RECKONING)


@pytest.mark.parametrize(
    "sign",
    [
        "recoup.checkpoints.db",  # contracts are read, the cases begin
        "memos/ORCHARD.md",  # the first case has its memo, the others are still to come
    ],
)
def test_nothing_is_lost_and_nothing_is_twice(tmp_path, calm, sign):
    write_book(tmp_path / "book", ACCOUNTS)
    process = subprocess.Popen(command(tmp_path), stdout=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while not (tmp_path / sign).exists():
        assert process.poll() is None, "the run ended before the moment came"
        assert time.monotonic() < until
        time.sleep(0.001)  # leaves the processor to the run
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    found = finish(tmp_path)
    if version() != calm[2]:
        pytest.skip("the code was edited meanwhile: every case is a new version")
    assert found == calm[0]
    assert left(tmp_path) == calm[1]
