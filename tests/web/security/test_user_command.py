"""`recoup user` and `recoup serve`: the first admin, and what is said before there is one."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app.cli import app
from app.web.security.passwords import check, hash_password, matches
from app.wrong_input import InputWrong
from store.errors import StoreError
from store.people import PersonUnfit, person_by_email
from store.sign_ins import start_session
from store.store import Store
from store.web_tables import SessionRow

PASSWORD = "seven brown kettles hum"


@pytest.fixture
def url(tmp_path, empty_store):
    shutil.copy(empty_store, tmp_path / "people.db")
    return f"sqlite:///{tmp_path / 'people.db'}"


@pytest.fixture
def recoup(url, quick_passwords):
    def run(*words, typed=""):
        return CliRunner().invoke(app, [*words, "--store", url], input=typed)

    return run


def listed(recoup):
    answer = recoup("user", "list", "--json", "-")
    return {each["email"]: each for each in json.loads(answer.stdout)["people"]}


def person(url, email):
    store = Store.open(url)
    with store.read() as session:
        found = person_by_email(session, email)
    store.close()
    return found


def test_the_first_one_has_every_role_and_the_next_need_theirs_named(recoup, url):
    assert recoup("user", "add", "Ann@Example.com", typed=PASSWORD + "\n").exit_code == 0
    assert listed(recoup)["ann@example.com"]["roles"] == [
        "analyst",
        "specialist",
        "approver",
        "admin",
    ]
    assert matches(person(url, "ann@example.com").password, PASSWORD)
    refused = recoup("user", "add", "bob@example.com", typed=PASSWORD + "\n")
    assert isinstance(refused.exception, InputWrong)
    assert "--role analyst" in str(refused.exception)
    added = recoup(
        "user", "add", "bob@example.com", "--role", "approver", "--account", "A-1", "--no-password"
    )
    assert added.exit_code == 0
    bob = listed(recoup)["bob@example.com"]
    assert (bob["roles"], bob["accounts"]) == (["approver"], ["A-1"])
    assert person(url, "bob@example.com").password is None


def test_a_password_is_made_up_where_that_is_asked(recoup, url):
    answer = recoup("user", "add", "ann@example.com", "--generate")
    made = re.search(r"shown this once: (\S+)", answer.stdout)[1]
    assert matches(person(url, "ann@example.com").password, made)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 201,
        "aaaaaaaaaaaaaaaa",
        "passwordpassword",
        "recoup-recoup1",
        "ann@example.com",
    ],
)
def test_easy_passwords_are_refused(password):
    with pytest.raises(PersonUnfit, match="password"):
        check(password, "ann@example.com")


def test_roles_accounts_and_locks_change(recoup, url):
    recoup("user", "add", "root@example.com", "--generate")
    recoup("user", "add", "ann@example.com", "--role", "analyst", "--generate")
    recoup("user", "set", "ann@example.com", "--role", "approver", "--account", "A-2")
    recoup("user", "lock", "ann@example.com")
    ann = listed(recoup)["ann@example.com"]
    assert (ann["roles"], ann["accounts"], ann["active"]) == (["approver"], ["A-2"], False)
    recoup("user", "unlock", "ann@example.com")
    recoup("user", "set", "ann@example.com", "--all-accounts")
    ann = listed(recoup)["ann@example.com"]
    assert (ann["accounts"], ann["active"]) == (None, True)


def test_the_only_admin_is_kept(recoup):
    recoup("user", "add", "root@example.com", "--generate")
    for words in (("set", "root@example.com", "--role", "analyst"), ("lock", "root@example.com")):
        refused = recoup("user", *words)
        assert isinstance(refused.exception, StoreError)
        assert "only admin" in str(refused.exception)


def test_a_new_password_ends_every_session(recoup, url):
    recoup("user", "add", "root@example.com", "--generate")
    store = Store.open(url)
    with store.begin() as session:
        start_session(session, person_by_email(session, "root@example.com"), hours=1)
    recoup("user", "password", "root@example.com", typed=PASSWORD + "\n")
    with store.read() as session:
        assert session.exec(select(SessionRow)).all() == []
    store.close()
    assert matches(person(url, "root@example.com").password, PASSWORD)


def test_somebody_who_is_not_there_is_said(recoup):
    recoup("user", "add", "root@example.com", "--generate")
    refused = recoup("user", "set", "nobody@example.com", "--role", "analyst")
    assert "recoup user list" in str(refused.exception)


def test_the_server_does_not_start_without_an_admin(recoup, url):
    refused = recoup("serve", "--port", "0", "--no-worker")
    assert isinstance(refused.exception, InputWrong)
    assert "recoup user add" in str(refused.exception)


def test_a_port_that_is_taken_is_said(recoup):
    import socket

    recoup("user", "add", "root@example.com", "--generate")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = recoup("serve", "--port", str(taken.getsockname()[1]), "--no-worker")
    assert "choose another --port" in str(refused.exception)


def test_hashes_are_argon2id_with_the_parameters_for_servers():
    hashed = hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
