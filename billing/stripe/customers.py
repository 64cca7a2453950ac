"""Which account a Stripe customer is: by its metadata, its id, or its name; and accounts from customers.

`metadata.account_id` says it; else the customer's own id; else a name that one account and one customer share.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from billing import rows
from billing.cells import CellUnreadable, currency
from billing.facts import Account
from billing.stripe.export import Export, Found
from billing.stripe.objects import Customer

_OWN_IDS = ("account_id", "accountId", "account")


class Customers:
    """The account of each customer; objects of others are counted, and told once a customer."""

    def __init__(self, export: Export) -> None:
        """Match every customer; without accounts.csv each becomes an account."""
        self._export = export
        self._accounts = export.reading.accounts
        self._account_of: dict[str, str] = {}
        self._left_out: dict[str, list[tuple[Found[Any], str]]] = defaultdict(list)
        if not (export.reading.path / "accounts.csv").is_file():
            self._make_accounts()
        names = self._unique_names()
        for customer_id, found in export.customers.items():
            account_id = self._match(found.value, names)
            if account_id is not None:
                self._account_of[customer_id] = account_id

    def known(self, customer_id: str | None) -> Account | None:
        """The account of a customer, or None."""
        return self._accounts.get(self._account_of.get(customer_id or "", customer_id or ""))

    def account(self, found: Found[Any], name: str, customer_id: str | None) -> Account | None:
        """The account of an object; None, and remembered, where nothing says whose it is."""
        account = self.known(customer_id)
        if account is None:
            self._left_out[customer_id or ""].append((found, name))
        return account

    def tell_left_out(self) -> None:
        """One quarantined row for each customer that no account is known for."""
        for customer_id, objects in self._left_out.items():
            found, name = objects[0]
            others = f" (and {len(objects) - 1} more objects)" if len(objects) > 1 else ""
            if not customer_id:
                self._export.refuse(found, name, f"it names no customer{others}")
                continue
            known = "is no account" if customer_id in self._export.customers else "is not exported"
            reason = (
                f"its customer {customer_id} {known}{others}: put the account's id into the customer's "
                "metadata as account_id, or add the customer to accounts.csv"
            )
            self._export.refuse(found, name, reason)

    def _match(self, customer: Customer, names: dict[str, str]) -> str | None:
        own = next((customer.metadata[key] for key in _OWN_IDS if key in customer.metadata), None)
        if own in self._accounts:
            return own
        if customer.id in self._accounts:
            return customer.id
        account_id = names.get(_folded(customer.name or ""))
        if account_id is not None:
            self._export.note(
                f"{account_id}: Stripe customer {customer.id} is taken for it by its name, '{customer.name}'."
            )
        return account_id

    def _unique_names(self) -> dict[str, str]:
        """Folded name → the only account of that name, if only one customer has it too."""
        accounts = Counter(_folded(each.name) for each in self._accounts.values())
        customers = Counter(
            _folded(found.value.name or "") for found in self._export.customers.values()
        )
        return {
            name: each.account_id
            for each in self._accounts.values()
            if accounts[name := _folded(each.name)] == 1 and customers[name] == 1
        }

    def _make_accounts(self) -> None:
        used = _currencies(self._export)
        for customer_id, found in self._export.customers.items():
            customer = found.value
            if customer.deleted:
                self._export.note(f"stripe: customer {customer_id} was deleted and is no account.")
                continue
            own = next(
                (customer.metadata[key] for key in _OWN_IDS if key in customer.metadata),
                customer_id,
            )
            if own in self._accounts:
                self._export.note(f"{own}: several Stripe customers are this account.")
                continue
            billed = used.get(customer_id)
            code = customer.currency or (billed.most_common(1)[0][0] if billed else None)
            account = self._account(found, own, code)
            if account is not None:
                self._accounts[own] = account

    def _account(self, found: Found[Customer], own: str, code: str | None) -> Account | None:
        customer = found.value
        if code is None:
            self._export.refuse(
                found, customer.id, "it has no currency, and nothing was billed to it"
            )
            return None
        try:
            code = currency("currency", code)
        except CellUnreadable as fault:
            self._export.refuse(found, customer.id, str(fault))
            return None
        timezone = customer.metadata.get("timezone", "UTC")
        if fault_of_zone := rows.timezone_fault(timezone):
            self._export.note(f"{own}: {fault_of_zone}: UTC is used.")
            timezone = "UTC"
        name = customer.name or customer.description or customer.email or own
        return Account(own, name, code, timezone)


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _currencies(export: Export) -> dict[str, Counter[str]]:
    """Customer → the currencies in which it is billed."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    every: Iterable[Any] = (
        *(each.value for each in export.subscriptions.values()),
        *(each.value for each in export.invoices.values()),
    )
    for each in every:
        if each.customer and each.currency:
            found[each.customer][each.currency.upper()] += 1
    return found
