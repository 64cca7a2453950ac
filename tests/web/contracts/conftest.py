"""Papers that are uploaded and read as a worker would."""

from __future__ import annotations

import re

import pytest

from app.work.jobs import kinds
from app.work.worker import Worker
from store.uploads import of_account
from tests.work.papers import order_form


@pytest.fixture
def pdf(tmp_path):
    def made(number=1):
        path = tmp_path / f"paper-{number}.pdf"
        return (path if path.exists() else order_form(path, number)).read_bytes()

    return made


@pytest.fixture
def analyst(client_of):
    return client_of("analyst")


@pytest.fixture
def read(web):
    """Does what a worker would do, here."""

    def work():
        worker = Worker(web.settings, web.store, web.home)
        known = {name: kind for name, kind in kinds().items() if name == "read"}
        while worker.step(known):
            pass

    return work


@pytest.fixture
def uploaded(web, analyst, read):
    """Uploads papers to an account and has them read; gives their rows."""

    def bring(*files, account="acme"):
        analyst.post(
            "/contracts/upload",
            data={"new_account": account},
            files=[("files", (name, body, "application/pdf")) for name, body in files],
        )
        read()
        with web.store.read() as session:
            return of_account(session, account)

    return bring


@pytest.fixture
def fields():
    """The values of a page's form fields, by name."""

    def found(html):
        values = {}
        for tag in re.findall(r"<input[^>]*>", html):
            name = re.search(r'name="([^"]*)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name:
                values[name[1]] = value[1] if value else ""
        for name, body in re.findall(
            r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL
        ):
            chosen = re.search(r'<option value="([^"]*)" selected', body)
            values[name] = chosen[1] if chosen else ""
        areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
        return {**values, **dict(areas)}

    return found
