"""The API's calls: what machines get, what they may not see, and how a decision is refused."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from store.sign_ins import by_token, revoke_token
from tests.web.api.calling import Place, token_for

ROOT = "/api/v1"


def client(place: Place, *roles: str, accounts: list[str] | None = None) -> TestClient:
    token = token_for(place.app, *roles, accounts=accounts)
    return TestClient(place.app, headers={"Authorization": f"Bearer {token}"})


def test_without_a_token_the_problem_is_said(place: Place):
    answer = TestClient(place.app).get(f"{ROOT}/cases")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}


def test_a_call_without_a_token_says_how_one_is_sent(place: Place):
    words = TestClient(place.app).get(f"{ROOT}/me").json()["detail"]
    assert "Authorization: Bearer rcp_" in words


@pytest.mark.parametrize("sent", ["Bearer rcp_no", "bearer", "Bearer rcp_" + "x" * 43])
def test_a_token_that_is_not_ours_is_refused_and_told_so(place: Place, sent: str):
    answer = TestClient(place.app).get(f"{ROOT}/me", headers={"Authorization": sent})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.json()["detail"].startswith(
        "This token is not known, was withdrawn, or has ended"
    )


def test_a_token_that_was_withdrawn_is_told_so(place: Place):
    machine = client(place, "analyst")
    assert machine.get(f"{ROOT}/me").status_code == 200
    with place.app.state.web.store.begin() as session:
        token = machine.headers["authorization"].removeprefix("Bearer ")
        _, row, _ = by_token(session, token)
        revoke_token(session, row, "tests")
    assert "was withdrawn" in machine.get(f"{ROOT}/me").json()["detail"]


def test_whose_token_it_is(place: Place):
    account = place.ids["account_id"][0]
    me = client(place, "analyst", accounts=[account]).get(f"{ROOT}/me").json()
    assert (me["roles"], me["accounts"]) == (["analyst"], [account])


def test_the_queue_has_every_case_of_the_run(place: Place):
    found = place.client.get(f"{ROOT}/cases", params={"state": "all"}).json()
    assert {each["case_id"] for each in found["items"]} == set(place.ids["case_id"])
    assert found["total"] == len(place.ids["case_id"])


def test_a_case_is_told_as_a_run_tells_it(place: Place):
    for case_id in place.ids["case_id"]:
        found = place.client.get(f"{ROOT}/cases/{case_id}").json()
        assert found["case_id"] == case_id
        assert found["memo"].startswith("#")
        memo = place.client.get(f"{ROOT}/cases/{case_id}/memo")
        assert memo.headers["content-type"].startswith("text/markdown")
        assert memo.text == found["memo"]


def test_other_accounts_are_not_there(place: Place):
    first, second = place.ids["account_id"]
    mine = client(place, "specialist", accounts=[first])
    shown = mine.get(f"{ROOT}/cases", params={"state": "all"}).json()["items"]
    assert {each["account_id"] for each in shown} == {first}
    (other,) = [
        each["case_id"]
        for each in place.client.get(f"{ROOT}/cases", params={"state": "all"}).json()["items"]
        if each["account_id"] == second
    ]
    version = {"action": "approve", "version": 1}
    for answer in (
        mine.get(f"{ROOT}/cases/{other}"),
        mine.get(f"{ROOT}/cases/{other}/memo"),
        mine.post(f"{ROOT}/cases/{other}/preview", json=version),
        mine.post(f"{ROOT}/cases/{other}/decisions", json=version),
        mine.get(f"{ROOT}/accounts/{second}/terms"),
    ):
        assert answer.status_code == 404
    assert [each["account_id"] for each in mine.get(f"{ROOT}/accounts").json()] == [first]


def test_a_role_that_may_not_decide_is_refused(place: Place):
    case_id = place.ids["case_id"][0]
    body = {"action": "approve", "version": 1}
    answer = client(place, "analyst").post(f"{ROOT}/cases/{case_id}/decisions", json=body)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith(
        "This token may not decide cases (its roles: analyst)."
    )


def test_how_sure_a_case_is_has_one_form_everywhere(place: Place):
    for line in place.client.get(f"{ROOT}/cases", params={"state": "all"}).json()["items"]:
        case = place.client.get(f"{ROOT}/cases/{line['case_id']}").json()
        assert type(line["confidence"]) is type(case["confidence"]) is float
        assert line["confidence"] == case["confidence"]
        assert 0 <= line["threshold"] <= 1
        for amount in line["amounts"]:
            assert isinstance(amount["recoverable"], str)


def test_a_decision_on_a_version_that_was_not_seen_is_a_conflict(place: Place):
    case_id = place.ids["case_id"][0]
    body = {"action": "approve", "version": 7}
    answer = place.client.post(f"{ROOT}/cases/{case_id}/decisions", json=body)
    assert answer.status_code == 409
    assert "version 7" in answer.json()["detail"]


def test_a_field_that_is_not_known_is_refused(place: Place):
    case_id = place.ids["case_id"][0]
    body = {"action": "approve", "version": 1, "amount": "12"}
    answer = place.client.post(f"{ROOT}/cases/{case_id}/decisions", json=body)
    assert answer.status_code == 422
    assert "amount" in answer.json()["detail"]


def test_the_terms_of_a_contract_and_of_its_account(place: Place):
    contract, account = place.ids["contract_id"][0], place.ids["account_id"][0]
    row = place.client.get(f"{ROOT}/contracts/{contract}").json()
    assert row["status"] == "ready"
    document = place.client.get(f"{ROOT}/contracts/{contract}/terms").json()
    assert len(document["terms"]) == row["found"]["terms"] > 0
    assert all(term["citations"] for term in document["terms"])
    terms = place.client.get(f"{ROOT}/accounts/{account}/terms", params={"on": "2026-10-01"})
    assert terms.json()["on"] == "2026-10-01"
    assert terms.json()["in_force"]


def test_an_upload_says_of_each_file_what_became_of_it(place: Place):
    account = place.ids["account_id"][0]
    answer = place.client.post(
        f"{ROOT}/contracts",
        data={"account": account},
        files=[
            ("files", ("side letter.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")),
            ("files", ("page.pdf", b"<html>hello</html>")),
        ],
    )
    assert answer.status_code == 202
    taken, refused = answer.json()["files"]
    assert taken["taken"]
    assert not refused["taken"]
    assert refused["words"]
    assert place.client.get(f"{ROOT}/contracts/{taken['id']}").json()["name"] == "side letter.pdf"


def test_an_upload_for_no_account_is_refused_in_words(place: Place):
    answer = place.client.post(
        f"{ROOT}/contracts", data={}, files=[("files", ("a.pdf", b"%PDF-1.4"))]
    )
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("url", ["http://example.com/x", "https://10.1.2.3/x", "nowhere"])
def test_a_webhook_that_must_not_be_called_is_refused(place: Place, url: str):
    answer = place.client.post(f"{ROOT}/webhooks", json={"url": url})
    assert answer.status_code == 422


def test_a_webhook_from_its_making_to_its_end(place: Place):
    made = place.client.post(
        f"{ROOT}/webhooks", json={"url": "https://example.com/x", "events": ["case.decided"]}
    )
    assert made.status_code == 201
    hook = made.json()
    assert hook["secret"].startswith("whs_")
    (known,) = place.client.get(f"{ROOT}/webhooks").json()
    assert known == {name: hook[name] for name in ("id", "url", "events", "created_at")}
    assert place.client.get(f"{ROOT}/webhooks/{hook['id']}/calls").json() == []
    assert place.client.delete(f"{ROOT}/webhooks/{hook['id']}").status_code == 204
    assert place.client.delete(f"{ROOT}/webhooks/{hook['id']}").status_code == 404
    assert place.client.get(f"{ROOT}/webhooks").json() == []


def test_webhooks_tell_of_everything_so_who_sees_some_accounts_has_none(place: Place):
    some = client(place, "admin", accounts=place.ids["account_id"][:1])
    assert some.get(f"{ROOT}/webhooks").status_code == 403


def test_what_is_not_there_is_a_problem_too(place: Place):
    answer = place.client.get(f"{ROOT}/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_what_went_to_billing_is_listed_and_given_as_billing_imports_it(place: Place):
    found = place.client.get(f"{ROOT}/outbox").json()
    for each in found["items"]:
        document = place.client.get(f"{ROOT}/outbox/{each['id']}").json()
        assert document["amount"] == each["amount"]
        again = place.client.post(f"{ROOT}/outbox/{each['id']}/retry")
        assert again.status_code == 409  # delivered already: never twice


def test_a_day_that_is_none_starts_no_run(place: Place):
    answer = place.client.post(f"{ROOT}/runs", json={"as_of": "2026-02-31"})
    assert answer.status_code == 422
    assert "not a day" in answer.json()["detail"]


def test_a_run_is_asked_for_once(place: Place):
    asked = place.client.post(f"{ROOT}/runs", json={"as_of": "2026-11-01"})
    if asked.status_code == 202:
        assert place.client.get(f"{ROOT}/runs/{asked.json()['id']}").json()["kind"] == "run"
    again = place.client.post(f"{ROOT}/runs", json={"as_of": "2026-11-01"})
    assert again.status_code == 409
    assert "one works at a time" in again.json()["detail"]


def test_who_sees_some_accounts_neither_runs_nor_brings_a_book(place: Place):
    some = client(place, "analyst", accounts=place.ids["account_id"][:1])
    assert some.post(f"{ROOT}/runs", json={}).status_code == 403
    files = [("files", ("accounts.csv", b"account_id,name\n"))]
    assert some.post(f"{ROOT}/billing", files=files).status_code == 403
    assert some.get(f"{ROOT}/billing").status_code == 403


def test_billing_data_is_taken_in_and_read_in_the_background(place: Place):
    files = [("files", ("accounts.csv", b"account_id,name,currency\nZ-1,Zed,USD\n"))]
    answer = place.client.post(f"{ROOT}/billing", data={"scope": "parts"}, files=files)
    assert answer.status_code == 202
    row = answer.json()
    assert row["status"] == "waiting"
    assert place.client.get(f"{ROOT}/billing/{row['id']}").json()["name"] == "accounts.csv"
    early = place.client.post(f"{ROOT}/billing/{row['id']}/take-over")
    assert early.status_code == 409  # nobody has looked at it yet
