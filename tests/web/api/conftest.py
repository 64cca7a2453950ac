"""An application with the sample book run, one contract read, and a token that may do everything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from agent.run import RunOptions, run_book
from app.web.application import create_app
from app.web.home import home_of
from app.web.rights import ROLES
from app.web.settings import WebSettings
from app.work.jobs import kinds
from app.work.work import Work
from store.store import Store
from store.web_tables import JobRow, UploadRow
from tests.web.api.calling import Place, small_book, token_for


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("api")
    settings = WebSettings(
        store=f"sqlite:///{root / 'r.db'}",
        home=root / "home",
        reader="grammar",
        hosts="testserver",
        requests_a_minute=10_000_000,
        strangers_a_minute=10_000_000,
    )
    store = Store.open(settings.store)
    home = home_of(settings, store)
    accounts = small_book(home.book)
    body = run_book(
        store,
        home.book,
        RunOptions(as_of=date(2026, 11, 1), outbox=home.outbox, memos=home.memos),
    ).body
    contract = next((home.contracts / accounts[0]).glob("*.pdf"))
    upload = "c" * 32
    shutil.copy(contract, home.files / upload)
    with store.begin() as session:
        session.add(
            UploadRow(
                id=upload,
                kind="contract",
                account_id=accounts[0],
                name=contract.name,
                file=contract.relative_to(home.book).as_posix(),
                sha256="0" * 64,
                size=contract.stat().st_size,
                uploaded_by="somebody",
            )
        )
    kinds()["read"].do(Work(settings, store, home), JobRow(kind="read", subject=accounts[0]))
    store.close()
    app = create_app(settings)
    token = token_for(app, *ROLES)
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    ids = {
        "case_id": [case["case_id"] for case in body["cases"]],
        "account_id": accounts,
        "contract_id": [upload],
    }
    yield Place(app, client, token, ids)
    app.state.web.store.close()
