"""Cases, readings, decisions and the outbox as rows: nothing twice, nothing lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from store.cases import Inputs, case_id_of, find_case, open_case, update_case
from store.decisions import Given, decide
from store.errors import AlreadyDecided, CaseNotWaiting, StoreError, UnknownCase
from store.lock import StoreBusy, worker_lock
from store.outbox import OutboxDocument, OutboxLine, list_outbox, mark_delivered, put, sent_lines
from store.readings import load_reading, reading_key, save_reading
from store.store import Store
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction, Unresolved
from terms.escalation import Escalation
from terms.price import Price

INPUTS = Inputs("ACME", "Acme", "USD", "UTC", "print-1", "2026-11-01", Decimal("0.85"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")


def opened(store: Store, **changes) -> tuple[int, str]:
    with store.begin() as session:
        case = open_case(session, replace(INPUTS, **changes))
        return case.version, case.state


def set_status(store: Store, status: str, **more) -> None:
    with store.begin() as session:
        row = find_case(session, "ACME")
        assert update_case(session, row.case_id, row.version, status=status, **more)


def test_a_case_is_new_then_resumed_then_unchanged_then_a_new_version(store):
    assert opened(store) == (1, "new")
    assert opened(store) == (1, "resumed")
    set_status(store, "done")
    assert opened(store) == (1, "unchanged")
    assert opened(store, fingerprint="print-2") == (2, "changed")


def test_a_case_that_failed_is_tried_again(store):
    opened(store)
    set_status(store, "waiting", failed=True)
    assert opened(store) == (2, "changed")


def test_a_case_that_moved_on_is_not_written_to(store):
    opened(store)
    opened(store, fingerprint="print-2")
    with store.begin() as session:
        assert not update_case(session, case_id_of("ACME"), 1, route="billing")


def test_case_ids_are_stable_safe_and_distinct():
    assert case_id_of("A-4521") == case_id_of("A-4521")
    assert case_id_of("A-4521") != case_id_of("a 4521")
    assert "/" not in case_id_of("../../etc")


def test_a_case_is_found_by_id_account_or_beginning(store):
    opened(store)
    opened(store, account_id="BETA")
    with store.begin() as session:
        assert find_case(session, "ACME").account_id == "ACME"
        assert find_case(session, case_id_of("BETA")).account_id == "BETA"
        assert find_case(session, "bet").account_id == "BETA"
        with pytest.raises(UnknownCase, match="recoup cases"):
            find_case(session, "OMEGA")
        with pytest.raises(UnknownCase):
            find_case(session, "%")


READING = Extraction(
    documents=(
        ContractDocument(
            file="msa.pdf",
            sha256="ab",
            pages=2,
            kind="master",
            terms=(
                Price(
                    unit_amount="0.000400000000",
                    citations=(Citation(file="msa.pdf", page=1, quote="x", match=Match.EXACT),),
                ),
                Escalation(percent="5.0"),
            ),
            unresolved=(Unresolved(page=1, quote="q", why="w"),),
        ),
        ContractDocument(file="order.pdf", sha256="cd"),
    )
)


def test_a_reading_comes_back_as_it_was_and_is_kept_once(store):
    key = reading_key([("msa.pdf", "ab"), ("order.pdf", "cd")], "grammar")
    for _ in range(2):
        with store.begin() as session:
            save_reading(session, key, "grammar", READING)
    with store.begin() as session:
        assert load_reading(session, key) == READING
        assert load_reading(session, "another") is None


def test_a_reading_is_known_by_contents_and_readers_not_by_order():
    one = reading_key([("a", "1"), ("b", "2")], "grammar")
    assert one == reading_key([("b", "2"), ("a", "1")], "grammar")
    assert one != reading_key([("a", "1"), ("b", "3")], "grammar")
    assert one != reading_key([("a", "1"), ("b", "2")], "model")


def decided(store: Store, version: int = 1, action: str = "approve") -> None:
    with store.begin() as session:
        decide(session, case_id_of("ACME"), version, Given(action, "Ada", "because"))


def test_only_a_waiting_case_is_decided_and_only_once(store):
    opened(store)
    with pytest.raises(CaseNotWaiting, match="still runs"):
        decided(store)
    set_status(store, "waiting")
    decided(store)
    with pytest.raises(AlreadyDecided, match="approve by Ada"):
        decided(store, action="reject")


def test_of_two_decisions_at_once_one_wins(store):
    opened(store)
    set_status(store, "waiting")
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def one(action: str) -> None:
        gate.wait()
        try:
            decided(store, action=action)
            outcomes.append("won")
        except StoreError:
            outcomes.append("lost")

    threads = [threading.Thread(target=one, args=(action,)) for action in ("approve", "reject") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "lost", "lost", "won"]


def line(month: int, amount: str = "2300.00", **changes) -> OutboxLine:
    usual = OutboxLine(
        "ACME",
        "Plan",
        "missed_escalation",
        "under",
        f"2026-{month:02}-01",
        f"2026-{month + 1:02}-01",
        Decimal(amount),
        "USD",
    )
    return replace(usual, **changes)


def document(version: int, *lines: OutboxLine) -> OutboxDocument:
    total = sum((one.amount for one in lines), Decimal(0))
    return OutboxDocument(
        case_id_of("ACME"), version, "ACME", "corrective_invoice", "USD", total, {"n": 1}, lines
    )


def test_the_same_document_is_put_once_however_often(store):
    opened(store)
    for _ in range(3):
        with store.begin() as session:
            put(session, document(1, line(7), line(8)))
    with store.begin() as session:
        assert len(list_outbox(session)) == 1
        assert len(sent_lines(session, "ACME")) == 2


def test_what_was_put_once_cannot_be_put_by_another_version(store):
    opened(store)
    with store.begin() as session:
        put(session, document(1, line(7)))
    with pytest.raises(IntegrityError), store.begin() as session:
        put(session, document(2, line(7)))
    with store.begin() as session:
        assert len(list_outbox(session)) == 1


def test_a_key_is_what_is_recovered_and_not_how_it_is_written():
    assert line(7, "2300").key == line(7, "2300.00").key
    assert line(7).key != line(8).key
    assert line(7).key != line(7, "2300.01").key
    assert line(7).key != line(7, account_id="BETA").key
    assert line(7).key != line(7, cause="rounding").key


def test_a_new_version_cancels_what_was_not_delivered_and_only_that(store):
    opened(store)
    with store.begin() as session:
        put(session, document(1, line(7)))
        mark_delivered(session, document(1).id)
    opened(store, fingerprint="print-2")
    with store.begin() as session:
        put(session, document(2, line(8)))
    opened(store, fingerprint="print-3")
    with store.begin() as session:
        assert [row.status for row in list_outbox(session)] == ["delivered", "cancelled"]
        assert [row.period_start for row in sent_lines(session, "ACME")] == ["2026-07-01"]


def test_one_process_at_a_time_works_on_a_store(tmp_path):
    file = tmp_path / "recoup.db"
    first, second = worker_lock(file), worker_lock(file)
    with first, pytest.raises(StoreBusy, match="another recoup process"):
        second.__enter__()
    with worker_lock(file):
        pass
