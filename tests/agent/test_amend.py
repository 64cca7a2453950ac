"""Amending a term or a cause: reckoned again, kept for every later run, refused where it does not fit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from priced_book import TERM, Priced, Reader
from small_book import AS_OF, write_book

from agent import inputs, papers, run
from agent.corrections import AmendmentUnfit
from agent.decide import Decision, DecisionUnfit, propose, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from store.audit import rows_of
from store.audit_check import check
from store.cases import find_case, findings_of
from store.decisions import decisions_of
from store.errors import AlreadyDecided, CaseNotWaiting
from store.outbox import list_outbox
from store.store import Store
from store.tables import CorrectionRow

ENGINE = Priced()


@pytest.fixture(autouse=True)
def one_version(monkeypatch):
    """Whatever is edited meanwhile."""
    for module in (inputs, papers, run):
        monkeypatch.setattr(module, "engine_version", lambda: "1")
    monkeypatch.setattr("agent.contracts.reading_version", lambda: "1")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """ACME waits: two months of 2,330.00."""
    write_book(tmp_path, ["ACME"])
    made = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    again(made)
    return made


def again(store: Store, reader: Reader | None = None) -> dict:
    options = RunOptions(as_of=AS_OF, engine=ENGINE.engine, extract=reader or Reader())
    (case,) = run_book(store, store.folder / "book", options).body["cases"]
    return case


def desk(store: Store) -> Desk:
    return Desk(store, store.folder / "outbox", store.folder / "memos", ENGINE.engine)


def amendment(**changes) -> Decision:
    usual = {
        "case": "ACME",
        "action": "amend",
        "reason": "the annex says 45",
        "decided_by": "Ada",
        "term": TERM,
        "settings": {"net_days": "45"},
    }
    return Decision(**{**usual, **changes})


def sent(store: Store) -> list[Decimal]:
    with store.begin() as session:
        return [row.amount for row in list_outbox(session)]


def test_an_amended_term_is_reckoned_again_and_sent_as_reckoned(store):
    decided = record_and_carry_out(desk(store), amendment())
    assert (decided.version, decided.carried_out) == (2, True)
    assert sent(store) == [Decimal("4690.00")]  # 2 × (2,300 + 45)
    with store.begin() as session:
        row = find_case(session, "ACME")
        assert (row.version, row.status) == (2, "done")
        assert "4,660.00 → 4,690.00" in row.change
        former = findings_of(session, row.case_id, 1)
        assert [each.amount_total for each in former] == [Decimal("4660.00")]
        assert [each.action for each in decisions_of(session, row.case_id)] == ["amend", "approve"]
        assert check(session).whole


def test_the_next_run_uses_the_correction_reads_nothing_and_changes_nothing(store):
    record_and_carry_out(desk(store), amendment())
    reader = Reader()
    first, second = again(store, reader), again(store, reader)
    assert reader.asked == 0
    assert first == second
    assert (first["version"], first["change"]) == (2, "unchanged")
    assert first["findings"][0]["amount_total"] == "4690.00"
    assert sent(store) == [Decimal("4690.00")]


def test_a_new_reading_of_the_same_paper_is_corrected_too(store, monkeypatch):
    record_and_carry_out(desk(store), amendment())
    monkeypatch.setattr("agent.contracts.reading_version", lambda: "2")
    reader = Reader()
    case = again(store, reader)
    assert reader.asked == 1
    assert case["findings"][0]["amount_total"] == "4690.00"


def test_who_corrected_what_and_when_is_kept(store):
    record_and_carry_out(desk(store), amendment())
    with store.begin() as session:
        row = session.get(CorrectionRow, 1)
        told = [each.kind for each in rows_of(session, row.case_id)]
    assert (row.term_id, row.field, row.old, row.new) == (TERM, "net_days", "30", "45")
    assert (row.corrected_by, row.reason) == ("Ada", "the annex says 45")
    assert "correction" in told


def test_a_preview_shows_both_and_leaves_everything(store):
    proposal = propose(desk(store), amendment())
    assert [each.amount_total for each in proposal.before] == [Decimal("4660.00")]
    assert [each.amount_total for each in proposal.after] == [Decimal("4690.00")]
    assert [amount for _, _, amount in proposal.sends] == [Decimal("4690.00")]
    assert sent(store) == []
    with store.begin() as session:
        assert find_case(session, "ACME").status == "waiting"
        assert session.get(CorrectionRow, 1) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"settings": {"net_day": "45"}}, "no field 'net_day' .is it net_days"),
        ({"settings": {"net_days": "soon"}}, "cannot be 'soon'"),
        ({"settings": {"net_days": "30"}}, "is 30 already"),
        ({"settings": {"effective_from": "31/02/2026"}}, "cannot be '31/02/2026'"),
        ({"settings": {"citations": "[]"}}, "not a value"),
        ({"settings": {"net_days.0": "1"}}, "no net_days.0"),
        ({"settings": {"product": "[1"}}, "is no JSON"),
        ({"settings": {}}, "--set FIELD=VALUE"),
        ({"term": "payment-2"}, "is it payment-1"),
        ({"term": "", "settings": {}, "causes": {1: "late_start"}}, "these do: superseded_price"),
        ({"term": "", "settings": {}, "causes": {1: "missed_escalation"}}, "already"),
        ({"term": "", "settings": {}, "causes": {2: "superseded_price"}}, "no finding 2"),
    ],
)
def test_an_amendment_that_does_not_fit_says_so_and_does_nothing(store, changes, words):
    with pytest.raises(AmendmentUnfit, match=words):
        record_and_carry_out(desk(store), amendment(**changes))
    with store.begin() as session:
        assert find_case(session, "ACME").status == "waiting"
        assert decisions_of(session, find_case(session, "ACME").case_id) == []
        assert session.get(CorrectionRow, 1) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"causes": {1: "late_start"}}, "one kind of change"),
        ({"term": ""}, "--set needs --term"),
        ({"term": "", "settings": {}, "causes": {1: "late_stat"}}, "is it late_start"),
        ({"reason": " "}, "say why"),
        ({"action": "approve"}, "belongs to amend"),
    ],
)
def test_a_decision_of_two_minds_is_refused(store, changes, words):
    with pytest.raises(DecisionUnfit, match=words):
        record_and_carry_out(desk(store), amendment(**changes))


def test_a_cause_that_gives_what_was_billed_can_be_named(store):
    record_and_carry_out(
        desk(store), amendment(term="", settings={}, causes={1: "superseded_price"})
    )
    case = again(store)
    assert case["findings"][0]["cause"] == "superseded_price"
    assert sent(store) == [Decimal("4660.00")]


def test_a_book_that_changed_since_is_run_first(store):
    with (store.folder / "book" / "billing" / "invoice_lines.csv").open("a") as file:
        file.write("ACME,X,2026-10-01,2026-10-01,paid,1,Other,charge,,,,1,month,1,1.00,USD\n")
    with pytest.raises(AmendmentUnfit, match="recoup run"):
        record_and_carry_out(desk(store), amendment())


def test_of_two_who_amend_at_once_one_wins_and_the_other_is_told(store, monkeypatch):
    import agent.decide

    mine = propose(desk(store), amendment())
    record_and_carry_out(desk(store), amendment(settings={"net_days": "60"}))
    monkeypatch.setattr(agent.decide, "propose", lambda *_: mine)
    with pytest.raises((AlreadyDecided, CaseNotWaiting)):
        record_and_carry_out(desk(store), amendment())
    assert sent(store) == [Decimal("4720.00")]


def test_the_amended_version_was_wrong_and_nothing_else_is_counted(store):
    from store.outcomes import outcomes

    record_and_carry_out(desk(store), amendment())
    with store.begin() as session:
        assert [(row.version, row.right) for row in outcomes(session)] == [(1, False)]
