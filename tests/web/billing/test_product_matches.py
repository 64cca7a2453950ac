"""Which contract product a billed product is: shown with its weight, confirmed by a person, used by runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from book_files import ACCOUNTS, LINES
from sqlmodel import select

from agent.fingerprint import fingerprint
from agent.standing import standing
from app.web.billing_data.proposals import proposals
from billing.book import read_book
from billing.catalog import Catalog
from billing.investigation import compare, explain
from billing.matching import Matching
from store.matches import confirm_match, save_proposals
from store.tables import AuditRow
from terms.contract import ContractDocument, Extraction
from terms.price import Price
from terms.timeline import Agreement

NAMES = "account_id,contract_name,billing_product\nACME,Basic,Plan\n"


@pytest.fixture
def contract():
    """Two products: one that is named as billed, one that is not."""
    terms = tuple(
        Price(product=name, model="flat", flat_amount=Decimal(amount), interval="month")
        for name, amount in (("Basic", "100.00"), ("Enterprise Suite", "250.00"))
    )
    document = ContractDocument(
        file="msa.pdf",
        sha256="1" * 64,
        pages=1,
        kind="master",
        title="Master",
        effective_date=date(2026, 1, 1),
        terms=terms,
    )
    return Extraction(documents=(document,))


@pytest.fixture
def book(web):
    folder = web.home.book
    (folder / "billing").mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "billing" / "invoice_lines.csv").write_text(LINES)
    return folder


def matched(web, contract, billed="Plan"):
    facts = standing(web.store, read_book(web.home.book)).accounts["ACME"]
    found = Matching(facts, Catalog(Agreement(contract))).product_of(billed)
    return found.name if found else None


def confirm(web, contract, billed="Plan", account="ACME"):
    with web.store.begin() as session:
        confirm_match(session, account, billed, contract, "ann@example.com")


def test_what_a_person_says_stands_above_names_amounts_and_products_csv(web, book, contract):
    (book / "products.csv").write_text(NAMES)
    assert matched(web, contract) == "Basic"
    confirm(web, "Enterprise Suite")
    assert matched(web, contract) == "Enterprise Suite"


def test_none_of_the_contracts_is_not_matched_and_not_asked_about(web, book, contract):
    confirm(web, None)
    facts = standing(web.store, read_book(book)).accounts["ACME"]
    assert Matching(facts, Catalog(Agreement(contract))).unmatched() == ["Plan"]
    result = explain(compare(facts, contract, date(2026, 9, 1)))
    assert not [each for each in result.questions if "'Plan' was billed" in each]
    assert [each for each in result.notes if "as a person confirmed" in each]


def test_a_confirmed_match_makes_a_new_version_of_the_case(web, book, contract):
    facts = read_book(book).accounts["ACME"]
    folder = type("Folder", (), {"documents": ()})()

    def hashed(each):
        return fingerprint(each, folder, contract, date(2026, 9, 1), "1")

    assert hashed(facts) == hashed(replace(facts))
    assert hashed(facts) != hashed(replace(facts, aliases={"Basic": ("Plan",)}))
    assert hashed(facts) != hashed(replace(facts, unrelated=frozenset({"Plan"})))


def test_the_store_without_a_word_leaves_the_book_as_it_is(web, book):
    read = read_book(book)
    assert standing(web.store, read) is read


def shown(web, contract):
    """Keep the proposals as a run does."""
    made = list(proposals(read_book(web.home.book), {"ACME": contract, "BETA": None}))
    with web.store.begin() as session:
        save_proposals(session, made)
    return {each.billed: each for each in made}


def test_weights_and_grounds_are_shown_and_the_doubtful_first(web, book, contract, client_of):
    rows = shown(web, contract)
    assert rows["Plan"].doubtful
    assert rows["Plan"].amount == Decimal("200.00")
    assert rows["Plan"].choices == ["Basic", "Enterprise Suite"]
    assert rows["Seat"].grounds == "the account's contracts are not read yet"
    assert not rows["Seat"].doubtful  # there is nothing to choose from yet
    text = client_of("analyst").get("/billing/products").text
    assert "To confirm (1)" in text
    assert "Enterprise Suite" in text
    assert "Seat" not in text


def test_a_person_confirms_takes_back_and_says_none_of_them(web, book, contract, client_of):
    shown(web, contract)
    ann = client_of("analyst")
    row = {"account": "ACME", "billed": "Plan"}
    assert ann.post("/billing/products", data={**row, "contract": "is:Basic"}).status_code == 303
    assert matched(web, contract) == "Basic"
    assert "Settled (1)" in ann.get("/billing/products").text
    ann.post("/billing/products", data={**row, "contract": "none:"})
    assert matched(web, contract) is None
    ann.post("/billing/products", data={**row, "action": "withdraw"})
    with web.store.read() as session:
        told = session.exec(
            select(AuditRow).where(AuditRow.kind.startswith("match")).order_by(AuditRow.number)  # type: ignore[attr-defined,arg-type]
        ).all()
    assert [(each.kind, json.loads(each.payload).get("contract", "-")) for each in told] == [
        ("match", "Basic"),
        ("match", None),
        ("match withdrawn", "-"),
    ]


def test_what_is_no_choice_and_what_is_not_yours_is_refused(web, book, contract, client_of):
    shown(web, contract)
    row = {"account": "ACME", "billed": "Plan", "contract": "is:Gold"}
    assert client_of("analyst").post("/billing/products", data=row).status_code == 422
    row["contract"] = "is:Basic"
    other = client_of("analyst", accounts=["BETA"])
    assert other.post("/billing/products", data=row).status_code == 404
    assert "Plan" not in other.get("/billing/products?state=all").text
    assert client_of("approver").post("/billing/products", data=row).status_code == 403
