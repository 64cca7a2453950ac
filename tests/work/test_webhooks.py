"""Other systems are told of decisions: signed, once each, again where they did not listen."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlmodel import select

from app.web.home import home_of
from app.web.settings import WebSettings
from app.web.webhook_address import MEANT, address_fault
from app.work.webhooks import SIGNATURE, call, signature
from app.work.work import Work
from store.audit import tell
from store.jobs import claim
from store.store import Store
from store.web_tables import JobRow, WebhookCallRow
from store.webhooks import MOST_TRIES, add_webhook, end_webhook, mark_untaken, waiting_calls


class Listener(ThreadingHTTPServer):
    """The other system: what it was told, and how it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[tuple[dict[str, str], str]] = []
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener(monkeypatch) -> Iterator[Listener]:
    monkeypatch.setenv(MEANT, "127.0.0.1")
    server = Listener()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def work(tmp_path: Path) -> Work:
    settings = WebSettings(store=f"sqlite:///{tmp_path / 'r.db'}", home=tmp_path / "home")
    store = Store.open(settings.store)
    return Work(settings, store, home_of(settings, store))


def told(work: Work, kind: str = "decision") -> None:
    with work.store.begin() as session:
        tell(session, kind, {"action": "approve", "by": "ada@example.com"})


def do_due(work: Work, later: timedelta = timedelta(0)) -> bool:
    """Do the job as the worker would; False where none is to be done yet."""
    with work.store.begin() as session:
        row = claim(session, "w", datetime.now(UTC) + later, ["webhook"])
    if row is None:
        return False
    call(work, row)
    with work.store.begin() as session:
        kept = session.get(JobRow, row.id)
        assert kept is not None
        kept.status = "done"
        session.add(kept)
    return True


def calls(work: Work) -> list[WebhookCallRow]:
    with work.store.read() as session:
        return list(session.exec(select(WebhookCallRow)).all())


def test_a_decision_is_told_once_and_signed(work: Work, listener: Listener):
    with work.store.begin() as session:
        hook = add_webhook(session, listener.url, ["case.decided"], "ada@example.com")
    told(work)
    told(work, "delivered")  # not asked for
    assert do_due(work)
    assert not do_due(work)
    ((headers, body),) = listener.heard
    at = int(headers[SIGNATURE].partition(",")[0].removeprefix("t="))
    assert headers[SIGNATURE] == signature(hook.secret, at, body)
    assert abs(at - datetime.now(UTC).timestamp()) < 60
    found = json.loads(body)
    assert (found["event"], found["data"]["action"]) == ("case.decided", "approve")
    assert [each.status for each in calls(work)] == ["taken"]


def test_what_was_not_taken_is_told_again_later_and_only_then(work: Work, listener: Listener):
    listener.answers = [503]
    with work.store.begin() as session:
        add_webhook(session, listener.url, [], "ada@example.com")
    told(work)
    assert do_due(work)
    assert [(each.status, each.answer) for each in calls(work)] == [("waiting", "HTTP 503")]
    assert not do_due(work)
    with work.store.begin() as session:  # time passes
        (row, _), *_ = waiting_calls(session)
        row.not_before = ""
        session.add(row)
    assert do_due(work, later=timedelta(minutes=1))
    assert [each.status for each in calls(work)] == ["taken"]
    assert len(listener.heard) == 2
    assert listener.heard[0][1] == listener.heard[1][1]
    ids = {headers["Recoup-Delivery"] for headers, _ in listener.heard}
    assert len(ids) == 1


def test_after_many_tries_it_is_given_up(work: Work):
    with work.store.begin() as session:
        add_webhook(session, "https://example.com/hook", [], "ada@example.com")
    told(work)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(MOST_TRIES):
        with work.store.begin() as session:
            mark_untaken(session, calls(work)[0].id, "HTTP 500", at)
    assert [each.status for each in calls(work)] == ["given_up"]


def test_an_ended_webhook_is_told_nothing_more(work: Work, listener: Listener):
    with work.store.begin() as session:
        hook = add_webhook(session, listener.url, [], "ada@example.com")
    told(work)
    with work.store.begin() as session:
        assert end_webhook(session, hook.id, "ada@example.com")
    told(work)
    do_due(work)
    assert listener.heard == []
    assert [each.status for each in calls(work)] == ["given_up"]


def test_an_address_of_the_own_network_is_not_called(work: Work, listener: Listener, monkeypatch):
    with work.store.begin() as session:
        add_webhook(session, listener.url, [], "ada@example.com")
    monkeypatch.delenv(MEANT)
    told(work)
    do_due(work)
    assert listener.heard == []
    assert "https" in calls(work)[0].answer


def test_an_event_that_does_not_exist_is_refused(work: Work):
    with work.store.begin() as session, pytest.raises(ValueError, match=r"case\.decided"):
        add_webhook(session, "https://example.com/hook", ["case.decide"], "ada@example.com")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.com/hook", ""),
        ("http://example.com/hook", "https"),
        ("ftp://example.com", "https"),
        ("https://10.0.0.4/hook", "private network"),
        ("https://[::1]/hook", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://localhost/hook", "private network"),
        ("https://user:word@example.com/", "not an address"),
        ("https://", "not an address"),
        ("https://example.com:99999/", "not an address"),
    ],
)
def test_addresses(url: str, words: str):
    fault = address_fault(url)
    assert (words in fault) if words else fault == ""
