"""Where a case's thread is kept: langgraph's SQLite checkpoints, in a file beside the store.

A checkpoint holds plain JSON values only; reading one back may build nothing else.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.engine import BUSY_SECONDS

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver


FORM = 2
"""The form of the graph whose threads are kept. Raise it when a step is renamed or the state changes."""


class CheckpointsUnfit(RuntimeError):
    """The threads beside the store cannot be used: a newer recoup wrote them, or they are no threads."""


class TracingIsOn(RuntimeError):
    """LangSmith tracing is on, which would send cases to another company's server."""


def settle_environment() -> None:
    """Before langgraph is imported: strict checkpoints, no tracing. Raises TracingIsOn."""
    os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        if os.environ.setdefault(name, "false").strip().lower() in {"true", "1", "yes", "on"}:
            msg = f"{name} is set: tracing would send contract data away. Unset it to go on."
            raise TracingIsOn(msg)


def checkpoint_file(store_file: Path | None) -> Path | None:
    """`recoup.db` keeps its threads in `recoup.checkpoints.db`."""
    if store_file is None:
        return None
    return store_file.with_name(f"{store_file.stem}.checkpoints{store_file.suffix or '.db'}")


@contextmanager
def open_checkpoints(path: Path | None) -> Iterator[SqliteSaver]:
    """The checkpoints in `path`, or in memory where there is no file. Raises CheckpointsUnfit.

    Threads of an older form are left behind: a case starts again from its rows, which hold all that
    counts, and what was decided goes on from its decision.
    """
    settle_environment()
    from agent.thread_file import ThreadFile

    name = ":memory:" if path is None else str(path)
    with closing(
        sqlite3.connect(name, check_same_thread=False, timeout=BUSY_SECONDS)
    ) as connection:
        saver = ThreadFile(connection)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")  # docs/decisions/0016
            saver.setup()  # with a write-ahead log
            _settle_form(connection, name)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise CheckpointsUnfit(
                f"{name} is no file of checkpoints ({error}): move it away and run again; each "
                "unfinished case starts again from its rows, and nothing is sent twice"
            ) from error
        yield saver


def _settle_form(connection: sqlite3.Connection, name: str) -> None:
    """Leave behind threads of an older graph; refuse those of a newer one."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == FORM:
        return
    if found > FORM:
        raise CheckpointsUnfit(
            f"{name} was written by a newer recoup: update recoup, or move the file away; each "
            "unfinished case then starts again from its rows, and nothing is sent twice"
        )
    with connection:
        connection.execute("DELETE FROM checkpoints")
        connection.execute("DELETE FROM writes")
        connection.execute(f"PRAGMA user_version = {FORM}")
