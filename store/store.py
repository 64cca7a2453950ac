"""The store: transactions over its tables, and the folder and lock beside its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from store.engine import ONLY_READS, open_engine, sqlite_file


class Store:
    """What is kept between runs. Open it with `Store.open(url)`."""

    def __init__(self, url: str, engine: Engine) -> None:
        self.url = url
        self.engine = engine
        self.file = sqlite_file(url)

    @staticmethod
    def open(url: str) -> Store:
        """The store at a URL, created or migrated where needed.

        Raises StoreUnreadable and StoreTooNew.
        """
        return Store(url, open_engine(url))

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: committed at the end of the block, rolled back if it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads: it takes no write lock, and nothing it changes is kept."""
        reading = self.engine.execution_options(**{ONLY_READS: True})
        with Session(reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @property
    def folder(self) -> Path:
        """Where files that belong to the store lie: beside its file, else the working directory."""
        return self.file.parent if self.file is not None else Path()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
