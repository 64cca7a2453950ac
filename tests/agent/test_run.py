"""A run over a small book: cases, routes, outbox, and what a second run does."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from small_book import AS_OF, Told, finding, read_as_told, usual, write_book

from agent.run import RunOptions, run_book
from store.outbox import list_outbox
from store.store import Store
from terms.citation import Match


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")


def run(store: Store, book: Path, told: Told, as_of: date = AS_OF) -> dict:
    options = RunOptions(as_of=as_of, engine=told.engine, extract=read_as_told)
    return run_book(store, book, options).body


def by_account(body: dict) -> dict:
    return {case["account_id"]: case for case in body["cases"]}


def outbox(store: Store) -> list:
    with store.begin() as session:
        return list_outbox(session)


def test_a_sure_case_goes_to_billing_a_clean_one_rests_a_doubtful_one_waits(store, book):
    cases = by_account(run(store, book, usual()))
    assert {name: case["route"] for name, case in cases.items()} == {
        "ACME": "billing",
        "BETA": "none",
        "GAMMA": "review",
    }
    assert cases["ACME"]["confidence"] > 0.85
    assert cases["GAMMA"]["confidence"] <= 0.85
    assert any(
        "does not stand there" in w or "do not stand" in w for w in cases["GAMMA"]["blockers"]
    )


def test_the_outbox_holds_one_line_a_month_and_the_files_say_the_same(store, book, tmp_path):
    run(store, book, usual())
    (row,) = outbox(store)
    assert (row.account_id, row.action, row.amount) == (
        "ACME",
        "corrective_invoice",
        Decimal("9200.00"),
    )
    assert row.status == "delivered"
    document = json.loads((tmp_path / "outbox" / f"{row.id}.json").read_text())
    assert [line["amount"] for line in document["lines"]] == ["2300.00"] * 4
    assert document["configuration"][0]["to"] == "8500.00"
    csv = (tmp_path / "outbox" / f"{row.id}.csv").read_text().splitlines()
    assert len(csv) == 1 + 4


def test_the_memo_is_a_file_that_holds_amount_clause_and_the_months(store, book, tmp_path):
    run(store, book, usual())
    memo = (tmp_path / "memos" / "ACME.md").read_text()
    assert "$9,200.00" in memo
    assert "The annual fee rises by five percent" in memo
    assert "contracts/ACME/msa.pdf, page 1, 4.2" in memo
    assert memo.count("| $8,500.00 |") == 4


def test_a_second_run_does_nothing_again_and_says_so(store, book):
    run(store, book, usual())
    told = usual()
    body = run(store, book, told)
    assert told.asked == []
    assert {case["change"] for case in body["cases"]} == {"unchanged"}
    assert {case["version"] for case in body["cases"]} == {1}
    assert len(outbox(store)) == 1


def test_another_month_sends_only_that_month(store, book):
    run(store, book, usual())
    later = Told({"ACME": [finding("ACME", months=(7, 8, 9, 10, 11))]})
    (book / "billing" / "invoice_lines.csv").open("a").write(
        "ACME,ACME-11,2026-11-01,2026-11-01,paid,1,Enterprise plan,charge,,"
        "2026-11-01,2026-12-01,1,month,6200,6200.00,USD\n"
    )
    case = by_account(run(store, book, later, date(2026, 12, 1)))["ACME"]
    assert case["version"] == 2
    assert "amount changed USD 9,200.00 → 11,500.00" in case["change"]
    assert case["findings"][0]["amount_recoverable"] == "11500.00"
    assert case["recommendation"]["amount"] == "2300.00"
    assert sum(row.amount for row in outbox(store)) == Decimal("11500.00")


def test_months_that_went_out_before_at_another_amount_wait_for_a_person(store, book):
    run(store, book, usual())
    dearer = Told({"ACME": [finding("ACME", monthly="2400.00")]})
    case = by_account(run(store, book, dearer, date(2026, 11, 2)))["ACME"]
    assert case["route"] == "review"
    assert any("went to billing before" in words for words in case["blockers"])
    assert case["recommendation"]["amount"] == "400.00"
    assert len(outbox(store)) == 1


def test_an_account_that_breaks_is_a_case_with_a_reason_and_the_rest_go_on(store, book):
    told = usual()
    told.breaks_for = "BETA"
    cases = by_account(run(store, book, told))
    assert cases["BETA"]["route"] == "review"
    assert any("a surprise" in words for words in cases["BETA"]["blockers"])
    assert cases["ACME"]["route"] == "billing"
    assert by_account(run(store, book, usual()))["BETA"]["route"] == "none"


def test_a_clean_account_with_an_open_question_is_not_closed(store, book):
    told = Told({}, questions={"BETA": ["'Insight' has no price in the contract"]})
    cases = by_account(run(store, book, told))
    assert cases["BETA"]["route"] == "review"
    assert cases["ACME"]["route"] == "none"


def test_totals_are_per_currency_and_split_by_route(store, book):
    (totals,) = run(store, book, usual())["totals"]
    assert totals == {
        "currency": "USD",
        "under": "18400.00",
        "over": "0",
        "recoverable": "18400.00",
        "credit": "0",
        "to_billing": "9200.00",
        "to_review": "9200.00",
    }


def test_overbilling_becomes_a_credit_note(store, book):
    over = finding("ACME", direction="over", cause="duplicate_charge", config_change=None)
    periods = tuple(p.model_copy(update={"expected": Decimal("3900.00")}) for p in over.periods)
    over = over.model_copy(update={"periods": periods})
    case = by_account(run(store, book, Told({"ACME": [over]})))["ACME"]
    assert case["recommendation"]["action"] == "credit_note"
    assert [row.action for row in outbox(store)] == ["credit_note"]


def test_a_fuzzy_quote_never_reaches_billing(store, book):
    told = Told({"ACME": [finding("ACME", match=Match.FUZZY)]})
    assert by_account(run(store, book, told))["ACME"]["route"] == "review"
    assert outbox(store) == []


def test_a_sure_finding_of_which_all_has_lapsed_goes_to_a_person_who_is_told_why(store, book):
    usual_one = finding("ACME", config_change=None)
    lapsed = tuple(
        p.model_copy(update={"recoverable": Decimal(0), "why": "lapsed"}) for p in usual_one.periods
    )
    found = usual_one.model_copy(update={"periods": lapsed, "amount_recoverable": Decimal(0)})
    case = by_account(run(store, book, Told({"ACME": [found]})))["ACME"]
    assert (case["route"], case["recommendation"]["action"]) == ("review", "none")
    assert "nothing of it can be invoiced" in case["reasons"][0]["text"]
    assert "$0.00 of $9,200.00" in case["memo"]


def test_all_lapsed_with_a_wrong_price_still_in_billing_is_mended(store, book, tmp_path):
    usual_one = finding("ACME")
    lapsed = tuple(
        p.model_copy(update={"recoverable": Decimal(0), "why": "lapsed"}) for p in usual_one.periods
    )
    found = usual_one.model_copy(update={"periods": lapsed, "amount_recoverable": Decimal(0)})
    case = by_account(run(store, book, Told({"ACME": [found]})))["ACME"]
    assert (case["route"], case["recommendation"]["action"]) == ("billing", "configuration_fix")
    (row,) = outbox(store)
    document = json.loads((tmp_path / "outbox" / f"{row.id}.json").read_text())
    assert (document["amount"], document["configuration"][0]["field"]) == ("0", "unit_amount")


def test_a_store_that_was_removed_starts_anew_beside_its_old_checkpoints(store, book, tmp_path):
    before = by_account(run(store, book, usual()))
    store.close()
    (tmp_path / "recoup.db").unlink()
    again = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")

    after = by_account(run(again, book, usual()))

    assert after["GAMMA"]["findings"] == before["GAMMA"]["findings"] != []
    assert {name: case["route"] for name, case in after.items()} == {
        name: case["route"] for name, case in before.items()
    }


def test_what_a_killed_process_left_half_written_is_taken_away(store, book, tmp_path):
    for folder in ("outbox", "memos"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ".k3f9x_2a.part").write_text("half a")
    run(store, book, usual())
    assert not list(tmp_path.glob("*/.*.part"))
