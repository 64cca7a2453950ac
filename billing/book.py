"""A folder of CSV files and contracts, read as a Book (FORMATS.md section 1).

A row that cannot be read goes to the quarantine with its file, row and reason and never stops the
rest; a file that is not there is empty, with a note; what no reading can do without is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol, TypeVar

from billing import rows
from billing.book_notes import book_notes
from billing.cells import CellUnreadable, Row
from billing.contracts_folder import contracts_of
from billing.csv_rows import IN_QUARANTINE, Sheet, read_sheet
from billing.errors import BookUnreadable
from billing.facts import (
    Account,
    AccountFacts,
    Book,
    Flag,
    InvoiceLine,
    Quarantined,
    SubscriptionItem,
    UsageEvent,
)
from billing.policy import load_policy

__all__ = ["BookUnreadable", "read_book"]

SUBSCRIPTIONS = "billing/subscriptions.csv"
INVOICE_LINES = "billing/invoice_lines.csv"
USAGE = "billing/usage.csv"


class _OfAccount(Protocol):
    @property
    def account_id(self) -> str: ...


Fact = TypeVar("Fact", bound=_OfAccount)
Anything = TypeVar("Anything")


@dataclass(slots=True)
class _Reading:
    """What is gathered while a book is read."""

    path: Path
    accounts: dict[str, Account] = field(default_factory=dict)
    quarantine: list[Quarantined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    near: dict[str, str] = field(default_factory=dict)

    def sheet(self, file: str, required: Sequence[str]) -> Sheet:
        """A CSV file of the book; its broken rows are in the quarantine already."""
        sheet = read_sheet(self.path, file, required)
        self.quarantine += sheet.quarantine
        self.notes += sheet.notes
        return sheet

    def refuse(self, file: str, row: Row, reason: str) -> None:
        """Put a row into the quarantine."""
        self.quarantine.append(Quarantined(file, row.number, f"{reason}. {IN_QUARANTINE}"))

    def facts(
        self, sheet: Sheet, read: Callable[[Row], Anything]
    ) -> Iterator[tuple[Row, Anything]]:
        """Each row that `read` accepts, with what it gives; the others go to the quarantine."""
        for row in sheet.rows:
            try:
                yield row, read(row)
            except CellUnreadable as fault:
                self.refuse(sheet.file, row, str(fault))

    def known(self, row: Row) -> str:
        """The row's account. Raises CellUnreadable where accounts.csv does not hold it."""
        account_id = row.needed("account_id")
        if account_id not in self.accounts:
            raise CellUnreadable(self._unknown(account_id))
        return account_id

    def _unknown(self, account_id: str) -> str:
        if account_id not in self.near:
            close = _nearest(account_id, self.accounts)
            self.near[account_id] = f" (is it {close}?)" if close else ""
        return (
            f"'account_id' is '{account_id[:60]}', which accounts.csv does not hold"
            f"{self.near[account_id]}"
        )


def _nearest(account_id: str, accounts: Collection[str]) -> str | None:
    """The account that was probably meant; not looked for among thousands."""
    if len(accounts) > 2000:
        return None
    folded = {known.casefold(): known for known in accounts}
    close = get_close_matches(account_id.casefold(), folded, 1, 0.75)
    return folded[close[0]] if close else None


def read_book(path: Path, as_of: date | None = None) -> Book:
    """The book in the folder `path`. `as_of` only adds a note on invoices that are dated later.

    Raises BookUnreadable where the folder is no book, a file lacks a column that its rows cannot
    do without, or policy.toml (PolicyUnreadable) is not one.
    """
    if not (path / "accounts.csv").is_file():
        what = "holds no accounts.csv" if path.is_dir() else "is not a folder"
        raise BookUnreadable(
            f"{path} {what}. A book is a folder with accounts.csv (account_id, name, currency, "
            "timezone), contracts/<account_id>/*.pdf and billing/*.csv."
        )
    policy = load_policy(path / "policy.toml")
    reading = _Reading(path)
    _read_accounts(reading)
    items = _read_items(reading)
    lines = _read_lines(reading)
    usage = _read_usage(reading)
    aliases = _read_aliases(reading)
    indices = _read_indices(reading)
    facts = {
        account_id: AccountFacts(
            account=account,
            items=tuple(items[account_id]),
            lines=tuple(sorted(lines[account_id], key=_line_order)),
            usage=tuple(usage[account_id]),
            aliases=aliases.get(account_id, {}),
            indices=indices,
            policy=policy,
        )
        for account_id, account in reading.accounts.items()
    }
    flagged = _read_flags(reading)
    contracts, folder_notes = contracts_of(path, facts)
    notes = (*reading.notes, *folder_notes, *book_notes(facts, contracts, as_of))
    return Book(path, facts, contracts, flagged, _in_order(reading.quarantine), notes)


def _line_order(line: InvoiceLine) -> tuple[date, date, str]:
    return (line.period_start or line.invoice_date, line.invoice_date, line.line_id)


def _in_order(quarantine: Sequence[Quarantined]) -> tuple[Quarantined, ...]:
    return tuple(sorted(quarantine, key=lambda each: (each.file, each.row)))


