"""A folder of CSV files and contracts, read as a Book (FORMATS.md section 1).

A row that cannot be read goes to the quarantine with its file, row and reason and never stops the
rest; a file that is not there is empty, with a note; what no reading can do without is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from billing import rows
from billing.book_notes import book_notes
from billing.book_reading import Reading
from billing.cells import Row
from billing.contracts_folder import contracts_of
from billing.csv_rows import Sheet
from billing.errors import BookUnreadable
from billing.facts import (
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
    reading = Reading(path)
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


def _read_accounts(reading: Reading) -> None:
    sheet = reading.sheet("accounts.csv", ("account_id", "currency"))
    for row, account in reading.facts(sheet, rows.account):
        if account.account_id in reading.accounts:
            reading.refuse(sheet.file, row, f"'account_id' {account.account_id} has a row already")
            continue
        if fault := rows.timezone_fault(account.timezone):
            reading.refuse(sheet.file, row, f"{fault}: the account is kept, with UTC")
            account = replace(account, timezone="UTC")  # noqa: PLW2901 - the same row, mended
        reading.accounts[account.account_id] = account


def _billing_sheet(reading: Reading, file: str, required: Sequence[str]) -> Sheet:
    sheet = reading.sheet(file, required)
    if not sheet.present and not (reading.path / "stripe").is_dir():
        reading.notes.append(f"{file} is not there: nothing is known of what it would hold.")
    return sheet


def _read_items(reading: Reading) -> dict[str, list[SubscriptionItem]]:
    sheet = _billing_sheet(reading, SUBSCRIPTIONS, ("account_id", "product"))

    def read(row: Row) -> SubscriptionItem:
        return rows.subscription_item(row, reading.accounts[reading.known(row)].currency)

    found: dict[str, list[SubscriptionItem]] = defaultdict(list)
    for item in reading.once(sheet, read, _item_twice):
        found[item.account_id].append(item)
    return found


def _item_twice(item: SubscriptionItem) -> tuple[object, str]:
    return item, f"Item {item.item_id} stands in the file twice, word for word"


def _read_lines(reading: Reading) -> dict[str, list[InvoiceLine]]:
    required = ("account_id", "invoice_id", "invoice_date", "status", "product", "kind")
    sheet = _billing_sheet(reading, INVOICE_LINES, (*required, "amount", "currency"))

    def read(row: Row) -> InvoiceLine:
        reading.known(row)
        return rows.invoice_line(row)

    found: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in reading.once(sheet, read, _line_twice):
        found[line.account_id].append(line)
    return found


def _line_twice(line: InvoiceLine) -> tuple[object, str]:
    return line, f"Line {line.line_id} of invoice {line.invoice_id} stands in the file twice"


def _read_usage(reading: Reading) -> dict[str, list[UsageEvent]]:
    sheet = _billing_sheet(reading, USAGE, ("account_id", "product", "at", "quantity"))

    def read(row: Row) -> UsageEvent:
        reading.known(row)
        return rows.usage_event(row)

    found: dict[str, list[UsageEvent]] = defaultdict(list)
    for event in reading.once(sheet, read, _event_twice):
        found[event.account_id].append(event)
    return found


def _event_twice(event: UsageEvent) -> tuple[object, str] | None:
    if event.event_id is None:
        return None
    key = (event.account_id, event.product, event.event_id)
    return key, f"Event {event.event_id} is delivered twice"


def _read_aliases(reading: Reading) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    sheet = reading.sheet("products.csv", ("account_id", "contract_name", "billing_product"))

    def read(row: Row) -> tuple[str, str, str]:
        return reading.known(row), row.needed("contract_name"), row.needed("billing_product")

    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for _, (account_id, contract_name, product) in reading.facts(sheet, read):
        names = found[account_id].get(contract_name, ())
        if product not in names:
            found[account_id][contract_name] = (*names, product)
    return found


def _read_indices(reading: Reading) -> Mapping[str, Mapping[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for path in sorted((reading.path / "indices").glob("*.csv")):
        series = found.setdefault(path.stem.lower(), {})
        sheet = reading.sheet(f"indices/{path.name}", ("month", "value"))
        for row, (month, value) in reading.facts(sheet, rows.index_value):
            if series.setdefault(month, value) != value:
                reading.refuse(sheet.file, row, f"'month' {month} has another value already")
    return found


def _read_flags(reading: Reading) -> tuple[Flag, ...]:
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
