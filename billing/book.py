"""A folder of CSV files or a Stripe export, and contracts, read as a Book (FORMATS.md section 1).

A row that cannot be read goes to the quarantine with its file, row and reason and never stops the
rest; a file that is not there is empty, with a note; what no reading can do without is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from billing import rows
from billing.book_notes import book_notes
from billing.book_reading import Anything, Reading, Seen
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
from billing.policy import Policy, load_policy
from billing.stripe.beside import without_twins
from billing.stripe.reading import StripeFacts, has_stripe, read_stripe
from billing.volume.sources import engine_url, files_of, is_volume

if TYPE_CHECKING:
    from billing.volume.volumes import Volumes

__all__ = ["BookUnreadable", "read_book"]

SUBSCRIPTIONS = "billing/subscriptions.csv"
LINE_FILES = "billing/invoice_lines"
USAGE_FILES = "billing/usage"
INVOICE_LINES = f"{LINE_FILES}.csv"
USAGE = f"{USAGE_FILES}.csv"


def read_book(path: Path, as_of: date | None = None, engine: str | None = None) -> Book:
    """The book in the folder `path`. `as_of` only adds a note on invoices that are dated later.

    Large files, Parquet and JSON Lines go through a SQL engine (billing/volume): DuckDB in this
    process, or the one whose URL `engine` is, or RECOUP_ENGINE.

    Raises BookUnreadable where the folder is no book, a file lacks a column that its rows cannot
    do without, or policy.toml (PolicyUnreadable) is not one.
    """
    reading = Reading(path)
    if not (path / "accounts.csv").is_file() and not has_stripe(reading):
        what = "holds no accounts.csv" if path.is_dir() else "is not a folder"
        raise BookUnreadable(
            f"{path} {what}. A book is a folder with accounts.csv (account_id, name, currency, "
            "timezone), contracts/<account_id>/*.pdf and billing/*.csv or stripe/*.json."
        )
    policy = load_policy(path / "policy.toml")
    _read_accounts(reading)
    stripe = read_stripe(reading)
    if not reading.accounts and not (path / "accounts.csv").is_file():
        raise BookUnreadable(
            f"{path} holds no accounts.csv, and stripe/ no customer that can be read as an account: "
            "export the customers to stripe/customers.json, or write accounts.csv."
        )
    items = _read_items(reading)
    lines, usage, volumes = _read_rows(reading, items, engine)
    policy = _add_stripe(reading, stripe, (items, lines, usage), policy)
    aliases = _read_aliases(reading)
    indices = _read_indices(reading)
    facts: Mapping[str, AccountFacts] = {
        account_id: AccountFacts(
            account=account,
            items=tuple(items[account_id]),
            lines=tuple(sorted(lines[account_id], key=_line_order)),
            usage=tuple(usage[account_id]),
            aliases=aliases.get(account_id, {}),
            unread_lines=reading.unread_in(account_id, LINE_FILES),
            unread_usage=reading.unread_in(account_id, USAGE_FILES),
            indices=indices,
            policy=policy,
        )
        for account_id, account in reading.accounts.items()
    }
    flagged = _read_flags(reading)
    contracts, folder_notes = contracts_of(path, facts)
    noted, month_ends = facts, None
    if volumes is not None:
        facts = volumes.accounts(facts, _line_order)
        noted, month_ends = facts.for_notes(as_of), volumes.month_ends()
    notes = (*reading.notes, *folder_notes, *book_notes(noted, contracts, as_of, month_ends))
    return Book(path, facts, contracts, flagged, _in_order(reading.quarantine), notes)


def _read_rows(
    reading: Reading, items: Mapping[str, list[SubscriptionItem]], engine: str | None
) -> tuple[dict[str, list[InvoiceLine]], dict[str, list[UsageEvent]], Volumes | None]:
    """Invoice lines and usage by account; what is large stays in an engine, unless Stripe is beside it."""
    url = engine_url(engine)
    files = {kind: files_of(reading.path, kind) for kind in (LINE_FILES, USAGE_FILES)}
    large = {kind for kind, names in files.items() if is_volume(reading.path, names, url)}
    lines = {} if LINE_FILES in large else _read_lines(reading)
    usage = {} if USAGE_FILES in large else _read_usage(reading)
    lines, usage = defaultdict(list, lines), defaultdict(list, usage)
    if not large:
        return lines, usage, None
    from billing.volume.volumes import Volumes

    volumes = Volumes(reading, url)
    if LINE_FILES in large:
        volumes.read_lines(files[LINE_FILES], partial(_lines_in, reading, seen={}))
    if USAGE_FILES in large:
        known = (items, lines)
        volumes.read_usage(files[USAGE_FILES], partial(_events_in, reading, seen={}), known)
    if not has_stripe(reading):
        return lines, usage, volumes
    volumes.pour_into(lines, usage)
    return lines, usage, None


def _add_stripe(
    reading: Reading,
    stripe: StripeFacts,
    rows_read: tuple[
        dict[str, list[SubscriptionItem]],
        dict[str, list[InvoiceLine]],
        dict[str, list[UsageEvent]],
    ],
    policy: Policy,
) -> Policy:
    """Add what the Stripe source holds beside the rows; the policy with disputes by invoice number."""
    items, lines, usage = rows_read
    stripe = without_twins(reading, stripe, _all(items), _all(lines), _all(usage))
    for item in stripe.items:
        items[item.account_id].append(item)
    for line in stripe.lines:
        lines[line.account_id].append(line)
    for event in stripe.usage:
        usage[event.account_id].append(event)
    numbers = [stripe.numbers.get(name, name) for name in policy.disputed_invoices]
    disputed = tuple(dict.fromkeys((*policy.disputed_invoices, *numbers)))
    return policy.model_copy(update={"disputed_invoices": disputed})


def _all(by_account: dict[str, list[Anything]]) -> list[Anything]:
    return [each for found in by_account.values() for each in found]


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
    if not sheet.present and not has_stripe(reading):
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
    found: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in _lines_in(reading, sheet):
        found[line.account_id].append(line)
    return found


def _lines_in(reading: Reading, sheet: Sheet, seen: Seen | None = None) -> Iterator[InvoiceLine]:
    def read(row: Row) -> InvoiceLine:
        reading.known(row)
        return rows.invoice_line(row)

    return reading.once(sheet, read, _line_twice, seen)


def _line_twice(line: InvoiceLine) -> tuple[object, str]:
    return line, f"Line {line.line_id} of invoice {line.invoice_id} stands in the file twice"


def _read_usage(reading: Reading) -> dict[str, list[UsageEvent]]:
    sheet = _billing_sheet(reading, USAGE, ("account_id", "product", "at", "quantity"))
    found: dict[str, list[UsageEvent]] = defaultdict(list)
    for event in _events_in(reading, sheet):
        found[event.account_id].append(event)
    return found


def _events_in(reading: Reading, sheet: Sheet, seen: Seen | None = None) -> Iterator[UsageEvent]:
    def read(row: Row) -> UsageEvent:
        reading.known(row)
        return rows.usage_event(row)

    return reading.once(sheet, read, _event_twice, seen)


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
