"""The accounts of a book by the million, each made when its turn comes, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing.facts import AccountFacts, InvoiceLine, UsageEvent
from billing.volume.line_facts import LineFacts
from billing.volume.usage_facts import UsageFacts

AT_A_TIME = 500
"""Accounts whose rows are asked for together: what they hold stays in memory until the next are."""

Order = Callable[[InvoiceLine], tuple[date, date, str]]


class AccountsInTurn(Mapping[str, AccountFacts]):
    """Account → its facts. What is asked for in the accounts' order is fetched once."""

    def __init__(
        self,
        bare: Mapping[str, AccountFacts],
        lines: LineFacts | None,
        usage: UsageFacts | None,
        order: Order,
    ) -> None:
        """`bare` are the accounts without what `lines` and `usage` hold of them, where these are."""
        self._bare = bare
        self._lines, self._usage, self._order = lines, usage, order
        self._place = {account: place for place, account in enumerate(bare)}
        self._names = list(bare)
        self._held: dict[str, AccountFacts] = {}
        self._last = -1
        """The place of the account asked for last: who asks in order is given many at once."""

    def __getitem__(self, account: str) -> AccountFacts:
        place = self._place[account]
        if account not in self._held:
            many = AT_A_TIME if place in {0, self._last + 1} else 1
            self._held = self._made(self._names[place : place + many])
        self._last = place
        return self._held[account]

    def __contains__(self, account: object) -> bool:
        return account in self._bare

    def __iter__(self) -> Iterator[str]:
        return iter(self._bare)

    def __len__(self) -> int:
        return len(self._bare)

    def for_notes(self, as_of: date | None) -> dict[str, AccountFacts]:
        """The accounts with those of their lines that a note on the book may speak of."""
        found = dict(self._bare)
        if self._lines:
            for account, lines in self._lines.noteworthy(as_of).items():
                ordered = tuple(sorted(lines, key=self._order))
                found[account] = replace(found[account], lines=ordered)
        for account in self._usage.accounts if self._usage else ():
            found[account] = replace(found[account], usage=_some_usage(account))
        return found

    def _made(self, accounts: list[str]) -> dict[str, AccountFacts]:
        found = {account: self._bare[account] for account in accounts}
        if self._lines:
            for account, lines in self._lines.of(accounts).items():
                ordered = tuple(sorted(lines, key=self._order))
                found[account] = replace(found[account], lines=ordered)
        if self._usage:
            for account, usage in self._usage.of(accounts).items():
                found[account] = replace(found[account], usage=usage)
        return found


def _some_usage(account: str) -> tuple[UsageEvent, ...]:
    """That an account has usage, for a note; what it is stays in the engine."""
    return (UsageEvent(account, "", date.min, Decimal(0), None, None),)
