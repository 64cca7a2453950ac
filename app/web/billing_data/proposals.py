"""Which contract product each billed product is taken for, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from agent.contracts import ReaderChoice, folder_of
from agent.corrections import corrected, corrections_of
from billing.catalog import Catalog
from billing.facts import AccountFacts, Book
from billing.matching import Matching
from store.billing_tables import BilledProductRow
from store.readings import load_reading
from store.store import Store
from terms.contract import Extraction
from terms.timeline import Agreement

NOT_READ = "the account's contracts are not read yet"


def proposals(book: Book, readings: Mapping[str, Extraction | None]) -> Iterator[BilledProductRow]:
    """A row for each billed product of each account that has contracts."""
    for account_id, facts in book.accounts.items():
        if account_id in readings:
            yield from _of_account(facts, readings[account_id])


def _of_account(facts: AccountFacts, reading: Extraction | None) -> Iterator[BilledProductRow]:
    account = facts.account
    catalog = Catalog(Agreement(reading or Extraction()))
    matching = Matching(facts, catalog)
    choices = [product.name for product in catalog.products]
    amounts: dict[str, Decimal] = {}
    for line in facts.lines:
        if line.currency == account.currency and line.status not in {"draft", "void"}:
            amounts[line.product] = amounts.get(line.product, Decimal(0)) + line.amount
    for billed in [*matching.matches, *matching.unmatched()]:
        match = matching.matches.get(billed)
        grounds = match.grounds if match else "" if reading is not None else NOT_READ
        yield BilledProductRow(
            account_id=account.account_id,
            billed=billed,
            contract=match.product.name if match else None,
            score=None if match is None else Decimal(f"{match.score:.2f}"),
            grounds=grounds,
            choices=choices,
            doubtful=reading is not None and (match is None or not match.certain),
            amount=amounts.get(billed, Decimal(0)),
            currency=account.currency,
        )


def readings_of(
    store: Store, path: Path, book: Book, choice: ReaderChoice
) -> dict[str, Extraction | None]:
    """Account → its contracts as the store has them read; None where they are not read yet."""
    found: dict[str, Extraction | None] = {}
    label = choice.label
    for account_id, papers in book.contracts.items():
        folder = folder_of(path, account_id, papers)
        with store.read() as session:
            reading = load_reading(session, folder.key(label))
        if reading is not None:
            outcome = corrected(reading, corrections_of(store, account_id))
            reading = outcome if isinstance(outcome, Extraction) else None
        found[account_id] = reading
    return found
