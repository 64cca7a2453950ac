"""Requests that another site makes a browser send are refused, whatever cookie comes along."""

from __future__ import annotations

import pytest


def test_a_change_without_the_sessions_token_is_refused(client_of):
    client = client_of("analyst")
    del client.headers["X-CSRF"]
    assert client.post("/theme", data={"theme": "dark"}).status_code == 403
    assert client.post("/theme", json={"theme": "dark"}).status_code == 403
    assert client.post("/theme", files={"theme": b"dark"}).status_code == 403
    assert client.post("/theme", data={"theme": "dark", "csrf": "guessed"}).status_code == 403
    assert client.post("/theme", data={"theme": "dark", "csrf": client.csrf}).status_code == 303


def test_a_form_with_files_carries_the_token_as_well(client_of):
    client = client_of("analyst")
    token = client.headers.pop("X-CSRF")
    parts = {"theme": (None, "dark"), "csrf": (None, token)}
    assert client.post("/theme", files=parts).status_code == 303


def test_the_token_of_another_session_does_not_do(client_of):
    ann, bob = client_of("analyst"), client_of("analyst")
    ann.headers["X-CSRF"] = bob.csrf
    assert ann.post("/theme").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://localhost"},
    ],
)
def test_what_a_browser_says_comes_from_elsewhere_is_refused(client_of, headers):
    client = client_of("analyst")
    assert client.post("/theme", headers=headers).status_code == 403
    assert (
        client.get("/me", headers=headers).status_code == 200
    )  # a link from elsewhere may lead here


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_our_own_pages_may(client_of, headers):
    assert client_of("analyst").post("/theme", headers=headers).status_code == 303


def test_a_refusal_comes_before_the_form_is_looked_at(client_of):
    """A form that lacks fields and token is refused for the token: nothing is said about its fields."""
    client = client_of("admin")
    del client.headers["X-CSRF"]
    answer = client.post("/people", data={})
    assert answer.status_code == 403
    assert "Reload the page" in answer.text
