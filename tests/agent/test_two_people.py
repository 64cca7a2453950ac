"""Above the seller's limit two different people approve; what the first said is what the second confirms."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from priced_book import TERM, Priced, Reader
from small_book import AS_OF, write_book

from agent import inputs, papers, run
from agent.decide import Decision, DecisionUnfit, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from store.cases import find_case
from store.decisions import decision_of
from store.outbox import list_outbox
from store.store import Store

ENGINE = Priced()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Desk:
    """ACME waits with 4,660.00; more than 4,000 needs two people."""
    for module in (inputs, papers, run):
        monkeypatch.setattr(module, "engine_version", lambda: "1")
    monkeypatch.setattr("agent.contracts.reading_version", lambda: "1")
    book = write_book(tmp_path, ["ACME"])
    (book / "policy.toml").write_text('second_approver_above = "4000"\n')
    store = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    options = RunOptions(as_of=AS_OF, engine=ENGINE.engine, extract=Reader())
    run_book(store, book, options)
    return Desk(store, tmp_path / "outbox", tmp_path / "memos", ENGINE.engine)


def decide(desk: Desk, by: str, action="approve", **more):
    return record_and_carry_out(desk, Decision("ACME", action, "seen", decided_by=by, **more))


def sent(desk: Desk) -> list[Decimal]:
    with desk.store.begin() as session:
        return [row.amount for row in list_outbox(session)]


def test_one_person_is_not_enough_and_the_same_one_not_a_second(desk):
    assert decide(desk, "Ada").waits_for_second
    assert sent(desk) == []
    with pytest.raises(DecisionUnfit, match="a second, different person"):
        decide(desk, " ada ")
    with desk.store.begin() as session:
        assert find_case(session, "ACME").status == "waiting"


def test_a_second_person_sends_it_and_both_are_named(desk):
    decide(desk, "Ada")
    assert decide(desk, "Bob").carried_out
    assert sent(desk) == [Decimal("4660.00")]
    with desk.store.begin() as session:
        row = find_case(session, "ACME")
        decision = decision_of(session, row.case_id, row.version)
        assert (decision.decided_by, decision.seconded_by) == ("Ada", "Bob")


def test_the_second_confirms_the_amendment_of_the_first(desk):
    decide(desk, "Ada", "amend", term=TERM, settings={"net_days": "45"})
    assert sent(desk) == []
    decide(desk, "Bob")
    assert sent(desk) == [Decimal("4690.00")]


def test_who_amends_what_another_approved_needs_a_second_in_turn(desk):
    decide(desk, "Ada")
    assert decide(desk, "Bob", "amend", amounts={1: Decimal("4500.00")}).waits_for_second
    decide(desk, "Ada")
    assert sent(desk) == [Decimal("4500.00")]


def test_an_amount_below_the_limit_and_a_rejection_need_one(desk):
    decide(desk, "Ada")
    decide(desk, "Bob", "reject", ground="misread")
    assert sent(desk) == []
    with desk.store.begin() as session:
        assert find_case(session, "ACME").status == "done"


def test_below_the_limit_one_is_enough(desk):
    assert decide(desk, "Ada", "amend", amounts={1: Decimal("4000.00")}).carried_out
    assert sent(desk) == [Decimal("4000.00")]


def test_somebody_without_a_name_cannot_be_one_of_two(desk):
    with pytest.raises(DecisionUnfit, match="say who you are"):
        decide(desk, "")
