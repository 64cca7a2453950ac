"""What people settled in the store, laid over a book: the threshold, and which product is which.

policy.toml and products.csv are the ground; what was settled in the application stands above them, for
every run and every recalculation alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from billing.facts import AccountFacts, Book
from store.matches import Settled, settled_matches
from store.settings import threshold_set
from store.store import Store


def standing(store: Store, book: Book) -> Book:
    """The book as runs take it."""
    with store.read() as session:
        threshold, matches = threshold_set(session), settled_matches(session)
    if threshold is None and not matches:
        return book

    def laid(account: str, facts: AccountFacts) -> AccountFacts:
        return _laid(facts, threshold, matches.get(account))

    return replace(book, accounts=_Laid(book.accounts, laid))


def _laid(facts: AccountFacts, threshold: Decimal | None, settled: Settled | None) -> AccountFacts:
    if threshold is not None:
        policy = facts.policy.model_copy(update={"threshold": threshold})
        facts = replace(facts, policy=policy)
    if settled is None:
        return facts
    said = {name for names in settled.names.values() for name in names} | settled.unrelated
    aliases = {
        contract: tuple(name for name in names if name not in said)
        for contract, names in facts.aliases.items()
    }
    for contract, names in settled.names.items():
        aliases[contract] = (*aliases.get(contract, ()), *names)
    kept = {contract: names for contract, names in aliases.items() if names}
    return replace(facts, aliases=kept, unrelated=settled.unrelated)


class _Laid(Mapping[str, AccountFacts]):
    """Accounts as they are asked for: a large book gives them in turn."""

    def __init__(
        self,
        accounts: Mapping[str, AccountFacts],
        laid: Callable[[str, AccountFacts], AccountFacts],
    ) -> None:
        self._accounts, self._laid = accounts, laid

    def __getitem__(self, account: str) -> AccountFacts:
        return self._laid(account, self._accounts[account])

    def __contains__(self, account: object) -> bool:
        return account in self._accounts

    def __iter__(self) -> Iterator[str]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)
