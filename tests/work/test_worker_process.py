"""A real worker process: it is killed in the middle and the next one goes on; it stops when asked."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.web.context import Web
from app.web.home import home_of
from app.web.settings import WebSettings
from app.web.uploading.receiving import Received, new_id
from app.web.uploading.taking import take_contracts
from store.jobs import enqueue, latest
from store.store import Store
from store.uploads import of_account
from tests.work.papers import order_form

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def web(tmp_path):
    settings = WebSettings(store=f"sqlite:///{tmp_path / 'recoup.db'}", reader="grammar")
    store = Store.open(settings.store)
    yield Web(settings, store, home_of(settings, store))
    store.close()


@pytest.fixture
def worker(web):
    """Starts worker processes over the store, and ends those that are left."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-m", "app.work"],
            cwd=ROOT,
            env={**os.environ, "RECOUP_STORE": web.settings.store, "RECOUP_READER": "grammar"},
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def brought(web, tmp_path, count):
    files = []
    for number in range(1, count + 1):
        path = order_form(web.home.files / f"{new_id()}.part", number)
        body = path.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        files.append(
            Received(path.stem, f"order-{number}.pdf", path, len(body), digest, body[:1024])
        )
    return take_contracts(web, "p1", "acme", files)


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    pytest.fail("it did not come about in time")


def job(web):
    with web.store.read() as session:
        return latest(session, "read", "acme")


def statuses(web):
    with web.store.read() as session:
        return [row.status for row in of_account(session, "acme")]


def test_a_worker_killed_in_the_middle_of_reading_is_followed_by_one_that_ends_it(
    web, worker, tmp_path
):
    brought(web, tmp_path, 12)
    first = worker()
    until(lambda: job(web).status == "working" and job(web).stage.startswith("read "))
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    assert job(web).status == "working"  # nobody had time to put it back
    worker()
    until(lambda: job(web).status == "done")
    assert job(web).attempts == 2
    assert statuses(web) == ["ready"] * 12
    names = sorted(path.name for path in (web.home.contracts / "acme").iterdir())
    assert names == sorted(f"order-{number}.pdf" for number in range(1, 13))
    assert "acme" in (web.home.book / "accounts.csv").read_text()


def test_a_worker_that_is_asked_to_stop_puts_its_job_back(web, worker, tmp_path):
    brought(web, tmp_path, 12)
    first = worker()
    until(lambda: job(web).status == "working" and job(web).stage.startswith("read "))
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0
    assert (job(web).status, job(web).attempts) == ("waiting", 0)
    worker()
    until(lambda: job(web).status == "done")
    assert statuses(web) == ["ready"] * 12


def test_an_account_that_is_no_folder_is_refused_with_a_sentence(web, worker):
    with web.store.begin() as session:
        enqueue(session, "read", "../elsewhere")
    worker()

    def ended():
        with web.store.read() as session:
            row = latest(session, "read", "../elsewhere")
            return row if row.status == "failed" else None

    assert "leave out" in until(ended).error or "cannot begin" in until(ended).error
    assert not (web.home.root.parent / "elsewhere").exists()
