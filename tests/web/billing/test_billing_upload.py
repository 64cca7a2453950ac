"""Billing data uploaded: told from its names or first rows, read beside the book, taken over whole."""

from __future__ import annotations

import json
import re

import pytest
from book_files import ACCOUNTS, BOOK, LINES, USAGE, names_in, take, upload, work, zipped
from sqlmodel import select

from app.web.billing_data import taking
from app.web.billing_data.places import journal, staged
from app.web.billing_data.taking import TakingRefused, finish, present_book, take_over
from billing.book import read_book
from store.billing_uploads import billing_upload, billing_uploads
from store.lock import worker_lock
from store.tables import AccountRow, AuditRow


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


def row_of(web, address):
    with web.store.read() as session:
        return billing_upload(session, id_of(address))


def test_what_was_read_and_what_is_in_quarantine_is_shown_before_anything_counts(web, client_of):
    analyst = client_of("analyst")
    address = upload(analyst, ("book.zip", zipped(BOOK)))
    assert "Being read" in analyst.get(address).text
    assert work(web) == 1
    text = analyst.get(address).text
    counts = row_of(web, address).found["counts"]
    assert {name: counts[name] for name in ("accounts", "products", "lines", "usage")} == {
        "accounts": 2,
        "products": 3,
        "lines": 3,
        "usage": 1,
    }
    assert counts["billed"] == {"EUR": "40.00", "USD": "200.00"}
    assert "billing/usage.csv" in text
    assert "&#39;at&#39; is &#39;soon&#39;" in text
    assert names_in(web.home.book) == set()  # not the book yet


def test_taken_over_it_is_the_book_and_contracts_stay(web, client_of):
    paper = web.home.contracts / "ACME" / "msa.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.4")
    answer = take(client_of("analyst"), web)
    assert (answer.status_code, answer.headers["location"]) == (303, "/billing")
    assert names_in(web.home.book) == set(BOOK)
    assert paper.read_bytes() == b"%PDF-1.4"
    book = read_book(web.home.book)
    assert {name: len(facts.lines) for name, facts in book.accounts.items()} == {
        "ACME": 2,
        "BETA": 1,
    }
    assert [path.name for path in book.contracts["ACME"]] == ["msa.pdf"]
    with web.store.read() as session:
        assert session.get(AccountRow, "BETA").currency == "EUR"
        told = session.exec(select(AuditRow).where(AuditRow.kind == "book")).one()
    assert json.loads(told.payload)["exchanged"] == ["accounts.csv", "billing"]


def test_a_whole_book_takes_old_rows_away_and_keeps_what_the_seller_knows(web, client_of):
    owner = client_of("analyst", "admin")
    names = "account_id,contract_name,billing_product\nACME,The Plan,Plan\n"
    first = {**BOOK, "products.csv": names, "policy.toml": 'threshold = "0.9"\n'}
    take(owner, web, first)
    second = {"accounts.csv": ACCOUNTS, "billing/invoice_lines.csv": LINES}
    address = upload(owner, ("second.zip", zipped(second)))
    work(web)
    files = {each["place"]: each["state"] for each in row_of(web, address).found["files"]}
    assert files == {
        "accounts.csv": "replaces",
        "billing/invoice_lines.csv": "replaces",
        "billing/usage.csv": "goes",
        "products.csv": "stays",
        "policy.toml": "stays",
    }
    owner.post(f"{address}/take-over")
    assert names_in(web.home.book) == {*second, "products.csv", "policy.toml"}


def test_some_files_replace_those_of_their_kind_alone(web, client_of):
    analyst = client_of("analyst")
    take(analyst, web)
    more = USAGE + "BETA,Calls,2026-07-03,1,call,e9\n"
    address = upload(analyst, ("usage (1).csv", more), scope="parts")
    work(web)
    text = analyst.get(address).text
    assert "came as usage (1).csv" in text
    analyst.post(f"{address}/take-over")
    assert names_in(web.home.book) == set(BOOK)
    assert (web.home.book / "billing" / "usage.csv").read_text() == more
    assert (web.home.book / "accounts.csv").read_text() == ACCOUNTS


