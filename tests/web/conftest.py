"""A web application over an empty store, and people who are signed in to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.application import create_app
from app.web.context import Web
from app.web.security.cookies import SESSION, cookie_name
from app.web.settings import WebSettings
from store.people import add_person
from store.sign_ins import start_session
from store.store import Store

ADDRESS = "https://localhost"
ClientOf = Callable[..., TestClient]


class SignedIn(TestClient):
    """A browser that sends its session's token along, as the pages' forms and scripts do."""

    email = ""
    person_id = ""
    csrf = ""


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that went through its migrations once; each test takes a copy."""
    file = tmp_path_factory.mktemp("store") / "recoup.db"
    Store.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def settings(tmp_path: Path, empty_store: Path) -> WebSettings:
    shutil.copy(empty_store, tmp_path / "recoup.db")
    return WebSettings(
        store=f"sqlite:///{tmp_path / 'recoup.db'}",
        home=tmp_path / "home",
        reader="grammar",
        requests_a_minute=1_000_000,
        strangers_a_minute=1_000_000,
        sign_ins_a_minute=1_000,
    )


@pytest.fixture
def application(settings: WebSettings) -> Iterator[FastAPI]:
    made = create_app(settings)
    yield made
    made.state.web.store.close()


@pytest.fixture
def web(application: FastAPI) -> Web:
    found: Web = application.state.web
    return found


@pytest.fixture
def stranger(application: FastAPI) -> TestClient:
    """A browser that nobody is signed in with."""
    return TestClient(application, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def client_of(application: FastAPI, web: Web) -> ClientOf:
    """`client_of("analyst")`, `client_of("specialist", "approver", accounts=["A-1"], email=…)`."""
    made: dict[str, SignedIn] = {}

    def client(
        *roles: str,
        accounts: Iterable[str] | None = None,
        email: str = "",
        password: str | None = None,
    ) -> TestClient:
        address = email or f"{'-'.join(roles) or 'nobody'}-{len(made)}@example.com"
        with web.store.begin() as session:
            person = add_person(
                session,
                address,
                address.partition("@")[0].replace("-", " ").title(),
                roles,
                accounts=accounts,
                password=password,
                by="tests",
            )
            value, csrf = start_session(session, person, hours=1)
        browser = SignedIn(
            application,
            base_url=ADDRESS,
            follow_redirects=False,
            headers={"X-CSRF": csrf},
            cookies={cookie_name(SESSION, secure=True): value},
        )
        browser.email, browser.person_id, browser.csrf = person.email, person.id, csrf
        made[address] = browser
        return browser

    return client


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing: for tests of everything but the hash."""
    from argon2 import PasswordHasher

    from app.web.security import passwords

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