def _read_accounts(reading: _Reading) -> None:
    sheet = reading.sheet("accounts.csv", ("account_id", "currency"))
    for row, account in reading.facts(sheet, rows.account):
        if account.account_id in reading.accounts:
            reading.refuse(sheet.file, row, f"'account_id' {account.account_id} has a row already")
            continue
        if fault := rows.timezone_fault(account.timezone):
            reading.refuse(sheet.file, row, f"{fault}: the account is kept, with UTC")
            account = replace(account, timezone="UTC")  # noqa: PLW2901 - the same row, mended
        reading.accounts[account.account_id] = account


def _billing_sheet(reading: _Reading, file: str, required: Sequence[str]) -> Sheet:
    sheet = reading.sheet(file, required)
    if not sheet.present and not (reading.path / "stripe").is_dir():
        reading.notes.append(f"{file} is not there: nothing is known of what it would hold.")
    return sheet


def _read_items(reading: _Reading) -> dict[str, list[SubscriptionItem]]:
    sheet = _billing_sheet(reading, SUBSCRIPTIONS, ("account_id", "product"))

    def read(row: Row) -> SubscriptionItem:
        return rows.subscription_item(row, reading.accounts[reading.known(row)].currency)

    found: dict[str, list[SubscriptionItem]] = defaultdict(list)
    for _, item in _once(reading, sheet, read, _item_twice):
        found[item.account_id].append(item)
    return found


def _item_twice(item: SubscriptionItem) -> tuple[object, str]:
    return item, "the same row stands in the file already"


def _read_lines(reading: _Reading) -> dict[str, list[InvoiceLine]]:
    required = ("account_id", "invoice_id", "invoice_date", "status", "product", "kind")
    sheet = _billing_sheet(reading, INVOICE_LINES, (*required, "amount", "currency"))

    def read(row: Row) -> InvoiceLine:
        reading.known(row)
        return rows.invoice_line(row)

    found: dict[str, list[InvoiceLine]] = defaultdict(list)
    for _, line in _once(reading, sheet, read, _line_twice):
        found[line.account_id].append(line)
    return found


def _line_twice(line: InvoiceLine) -> tuple[object, str]:
    return line, f"line {line.line_id} of invoice {line.invoice_id} stands in the file already"


def _read_usage(reading: _Reading) -> dict[str, list[UsageEvent]]:
    sheet = _billing_sheet(reading, USAGE, ("account_id", "product", "at", "quantity"))

    def read(row: Row) -> UsageEvent:
        reading.known(row)
        return rows.usage_event(row)

    found: dict[str, list[UsageEvent]] = defaultdict(list)
    for _, event in _once(reading, sheet, read, _event_twice):
        found[event.account_id].append(event)
    return found


def _event_twice(event: UsageEvent) -> tuple[object, str] | None:
    if event.event_id is None:
        return None
    key = (event.account_id, event.product, event.event_id)
    return key, f"event {event.event_id} is delivered twice; the first delivery counts"


def _once(
    reading: _Reading,
    sheet: Sheet,
    read: Callable[[Row], Fact],
    identity: Callable[[Fact], tuple[object, str] | None],
) -> Iterator[tuple[Row, Fact]]:
    """The facts of a sheet; what has the identity of an earlier row goes to the quarantine."""
    seen: dict[object, int] = {}
    for row, fact in reading.facts(sheet, read):
        if (twice := identity(fact)) is not None:
            first = seen.setdefault(twice[0], row.number)
            if first != row.number:
                reading.refuse(sheet.file, row, f"As row {first}: {twice[1]}")
                continue
        yield row, fact


def _read_aliases(reading: _Reading) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    sheet = reading.sheet("products.csv", ("account_id", "contract_name", "billing_product"))

    def read(row: Row) -> tuple[str, str, str]:
        return reading.known(row), row.needed("contract_name"), row.needed("billing_product")

    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for _, (account_id, contract_name, product) in reading.facts(sheet, read):
        names = found[account_id].get(contract_name, ())
        if product not in names:
            found[account_id][contract_name] = (*names, product)
    return found


def _read_indices(reading: _Reading) -> Mapping[str, Mapping[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for path in sorted((reading.path / "indices").glob("*.csv")):
        series = found.setdefault(path.stem.lower(), {})
        sheet = reading.sheet(f"indices/{path.name}", ("month", "value"))
        for row, (month, value) in reading.facts(sheet, rows.index_value):
            if series.setdefault(month, value) != value:
                reading.refuse(sheet.file, row, f"'month' {month} has another value already")
    return found


def _read_flags(reading: _Reading) -> tuple[Flag, ...]:
    sheet = reading.sheet("flagged.csv", ("account_id",))
    if not sheet.present:
        reason = "no flagged.csv: every account"
        return tuple(Flag(account_id, reason, None, None) for account_id in reading.accounts)

    def read(row: Row) -> Flag:
        reading.known(row)
        return rows.flag(row)

    found: dict[str, Flag] = {}
    for row, flag in reading.facts(sheet, read):
        if found.setdefault(flag.account_id, flag) is not flag:
            reading.refuse(sheet.file, row, f"'account_id' {flag.account_id} is flagged already")
    if not found:
        reading.notes.append(
            "flagged.csv names no account of the book, so there is nothing to investigate; "
            "take the file away to investigate every account."
        )
    return tuple(found.values())