def test_a_file_of_another_name_is_told_by_its_first_row(web, client_of):
    analyst = client_of("analyst")
    address = upload(
        analyst,
        ("customers export.csv", ACCOUNTS),
        ("2026 lines FINAL.csv", LINES),
        ("part-1.csv", USAGE),
        ("part-2.csv", USAGE.replace("e1", "e3")),
        ("shopping.csv", "milk,bread\n1,2\n"),
        ("sheet.xlsx", b"PK\x03\x04 no zip"),
    )
    work(web)
    found = row_of(web, address).found
    assert {each["place"] for each in found["files"]} == {
        "accounts.csv",
        "billing/invoice_lines.csv",
        "billing/usage/part-1.csv",
        "billing/usage/part-2.csv",
    }
    assert {each["name"]: each["words"][:28] for each in found["left_out"]} == {
        "shopping.csv": "Neither its name nor its fir",
        "sheet.xlsx": "It is a spreadsheet: save ea",
    }


def test_a_stripe_export_is_a_book(web, client_of):
    customers = {
        "object": "list",
        "data": [{"object": "customer", "id": "cus_1", "name": "Acme", "currency": "usd"}],
    }
    answer = take(client_of("analyst"), web, {"customers.json": json.dumps(customers)})
    assert answer.headers["location"] == "/billing"
    assert names_in(web.home.book) == {"stripe/customers.json"}


def test_policy_comes_with_an_admin_alone(web, client_of):
    with_policy = {**BOOK, "policy.toml": 'threshold = "0.5"\n'}
    address = upload(client_of("analyst"), ("book.zip", zipped(with_policy)))
    work(web)
    assert "policy.toml" in {each["name"] for each in row_of(web, address).found["left_out"]}
    owner = client_of("analyst", "admin")
    address = upload(owner, ("book.zip", zipped(with_policy)))
    work(web)
    refused = client_of("specialist").post(f"{address}/take-over")
    assert refused.headers["location"] == address
    assert not (web.home.book / "policy.toml").exists()
    owner.post(f"{address}/take-over")
    assert (web.home.book / "policy.toml").read_text() == 'threshold = "0.5"\n'


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({**BOOK, "policy.toml": "threshold = 7\n"}, "must be from 0 to 1"),
        ({"billing/usage.csv": USAGE}, "holds no accounts.csv"),
        ({"accounts.csv": "account_id;name;currency\n"}, "separates its cells by a semicolon"),
        ({"notes.txt": "hello"}, "Nothing of it is a file of a book"),
    ],
)
def test_what_is_no_book_is_refused_in_words(web, client_of, files, words):
    owner = client_of("analyst", "admin")
    address = upload(owner, ("book.zip", zipped(files)))
    work(web)
    row = row_of(web, address)
    assert row.status == "refused"
    assert words in row.reason
    assert owner.get(address).status_code == 200
    assert names_in(web.home.book) == set()


def test_accounts_that_go_are_told_those_with_contracts_first(web, client_of):
    analyst = client_of("analyst")
    take(analyst, web)
    (web.home.contracts / "BETA").mkdir(parents=True)
    (web.home.contracts / "BETA" / "msa.pdf").write_bytes(b"%PDF-1.4")
    alone = "account_id,name,currency,timezone\nACME,Acme Ltd,USD,UTC\n"
    address = upload(analyst, ("b.zip", zipped({**BOOK, "accounts.csv": alone})))
    work(web)
    text = " ".join(re.sub(r"<[^>]+>", " ", analyst.get(address).text).split())
    assert "1 account of the book is not in this upload, 1 of them with contracts" in text
    assert "BETA" in text


def test_it_is_not_taken_over_while_a_run_works(web, client_of):
    analyst = client_of("analyst")
    address = upload(analyst, ("book.zip", zipped(BOOK)))
    work(web)
    with worker_lock(web.store.file), pytest.raises(TakingRefused, match="A run works on the book"):
        take_over(web.store, web.home, id_of(address), "a@example.com", settings=False, wait=0)
    assert names_in(web.home.book) == set()


def test_a_book_that_changed_since_must_be_read_again(web, client_of):
    analyst = client_of("analyst")
    early = upload(analyst, ("early.zip", zipped(BOOK)))
    take(analyst, web)
    assert "Read it again" in analyst.get(early).text
    analyst.post(f"{early}/take-over")
    with web.store.read() as session:
        assert present_book(session) != id_of(early)
    analyst.post(f"{early}/read-again")
    work(web)
    analyst.post(f"{early}/take-over")
    with web.store.read() as session:
        assert present_book(session) == id_of(early)
        states = [each.status for each in billing_uploads(session)]
    assert sorted(states) == ["replaced", "taken"]


