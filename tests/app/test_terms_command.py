"""`recoup terms`: what is in force on a day, as a person reads it and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_book import write_book

from app.cli import main

SAMPLES = Path(__file__).parents[2] / "samples"
MASTER, CHANGE = "contracts/ORCHARD/master.pdf", "contracts/ORCHARD/amendment-1.pdf"
TRUTH = {
    "documents": {
        MASTER: {"kind": "master", "effective_date": "2025-01-01", "currency": "USD"},
        CHANGE: {"kind": "amendment", "effective_date": "2026-02-10", "currency": "USD"},
    },
    "terms": {
        MASTER: [
            {
                "type": "price", "product": "Archive Service", "model": "flat",
                "flat_amount": "100.00", "interval": "month",
                "page": 2, "section": "4.1", "quote_contains": "one hundred dollars",
            },
            {
                "type": "lookback", "direction": "underbilling", "effect": "may_invoice",
                "length": 12, "unit": "month", "counted_from": "invoice_date",
                "page": 3, "section": "7", "quote_contains": "twelve months",
            },
            {
                "type": "price", "product": "Courier", "unit_amount": "9.00", "status": "on_request",
                "page": 2, "section": "4.2", "quote_contains": "on request",
            },
        ],
        CHANGE: [
            {
                "type": "price", "product": "Archive Service", "model": "flat",
                "flat_amount": "120.00", "interval": "month", "effective_from": "2026-04-01",
                "replaces": [{"file": MASTER, "section": "4.1"}],
                "page": 1, "section": "2", "quote_contains": "shall be $120.00",
            }
        ],
    },
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    """A working directory that is a book of two accounts, with a file of terms."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("RECOUP_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "accounts.csv").write_text(
        "account_id,name,currency,timezone\n"
        "ORCHARD,Orchard Archives Ltd,USD,UTC\nHARBOUR,Harbour Foods Ltd,USD,UTC\n"
    )
    (tmp_path / "terms.json").write_text(json.dumps(TRUTH))
    return tmp_path


