"""Another threshold: what it would send, and how an admin sets it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from made_store import Made, finding, make, period
from sqlmodel import select

from agent.run import RunOptions, run_book
from agent.standing import standing
from app.web.dashboard.threshold import in_force, moved, read_candidates, summed, would_send
from app.web.dashboard.trust import Judged
from billing.book import read_book
from billing.policy import Policy
from store.settings import set_threshold, threshold_set
from store.tables import AuditRow

MONTH = [finding(period("2026-07", "100.00"))]


def candidates(web, policy=None):
    with web.store.read() as session:
        return read_candidates(session, None, policy or Policy())


@pytest.fixture
def cases(web):
    with web.store.begin() as session:
        make(session, Made("SURE", MONTH, confidence="0.98", open=0))
        make(session, Made("LESS", MONTH, confidence="0.80", open=0))
        make(session, Made("OPEN", MONTH, confidence="0.85", open=2))
        make(session, Made("NOTHING", [], confidence="0.95", open=0))


def sent(web, threshold, policy=None):
    policy = policy or Policy()
    found = would_send(candidates(web, policy), policy, Decimal(threshold))
    return {each.account_id for each in found.cases}


def test_only_what_is_surer_than_the_threshold_goes(web, cases):
    assert sent(web, "0.85") == {"SURE"}
    assert sent(web, "0.79") == {"SURE", "LESS"}
    assert sent(web, "0.80") == {"SURE"}  # above, not at
    assert sent(web, "0.98") == set()


def test_what_is_open_goes_at_no_threshold(web, cases):
    assert "OPEN" not in sent(web, "0")


def test_rules_by_cause_and_amount_stand_above_the_tried_threshold(web, cases):
    by_cause = Policy(threshold_by_cause={"missed_escalation": Decimal("0.99")})
    assert sent(web, "0.50", by_cause) == set()
    by_amount = Policy.model_validate(
        {"threshold_by_amount": [{"above": "99", "threshold": "0.9"}]}
    )
    assert sent(web, "0.50", by_amount) == {"SURE"}


def test_a_second_look_sees_them_all_the_same(web, cases):
    found = would_send(candidates(web), Policy(second_look=Decimal(1)), Decimal("0.5"))
    assert (found.cases, found.looked_at) == ([], 2)


def test_what_moving_changes_and_how_often_it_would_have_been_wrong(web, cases):
    all_of_them, policy = candidates(web), Policy()
    judged = [Judged("x", 90, True, ()), Judged("y", 75, False, ()), Judged("z", 60, False, ())]
    change = moved(
        would_send(all_of_them, policy, Decimal("0.85")),
        would_send(all_of_them, policy, Decimal("0.70")),
        judged,
    )
    assert [each.account_id for each in change.besides] == ["LESS"]
    assert summed(change.besides, "under") == {"USD": Decimal("100.00")}
    assert (change.judged, change.wrong) == (2, 1)


def test_the_page_tells_it_and_an_admin_sets_it(web, cases, client_of):
    admin = client_of("admin")
    text = admin.get("/dashboard?at=0.79").text
    assert "1 case more would go without a person" in text
    assert "Set the threshold to 0.79" in text
    answer = admin.post("/dashboard/threshold", data={"at": "0.79", "action": "set"})
    assert answer.status_code == 303
    with web.store.read() as session:
        assert threshold_set(session) == Decimal("0.79")
        told = session.exec(select(AuditRow).where(AuditRow.kind == "setting")).one()
    assert json.loads(told.payload) == {
        "name": "threshold",
        "from": None,
        "to": "0.79",
        "by": admin.email,
    }
    assert f"set by {admin.email}" in admin.get("/dashboard").text
    admin.post("/dashboard/threshold", data={"action": "withdraw"})
    with web.store.read() as session:
        assert threshold_set(session) is None


@pytest.mark.parametrize("role", ["analyst", "specialist", "approver"])
def test_nobody_else_may_set_it(web, cases, client_of, role):
    client = client_of(role)
    assert client.post("/dashboard/threshold", data={"at": "0.1"}).status_code == 403
    assert "Set the threshold to" not in client.get("/dashboard?at=0.79").text


@pytest.mark.parametrize("written", ["2", "-0.1", "often", "NaN", "1e-9"])
def test_what_is_no_threshold_is_refused_in_words(web, cases, client_of, written):
    admin = client_of("admin")
    assert admin.post("/dashboard/threshold", data={"at": written}).status_code == 422
    assert "is not a threshold" in admin.get("/dashboard", params={"at": written}).text


def test_policy_toml_is_the_ground_and_the_setting_stands_above_it(web):
    (web.home.book / "policy.toml").write_text('threshold = "0.9"\n')
    with web.store.begin() as session:
        assert in_force(session, web.home.book).value == Decimal("0.9")
        set_threshold(session, Decimal("0.7"), "admin@example.com")
        force = in_force(session, web.home.book)
    assert (force.value, force.policy.threshold) == (Decimal("0.7"), Decimal("0.9"))


def test_a_later_run_goes_by_the_setting(web):
    book = web.home.book
    (book / "accounts.csv").write_text("account_id,name,currency,timezone\nACME,Acme,USD,UTC\n")
    (book / "policy.toml").write_text('threshold = "0.9"\nsecond_look = "0.25"\n')
    with web.store.begin() as session:
        set_threshold(session, Decimal("0.7"), "admin@example.com")
    policy = standing(web.store, read_book(book)).accounts["ACME"].policy
    assert (policy.threshold, policy.second_look) == (Decimal("0.7"), Decimal("0.25"))
    run_book(web.store, book, RunOptions(as_of=date(2026, 11, 1)))
    with web.store.read() as session:
        told = session.exec(select(AuditRow).where(AuditRow.kind == "opened")).one()
    assert json.loads(told.payload)["threshold"] == "0.7"
