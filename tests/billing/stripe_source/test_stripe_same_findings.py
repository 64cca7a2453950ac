"""An account billed by Stripe gives the findings that its CSV rows give, in either shape of the API."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from stripe_export import NEW, OLD, StripeExport

from agent.given_terms import given_terms
from billing.book import read_book
from billing.facts import Book
from billing.finding import Finding
from billing.investigation import compare, explain
from tests.shared import SHARED, needs_shared

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
AS_OF = date(2026, 11, 1)
ACCOUNTS = sorted(path.name for path in (SAMPLES / "book" / "contracts").iterdir())


def as_stripe(source: Path, target: Path, shape: str) -> tuple[Book, Book]:
    """A book, and the same with a Stripe source in place of billing/ and accounts.csv."""
    book = read_book(source, AS_OF)
    export = StripeExport(shape)
    for facts in book.accounts.values():
        export.add(facts)
    export.save(target)
    for name in ("products.csv", "policy.toml"):
        if (source / name).exists():
            shutil.copy(source / name, target)
    if (source / "indices").exists():
        shutil.copytree(source / "indices", target / "indices")
    return book, read_book(target, AS_OF)


@pytest.fixture(scope="module", params=[NEW, OLD])
def books(request, tmp_path_factory):
    return as_stripe(SAMPLES / "book", tmp_path_factory.mktemp("stripe"), request.param)


@pytest.fixture(scope="module")
def terms():
    return given_terms(SAMPLES / "truth.json", ACCOUNTS)


def without_discount_lines(finding: Finding) -> Finding:
    """Stripe has no ids for discounts on a line, and so those lines have names of their own."""
    main = [line for line in finding.billed_in if not line.line_id.endswith("/discount")]
    invoices = tuple(dict.fromkeys(line.invoice_id for line in main))
    return finding.model_copy(update={"billed_in": invoices})


def test_nothing_of_the_export_is_set_aside(books):
    _, stripe = books
    assert stripe.quarantine == ()


@pytest.mark.parametrize("account_id", ACCOUNTS)
def test_the_findings_are_the_same(books, terms, account_id):
    csv, stripe = (
        explain(compare(book.accounts[account_id], terms[account_id], AS_OF)) for book in books
    )
    assert [without_discount_lines(each) for each in stripe.findings] == [
        without_discount_lines(each) for each in csv.findings
    ]
    assert (stripe.questions, stripe.notes) == (csv.questions, csv.notes)


@pytest.mark.parametrize("account_id", ["A-1180", "A-4521", "A-2716", "A-5093"])
def test_the_facts_are_the_same(books, account_id):
    """Accounts without discount, tax, usage or history; Stripe bills a quantity in advance, always."""
    csv, stripe = (book.accounts[account_id] for book in books)
    assert stripe.account == csv.account
    assert stripe.lines == csv.lines
    assert stripe.items == tuple(replace(item, billing="advance") for item in csv.items)


@needs_shared
@pytest.mark.parametrize("shape", [NEW, OLD])
@pytest.mark.parametrize("name", ["saas", "mixed"])
def test_the_evaluation_books_give_the_same_amounts(tmp_path, name, shape):
    folder = SHARED / "books" / name
    csv, stripe = as_stripe(folder / "book", tmp_path, shape)
    contracts = given_terms(folder / "truth.json", csv.accounts)

    def amounts(book: Book, account_id: str) -> list[tuple[object, ...]]:
        found = explain(compare(book.accounts[account_id], contracts[account_id], AS_OF)).findings
        return [
            (each.cause, each.product, each.direction, each.amount_recoverable, each.periods)
            for each in found
        ]

    for account_id in csv.accounts:
        assert amounts(stripe, account_id) == amounts(csv, account_id)
