"""An application with the sample book run, one contract read, and a token that may do everything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from agent.run import RunOptions, run_book
from app.web.application import create_app
from app.web.home import home_of
from app.web.rights import ROLES
from app.web.settings import WebSettings
from app.work.jobs import kinds
from app.work.work import Work
from store.people import add_person
from store.sign_ins import make_token
from store.store import Store
from store.web_tables import JobRow, UploadRow

SAMPLES = Path(__file__).parents[3] / "samples" / "book"
_NUMBERS = count()
ACCOUNTS = 2
"""So many accounts of the sample book are enough to have cases of every kind of answer."""


@dataclass
class Place:
    """A running application, a client with every role, and ids that exist."""

    app: FastAPI
    client: TestClient
    token: str
    ids: dict[str, list[str]]


def small_book(target: Path) -> list[str]:
    """Copy the sample book with a few of its accounts; their ids."""
    shutil.copytree(SAMPLES, target, dirs_exist_ok=True)
    kept = sorted(path.name for path in (target / "contracts").iterdir())[:ACCOUNTS]
    for folder in (target / "contracts").iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder)
    (target / "flagged.csv").write_text("account_id\n" + "".join(f"{name}\n" for name in kept))
    return kept


def token_for(app: FastAPI, *roles: str, accounts: list[str] | None = None) -> str:
    """A token of a new person with these roles."""
    with app.state.web.store.begin() as session:
        email = f"machine-{next(_NUMBERS)}@example.com"
        person = add_person(session, email, "A machine", roles, accounts=accounts, by="tests")
        token, _ = make_token(session, person, "tests", list(roles), days=None)
    return token


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
