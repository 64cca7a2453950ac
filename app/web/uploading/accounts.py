"""The account that contracts are uploaded to: one that is there, by id or name, or a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import Session

from app.web.context import Person, Web
from app.web.uploading.names import account_fault
from store.tables import AccountRow
from store.uploads import find_account, search_accounts

MOST_NEAR = 200
"""Accounts that are looked at for one that is written a little differently."""
_LABEL = re.compile(r".*\((?P<id>[^()]+)\)\s*")
_SIGNS = re.compile(r"[\W_]+")


class AccountUnfit(ValueError):
    """No account can be made out; the words say what to do, `field` where."""

    def __init__(self, words: str, field: str = "account") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an upload goes."""

    account_id: str
    name: str
    is_new: bool = False

    @property
    def label(self) -> str:
        """'Northwind Traders (A-1)'."""
        same = self.name in {"", self.account_id}
        return self.account_id if same else f"{self.name} ({self.account_id})"

    @property
    def words(self) -> str:
        """What will happen, told before it does."""
        if self.is_new:
            return f"Makes a new account: {self.label}."
        return f"Goes to {self.label}."


def chosen_account(web: Web, person: Person, account: str, new_id: str, new_name: str) -> str:
    """The account's id; a new one is made. Raises AccountUnfit."""
    found = destination(web, person, account, new_id, new_name)
    if found.is_new:
        with web.store.begin() as session:
            if session.get(AccountRow, found.account_id) is None:
                session.add(
                    AccountRow(
                        account_id=found.account_id,
                        name=found.name,
                        currency=web.settings.currency,  # until its contracts say another
                        timezone="UTC",
                    )
                )
    return found.account_id


def destination(
    web: Web, person: Person, account: str, new_id: str, new_name: str = ""
) -> Destination:
    """Where an upload would go, as typed so far; nothing is made. Raises AccountUnfit."""
    new_id, new_name = new_id.strip(), " ".join(new_name.split())
    with web.store.read() as session:
        if new_id:
            return _new(session, person, new_id, new_name)
        if not account.strip():
            raise AccountUnfit("Name the account that the contracts belong to.")
        row = _there(session, person, account)
        near = search_accounts(session, account, person.accounts, 3) if row is None else []
    if row is None:
        meant = " or ".join(f"{each.name} ({each.account_id})" for each in near)
        hint = f"is it {meant}? Choose one of the list" if meant else "choose one of the list"
        raise AccountUnfit(
            f"There is no account {account.strip()!r} to upload to: {hint}, or give a new account an id."
        )
    if fault := account_fault(row.account_id):
        raise AccountUnfit(fault)
    return Destination(row.account_id, row.name)


def _new(session: Session, person: Person, new_id: str, new_name: str) -> Destination:
    if fault := account_fault(new_id):
        raise AccountUnfit(fault, "new_account")
    there = session.get(AccountRow, new_id) or find_account(session, new_id)
    if there is not None and person.sees(there.account_id):
        return Destination(there.account_id, there.name)
    if not person.sees(new_id):
        words = "You see a list of accounts; an admin can add a new one to it."
        raise AccountUnfit(words, "new_account")
    return Destination(new_id, new_name[:200] or new_id, is_new=True)


def _there(session: Session, person: Person, typed: str) -> AccountRow | None:
    """The one account that was meant, of those that the person sees."""
    label = _LABEL.fullmatch(typed)
    for words in (typed, label["id"] if label else ""):
        row = find_account(session, words)
        if row is not None and person.sees(row.account_id):
            return row
    near = search_accounts(session, _SIGNS.sub(" ", typed), person.accounts, MOST_NEAR)
    for alike in (_bare, _first_words):
        found = [each for each in near if alike(typed, each)]
        if len(found) == 1:
            return found[0]
    return None


def _bare(typed: str, row: AccountRow) -> bool:
    """Whether they differ in signs, spaces and case only: 'a 1' is A-1, 'northwind inc' Northwind, Inc."""
    return _letters(typed) in {_letters(row.account_id), _letters(row.name)}


def _first_words(typed: str, row: AccountRow) -> bool:
    """Whether the name begins with these words: 'northwind' is Northwind, Inc., 'north' is not."""
    typed_words, words = (_SIGNS.sub(" ", each.casefold()).split() for each in (typed, row.name))
    return bool(typed_words) and words[: len(typed_words)] == typed_words


def _letters(words: str) -> str:
    return _SIGNS.sub("", words.casefold())
