"""Decisions: what is recorded, what goes to billing, and what happens when two are at one case."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlmodel import col, select

from app.web.context import Web
from app.web.security.flash import CARRIER
from app.work.carrying_out import carry_out
from app.work.jobs import TryAgain
from app.work.work import Work
from store.assignments import lease_of, take
from store.cases import case_row, next_version
from store.decisions import decision_of
from store.lock import worker_lock
from store.outbox import documents_of
from store.tables import ApprovalRow, CaseRow, CorrectionRow, DecisionRow, OutboxRow
from store.web_tables import JobRow
from tests.web.cases.samples_run import (
    ASKS,
    LARGE,
    MIDDLE,
    SMALL,
    amounts_on,
    case_of,
    row_of,
    waiting,
    words_on,
)

FORM = {"version": "1"}


def decision(web: Web, account: str, version: int = 1) -> DecisionRow | None:
    with web.store.read() as session:
        return decision_of(session, case_of(account), version)


def outbox(web: Web, account: str, version: int = 1) -> list[OutboxRow]:
    with web.store.read() as session:
        return documents_of(session, case_of(account), version)


def said_next(browser, answer) -> str:
    """What the page after a redirect says."""
    return words_on(browser.get(answer.headers["location"]).text)


def test_approving_sends_what_was_shown_and_leads_to_the_next_case(web: Web, client_of) -> None:
    browser = client_of("specialist", email="dana@example.com")
    asked = browser.get(f"/cases/{case_of(SMALL)}/approve?order=lapse")
    assert "2880.00" in amounts_on(asked.text.split('class="goes"')[1].split("</ul>")[0])
    answer = browser.post(
        f"/cases/{case_of(SMALL)}/approve?order=lapse", data={**FORM, "reason": "It was delivered"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/cases/{case_of(MIDDLE)}?order=lapse"
    told = said_next(browser, answer)
    assert "Approved. To billing: corrective invoice of £2,880.00" in told
    made = decision(web, SMALL)
    assert made is not None
    assert (made.action, made.decided_by, made.reason) == (
        "approve",
        "dana@example.com",
        "It was delivered",
    )
    assert made.carried_out_at is not None
    (sent,) = outbox(web, SMALL)
    assert (sent.amount, sent.currency, sent.status) == (Decimal("2880.00"), "GBP", "delivered")
    assert (web.home.outbox / f"{sent.id}.csv").is_file()
    assert row_of(web.store, SMALL).status == "done"


def test_rejecting_needs_a_ground_and_words(web: Web, client_of) -> None:
    browser = client_of("specialist")
    address = f"/cases/{case_of(MIDDLE)}/reject"
    without = browser.post(address, data={**FORM, "reason": "They told us so"})
    assert without.status_code == 422
    assert "Choose why nothing is claimed." in words_on(without.text)
    assert "They told us so" in without.text, "what was typed is kept"
    wordless = browser.post(address, data={**FORM, "ground": "disputed"})
    assert "Say why, in words" in words_on(wordless.text)
    assert 'value="disputed" required checked' in wordless.text
    assert row_of(web.store, MIDDLE).status == "waiting"
    answer = browser.post(address, data={**FORM, "ground": "disputed", "reason": "They told us so"})
    assert answer.status_code == 303
    made = decision(web, MIDDLE)
    assert made is not None
    assert (made.action, made.ground) == ("reject", "disputed")
    assert outbox(web, MIDDLE) == []


def test_an_amount_is_amended(web: Web, client_of) -> None:
    browser = client_of("specialist")
    form = {
        **FORM,
        "kind": "amount",
        "amount-1": "8,000.50",
        "was-amount-1": "9200.00",
        "reason": "A part was waived",
    }
    preview = browser.post(
        f"/cases/{case_of(MIDDLE)}/preview", data=form, headers={"HX-Request": "true"}
    )
    assert preview.status_code == 200
    assert "8000.50" in amounts_on(preview.text)
    assert decision(web, MIDDLE) is None, "a preview decides nothing"
    answer = browser.post(f"/cases/{case_of(MIDDLE)}/amend", data=form)
    assert answer.status_code == 303
    made = decision(web, MIDDLE)
    assert made is not None
    assert made.amounts == {"1": "8000.50"}
    (sent,) = outbox(web, MIDDLE)
    assert sent.amount == Decimal("8000.50")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("99999", "can be set between 0 and USD 9200.00"),
        ("eight", "“eight” is not an amount"),
        ("1.005", "more decimals than USD has"),
        ("-1", "can be set between 0 and USD 9200.00"),
        ("NaN", "“NaN” is not an amount"),
    ],
)
def test_an_amount_that_does_not_fit_is_told_and_kept(
    web: Web, client_of, typed: str, words: str
) -> None:
    browser = client_of("specialist")
    form = {
        **FORM,
        "kind": "amount",
        "amount-1": typed,
        "was-amount-1": "9200.00",
        "reason": "Because",
    }
    preview = browser.post(
        f"/cases/{case_of(MIDDLE)}/preview", data=form, headers={"HX-Request": "true"}
    )
    assert words in words_on(preview.text)
    answer = browser.post(f"/cases/{case_of(MIDDLE)}/amend", data=form)
    assert answer.status_code == 422
    assert words in words_on(answer.text)
    assert f'value="{typed}"' in answer.text
    assert ">Because</textarea>" in answer.text
    assert row_of(web.store, MIDDLE).status == "waiting"


def price_of(browser, flat_amount: str) -> tuple[str, str]:
    """The id and field prefix of the price with that amount, from the amend page."""
    page = browser.get(f"/cases/{case_of(MIDDLE)}/amend?kind=term").text
    for term in re.findall(r'<option value="(price-[0-9a-f]+)"', page):
        shown = browser.get(f"/cases/{case_of(MIDDLE)}/amend?kind=term&term={term}").text
        if f'name="was-set-flat_amount" value="{flat_amount}"' in shown:
            return term, shown
    pytest.fail(f"no price of {flat_amount}")


def test_a_term_is_amended_and_the_case_is_reckoned_again(web: Web, client_of) -> None:
    """The clause says 8,500.00 a month; a person reads 8,000.00: four months at 1,800.00 each."""
    browser = client_of("specialist", email="dana@example.com")
    term, shown = price_of(browser, "8500.00")
    fields = dict(re.findall(r'name="was-set-([a-z_.0-9]+)" value="([^"]*)"', shown))
    form = {
        **FORM,
        "kind": "term",
        "term": term,
        "reason": "It reads 8,000",
        **{f"set-{name}": value for name, value in fields.items()},
        **{f"was-set-{name}": value for name, value in fields.items()},
        "set-flat_amount": "8000.00",
    }
    preview = browser.post(
        f"/cases/{case_of(MIDDLE)}/preview", data=form, headers={"HX-Request": "true"}
    )
    assert "7200.00" in amounts_on(preview.text), words_on(preview.text)
    assert "9200.00" in amounts_on(preview.text)
    answer = browser.post(f"/cases/{case_of(MIDDLE)}/amend", data=form)
    assert answer.status_code == 303, words_on(answer.text)
    row = row_of(web.store, MIDDLE)
    assert (row.version, row.status) == (2, "done")
    (sent,) = outbox(web, MIDDLE, 2)
    assert sent.amount == Decimal("7200.00")
    with web.store.read() as session:
        correction = session.exec(select(CorrectionRow)).one()
    assert (correction.field, correction.new) == ("flat_amount", '"8000.00"')
    assert correction.corrected_by == "dana@example.com"


def test_a_cause_that_gives_the_same_bill_is_taken_and_another_is_not(web: Web, client_of) -> None:
    browser = client_of("specialist")
    form = {**FORM, "kind": "cause", "was-cause-1": "missed_escalation", "reason": "The old price"}
    wrong = browser.post(f"/cases/{case_of(MIDDLE)}/amend", data={**form, "cause-1": "late_start"})
    assert wrong.status_code == 422
    assert "does not give what was billed" in words_on(wrong.text)
    right = browser.post(
        f"/cases/{case_of(MIDDLE)}/amend", data={**form, "cause-1": "superseded_price"}
    )
    assert right.status_code == 303, words_on(right.text)
    with web.store.read() as session:
        made = decision_of(session, case_of(MIDDLE), 1)
    assert made is not None
    assert made.changes["causes"] == {"1": {"old": "missed_escalation", "new": "superseded_price"}}


def test_an_amendment_without_a_change_is_no_amendment(client_of) -> None:
    browser = client_of("specialist")
    form = {**FORM, "kind": "amount", "amount-1": "9,200", "was-amount-1": "9200.00", "reason": "x"}
    answer = browser.post(f"/cases/{case_of(MIDDLE)}/amend", data=form)
    assert answer.status_code == 422
    assert "nothing differs from what was found" in words_on(answer.text)


def test_two_people_at_one_case_one_decides_the_other_is_told(web: Web, client_of) -> None:
    first = client_of("specialist", email="dana@example.com")
    second = client_of("specialist", email="eli@example.com")
    start = threading.Barrier(2)

    def at_once(browser, action: str, form: dict[str, str]):
        start.wait()
        return browser.post(f"/cases/{case_of(MIDDLE)}/{action}", data={**FORM, **form})

    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(at_once, first, "approve", {"reason": "It is due"}),
            pool.submit(at_once, second, "reject", {"ground": "goodwill", "reason": "Let it be"}),
        ]
        got = [each.result() for each in answers]
    assert sorted(each.status_code for each in got) == [303, 409]
    with web.store.read() as session:
        made = session.exec(select(DecisionRow).where(DecisionRow.case_id == case_of(MIDDLE))).one()
    lost = got[0] if got[0].status_code == 409 else got[1]
    told = words_on(lost.text)
    winner = "Dana" if made.action == "approve" else "Eli"
    done = "approved" if made.action == "approve" else "rejected"
    assert f"{winner} {done} version 1 on" in told
    assert "nothing was overwritten" in told
    assert ("Let it be" if made.action == "approve" else "It is due") in told, "the words are kept"
    assert len(outbox(web, MIDDLE)) == (made.action == "approve")


def test_a_version_that_has_moved_on_is_told_and_what_was_typed_is_kept(
    web: Web, client_of
) -> None:
    from store.cases import Inputs, save_findings, update_case

    browser = client_of("specialist")
    with web.store.begin() as session:
        row = case_row(session, case_of(MIDDLE))
        payloads = [dict(each.payload) for each in _findings(session, row)]
        inputs = Inputs(
            MIDDLE, "Northmoor", "USD", "UTC", "other", row.as_of, row.threshold, dict(row.context)
        )
        next_version(session, row, inputs)
        save_findings(session, row.case_id, 2, payloads)
        update_case(
            session,
            row.case_id,
            2,
            status="waiting",
            confidence=Decimal("0.80"),
            change="a contract was added",
        )
    answer = browser.post(
        f"/cases/{case_of(MIDDLE)}/reject",
        data={"version": "1", "ground": "disputed", "reason": "They dispute it"},
    )
    assert answer.status_code == 409
    told = words_on(answer.text)
    assert "you saw version 1, and version 2 is there now" in told
    assert "What changed: a contract was added." in told
    assert ">They dispute it</textarea>" in answer.text
    assert 'name="version" value="2"' in answer.text, "the next try is for what is shown now"
    assert decision(web, MIDDLE) is decision(web, MIDDLE, 2) is None


def _findings(session, row: CaseRow):
    from store.cases import findings_of

    return findings_of(session, row.case_id, row.version)


def test_a_large_amount_needs_a_second_different_person(web: Web, client_of) -> None:
    dana = client_of("specialist", email="dana@example.com")
    eli = client_of("approver", email="eli@example.com")
    address = f"/cases/{case_of(LARGE)}/approve"
    assert "Above $9,500.00 two people approve" in words_on(
        dana.get(f"/cases/{case_of(LARGE)}").text
    )
    assert "A second person must approve as well" in words_on(dana.get(address).text)
    answer = dana.post(address, data={**FORM, "reason": "Looks right"})
    assert answer.status_code == 303
    assert "it waits for them" in said_next(dana, answer)
    assert decision(web, LARGE) is None
    assert outbox(web, LARGE) == []

    again = dana.get(f"/cases/{case_of(LARGE)}")
    assert "You cannot be both: somebody else has to approve it." in words_on(again.text)
    assert 'data-key="a"' not in again.text
    refused = dana.post(address, data=FORM)
    assert refused.status_code == 422
    assert "second, different person" in words_on(refused.text)
    assert decision(web, LARGE) is None

    assert "Dana approved it first, on" in words_on(eli.get(f"/cases/{case_of(LARGE)}").text)
    assert eli.post(address, data=FORM).status_code == 303
    made = decision(web, LARGE)
    assert made is not None
    assert (made.decided_by, made.seconded_by) == ("dana@example.com", "eli@example.com")
    (sent,) = outbox(web, LARGE)
    assert sent.amount == Decimal("9976.70")


def test_the_second_tab_shows_what_waits_for_a_second_person(client_of) -> None:
    dana = client_of("specialist", email="dana@example.com")
    dana.post(f"/cases/{case_of(LARGE)}/approve", data=FORM)
    page = dana.get("/cases?state=second").text
    assert len(re.findall(r"<tr data-row", page)) == 1
    assert case_of(LARGE) in page


@pytest.mark.parametrize("roles", [("analyst",), ("admin",), ("analyst", "admin")])
def test_who_may_not_decide_is_refused(web: Web, client_of, roles: tuple[str, ...]) -> None:
    browser = client_of(*roles)
    for ending in ("approve", "amend", "reject", "preview", "take"):
        answer = browser.post(f"/cases/{case_of(MIDDLE)}/{ending}", data={**FORM, "reason": "x"})
        assert answer.status_code == 403, ending
    for ending in ("approve", "amend", "reject"):
        assert browser.get(f"/cases/{case_of(MIDDLE)}/{ending}").status_code == 403
    assert row_of(web.store, MIDDLE).status == "waiting"


def test_a_strangers_decision_leads_to_the_sign_in(web: Web, stranger) -> None:
    answer = stranger.post(f"/cases/{case_of(MIDDLE)}/approve", data=FORM)
    assert answer.status_code in {303, 401, 403}
    assert row_of(web.store, MIDDLE).status == "waiting"


def test_a_case_that_somebody_has_is_taken_over_only_in_so_many_words(web: Web, client_of) -> None:
    dana = client_of("specialist", email="dana@example.com")
    eli = client_of("specialist", email="eli@example.com")
    assert dana.post(f"/cases/{case_of(MIDDLE)}/take").status_code == 303
    page = words_on(eli.get(f"/cases/{case_of(MIDDLE)}").text)
    assert "Dana has this case until" in page
    taken = eli.post(f"/cases/{case_of(MIDDLE)}/take")
    assert "Dana has this case until" in said_next(eli, taken)
    held = eli.post(f"/cases/{case_of(MIDDLE)}/approve", data={**FORM, "reason": "Mine"})
    assert held.status_code == 409
    assert "Take it over first." in words_on(held.text)
    assert "Mine" in held.text
    assert decision(web, MIDDLE) is None

    eli.post(f"/cases/{case_of(MIDDLE)}/take", data={"over": "1"})
    with web.store.read() as session:
        lease = lease_of(session, case_of(MIDDLE))
    assert lease is not None
    assert lease.name == "Eli"
    assert "Eli took it over from Dana" in words_on(eli.get(f"/cases/{case_of(MIDDLE)}").text)
    assert eli.post(f"/cases/{case_of(MIDDLE)}/approve", data=FORM).status_code == 303
    with web.store.read() as session:
        assert lease_of(session, case_of(MIDDLE)) is None, "a decision gives the case back"


def test_while_a_run_holds_the_store_a_decision_is_recorded_and_carried_out_after_it(
    web: Web, client_of
) -> None:
    browser = client_of("specialist")
    with worker_lock(web.store.file):
        answer = browser.post(f"/cases/{case_of(SMALL)}/approve", data=FORM)
        assert answer.status_code == 303
        assert "carried out right after" in said_next(browser, answer)
        assert row_of(web.store, SMALL).status == "decided"
        with web.store.read() as session:
            job = session.exec(select(JobRow).where(JobRow.kind == "carry_out")).one()
        work = Work(web.settings, web.store, web.home)
        with pytest.raises(TryAgain):
            carry_out(work, job)
    done = carry_out(work, job)
    assert done == {"cases": [case_of(SMALL)]}
    assert row_of(web.store, SMALL).status == "done"
    (sent,) = outbox(web, SMALL)
    assert sent.status == "delivered"
    assert carry_out(work, job) == {"cases": []}, "a second time does nothing"


def test_a_case_without_a_finding_is_closed_by_approving_it(web: Web, client_of) -> None:
    browser = client_of("specialist")
    shown = words_on(browser.get(f"/cases/{case_of(ASKS)}/approve").text)
    assert "Nothing goes to billing: approving closes the case." in shown
    assert browser.post(f"/cases/{case_of(ASKS)}/approve", data=FORM).status_code == 303
    assert row_of(web.store, ASKS).status == "done"
    assert outbox(web, ASKS) == []


def test_a_decision_is_refused_without_the_sessions_token(web: Web, client_of) -> None:
    browser = client_of("specialist")
    browser.headers.pop("X-CSRF")
    assert browser.post(f"/cases/{case_of(MIDDLE)}/approve", data=FORM).status_code == 403
    assert row_of(web.store, MIDDLE).status == "waiting"


def test_the_whole_queue_can_be_worked_through(web: Web, client_of) -> None:
    """From the first case to the last by following where each decision leads."""
    browser = client_of("specialist", email="dana@example.com")
    other = client_of("approver", email="eli@example.com")
    other.post(f"/cases/{case_of(LARGE)}/approve", data=FORM)
    many = waiting(web.store)
    page = browser.get("/cases").text
    at = re.findall(r'class="opens" href="([^"]+)"', page)[0]
    seen = []
    while not at.startswith("/cases?") and at != "/cases":
        seen.append(at)
        answer = browser.post(f"{at}/approve", data=FORM)
        assert answer.status_code == 303, words_on(answer.text)
        at = answer.headers["location"]
    assert len(seen) == len(set(seen)) == many
    with web.store.read() as session:
        left = session.exec(select(CaseRow).where(col(CaseRow.status) != "done")).all()
        assert left == []
        assert session.exec(select(ApprovalRow)).one().case_id == case_of(LARGE)
    assert CARRIER not in answer.headers
    assert "Every case is decided." in browser.get("/cases").text


def test_taking_renewing_and_giving_back_over_the_web(web: Web, client_of) -> None:
    dana = client_of("specialist", email="dana@example.com")
    eli = client_of("specialist", email="eli@example.com")
    boss = client_of("admin", email="max@example.com")
    address = f"/cases/{case_of(SMALL)}"
    dana.post(f"{address}/take")
    assert dana.post(f"{address}/renew").status_code == 204
    eli.post(f"{address}/release")
    with web.store.read() as session:
        assert lease_of(session, case_of(SMALL)) is not None, "it is not Eli's to give back"
    boss.post(f"{address}/release")
    with web.store.read() as session:
        assert lease_of(session, case_of(SMALL)) is None
    with web.store.begin() as session:
        take(session, case_of(SMALL), dana.person_id)
    dana.post(f"{address}/release")
    with web.store.read() as session:
        assert lease_of(session, case_of(SMALL)) is None
