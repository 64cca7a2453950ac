"""Runs from the pages: one at a time, with progress, what changed, and a reason where one fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from book_files import ACCOUNTS, LINES, take, work
from sqlmodel import select

from app.web.billing_data.taking import finish
from store import jobs
from store.billing_tables import QuarantineRow
from store.lock import worker_lock
from store.tables import AuditRow, CaseRow
from store.web_tables import JobRow

DAY = {"as_of": "2026-09-01"}


@pytest.fixture
def book(web):
    folder = web.home.book
    (folder / "billing").mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "billing" / "invoice_lines.csv").write_text(LINES + "ACME,I-9,someday\n")
    return folder


def the_run(web):
    with web.store.read() as session:
        return session.exec(select(JobRow).where(JobRow.kind == "run")).one()


def test_a_run_makes_cases_and_tells_what_changed(web, book, client_of):
    ann = client_of("analyst")
    assert "Start a run" in ann.get("/runs").text
    assert ann.post("/runs", data=DAY).headers["location"] == "/runs"
    text = ann.get("/runs").text
    assert "Under way" in text
    assert 'hx-get="/runs/progress?of=1"' in text
    assert work(web) == 1
    run = the_run(web)
    assert (run.status, run.result["cases"], run.result["changed"]) == ("done", 2, 2)
    assert run.result["as_of"] == "2026-09-01"
    text = ann.get("/runs/1").text
    assert "Run as of Sep 1, 2026" in text
    assert "1 row could not be read" in text
    with web.store.read() as session:
        assert {each.account_id for each in session.exec(select(CaseRow)).all()} == {"ACME", "BETA"}
        assert session.exec(select(QuarantineRow)).one().file == "billing/invoice_lines.csv"
    ann.post("/runs", data=DAY)
    work(web)
    assert "Nothing: every case is as it was." in ann.get("/runs/2").text


def test_one_run_at_a_time_is_told_in_words(web, book, client_of):
    ann = client_of("analyst", email="ann@example.com")
    ann.post("/runs", data=DAY)
    answer = client_of("specialist").post("/runs", data={"as_of": "2026-08-01"})
    with web.store.begin() as session:
        row = jobs.claim(session, "host/1/1", datetime.now(UTC), {"run"})
    assert row is not None
    assert row.payload["as_of"] == "2026-09-01"
    follow = client_of("specialist")
    follow.post("/runs", data=DAY)
    with web.store.read() as session:
        assert len(session.exec(select(JobRow)).all()) == 1
    assert answer.status_code == 303


def test_while_the_command_line_runs_it_waits_and_says_so(web, book, client_of):
    ann = client_of("analyst")
    ann.post("/runs", data=DAY)
    with worker_lock(web.store.file):
        assert work(web) == 1
    assert the_run(web).status == "waiting"
    text = ann.get("/runs").text
    assert "Another run, of the command line or of this application, holds the store" in text
    assert "tried again by itself" in text


def test_a_failed_run_says_why(web, book, client_of):
    ann = client_of("analyst")
    (book / "billing" / "invoice_lines.csv").write_text("account_id;invoice_id\n")
    ann.post("/runs", data=DAY)
    work(web)
    assert the_run(web).status == "failed"
    assert "separates its cells by a semicolon" in ann.get("/runs").text
    assert "separates its cells by a semicolon" in ann.get("/runs/1").text


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"as_of": "yesterday"}, 422),
        ({**DAY, "reader": "oracle"}, 422),
        ({**DAY, "reader": "model"}, 422),
    ],
)
def test_what_cannot_be_run_is_refused(web, book, client_of, monkeypatch, given, status):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert client_of("analyst").post("/runs", data=given).status_code == status


def test_without_a_book_there_is_nothing_to_run(web, client_of):
    ann = client_of("analyst")
    assert "No billing data yet" in ann.get("/runs").text
    ann.post("/runs", data=DAY)
    with web.store.read() as session:
        assert session.exec(select(JobRow)).all() == []


def test_who_sees_some_accounts_sees_their_changes_and_starts_no_run(web, book, client_of):
    client_of("analyst").post("/runs", data=DAY)
    work(web)
    some = client_of("analyst", accounts=["BETA"])
    assert some.post("/runs", data=DAY).status_code == 403
    text = some.get("/runs/1").text
    assert "BETA" in text
    assert "ACME" not in text
    assert "Totals" not in text


def test_a_run_goes_on_where_a_taking_over_was_killed(web, client_of, monkeypatch):
    ann = client_of("analyst")
    monkeypatch.setattr("app.web.billing_data.taking.finish", lambda *_: False)
    take(ann, web)
    monkeypatch.undo()
    assert not (web.home.book / "accounts.csv").exists()
    with worker_lock(web.store.file):
        assert finish(web.store, web.home)
    ann.post("/runs", data=DAY)
    work(web)
    assert the_run(web).result["cases"] == 2
    with web.store.read() as session:
        told = session.exec(select(AuditRow).where(AuditRow.kind == "book")).one()
    assert json.loads(told.payload)["counts"]["accounts"] == 2
