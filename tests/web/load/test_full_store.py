"""A store with the samples repeated: as many rows as were asked for, and every page that is timed answers."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from app.load.__main__ import EMPTY, pages_of, signed_in
from app.load.filling import fill
from app.web.application import create_app
from app.web.home import home_of
from app.web.settings import WebSettings
from store.audit_check import check
from store.store import Store
from store.tables import CaseRow, DecisionRow
from store.web_tables import UploadRow

CONTRACTS, CASES = 90, 45


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("load")
    settings = WebSettings(
        store=f"sqlite:///{folder}/recoup.db", home=folder / "home", secure_cookies=False
    )
    store = Store.open(settings.store)
    fill(settings, store, home_of(settings, store), CONTRACTS, CASES)
    yield settings, store
    store.close()


def test_there_are_as_many_rows_as_were_asked_for(filled):
    _, store = filled
    with store.read() as session:
        counts = {
            table: session.exec(select(func.count()).select_from(table)).one()
            for table in (CaseRow, UploadRow, DecisionRow)
        }
        verdict = check(session)
    assert counts[CaseRow] == CASES
    assert counts[UploadRow] >= CONTRACTS
    assert counts[DecisionRow] > 0
    assert not verdict.faults  # the trail of the repeated cases is whole as well


def test_every_page_that_is_timed_answers(filled):
    settings, store = filled
    pages = {name: urls for name, urls in pages_of(store).items() if urls != [EMPTY]}
    client = TestClient(create_app(settings), base_url="http://localhost")
    client.headers["cookie"] = signed_in(store)
    wrong = {url: client.get(url).status_code for urls in pages.values() for url in urls[:3]}
    assert {url: status for url, status in wrong.items() if status != 200} == {}
    assert all(pages.values())
