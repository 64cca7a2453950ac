"""The same expressions on PostgreSQL, where its programs are installed; skipped where they are not."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import odd_book
import pytest
from test_volume import AS_OF, by_rows, same

from billing.book import read_book
from billing.summed_usage import SummedUsage

PROGRAMS = max(
    Path("/usr/lib/postgresql").glob("*/bin"),
    key=lambda each: tuple(map(int, each.parent.name.split("."))),
    default=Path("/usr/lib/postgresql"),
)


@pytest.fixture(scope="module")
def server():
    """The URL of a server that lives as long as these tests."""
    pytest.importorskip("psycopg", reason="psycopg is in the extra 'postgres'")
    if not (PROGRAMS / "initdb").is_file():
        pytest.skip(f"no PostgreSQL in {PROGRAMS}")
    folder = Path(tempfile.mkdtemp(prefix="recoup-pg-", dir="/tmp"))
    owner = _owner()
    if owner is not None:
        shutil.chown(folder, owner)
    made = subprocess.run(
        [PROGRAMS / "initdb", "-D", folder / "data", "-A", "trust", "-U", "recoup", "-E", "UTF8"],
        user=owner,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"initdb failed: {made.stderr.decode()[-200:]}")
    port = _free_port()
    running = subprocess.Popen(
        [
            *(PROGRAMS / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder),
            *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
        ],
        user=owner,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"postgresql://recoup@127.0.0.1:{port}/postgres"
    finally:
        running.send_signal(signal.SIGINT)  # at once, whoever is connected
        running.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _owner():
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return pytest.skip("root has nobody to run PostgreSQL as")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port):
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"postgresql://recoup@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def test_postgresql_reads_the_same_book(tmp_path, server):
    folder = odd_book.write(tmp_path)
    same(by_rows(folder), read_book(folder, AS_OF, engine=server))


def test_postgresql_sums_as_duckdb_does(tmp_path, server, monkeypatch):
    folder = odd_book.write(tmp_path)
    there = read_book(folder, AS_OF, engine=server)
    monkeypatch.setenv("RECOUP_VOLUME_BYTES", "0")
    here = read_book(folder, AS_OF)
    for account in ("NORTH", "SOUTH", "EAST"):
        ours, theirs = here.accounts[account].usage, there.accounts[account].usage
        assert isinstance(ours, SummedUsage)
        assert isinstance(theirs, SummedUsage)
        assert ours.sums == theirs.sums


def test_the_engine_can_be_named_by_the_environment(tmp_path, server, monkeypatch):
    folder = odd_book.write(tmp_path)
    plain = by_rows(folder)
    monkeypatch.setenv("RECOUP_ENGINE", server)
    same(plain, read_book(folder, AS_OF))
