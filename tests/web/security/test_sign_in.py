"""Signing in with a password: who gets in, who is kept out for a while, and when a session ends."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.web.routes import sign_in as signing
from app.web.security.cookies import FORM, SESSION, cookie_name
from app.web.security.passwords import hash_password
from store.people import TRIES, set_active
from store.sign_ins import hash_of
from store.tables import AuditRow
from store.web_tables import PersonRow, SessionRow

PASSWORD = "seven brown kettles hum"
COOKIE = cookie_name(SESSION, secure=True)


@pytest.fixture
def ann(client_of, quick_passwords):
    hashed = hash_password(PASSWORD)
    return client_of("analyst", email="ann@example.com", password=hashed)


def try_to(stranger, email="ann@example.com", password=PASSWORD, onwards="/me"):
    stranger.get("/sign-in")
    token = stranger.cookies[cookie_name(FORM, secure=True)]
    return stranger.post(
        "/sign-in",
        data={"csrf": token, "email": email, "password": password, "next": onwards},
    )


def test_the_right_password_opens_a_session(ann, stranger, web):
    answer = try_to(stranger, email=" Ann@Example.com ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    given = answer.headers["set-cookie"]
    for part in ("__Host-", "HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert part in given
    assert "Domain" not in given
    assert "ann@example.com" in stranger.get("/me").text
    with web.store.read() as session:
        kept = session.exec(select(SessionRow.id)).all()
    value = stranger.cookies[COOKIE]
    assert value not in kept
    assert hash_of(value) in kept


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@example.com", "seven brown kettles hu"), ("nobody@example.com", PASSWORD), ("", "")],
)
def test_a_wrong_one_does_not_and_nobody_learns_which_part_is_wrong(ann, stranger, email, password):
    answer = try_to(stranger, email=email, password=password)
    assert answer.status_code == 401
    assert signing.WRONG in answer.text
    assert COOKIE not in stranger.cookies


def test_an_unknown_address_costs_as_much_as_a_known_one(ann, stranger, monkeypatch):
    checked = []
    monkeypatch.setattr(signing, "matches", lambda hashed, password: bool(checked.append(hashed)))
    try_to(stranger, email="nobody@example.com")
    try_to(stranger, password="wrong")
    assert checked[0] is None
    assert checked[1].startswith("$argon2id$")  # a hash is worked out in both cases


def test_after_five_wrong_ones_even_the_right_one_is_refused(ann, stranger, web):
    for _ in range(TRIES):
        assert try_to(stranger, password="not that one").status_code == 401
    assert try_to(stranger).status_code == 401
    with web.store.begin() as session:
        told = session.exec(select(AuditRow.kind)).all()
        person = session.get_one(PersonRow, ann.person_id)
        assert person.locked_until is not None
        person.locked_until = "2020-01-01T00:00:00+00:00"  # the quarter of an hour is over
    assert "person_locked_out" in told
    assert try_to(stranger).status_code == 303


def test_wrong_passwords_count_in_a_row_only(ann, stranger):
    for _ in range(2):
        for _ in range(TRIES - 1):
            try_to(stranger, password="not that one")
        assert try_to(stranger).status_code == 303
        stranger.cookies.clear()


def test_an_address_may_try_only_so_often(settings, application, ann, stranger):
    application.state.web.settings.sign_ins_a_minute = 2
    answers = [try_to(stranger, email=f"p{each}@example.com").status_code for each in range(5)]
    assert answers == [401, 401, 401, 401, 429]


def test_whoever_is_locked_out_by_an_admin_stays_out(ann, stranger, web, client_of):
    with web.store.begin() as session:
        set_active(session, session.get_one(PersonRow, ann.person_id), "admin", active=False)
    assert try_to(stranger).status_code == 401
    assert ann.get("/me").status_code == 303  # the open session ended as well


def test_a_new_session_replaces_the_one_before(ann, stranger, web):
    try_to(stranger)
    before = stranger.cookies[COOKIE]
    form = stranger.cookies[cookie_name(FORM, secure=True)]
    again = {"csrf": form, "email": "ann@example.com", "password": PASSWORD}
    assert stranger.post("/sign-in", data=again).status_code == 303  # from another tab
    assert stranger.cookies[COOKIE] != before
    with web.store.read() as session:
        assert hash_of(before) not in session.exec(select(SessionRow.id)).all()


def test_a_session_ends_when_its_hours_are_over(ann, web):
    assert ann.get("/me").status_code == 200
    with web.store.begin() as session:
        for row in session.exec(select(SessionRow)):
            row.expires_at = "2020-01-01T00:00:00+00:00"
    assert ann.get("/me").headers["location"] == "/sign-in?next=/me"


def test_signing_out_ends_the_session_on_the_server(ann, application, web):
    value = ann.cookies[COOKIE]
    assert ann.post("/sign-out").headers["location"] == "/sign-in"
    ann.cookies.set(COOKIE, value)
    assert ann.get("/me").status_code == 303
    with web.store.read() as session:
        assert session.exec(select(SessionRow)).all() == []


def test_signing_out_everywhere_leaves_this_browser(ann, stranger, web):
    try_to(stranger)
    assert ann.post("/sign-out/everywhere").status_code == 303
    assert ann.get("/me").status_code == 200
    assert stranger.get("/me").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example", "evil", ""],
)
def test_nobody_is_led_to_another_server(ann, stranger, elsewhere):
    assert try_to(stranger, onwards=elsewhere).headers["location"] == "/"


def test_the_form_needs_its_own_token(ann, stranger):
    stranger.get("/sign-in")
    data = {"email": "ann@example.com", "password": PASSWORD}
    assert stranger.post("/sign-in", data=data).status_code == 403
    assert stranger.post("/sign-in", data={**data, "csrf": "made up"}).status_code == 403
    stranger.cookies.clear()
    assert stranger.post("/sign-in", data={**data, "csrf": ""}).status_code == 403


def test_over_plain_http_on_this_machine_the_cookie_goes_without_secure(application, ann):
    from fastapi.testclient import TestClient

    near = TestClient(application, base_url="http://127.0.0.1:8000", follow_redirects=False)
    given = near.get("/sign-in").headers["set-cookie"]
    assert "Secure" not in given
    assert "__Host-" not in given
    far = TestClient(application, base_url="http://10.0.0.7:8000", follow_redirects=False)
    assert "Secure" in far.get("/sign-in").headers["set-cookie"]


def test_a_flood_of_sign_ins_waits_its_turn_and_is_then_sent_away(ann, stranger, monkeypatch):
    from app.web.security import passwords

    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    with passwords._turn(), passwords._turn():
        answer = try_to(stranger)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert try_to(stranger).status_code == 303
