"""How often and how much: buckets that fill up again, bodies that are counted, names that are known."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.web.application import create_app
from app.web.security.rates import Buckets

SECOND = 1_000_000_000


def test_a_bucket_gives_its_burst_and_then_one_at_a_time():
    now = [0]
    bucket = Buckets(a_minute=60, burst=3, clock=lambda: now[0])
    assert [bucket.wait("ann") for _ in range(4)] == [0, 0, 0, 1]
    assert bucket.wait("bob") == 0  # each has their own
    now[0] += SECOND
    assert [bucket.wait("ann") for _ in range(2)] == [0, 1]
    now[0] += 10 * SECOND
    assert [bucket.wait("ann") for _ in range(4)] == [0, 0, 0, 1]  # never more than the burst


def test_refused_tries_cost_nothing():
    now = [0]
    bucket = Buckets(a_minute=60, burst=1, clock=lambda: now[0])
    assert [bucket.wait("ann") for _ in range(100)] == [0, *[1] * 99]
    now[0] += SECOND
    assert bucket.wait("ann") == 0


@pytest.fixture
def hurried(settings):
    settings.requests_a_minute = settings.strangers_a_minute = 8
    made = create_app(settings)
    yield made
    made.state.web.store.close()


def test_who_asks_too_fast_is_told_how_long_to_wait(hurried):
    stranger = TestClient(hurried, base_url="https://localhost")
    answers = [stranger.get("/sign-in") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 8
    assert stranger.get("/static/recoup.css").status_code == 200


def test_a_stranger_may_send_little(stranger):
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", data={"email": "a" * 70_000})
    assert answer.status_code == 413
    assert "64 kB" in answer.text


def test_a_form_may_not_be_huge_and_only_uploaders_send_files(client_of):
    form = {"theme": "a" * 2_200_000}
    assert client_of("analyst").post("/theme", data=form).status_code == 413
    files = {"file": b"a" * 2_200_000}
    assert client_of("admin").post("/theme", files=files).status_code == 413
    assert client_of("analyst").post("/theme", files=files).status_code == 303


def test_a_body_that_does_not_say_how_long_it_is_is_counted(client_of):
    sent = 0

    def endless():
        nonlocal sent
        for _ in range(10_000):
            sent += 1
            yield b"theme=dark&" * 1000

    client = client_of("analyst")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/theme", content=endless(), headers=kind).status_code == 413


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("10.1.2.3", 200),
        ("recoup.example.com", 200),
        ("RECOUP.example.com:443", 200),
        ("a.below.example.net", 200),
        ("evil.example", 400),
        ("recoup.example.com.evil.example", 400),
        ("evil.example:8000@localhost", 200),  # the name is what stands after the @
        ("localhost@evil.example", 400),
        ("", 400),
    ],
)
def test_only_known_names_are_answered(application, stranger, host, status):
    application.state.web.settings.hosts = "recoup.example.com, .below.example.net"
    assert stranger.get("/sign-in", headers={"Host": host}).status_code == status


def test_the_public_address_is_known(application, stranger):
    application.state.web.settings.public_url = "https://money.example.com/"
    headers = {"Host": "money.example.com"}
    assert stranger.get("/sign-in", headers=headers).status_code == 200
