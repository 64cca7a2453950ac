"""What a specialist decides: a row first, once, and only on the version that was looked at."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from small_book import AS_OF, Told, finding, read_as_told, usual, write_book

from agent.checkpoints import CheckpointsUnfit
from agent.decide import Decision, DecisionUnfit, amounts_of, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from store.cases import find_case
from store.decisions import decision_of
from store.errors import AlreadyDecided, CaseNotWaiting, UnknownCase
from store.outbox import list_outbox
from store.store import Store
from terms.citation import Match


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    book = write_book(tmp_path)
    store = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    options = RunOptions(as_of=AS_OF, engine=usual().engine, extract=read_as_told)
    run_book(store, book, options)
    return Desk(store=store, outbox=tmp_path / "outbox", memos=tmp_path / "memos")


def of_gamma(desk: Desk) -> list:
    with desk.store.begin() as session:
        return [row for row in list_outbox(session) if row.account_id == "GAMMA"]


def test_approval_sends_the_case_to_billing_and_the_memo_says_who(desk):
    decided = record_and_carry_out(
        desk, Decision("GAMMA", "approve", "checked the page", decided_by="Ada")
    )
    assert decided.carried_out
    (row,) = of_gamma(desk)
    assert (row.amount, row.status) == (Decimal("9200.00"), "delivered")
    assert (desk.outbox / f"{row.id}.csv").exists()
    assert "approved by Ada: checked the page" in (desk.memos / "GAMMA.md").read_text()


def test_an_amended_amount_is_spread_over_the_months_to_the_cent(desk):
    record_and_carry_out(
        desk, Decision("GAMMA", "amend", "half is disputed", amounts={1: Decimal("1000.01")})
    )
    (row,) = of_gamma(desk)
    assert row.amount == Decimal("1000.01")
    assert [line["amount"] for line in row.payload["lines"]] == ["250.00"] * 3 + ["250.01"]


def test_a_rejection_sends_nothing_and_is_remembered(desk):
    record_and_carry_out(
        desk, Decision("GAMMA", "reject", "a side letter", ground="agreed_otherwise")
    )
    assert of_gamma(desk) == []
    with desk.store.begin() as session:
        assert find_case(session, "GAMMA").status == "done"
    assert "rejected" in (desk.memos / "GAMMA.md").read_text()


def test_what_was_rejected_does_not_go_to_billing_next_month(desk, tmp_path):
    record_and_carry_out(
        desk, Decision("GAMMA", "reject", "a side letter", ground="agreed_otherwise")
    )
    sure = Told({"GAMMA": [finding("GAMMA", match=Match.EXACT)]})
    options = RunOptions(as_of=date(2026, 11, 2), engine=sure.engine, extract=read_as_told)
    body = run_book(desk.store, tmp_path / "book", options).body
    (case,) = [case for case in body["cases"] if case["account_id"] == "GAMMA"]
    assert case["route"] == "review"
    assert any("rejected the same" in words for words in case["blockers"])
    assert of_gamma(desk) == []


def test_a_case_is_decided_once(desk):
    record_and_carry_out(desk, Decision("GAMMA", "reject", "no", ground="other"))
    with pytest.raises(AlreadyDecided, match="is decided: reject"):
        record_and_carry_out(desk, Decision("GAMMA", "approve"))
    assert of_gamma(desk) == []


def test_a_decision_on_a_version_that_moved_on_is_refused(desk, tmp_path):
    other = Told({"GAMMA": [finding("GAMMA", monthly="10.00", match=Match.FUZZY)]})
    options = RunOptions(as_of=date(2026, 11, 2), engine=other.engine, extract=read_as_told)
    run_book(desk.store, tmp_path / "book", options)
    with pytest.raises(CaseNotWaiting, match="moved on to version 2"):
        record_and_carry_out(desk, Decision("GAMMA", "approve", version=1))


def test_a_closed_case_waits_for_nobody(desk):
    with pytest.raises(CaseNotWaiting, match="is closed"):
        record_and_carry_out(desk, Decision("BETA", "approve"))


def test_an_unknown_case_is_named(desk):
    with pytest.raises(UnknownCase, match="there is no case 'OMEGA'"):
        record_and_carry_out(desk, Decision("OMEGA", "approve"))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision("GAMMA", "reject", ground="other"), "say why"),
        (Decision("GAMMA", "reject", "no"), "--because"),
        (Decision("GAMMA", "reject", "no", ground="misred"), "is it misread?"),
        (Decision("GAMMA", "amend", "less"), "name one kind"),
        (Decision("GAMMA", "amend", "more", {1: Decimal("9200.01")}), "between 0 and USD 9200.00"),
        (Decision("GAMMA", "amend", "less", {1: Decimal("1.001")}), "more decimals than USD"),
        (Decision("GAMMA", "amend", "less", {2: Decimal(1)}), "no finding 2; it has: 1"),
        (Decision("GAMMA", "approve", "", {1: Decimal(1)}), "belongs to amend"),
    ],
)
def test_a_decision_that_does_not_fit_leaves_the_case_waiting(desk, decision, words):
    with pytest.raises(DecisionUnfit, match=words):
        record_and_carry_out(desk, decision)
    with desk.store.begin() as session:
        row = find_case(session, "GAMMA")
        assert row.status == "waiting"
        assert decision_of(session, row.case_id, row.version) is None


def test_a_decision_written_before_the_process_died_is_carried_out_by_the_next_run(desk, tmp_path):
    from store.decisions import Given, decide

    with desk.store.begin() as session:
        row = find_case(session, "GAMMA")
        decide(session, row.case_id, row.version, Given("approve", "Ada"))
    assert of_gamma(desk) == []
    options = RunOptions(as_of=AS_OF, engine=usual().engine, extract=read_as_told)
    run_book(desk.store, tmp_path / "book", options)
    assert [row.status for row in of_gamma(desk)] == ["delivered"]


def test_a_decision_is_carried_out_even_when_the_threads_file_is_lost(desk, tmp_path):
    (tmp_path / "recoup.checkpoints.db").unlink()
    record_and_carry_out(desk, Decision("GAMMA", "approve"))
    assert [row.status for row in of_gamma(desk)] == ["delivered"]


def test_a_decision_is_carried_out_past_threads_of_an_older_form(desk, tmp_path):
    with closing(sqlite3.connect(tmp_path / "recoup.checkpoints.db")) as threads:
        threads.execute("PRAGMA user_version = 0")
    record_and_carry_out(desk, Decision("GAMMA", "approve"))
    assert [row.status for row in of_gamma(desk)] == ["delivered"]


def test_threads_that_cannot_be_used_lose_no_decision(desk, tmp_path):
    threads = tmp_path / "recoup.checkpoints.db"
    threads.write_text("no database, and long enough to be sure of it " * 100)
    with pytest.raises(CheckpointsUnfit, match="move it away"):
        record_and_carry_out(desk, Decision("GAMMA", "approve"))
    threads.unlink()
    options = RunOptions(as_of=AS_OF, engine=usual().engine, extract=read_as_told)
    run_book(desk.store, tmp_path / "book", options)
    assert [row.status for row in of_gamma(desk)] == ["delivered"]


def test_an_amended_amount_counts_what_went_to_billing_before(desk, tmp_path):
    record_and_carry_out(desk, Decision("GAMMA", "approve"))  # four months of 2,300.00
    more = Told({"GAMMA": [finding("GAMMA", months=(7, 8, 9, 10, 11), match=Match.FUZZY)]})
    options = RunOptions(as_of=date(2026, 12, 1), engine=more.engine, extract=read_as_told)
    run_book(desk.store, tmp_path / "book", options)
    record_and_carry_out(
        desk, Decision("GAMMA", "amend", "only so much", amounts={1: Decimal("10000.00")})
    )
    assert [row.amount for row in of_gamma(desk)] == [Decimal("9200.00"), Decimal("800.00")]


def test_amounts_are_read_from_words():
    assert amounts_of(["1=950.00", "2=0"]) == {1: Decimal("950.00"), 2: Decimal(0)}
    with pytest.raises(DecisionUnfit, match="not FINDING=VALUE"):
        amounts_of(["950"])


def test_a_decision_is_carried_out_before_a_new_version_overtakes_it(desk, tmp_path):
    from store.decisions import Given, decide

    with desk.store.begin() as session:
        row = find_case(session, "GAMMA")
        decide(session, row.case_id, row.version, Given("approve", "Ada"))
    later = Told({"GAMMA": [finding("GAMMA", months=(7, 8, 9), match=Match.FUZZY)]})
    options = RunOptions(as_of=date(2026, 11, 2), engine=later.engine, extract=read_as_told)
    run_book(desk.store, tmp_path / "book", options)
    assert [(row.version, row.amount) for row in of_gamma(desk)] == [(1, Decimal("9200.00"))]
