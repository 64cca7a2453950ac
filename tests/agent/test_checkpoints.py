"""Checkpoints: the safe journal, strict values, and no tracing to anybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent.checkpoints import (
    FORM,
    CheckpointsUnfit,
    TracingIsOn,
    checkpoint_file,
    open_checkpoints,
    settle_environment,
)


def test_the_threads_lie_beside_the_store():
    assert checkpoint_file(Path("x/recoup.db")) == Path("x/recoup.checkpoints.db")
    assert checkpoint_file(None) is None


def test_a_step_is_one_short_write_that_the_file_cannot_tear(tmp_path):
    with open_checkpoints(tmp_path / "threads.db") as saver:
        (mode,) = saver.conn.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = saver.conn.execute("PRAGMA synchronous").fetchone()
    assert (mode, synchronous) == ("wal", 1)


def test_what_a_step_gave_is_kept_once_and_that_a_case_waits_is_kept_too(tmp_path):
    from langgraph.graph import END, START, StateGraph
    from langgraph.types import interrupt

    def step(state: dict[str, str]) -> dict[str, str]:
        return {"seen": "yes"}

    def wait(state: dict[str, str]) -> dict[str, str]:
        interrupt("for a person")
        return {}

    graph = StateGraph(dict[str, str])
    graph.add_node("step", step)
    graph.add_node("wait", wait)
    graph.add_edge(START, "step")
    graph.add_edge("step", "wait")
    graph.add_edge("wait", END)
    thread = {"configurable": {"thread_id": "a@1"}}
    path = tmp_path / "threads.db"
    with open_checkpoints(path) as saver:
        graph.compile(checkpointer=saver).invoke({"case": "a"}, thread, durability="sync")
    with open_checkpoints(path) as saver:
        kept = saver.conn.execute("SELECT channel FROM writes").fetchall()
        waiting = graph.compile(checkpointer=saver).get_state(thread)
    assert kept == [("__interrupt__",)]
    assert [each.value for each in waiting.interrupts] == ["for a person"]


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


def form(path: Path, number: int | None = None) -> int:
    """The form of a file of threads, set where a number is given."""
    with closing(sqlite3.connect(path)) as connection:
        if number is not None:
            connection.execute(f"PRAGMA user_version = {number}")
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_threads_of_an_older_form_are_left_behind(tmp_path):
    path = tmp_path / "threads.db"
    with open_checkpoints(path) as saver:
        saver.conn.execute(
            "INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id) VALUES ('a', '', '1')"
        )
        saver.conn.commit()
    form(path, FORM - 1)
    with open_checkpoints(path) as saver:
        assert saver.conn.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
    assert form(path) == FORM


def test_threads_of_a_newer_form_are_refused_with_what_to_do(tmp_path):
    path = tmp_path / "threads.db"
    with open_checkpoints(path):
        pass
    form(path, FORM + 1)
    with pytest.raises(CheckpointsUnfit, match="update recoup, or move the file away"):
        open_checkpoints(path).__enter__()


def test_a_file_that_holds_no_threads_is_named_with_what_to_do(tmp_path):
    path = tmp_path / "threads.db"
    path.write_text("no database, and long enough to be sure of it " * 100)
    with pytest.raises(CheckpointsUnfit, match="move it away and run again"):
        open_checkpoints(path).__enter__()
