"""What an engine holds of one book, from its files to its accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from billing.book_reading import Reading
from billing.facts import AccountFacts, InvoiceLine, SubscriptionItem, UsageEvent
from billing.volume.book import AccountsInTurn, Order
from billing.volume.engine import Engine
from billing.volume.line_facts import LineFacts
from billing.volume.usage_facts import UsageFacts

Known = tuple[Mapping[str, list[SubscriptionItem]], Mapping[str, list[InvoiceLine]]]


class Volumes:
    """The invoice lines and the usage of a book, as far as they are large."""

    def __init__(self, reading: Reading, url: str | None) -> None:
        """In the engine at `url`, or the embedded one; raises BookUnreadable where none answers."""
        self._reading = reading
        self._engine = Engine(url)
        self._lines: LineFacts | None = None
        self._usage: UsageFacts | None = None

    def read_lines(self, files: Sequence[str], once: Callable[..., Iterable[InvoiceLine]]) -> None:
        """Read the files of invoice lines; `once` reads a sheet of them."""
        self._lines = LineFacts(self._reading, self._engine, files, once)

    def read_usage(
        self, files: Sequence[str], once: Callable[..., Iterable[UsageEvent]], known: Known
    ) -> None:
        """Read the files of usage; what is `known` says whose periods turn within a month."""
        by_day = set(self._lines.by_day()) if self._lines else set()
        items, lines = known
        for facts in (items, lines):
            by_day |= {
                account
                for account, found in facts.items()
                if any(day and day.day != 1 for each in found for day in _bounds(each))
            }
        self._usage = UsageFacts(self._reading, self._engine, files, by_day, once)

    def accounts(self, bare: Mapping[str, AccountFacts], order: Order) -> AccountsInTurn:
        """The accounts of the book; `order` is that of their lines."""
        return AccountsInTurn(bare, self._lines, self._usage, order)

    def month_ends(self) -> dict[date, int] | None:
        """On how many lines each day ends a period that begins on the first of a month."""
        return self._lines.month_ends() if self._lines else None

    def pour_into(
        self, lines: dict[str, list[InvoiceLine]], usage: dict[str, list[UsageEvent]]
    ) -> None:
        """Every line and event, one by one: for what must be laid beside another source."""
        accounts = list(self._reading.accounts)
        if self._lines:
            lines.update(self._lines.of(accounts))
        if self._usage:
            usage.update({each: self._usage.single(each) for each in self._usage.accounts})
        self._engine.close()


def _bounds(each: Any) -> tuple[date | None, date | None]:
    """Where an item of the configuration, or a line, begins and ends."""
    if isinstance(each, InvoiceLine):
        return each.period_start, each.period_end
    return each.start, each.end