class Killed(BaseException):
    """In place of kill -9."""


@pytest.mark.parametrize("steps", range(6))
def test_killed_anywhere_the_taking_over_ends_whole(web, client_of, monkeypatch, steps):
    owner = client_of("analyst")
    take(owner, web, {**BOOK, "flagged.csv": "account_id,reason\nACME,why\n"})
    new = {"accounts.csv": ACCOUNTS, "billing/invoice_lines.csv": LINES}
    address = upload(owner, ("new.zip", zipped(new)))
    work(web)
    original, left = taking._exchange, [steps]

    def broken(fresh, place, old, *, gone):
        if place.exists() and left[0] % 2:
            place.rename(old) if not old.exists() else None  # killed between the two renamings
        if left[0] <= 1:
            raise Killed
        left[0] -= 2
        original(fresh, place, old, gone=gone)

    monkeypatch.setattr(taking, "_exchange", broken)
    with pytest.raises(Killed):
        take_over(web.store, web.home, id_of(address), "a@example.com", settings=False)
    monkeypatch.setattr(taking, "_exchange", original)
    assert journal(web.home).is_file()
    with worker_lock(web.store.file):
        assert finish(web.store, web.home)
        assert not finish(web.store, web.home)
    assert names_in(web.home.book) == set(new)  # flagged.csv and usage.csv went with the old rows
    assert not staged(web.home, id_of(address)).root.exists()
    with web.store.read() as session:
        assert present_book(session) == id_of(address)


def test_thrown_away_nothing_is_left_of_it(web, client_of):
    analyst = client_of("analyst")
    address = upload(analyst, ("book.zip", zipped(BOOK)))
    assert analyst.post(f"{address}/remove").status_code == 303
    assert not staged(web.home, id_of(address)).root.exists()
    assert analyst.get(address).status_code == 404
    assert work(web) == 1  # its job finds nothing to do


def test_the_quarantine_is_paged_and_filtered_by_file(web, client_of):
    analyst = client_of("analyst")
    many = USAGE + "".join(f"ACME,Calls,never,1,call,x{number}\n" for number in range(120))
    odd = ACCOUNTS + "GAMMA,Gamma,QQQ,Moon/Sea\n"
    address = upload(
        analyst, ("b.zip", zipped({**BOOK, "accounts.csv": odd, "billing/usage.csv": many}))
    )
    work(web)
    text = analyst.get(address).text
    assert "Page 1 of 3" in text
    assert "billing/usage.csv (121)" in text
    assert "accounts.csv (1)" in text
    last = analyst.get(f"{address}?file=billing/usage.csv&page=3").text
    assert last.count("which is not a date") == 21
    assert "Moon/Sea" not in last


def test_who_sees_some_accounts_neither_uploads_nor_sees_the_book(web, client_of):
    address = upload(client_of("analyst"), ("book.zip", zipped(BOOK)))
    work(web)
    some = client_of("analyst", accounts=["ACME"])
    assert some.get("/billing").status_code == 200
    assert "ACME" not in some.get("/billing").text
    assert some.get(address).status_code == 403
    assert some.post(f"{address}/take-over").status_code == 403
    answer = some.post("/billing/upload", files=[("files", ("a.csv", ACCOUNTS))])
    assert answer.status_code == 403


def test_a_form_without_the_pages_token_is_refused_before_the_first_file(web, client_of):
    analyst = client_of("analyst")
    answer = analyst.post(
        "/billing/upload", files=[("files", ("a.csv", ACCOUNTS))], headers={"X-CSRF": "no"}
    )
    assert answer.status_code == 403
    assert list((web.home.root / "staging").iterdir()) == []


def test_data_without_accounts_is_refused_without_naming_a_folder_of_the_server(web, client_of):
    analyst = client_of("analyst")
    address = upload(analyst, ("b.zip", zipped({"billing/usage.csv": USAGE})))
    work(web)
    text = analyst.get(address).text
    assert "What was uploaded holds no accounts.csv" in text
    assert str(web.home.root) not in text
