"""Every answer carries the headers: pages, errors, files, refusals."""

from __future__ import annotations

import pytest


@pytest.fixture
def answers(client_of, stranger, application):
    @application.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("a secret of the machine")

    from fastapi.testclient import TestClient

    calm = TestClient(application, base_url="https://localhost", raise_server_exceptions=False)
    admin = client_of("admin")
    return {
        "page": admin.get("/people"),
        "not found": admin.get("/nowhere"),
        "refused": client_of("analyst").get("/people"),
        "to the sign-in": stranger.get("/people"),
        "sign-in": stranger.get("/sign-in"),
        "file": stranger.get("/static/recoup.css"),
        "unknown name": stranger.get("/", headers={"Host": "evil.example"}),
        "forged": admin.post("/theme", headers={"Origin": "null"}),
        "fault": calm.get("/breaks"),
        "openapi": stranger.get("/api/v1/openapi.json"),
        "no such call": stranger.get("/api/v1/nothing"),
    }


def test_every_answer_carries_them(answers):
    for name, answer in answers.items():
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert headers["x-content-type-options"] == "nosniff", name
        assert headers["referrer-policy"] == "same-origin", name
        assert headers["cross-origin-opener-policy"] == "same-origin", name
        assert headers["cross-origin-resource-policy"] == "same-origin", name
        assert "camera=()" in headers["permissions-policy"], name
        assert headers["strict-transport-security"].startswith("max-age="), name
        if name != "file":
            assert headers["cache-control"] == "no-store", name


def test_the_statuses_are_what_they_are(answers):
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "page": 200,
        "not found": 404,
        "refused": 403,
        "to the sign-in": 303,
        "sign-in": 200,
        "file": 200,
        "unknown name": 400,
        "forged": 403,
        "fault": 500,
        "openapi": 200,
        "no such call": 404,
    }


def test_a_fault_tells_nothing_of_the_machine(answers):
    assert "secret" not in answers["fault"].text
    assert "Something went wrong" in answers["fault"].text


def test_machines_are_answered_in_problem_json(answers):
    answer = answers["no such call"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_no_page_holds_a_script_or_a_style_of_its_own(client_of):
    admin = client_of("admin", "analyst")
    for path in ("/people", "/me", "/nowhere", f"/people/{admin.person_id}"):
        text = admin.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        for piece in text.split("<script")[1:]:
            assert piece.startswith(' src="/static/'), path


def test_files_with_their_content_in_the_address_are_kept_for_good(stranger):
    from app.web.templating import asset

    assert "immutable" in stranger.get(asset("recoup.css")).headers["cache-control"]
    assert "immutable" not in stranger.get("/static/recoup.css").headers["cache-control"]
