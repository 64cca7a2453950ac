"""A store with the samples run through once a session, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web.casework.reckoner import reckoner
from app.web.settings import WebSettings
from store.store import Store
from tests.web.cases.samples_run import work_through


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store after a run over the samples, with a limit for one person."""
    root = tmp_path_factory.mktemp("worked")
    store = Store.open(f"sqlite:///{root / 'recoup.db'}")
    work_through(store, root / "home")
    store.close()
    return root


@pytest.fixture
def settings(worked: Path, tmp_path: Path) -> WebSettings:
    """Each test has the store for itself; the book, which nobody writes to, is the session's."""
    for each in worked.glob("recoup*.db"):
        shutil.copy(each, tmp_path / each.name)
    return WebSettings(
        store=f"sqlite:///{tmp_path / 'recoup.db'}",
        home=tmp_path / "home",
        reader="grammar",
        requests_a_minute=1_000_000,
        strangers_a_minute=1_000_000,
        sign_ins_a_minute=1_000,
    )


@pytest.fixture(scope="session", autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    reckoner().close()