def recoup(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def printed(capsys, *arguments: str) -> str:
    assert recoup("terms", "ORCHARD", "--terms", "terms.json", *arguments) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_new_price_stands_from_its_day_with_the_paper_that_decides(place, capsys):
    text = printed(capsys, "--on", "2026-04-01")
    assert "Orchard Archives Ltd" not in text  # --terms alone asks no book
    assert "USD 120.00 per month" in text
    assert "USD 100.00" not in text
    assert "amendment-1.pdf § 2, p. 1" in text
    assert "replaced master.pdf § 4.1, p. 2" in text
    assert "late invoices: 12 months" in text
    assert "1 price is listed and not owed" in text


def test_the_day_before_the_old_price_stands_until_that_day(place, capsys):
    text = printed(capsys, "--on", "2026-03-31", "--book", ".")
    assert "The terms of ORCHARD (Orchard Archives Ltd) on 2026-03-31" in text
    assert "USD 100.00 per month" in text
    assert "2025-01-01 –" in text
    assert "2026-03-31" in text
    assert "USD 120.00" not in text


def test_the_timeline_shows_both_prices_in_order(place, capsys):
    text = printed(capsys, "--timeline")
    assert text.index("USD 100.00 per month") < text.index("USD 120.00 per month")


def test_what_ended_and_a_paper_whose_term_is_over_are_told(place, capsys):
    ended = json.loads(json.dumps(TRUTH))
    ended["documents"][MASTER]["term_end"] = "2026-12-31"
    ended["terms"][CHANGE][0]["effective_to"] = "2026-09-30"
    (place / "terms.json").write_text(json.dumps(ended))
    text = printed(capsys, "--on", "2027-01-01")
    assert (
        "The price of Archive Service ended on 2026-09-30 (amendment-1.pdf § 2, p. 1): none" in text
    )
    assert "The term of master.pdf ended on 2026-12-31" in text
    assert "ended on" not in printed(capsys, "--on", "2026-09-30")


def test_every_row_fits_a_hundred_columns(place, capsys):
    recoup("terms", "ORCHARD", "--terms", "terms.json", "--timeline")
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100


def test_before_the_first_term_it_says_when_that_begins(place, capsys):
    text = printed(capsys, "--on", "2024-12-31")
    assert text.startswith(
        "No term of ORCHARD is in force on 2024-12-31; the first begins on 2025-01-01."
    )


def test_json_holds_the_day_the_timeline_and_where_each_stands(place, capsys):
    assert (
        recoup("terms", "ORCHARD", "--terms", "terms.json", "--on", "2026-04-01", "--json", "-")
        == 0
    )
    body = json.loads(capsys.readouterr().out)
    [price] = [each for each in body["in_force"] if each["type"] == "price"]
    assert (price["since"], price["until"], price["why"]) == ("2026-04-01", None, "alone")
    assert (price["decided_by"]["file"], price["decided_by"]["page"]) == (CHANGE, 1)
    assert [each["section"] for each in price["replaces"]] == ["4.1"]
    assert price["term"]["flat_amount"] == "120.00"
    [line] = [each for each in body["timeline"] if each["product"] == "Archive Service"]
    assert [each["until"] for each in line["stretches"]] == ["2026-03-31", None]
    assert [each["says"] for each in body["not_owed"]] != []
    assert body["conflicts"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ORCHAD", "--book", "."], "did you mean ORCHARD (Orchard Archives Ltd)?"),
        (["harbour foods", "--book", "."], "did you mean HARBOUR (Harbour Foods Ltd)?"),
        (["ZZZ", "--book", "."], "it has ORCHARD, HARBOUR"),
        (["HARBOUR", "--book", "."], "HARBOUR has no contract"),
        (["ORCHARD", "--book", "nowhere"], "nowhere is not a folder"),
        (["ORCHARD", "--terms", "none.json"], "none.json is not a file"),
    ],
)
def test_wrong_input_is_one_line_that_says_what_to_do(place, capsys, arguments, words):
    assert recoup("terms", *arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_day_that_is_none_is_refused(place, capsys):
    assert recoup("terms", "ORCHARD", "--terms", "terms.json", "--on", "2026-02-30") == 2
    assert "2026-02-30" in capsys.readouterr().err


def test_a_clause_that_goes_before_another_is_not_said_to_replace_it(place, capsys):
    first = json.loads(json.dumps(TRUTH))
    [change] = first["terms"][CHANGE]
    change["overrides"] = change.pop("replaces")
    (place / "terms.json").write_text(json.dumps(first))
    text = printed(capsys, "--on", "2026-04-01")
    assert "goes before master.pdf § 4.1, p. 2" in text
    assert "replaced" not in text


def test_contracts_that_a_run_has_read_are_taken_from_its_store(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("RECOUP_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    write_book(tmp_path / "book")
    assert recoup("run", "book", "--as-of", "2026-07-01") == 0
    capsys.readouterr()
    monkeypatch.setattr("agent.contracts.extract_with", None)  # reading again would fail
    assert recoup("terms", "ORCHARD", "--book", "book", "--on", "2026-07-01") == 0
    assert "100.00 per month" in " ".join(capsys.readouterr().out.split())


def test_two_papers_of_one_day_are_named_from_the_sample_contracts(tmp_path, monkeypatch, capsys):
    """Read from the PDFs: outside a book the samples are taken, and no store is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    assert recoup("terms", "brookmoor optical, llc", "--on", "2026-06-01") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "NOT DECIDED" in text
    assert "order-form.pdf Items ordered, p. 1: USD 14.20" in text
    assert "services-agreement.pdf Price Exhibit, p. 4: USD 15.60" in text
    assert list(tmp_path.iterdir()) == []
