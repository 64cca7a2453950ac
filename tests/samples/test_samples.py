"""The sample book is what its script makes, and its truth agrees with itself and with the book."""

# mypy: disable-error-code="no-untyped-call"
# pypdfium2 has no types

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from terms.contract import term as parsed_term

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BOOK = SAMPLES / "book"
TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))

ALL_TERMS = [(file, term) for file, terms in TRUTH["terms"].items() for term in terms]
ALL_FINDINGS = [
    (account, finding) for account, case in TRUTH["cases"].items() for finding in case["findings"]
]
BESIDES_THE_TERM = {
    "page", "section", "quote_contains", "also", "doubtful_fields", "note",
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (BOOK / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def page_text(file: str, page: int) -> str:
    with pypdfium2.PdfDocument(BOOK / file) as pdf:
        return str(pdf[page - 1].get_textpage().get_text_range())


def bare(text: str) -> str:
    """Without white space, hyphens and the look of quotation marks."""
    return re.sub(
        r"[\s\-\u00ad\ufffe]+", "", text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"})
    )


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    done = subprocess.run(
        [sys.executable, str(SAMPLES / "make.py"), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == len(TRUTH["cases"])
    made = files_below(tmp_path)
    kept = {f"book/{name}": content for name, content in files_below(BOOK).items()}
    kept["truth.json"] = (SAMPLES / "truth.json").read_bytes()
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_pdfs_are_small() -> None:
    assert sum(path.stat().st_size for path in BOOK.rglob("*.pdf")) < 1_500_000


def test_every_pdf_is_in_the_truth_and_the_other_way_round() -> None:
    stored = {path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.pdf")}
    assert stored == set(TRUTH["documents"]) == set(TRUTH["terms"])


@pytest.mark.parametrize(("file", "term"), ALL_TERMS)
def test_every_quote_stands_on_its_page(file: str, term: dict[str, Any]) -> None:
    for place in [term, *term.get("also", [])]:
        assert bare(place["quote_contains"]) in bare(page_text(file, place["page"]))


@pytest.mark.parametrize(("file", "term"), ALL_TERMS)
def test_every_truth_term_is_a_term_of_the_vocabulary(file: str, term: dict[str, Any]) -> None:
    made = parsed_term({k: v for k, v in term.items() if k not in BESIDES_THE_TERM})
    assert made.type == term["type"]
    for link in (*made.replaces, *made.reads_with, *made.overrides):
        sections = {other["section"] for other in TRUTH["terms"][link.file]}
        assert link.section in sections, f"{file} links to {link.file} {link.section}"


@pytest.mark.parametrize(("account", "finding"), ALL_FINDINGS)
def test_findings_are_the_sums_of_their_periods(account: str, finding: dict[str, Any]) -> None:
    periods = finding["periods"]
    difference = {"under": 1, "over": -1}[finding["direction"]]
    for period in periods:
        short = Decimal(period["expected"]) - Decimal(period["billed"])
        assert short * difference == Decimal(period["difference"]) > 0
        assert Decimal(period["recoverable"]) in {Decimal(0), Decimal(period["difference"])}
        assert ("why" in period) == (Decimal(period["recoverable"]) == 0)
    assert sum(Decimal(p["difference"]) for p in periods) == Decimal(finding["amount_total"])
    assert sum(Decimal(p["recoverable"]) for p in periods) == Decimal(finding["amount_recoverable"])
    assert finding["first_period_start"] == periods[0]["period_start"]
    assert finding["last_period_end"] == periods[-1]["period_end"]


@pytest.mark.parametrize(("account", "finding"), ALL_FINDINGS)
def test_what_a_finding_calls_billed_is_what_the_invoices_say(
    account: str, finding: dict[str, Any]
) -> None:
    names = {finding["product"], *finding.get("also_products", [])}
    lines = [
        line
        for line in rows("billing/invoice_lines.csv")
        if line["account_id"] == account
        and line["product"] in names
        and line["status"] not in {"void", "draft"}
        and line["kind"] not in {"tax", "minimum"}
    ]
    for period in finding["periods"]:
        billed = sum(
            Decimal(line["amount"])
            for line in lines
            if period["period_start"] <= line["period_start"] < period["period_end"]
        )
        assert billed == Decimal(period["billed"]), period["period_start"]


@pytest.mark.parametrize(("account", "finding"), ALL_FINDINGS)
def test_every_clause_stands_on_its_page(account: str, finding: dict[str, Any]) -> None:
    for clause in [finding["clause"], *finding.get("other_clauses", [])]:
        assert clause["file"].startswith(f"contracts/{account}/")
        assert bare(clause["quote_contains"]) in bare(page_text(clause["file"], clause["page"]))


def test_the_two_examples_come_out_exactly() -> None:
    """500 licenses at $95 billed at $85, three months back; and $8,500 billed as $6,200, four months."""
    licences = TRUTH["cases"]["A-1180"]["findings"][0]
    assert licences["amount_recoverable"] == "15000.00"
    in_reach = [p for p in licences["periods"] if Decimal(p["recoverable"]) > 0]
    assert [p["difference"] for p in in_reach] == ["5000.00"] * 3
    assert {p["expected"] for p in in_reach} == {"47500.00"}

    plan = TRUTH["cases"]["A-4521"]["findings"][0]
    assert plan["clause"]["section"] == "4.2"
    assert (plan["amount_total"], plan["amount_recoverable"]) == ("9200.00", "9200.00")
    assert [p["difference"] for p in plan["periods"]] == ["2300.00"] * 4


def test_an_invoice_line_is_its_quantity_at_its_price() -> None:
    """Where a line states both; a part month states the whole price."""
    for line in rows("billing/invoice_lines.csv"):
        if line["quantity"] and line["unit_amount"] and line["kind"] != "proration":
            amount = Decimal(line["quantity"]) * Decimal(line["unit_amount"])
            assert abs(amount - Decimal(line["amount"])) <= Decimal("0.005"), line["line_id"]


def test_tax_is_taken_of_the_other_lines_of_its_invoice() -> None:
    base: dict[str, Decimal] = defaultdict(Decimal)
    for line in rows("billing/invoice_lines.csv"):
        if line["kind"] != "tax":
            base[line["invoice_id"]] += Decimal(line["amount"])
    taxes = [line for line in rows("billing/invoice_lines.csv") if line["kind"] == "tax"]
    assert taxes
    for line in taxes:
        fifth = base[line["invoice_id"]] / 5
        assert abs(fifth - Decimal(line["amount"])) <= Decimal("0.005"), line["line_id"]


def test_the_configuration_gives_what_was_billed_last() -> None:
    """Flat fees and seats of October 2026, as the open items of the configuration have them."""
    billed = {
        (line["account_id"], line["product"]): Decimal(line["amount"])
        for line in rows("billing/invoice_lines.csv")
        if line["kind"] == "charge"
        and line["status"] not in {"void", "draft"}
        and line["period_start"] == "2026-10-01"
    }
    checked = 0
    for item in rows("billing/subscriptions.csv"):
        if item["end"] or item["model"] not in {"flat", "per_unit"} or not item["quantity"]:
            continue
        price = Decimal(item["unit_amount"] or item["flat_amount"])
        amount = price * Decimal(item["quantity"])
        assert billed[item["account_id"], item["product"]] == amount, item["item_id"]
        checked += 1
    assert checked >= len(TRUTH["cases"])


def test_the_book_has_the_odd_things_it_promises() -> None:
    lines = rows("billing/invoice_lines.csv")
    assert {"draft", "void", "paid", "open"} <= {line["status"] for line in lines}
    assert {"credit", "discount", "proration", "minimum", "one_time", "tax"} <= {
        line["kind"] for line in lines
    }
    accounts = {row["account_id"] for row in rows("accounts.csv")}
    assert {row["account_id"] for row in rows("flagged.csv")} == accounts == set(TRUTH["cases"])
    strays = [row for row in rows("billing/usage.csv") if row["account_id"] not in accounts]
    assert len(strays) == 1


def test_every_account_has_a_year_or_more_of_invoices() -> None:
    invoiced = defaultdict(set)
    for line in rows("billing/invoice_lines.csv"):
        if line["status"] not in {"draft", "void"}:
            assert date.fromisoformat(line["invoice_date"]) <= date(2026, 11, 1)
            invoiced[line["account_id"]].add(line["period_start"][:7])
    assert {account for account, spans in invoiced.items() if not 12 <= len(spans) <= 26} == set()


def test_routes_follow_from_findings() -> None:
    for account, case in TRUTH["cases"].items():
        assert (case["route"] == "billing") == bool(case["findings"]), account
    assert "review" in {case["route"] for case in TRUTH["cases"].values()}


def test_the_notes_name_every_account() -> None:
    notes = (SAMPLES / "notes.md").read_text(encoding="utf-8")
    assert [account for account in TRUTH["cases"] if f"## {account}" not in notes] == []
    for account, finding in ALL_FINDINGS:
        total = f"{Decimal(finding['amount_total']):,.2f}"
        assert total in notes, f"{account}: {total} is not in notes.md"
