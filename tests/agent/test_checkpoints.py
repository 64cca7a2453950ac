"""Checkpoints: the safe journal, strict values, and no tracing to anybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent.checkpoints import (
    TracingIsOn,
    checkpoint_file,
    open_checkpoints,
    settle_environment,
)
from store.engine import journal_mode


def test_the_threads_lie_beside_the_store():
    assert checkpoint_file(Path("x/recoup.db")) == Path("x/recoup.checkpoints.db")
    assert checkpoint_file(None) is None


def test_the_journal_is_the_one_that_is_safe_with_this_sqlite(tmp_path):
    path = tmp_path / "threads.db"
    with open_checkpoints(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert mode.upper() == journal_mode()


def test_opening_while_somebody_reads_works(tmp_path):
    path = tmp_path / "threads.db"
    with open_checkpoints(path), closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM checkpoints").fetchone()
        with open_checkpoints(path) as again:
            assert list(again.list(None)) == []


@pytest.mark.parametrize("name", ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"])
def test_tracing_that_is_on_stops_everything(monkeypatch, name):
    monkeypatch.setenv(name, "true")
    with pytest.raises(TracingIsOn, match="Unset it"):
        settle_environment()


def test_tracing_is_off_where_nothing_is_said(monkeypatch):
    import os

    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        monkeypatch.delenv(name, raising=False)
    settle_environment()
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert os.environ["LANGGRAPH_STRICT_MSGPACK"] == "true"
