"""The audit trail: whole as it is written, and every kind of tampering is found and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store.audit import rows_of, tell, tell_change, tell_once
from store.audit_check import Verdict, check
from store.cases import Inputs, case_id_of, open_case, save_findings, update_case
from store.decisions import Given, decide
from store.migrations.steps import migrate
from store.outbox import OutboxDocument, OutboxLine, mark_delivered, put
from store.store import Store
from store.tables import AuditRow

CASE = case_id_of("ACME")
INPUTS = Inputs("ACME", "Acme", "USD", "UTC", "print-1", "2026-11-01", Decimal("0.85"))
FINDING = {
    "cause": "missed_escalation",
    "product": "Plan",
    "direction": "under",
    "currency": "USD",
    "amount_total": "9200.00",
    "amount_recoverable": "9200.00",
}
DOCUMENT = OutboxDocument(
    CASE,
    1,
    "ACME",
    "corrective_invoice",
    "USD",
    Decimal("9200.00"),
    {"lines": []},
    (
        OutboxLine(
            "ACME",
            "Plan",
            "missed_escalation",
            "under",
            "2026-07-01",
            "2026-11-01",
            Decimal("9200.00"),
            "USD",
        ),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """One case from its opening to its delivery: six rows of the trail."""
    made = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    with made.begin() as session:
        open_case(session, replace(INPUTS, sources={"documents": []}))
        save_findings(session, CASE, 1, [FINDING])
        update_case(session, CASE, 1, status="waiting")
    with made.begin() as session:
        decide(session, CASE, 1, Given("approve", "Ada", "seen"))
        put(session, DOCUMENT)
    with made.begin() as session:
        mark_delivered(session, DOCUMENT.id)
    return made


def checked(store: Store, head: str | None = None) -> Verdict:
    with store.begin() as session:
        return check(session, head)


def words(store: Store, head: str | None = None) -> str:
    return "\n".join(fault.words for fault in checked(store, head).faults)


def tampered(store: Store, *statements: str) -> None:
    """As somebody with the file in hand: the guards are taken off and put back."""
    with closing(sqlite3.connect(store.file)) as file, file:
        guards = file.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
        for name, _ in guards:
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
        for _, sql in guards:
            file.execute(sql)


def test_everything_that_happened_is_a_row_in_its_order(store):
    with store.begin() as session:
        told = [row.kind for row in rows_of(session, CASE)]
    assert told == ["opened", "reading", "findings", "decision", "outbox", "delivered"]
    assert checked(store).whole
    assert checked(store).rows == 6


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE audit SET payload = '{}' WHERE number = 4"], "row 4 (decision, "),
        (["UPDATE audit SET at = '2020-01-01' WHERE number = 2"], "row 2 (reading, 2020-01-01)"),
        (["UPDATE audit SET case_id = 'other' WHERE number = 6"], "row 6 (delivered, "),
        (["DELETE FROM audit WHERE number = 3"], "row 3 removed before row 4"),
        (["DELETE FROM audit WHERE number IN (2, 3)"], "rows 2 to 3 removed before row 4"),
        (["DELETE FROM audit WHERE number = 1"], "row 1 removed before row 2"),
        (["DELETE FROM audit WHERE number > 4"], "rows 5 to 6 removed at the end"),
        (["DELETE FROM audit WHERE number = 6"], "row 6 removed at the end"),
        (
            [
                "UPDATE audit SET number = 99 WHERE number = 4",
                "UPDATE audit SET number = 4 WHERE number = 5",
                "UPDATE audit SET number = 5 WHERE number = 99",
            ],
            "row 4 (outbox) does not follow row 3",
        ),
        (
            [
                (
                    "INSERT INTO audit SELECT 7, at, kind, case_id, version, payload, hash, hash "
                    "FROM audit WHERE number = 6"
                )
            ],
            "what follows row 6 was put in past the head",
        ),
        (["DELETE FROM audit_head"], "the head of the trail was removed"),
        (["DELETE FROM audit"], "rows 1 to 6 removed at the end"),
    ],
)
def test_a_change_is_found_and_its_row_is_named(store, statements, said):
    tampered(store, *statements)
    assert said in words(store)


def test_a_trail_written_anew_from_the_middle_is_found_by_a_head_kept_elsewhere(store):
    kept = checked(store).head
    tampered(
        store,
        "DELETE FROM audit WHERE number > 5",
        "UPDATE audit_head SET number = 5, hash = (SELECT hash FROM audit WHERE number = 5)",
    )
    assert checked(store).whole  # nothing in the store itself can tell
    assert "the trail ends before row 6" in words(store, kept)
    with store.begin() as session:
        tell(session, "delivered", {"document_id": "another"}, (CASE, 1))
    assert "row 6 is not the one that the kept head names" in words(store, kept)


def test_an_earlier_head_holds_as_the_trail_grows(store):
    kept = checked(store).head
    with store.begin() as session:
        tell(session, "configuration", {"engine": "2"})
    assert checked(store, kept).whole


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE decisions SET reason = 'other'", "the decision of case"),
        ("UPDATE decisions SET decided_by = 'Bob'", "no longer says what row 4 tells"),
        ("UPDATE findings SET payload = '{}'", "findings"),
        ("UPDATE outbox SET amount = '1.00'", "the outbox of case"),
        ("UPDATE outbox SET amount = 'much'", "cannot be read any more"),
        ("UPDATE outbox SET payload = '{\"lines\": [1]}'", "no longer says what row 5 tells"),
        ("DELETE FROM decisions", "was removed from its table"),
    ],
)
def test_tables_that_no_longer_say_what_the_trail_tells_are_found(store, statement, said):
    tampered(store, statement)
    assert said in words(store)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET payload = '{}'", "never changed"),
        ("DELETE FROM audit WHERE number = 6", "never shortened"),
        ("UPDATE audit_head SET number = 1", "only moves forward"),
        ("DELETE FROM audit_head", "stays"),
    ],
)
def test_the_database_itself_refuses_changes(store, statement, said):
    with pytest.raises(IntegrityError, match=said), store.begin() as session:
        session.execute(text(statement))
    assert checked(store).whole


def test_a_guard_that_was_taken_off_is_missed(store):
    with store.begin() as session:
        session.execute(text("DROP TRIGGER audit_no_delete"))
    assert "the guard audit_no_delete" in words(store)


def tell_and_break(store: Store) -> None:
    with store.begin() as session:
        tell(session, "closed", {}, (CASE, 1))
        raise KeyError


def test_a_row_is_told_only_if_what_it_tells_happened(store):
    with pytest.raises(KeyError):
        tell_and_break(store)
    assert checked(store).rows == 6
    assert checked(store).whole


def test_a_step_that_runs_twice_tells_once_and_a_setting_only_when_it_changes(store):
    with store.begin() as session:
        for _ in range(2):
            tell_once(session, "route", {"route": "review"}, (CASE, 1))
            tell_change(session, "configuration", {"engine": "1"})
        tell_change(session, "configuration", {"engine": "2"})
        tell_change(session, "configuration", {"engine": "1"})
    assert checked(store).rows == 6 + 1 + 3


def test_a_store_of_the_first_form_gets_its_trail_when_it_is_opened(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.db'}"
    store = Store.open(url)
    with store.engine.begin() as connection:
        from alembic import command
        from alembic.config import Config

        from store.migrations.steps import FOLDER

        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    migrate(store.engine)
    with store.begin() as session:
        open_case(session, INPUTS)
    assert checked(store).whole
    assert checked(store).rows == 1


def test_the_hash_covers_every_column():
    from store.audit import row_hash

    row = AuditRow(
        number=1, at="a", kind="k", case_id="c", version=1, payload="{}", previous="0", hash=""
    )
    changes = {
        "number": 2, "at": "b", "kind": "l", "case_id": "d", "version": 2, "payload": "[]",
        "previous": "1",
    }  # fmt: skip
    for name, value in changes.items():
        other = AuditRow(**{**row.model_dump(), name: value})
        assert row_hash(other) != row_hash(row), name
