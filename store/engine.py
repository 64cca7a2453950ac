"""Opening a store: the engine, SQLite's settings, and the migrations on the way in.

SQLite below 3.51.3 can corrupt a write-ahead log that several connections reset; there the
rollback journal is used instead.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlmodel import create_engine

from store.errors import StoreUnreadable

DEFAULT_URL = "sqlite:///recoup.db"
BUSY_SECONDS = 60
ONLY_READS = "recoup_only_reads"
"""The execution option of a transaction that writes nothing, and so waits for no writer's turn."""
WAL_IS_SAFE_FROM = (3, 51, 3)


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """'WAL' where SQLite's write-ahead log is safe with several connections, else 'DELETE'."""
    return "WAL" if version >= WAL_IS_SAFE_FROM else "DELETE"


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL, or None for another engine or an in-memory store."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        msg = f"{url!r} is not a store: write a URL such as sqlite:///recoup.db"
        raise StoreUnreadable(msg) from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


def open_engine(url: str) -> Engine:
    """An engine whose transactions take the write lock at their start, with the store migrated.

    Raises StoreUnreadable and StoreTooNew.
    """
    from store.migrations.steps import migrate

    file = sqlite_file(url)
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        migrate(engine)
    except (NoSuchModuleError, ImportError) as error:
        msg = f"{url}: the database driver is missing ({error})"
        raise StoreUnreadable(msg) from error
    except (OSError, OperationalError, DatabaseError) as error:
        reason = getattr(error, "orig", None) or error
        msg = f"{url} cannot be opened as a store: {reason}"
        raise StoreUnreadable(msg) from error
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the BEGIN is ours, below
        for pragma in (
            f"busy_timeout={BUSY_SECONDS * 1000}",
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(ONLY_READS, False)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
