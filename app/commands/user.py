"""`recoup user`: the people who may sign in, from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.opening import open_store
from app.output import console, plain, say_aside, table, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from sqlmodel import Session

    from store.store import Store
    from store.web_tables import PersonRow

ASKED_TWICE = "The two passwords differ: nothing was changed. Try again."


@dataclass(frozen=True, slots=True)
class Added:
    """A person to add."""

    email: str
    name: str | None
    roles: Sequence[str]
    accounts: Sequence[str] | None
    generate: bool = False
    no_password: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What to change about a person; None and () leave it."""

    email: str
    name: str | None
    roles: Sequence[str]
    accounts: Sequence[str] | None
    all_accounts: bool = False


def add(asked: Added, store_url: str | None) -> None:
    """Add a person, and say what they may do."""
    from app.web.security.passwords import hash_password
    from store.people import ROLE_NAMES, add_person, people, person_by_email, written_email

    store = open_store(store_url)
    with store.read() as session:
        first = people(session, limit=1)[1] == 0
        there = person_by_email(session, written_email(asked.email)) is not None
    if there:
        msg = f"{asked.email} is there already: `recoup user set` changes roles, `recoup user password` the password."
        raise InputWrong(msg)
    if not (asked.roles or first):
        msg = f"say what {asked.email} does: --role {', --role '.join(ROLE_NAMES)}"
        raise InputWrong(msg)
    secret = None if asked.no_password else ask_password(asked.email, generate=asked.generate)
    hashed = hash_password(secret) if secret else None
    with store.begin() as session:
        row = add_person(
            session,
            asked.email,
            asked.name or "",
            asked.roles or ROLE_NAMES,
            password=hashed,
            accounts=asked.accounts or None,
            by=who(),
        )
    console().print(plain(f"{row.email} may sign in as {', '.join(row.roles)}."))


def list_people(store_url: str | None, out: str | None) -> None:
    """List everybody."""
    from store.people import access_of, people

    store = open_store(store_url, must_exist=True)
    with store.read() as session:
        rows, _ = people(session, limit=100_000)
        listed = [(row, access_of(session, row)) for row in rows]
    body = [
        {
            "email": row.email,
            "name": row.name,
            "roles": row.roles,
            "accounts": None if access is None else sorted(access),
            "active": row.active,
            "locked_until": row.locked_until,
            "signed_in_at": row.signed_in_at,
        }
        for row, access in listed
    ]
    write_json(out, {"people": body})
    if not to_people(out):
        return
    if not listed:
        console().print("Nobody may sign in yet: `recoup user add EMAIL` makes the first admin.")
        return
    made = table(
        ("e-mail", "left"),
        ("name", "left"),
        ("roles", "left"),
        ("accounts", "left"),
        ("last sign-in", "left"),
    )
    for row, access in listed:
        sees = "all" if access is None else ", ".join(sorted(access)) or "none"
        last = (row.signed_in_at or "never")[:16].replace("T", " ") if row.active else "locked"
        made.add_row(plain(row.email), plain(row.name), ", ".join(row.roles), plain(sees), last)
    console().print(made)


def change(asked: Changed, store_url: str | None) -> None:
    """Change roles, name, accounts."""
    from store.people import rename, set_access, set_roles

    if asked.all_accounts and asked.accounts:
        msg = "--all-accounts and --account exclude each other"
        raise InputWrong(msg)
    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        row = _person(session, asked.email)
        rename(session, row, asked.name or "", who())
        if asked.roles:
            set_roles(session, row, asked.roles, who())
        if asked.all_accounts or asked.accounts:
            set_access(session, row, asked.accounts or None, who())
        sees = "all accounts" if row.all_accounts else "the accounts on their list"
    console().print(plain(f"{row.email} is {', '.join(row.roles)}, and sees {sees}."))


def set_active(email: str, store_url: str | None, *, active: bool) -> None:
    """Lock a person out, or let them in again."""
    from store.people import forget_failures
    from store.people import set_active as keep

    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        row = _person(session, email)
        keep(session, row, who(), active=active)
        if active:
            forget_failures(session, row)
    words = "may sign in" if active else "may sign in no longer; sessions and tokens ended"
    console().print(plain(f"{row.email} {words}."))


def set_password(email: str, store_url: str | None, *, generate: bool) -> None:
    """Give a person a new password."""
    from app.web.security.passwords import hash_password
    from store.people import set_password as keep
    from store.sign_ins import end_sessions

    store = open_store(store_url, must_exist=True)
    with store.read() as session:
        _person(session, email)
    hashed = hash_password(ask_password(email, generate=generate))
    with store.begin() as session:
        row = _person(session, email)
        keep(session, row, hashed, who())
        end_sessions(session, row.id)
    console().print(plain(f"{row.email} has a new password; every session ended."))


def ask_password(email: str, *, generate: bool = False) -> str:
    """A password from the terminal, typed twice; where there is none, from a line of standard input.

    With `generate` it is made up and printed once.
    """
    from app.web.security.passwords import check, made_up

    if generate:
        made = made_up()
        console().print(f"The password, shown this once: {made}")
        return made
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\n")
        if not given:
            msg = "no password came on standard input: give one as a line, or use --generate"
            raise InputWrong(msg)
    else:
        say_aside(f"A password for {email}: at least 12 characters, a few words will do.")
        given = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != given:
            raise InputWrong(ASKED_TWICE)
    check(given, email)
    return given


def who() -> str:
    """Who works at the command line, for the audit trail."""
    try:
        return f"{getpass.getuser()} at the command line"
    except (OSError, KeyError):
        return "somebody at the command line"


def _person(session: Session, email: str) -> PersonRow:
    from store.people import person_by_email

    row = person_by_email(session, email)
    if row is None:
        msg = f"there is no {email}: `recoup user list` shows who there is"
        raise InputWrong(msg)
    return row


def first_admin(store: Store, url: str | None) -> None:
    """Make sure that somebody can rule over people: asked for on a terminal, else an error.

    Raises InputWrong.
    """
    from store.people import has_admin

    with store.read() as session:
        there = has_admin(session)
    if there:
        return
    if not sys.stdin.isatty():
        named = f" --store {url}" if url else ""
        msg = (
            "there is no admin yet, so nobody could sign in. Make the first one with "
            f"`recoup user add you@example.com --role admin{named}`; without --role it has every role."
        )
        raise InputWrong(msg)
    say_aside("There is no admin yet. Who is the first one?")
    email = input("E-mail address: ").strip()
    from store.people import ROLE_NAMES

    add(Added(email, None, ROLE_NAMES, None), url)
