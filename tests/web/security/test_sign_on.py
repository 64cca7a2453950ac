"""Single sign-on: a verified address of a known person opens a session, and nothing else does."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.web.application import create_app
from app.web.security.cookies import ROUND_TRIP, SESSION, cookie_name
from store.people import add_person, set_active
from tests.web.security.provider import CLIENT, SECRET, FakeProvider

COOKIE = cookie_name(SESSION, secure=True)


@pytest.fixture(scope="module")
def running():
    made = FakeProvider()
    yield made
    made.close()


@pytest.fixture
def provider(running, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    running.claims, running.description = {}, {}
    running.signed_by_another, running.forged_as = False, ""
    return running


@pytest.fixture
def application(settings, provider):
    settings.oidc_issuer = provider.issuer
    settings.oidc_client_id, settings.oidc_client_secret = CLIENT, SECRET
    settings.oidc_name = "Example ID"
    made = create_app(settings)
    with made.state.web.store.begin() as session:
        add_person(session, "ann@example.com", "Ann", ["analyst"], by="tests")
    yield made
    made.state.web.store.close()


def begin(stranger, onwards="/me"):
    answer = stranger.get("/sign-in/with", params={"next": onwards})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come(stranger, provider, email="ann@example.com"):
    return stranger.get(provider.visit(begin(stranger), email))


def test_a_known_person_is_let_in_and_led_on(stranger, provider):
    answer = come(stranger, provider, "Ann@Example.com")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    text = stranger.get("/me").text
    assert "ann@example.com" in text
    assert "You sign in elsewhere" in text


def test_the_button_has_the_providers_name(stranger):
    assert "Sign in with Example ID" in stranger.get("/sign-in").text


def test_an_unknown_person_is_refused_with_a_sentence(stranger, provider):
    answer = come(stranger, provider, "nobody@example.com")
    assert answer.status_code == 403
    assert "nobody@example.com may not sign in here" in answer.text
    assert COOKIE not in stranger.cookies


def test_whoever_is_locked_out_here_stays_out(stranger, provider, web):
    from store.people import person_by_email

    with web.store.begin() as session:
        set_active(session, person_by_email(session, "ann@example.com"), "admin", active=False)
    assert come(stranger, provider).status_code == 403


@pytest.mark.parametrize("verified", [False, None, "false", 0])
def test_an_address_that_is_not_verified_is_refused(stranger, provider, verified):
    provider.claims = {"email_verified": verified}
    answer = come(stranger, provider)
    assert answer.status_code == 403
    assert "not verified" in answer.text


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another application"},
        {"aud": ["another", "one"], "azp": "recoup"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000},
        {"sub": None},
    ],
)
def test_a_word_that_is_not_for_us_is_refused(stranger, provider, claims):
    provider.claims = claims
    answer = come(stranger, provider)
    assert answer.status_code == 403
    assert "did not confirm who you are" in answer.text
    assert COOKIE not in stranger.cookies


def test_a_word_signed_by_another_is_refused(stranger, provider):
    provider.signed_by_another = True
    assert come(stranger, provider).status_code == 403


@pytest.mark.parametrize("forged_as", ["none", "HS256"])
def test_a_word_without_the_providers_own_signature_is_refused(stranger, provider, forged_as):
    provider.forged_as = forged_as
    answer = come(stranger, provider)
    assert answer.status_code == 403
    assert COOKIE not in stranger.cookies


def test_the_way_back_works_once_and_only_in_the_browser_that_began(
    stranger, provider, application
):
    way = provider.visit(begin(stranger), "ann@example.com")
    other = TestClient(application, base_url="https://localhost", follow_redirects=False)
    assert other.get(way).status_code == 403
    assert stranger.get(way).status_code == 303
    assert stranger.get(way).status_code == 403
    assert stranger.get(way.partition("&state")[0]).status_code == 403


def test_a_round_trip_that_is_not_ours_is_refused(stranger, provider):
    way = provider.visit(begin(stranger), "ann@example.com")
    name = cookie_name(ROUND_TRIP, secure=True)
    kept = stranger.cookies[name]
    stranger.cookies.clear()
    stranger.cookies.set(name, "e30=." + kept.partition(".")[2])
    assert stranger.get(way).status_code == 403


def test_nobody_is_led_elsewhere_after_it(stranger, provider):
    url = begin(stranger, "https://evil.example/")
    assert stranger.get(provider.visit(url, "ann@example.com")).headers["location"] == "/"


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": ""},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(stranger, provider, description):
    provider.description = description
    answer = stranger.get("/sign-in/with")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.text


def test_without_a_provider_there_is_no_such_way(settings):
    settings.oidc_issuer = ""
    made = create_app(settings)
    client = TestClient(made, base_url="https://localhost", follow_redirects=False)
    assert client.get("/sign-in/with").status_code == 404
    assert client.get("/sign-in/back").status_code == 404
    made.state.web.store.close()
