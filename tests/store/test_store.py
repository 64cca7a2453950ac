"""The store: exact money, migrations, SQLite's settings."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlmodel import SQLModel

from store.columns import ExactText
from store.engine import journal_mode, sqlite_file
from store.errors import StoreTooNew, StoreUnreadable
from store.migrations.steps import HEAD, known_revisions
from store.store import Store
from store.tables import AccountRow, CaseRow
from terms.money import NotAnAmount


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'recoup.db'}"


def test_a_new_store_has_every_table_as_declared(url):
    store = Store.open(url)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_newest_step_is_the_last_file():
    assert known_revisions()[-1] == HEAD


def test_opening_again_keeps_what_is_there(url):
    store = Store.open(url)
    with store.begin() as session:
        session.add(AccountRow(account_id="ACME", name="Acme", currency="USD", timezone="UTC"))
    with Store.open(url).begin() as session:
        assert session.get(AccountRow, "ACME").name == "Acme"


def test_a_store_of_a_newer_version_is_refused_with_what_to_do(url):
    store = Store.open(url)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew, match="update recoup"):
        Store.open(url)


def test_money_keeps_every_digit(url):
    store = Store.open(url)
    exact = Decimal("12345678901234567.890123456789")
    with store.begin() as session:
        session.add(AccountRow(account_id="ACME", name="Acme", currency="USD", timezone="UTC"))
        session.flush()
        session.add(
            CaseRow(
                case_id="c",
                account_id="ACME",
                fingerprint="f",
                as_of="2026-11-01",
                confidence=exact,
            )
        )
    with store.begin() as session:
        assert session.get(CaseRow, "c").confidence == exact


def test_a_float_is_refused():
    with pytest.raises(NotAnAmount, match="not an exact number"):
        ExactText().process_bind_param(0.1, sqlite_dialect())


def add_acme_and_break(store: Store) -> None:
    with store.begin() as session:
        session.add(AccountRow(account_id="ACME", name="Acme", currency="USD", timezone="UTC"))
        session.flush()
        raise KeyError


def test_a_block_that_raises_leaves_nothing(url):
    store = Store.open(url)
    with pytest.raises(KeyError):
        add_acme_and_break(store)
    with store.begin() as session:
        assert session.get(AccountRow, "ACME") is None


def test_sqlite_is_set_up_to_lose_nothing(url):
    store = Store.open(url)
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    assert settings == {
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 60_000,
        "journal_mode": journal_mode().lower(),
    }


def test_the_write_ahead_log_is_used_only_where_sqlite_is_free_of_its_bug():
    assert journal_mode((3, 51, 2)) == "DELETE"
    assert journal_mode((3, 51, 3)) == "WAL"
    assert journal_mode((3, 53, 0)) == "WAL"


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "recoup.db").write_text("not a database, and long enough to be sure of it" * 100)
    with pytest.raises(StoreUnreadable, match="cannot be opened as a store"):
        Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")


@pytest.mark.parametrize("url", ["what is this", "nosuch://x/y"])
def test_a_url_that_leads_nowhere_is_named(url):
    with pytest.raises(StoreUnreadable):
        Store.open(url)


def test_a_transaction_takes_the_write_lock_at_its_start(url):
    store = Store.open(url)
    file = sqlite_file(url)
    with store.begin() as session:
        session.execute(text("SELECT 1"))
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
