"""Machines' keys: shown once, kept as a hash, never more than their maker may, ended when they should."""

from __future__ import annotations

import re

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from sqlmodel import select

from app.web.context import Decider, Viewer
from store.people import set_access, set_active, set_roles
from store.web_tables import PersonRow, TokenRow


@pytest.fixture
def machine(application):
    router = APIRouter(prefix="/api/v1")

    @router.get("/told-who")
    def told_who(person: Viewer) -> dict[str, object]:
        return {
            "email": person.email,
            "roles": person.roles,
            "accounts": sorted(person.accounts) if person.accounts is not None else None,
        }

    @router.post("/told-decided")
    def told_decided(person: Decider) -> dict[str, str]:
        return {"email": person.email}

    application.include_router(router)
    return TestClient(application, base_url="https://localhost", follow_redirects=False)


def make(client, **fields):
    answer = client.post(
        "/me/tokens", data={"name": "nightly", "roles": ["analyst"], "days": "90", **fields}
    )
    found = re.search(r"rcp_[\w-]{40,}", answer.text)
    return answer, found[0] if found else ""


def call(machine, key, path="/api/v1/told-who", method="GET"):
    return machine.request(method, path, headers={"Authorization": f"Bearer {key}"})


def test_a_token_is_shown_once_and_kept_as_a_hash(client_of, machine, web):
    ann = client_of("analyst", "specialist", accounts=["A-1"], email="ann@example.com")
    answer, key = make(ann)
    assert answer.status_code == 200
    assert key not in ann.get("/me").text
    with web.store.read() as session:
        row = session.exec(select(TokenRow)).one()
    assert key not in repr(row)
    told = call(machine, key)
    assert told.json() == {
        "email": "ann@example.com",
        "roles": ["analyst"],
        "accounts": ["A-1"],
    }
    with web.store.read() as session:
        assert session.exec(select(TokenRow)).one().used_at is not None


def test_a_call_with_a_token_needs_no_forgery_token_but_the_right(client_of, machine):
    _, weak = make(client_of("analyst", "specialist"))
    assert call(machine, weak, "/api/v1/told-decided", "POST").status_code == 403
    _, strong = make(client_of("specialist"), roles=["specialist"])
    assert call(machine, strong, "/api/v1/told-decided", "POST").status_code == 200


def test_a_browser_calls_the_same_with_its_session_and_the_header(client_of, machine):
    client = client_of("specialist")
    assert client.post("/api/v1/told-decided").status_code == 200
    del client.headers["X-CSRF"]
    answer = client.post("/api/v1/told-decided")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_nobody_makes_a_token_that_may_more_than_they(client_of, web):
    answer, key = make(client_of("analyst"), roles=["analyst", "approver"])
    assert (answer.status_code, key) == (422, "")
    assert "that you do not have" in answer.text
    with web.store.read() as session:
        assert session.exec(select(TokenRow)).all() == []


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"roles": []}, {"days": "forever"}, {"roles": ["wizard"]}]
)
def test_what_a_token_lacks_is_said(client_of, fields):
    answer, key = make(client_of("analyst"), **fields)
    assert (answer.status_code, key) == (422, "")


def test_a_token_loses_what_its_maker_loses(client_of, machine, web):
    ann = client_of("analyst", "specialist")
    _, key = make(ann, roles=["analyst", "specialist"])
    with web.store.begin() as session:
        row = session.get_one(PersonRow, ann.person_id)
        set_roles(session, row, ["analyst"], "admin")
        set_access(session, row, ["A-2"], "admin")
    told = call(machine, key).json()
    assert (told["roles"], told["accounts"]) == (["analyst"], ["A-2"])
    with web.store.begin() as session:
        set_active(session, session.get_one(PersonRow, ann.person_id), "admin", active=False)
    assert call(machine, key).status_code == 401


def test_a_revoked_or_ended_token_is_refused(client_of, machine, web):
    ann = client_of("analyst")
    _, first = make(ann)
    _, second = make(ann)
    with web.store.begin() as session:
        one, other = session.exec(select(TokenRow).order_by(TokenRow.created_at)).all()
        ended = other if one.hash == _hash(first) else one
        ended.expires_at = "2020-01-01T00:00:00+00:00"
        kept = one if ended is other else other
    assert call(machine, second).status_code == 401
    assert call(machine, first).status_code == 200
    assert ann.post(f"/me/tokens/{kept.id}/revoke").status_code == 303
    refused = call(machine, first)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


def _hash(key):
    from store.sign_ins import hash_of

    return hash_of(key)


def test_the_token_of_another_is_not_there(client_of, web):
    ann, bob = client_of("analyst"), client_of("analyst")
    make(ann)
    with web.store.read() as session:
        row = session.exec(select(TokenRow)).one()
    assert bob.post(f"/me/tokens/{row.id}/revoke").status_code == 404


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer rcp_made-up", "Bearer \u00e9"])
def test_what_is_no_token_is_refused_even_beside_a_session(client_of, machine, header):
    client = client_of("analyst")
    answer = client.get("/api/v1/told-who", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_pages_are_not_for_tokens(client_of, machine):
    _, key = make(client_of("analyst"))
    refused = call(machine, key, "/me")
    assert refused.status_code == 401
    assert "A token opens /api/v1 only" in refused.text


def test_what_a_proxy_asks_for_is_not_taken_for_a_token(client_of, machine):
    client = client_of("specialist")
    proxied = {"Authorization": "Basic YTpi"}
    assert client.get("/me", headers=proxied).status_code == 200
    assert client.get("/api/v1/told-who", headers=proxied).status_code == 200
    del client.headers["X-CSRF"]  # it is still a browser's call
    assert client.post("/api/v1/told-decided", headers=proxied).status_code == 403


def test_a_form_that_does_not_fit_keeps_what_was_typed(client_of):
    ann = client_of("analyst", "specialist")
    answer = ann.post("/me/tokens", data={"name": "", "roles": ["analyst"], "days": "365"})
    assert answer.status_code == 422
    assert "Give the token a name" in answer.text
    assert 'name="roles" value="analyst" checked' in answer.text
    assert 'name="roles" value="specialist" checked' not in answer.text
    assert '<option value="365" selected>' in answer.text


def test_the_form_says_what_a_token_is_and_what_each_role_lets_it_do(client_of):
    page = client_of("analyst").get("/me").text
    for words in (
        "/api/v1",
        "It is shown once",
        "upload contracts and billing data",
        "nightly upload",
    ):
        assert words in page
    assert 'name="roles" value="analyst" checked' in page, "the only role is chosen already"
