"""The account that contracts are uploaded to: one that is there, by id or name, or a new one."""

from __future__ import annotations

from app.web.context import Person, Web
from app.web.uploading.names import account_fault
from store.tables import AccountRow
from store.uploads import find_account, search_accounts


class AccountUnfit(ValueError):
    """No account can be made out; the words say what to do."""


def chosen_account(web: Web, person: Person, account: str, new_id: str, new_name: str) -> str:
    """The account's id. Raises AccountUnfit."""
    if new_id:
        return _new(web, person, new_id, new_name)
    if not account:
        raise AccountUnfit("Name the account that the contracts belong to.")
    with web.store.read() as session:
        row = find_account(session, account)
        near = search_accounts(session, account, person.accounts, 3) if row is None else []
    if row is None or not person.sees(row.account_id):
        meant = " or ".join(f"{each.name} ({each.account_id})" for each in near)
        hint = f"is it {meant}? Choose one of the list" if meant else "choose one of the list"
        raise AccountUnfit(
            f"There is no account {account!r} to upload to: {hint}, or give a new account an id."
        )
    if fault := account_fault(row.account_id):
        raise AccountUnfit(fault)
    return row.account_id


def _new(web: Web, person: Person, new_id: str, new_name: str) -> str:
    if fault := account_fault(new_id):
        raise AccountUnfit(fault)
    if not person.sees(new_id):
        raise AccountUnfit("You see a list of accounts; an admin can add a new one to it.")
    with web.store.begin() as session:
        if session.get(AccountRow, new_id) is None:
            session.add(
                AccountRow(
                    account_id=new_id,
                    name=new_name[:200] or new_id,
                    currency=web.settings.currency,  # until its contracts say another
                    timezone="UTC",
                )
            )
    return new_id
