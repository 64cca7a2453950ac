"""What tests of the API call: a running application, ids that exist, tokens, a small book."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from store.people import add_person
from store.sign_ins import make_token

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
