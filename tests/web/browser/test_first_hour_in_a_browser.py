"""The first hour with recoup, with the power going off twice in the middle: from empty to recovered."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from store.tables import CaseRow, OutboxRow

pytestmark = pytest.mark.browser
BOOK = Path(__file__).parents[3] / "samples" / "book"
ACCOUNTS = ("A-4521", "A-1180")


def part_of_the_book(folder):
    """A zip of the sample book's tables, with the rows of two accounts."""
    file = folder / "book.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for table in sorted(BOOK.rglob("*.csv")):
            with table.open(newline="", encoding="utf-8") as text:
                rows = csv.DictReader(text)
                kept = io.StringIO()
                writer = csv.DictWriter(kept, rows.fieldnames or [])
                writer.writeheader()
                writer.writerows(row for row in rows if row["account_id"] in ACCOUNTS)
            packed.writestr(str(table.relative_to(BOOK)), kept.getvalue())
    return file


def look_at_every_size(browser_page, address, axe, fits):
    for size, dark in (("phone", True), ("desk", False), ("wall", False)):
        page = browser_page("hana@example.com", "analyst", size=size, dark=dark)
        page.goto(address)
        fits(page)
        axe(page)


def test_from_nothing_to_money_with_two_power_cuts(site, browser_page, tmp_path, axe, fits):
    page = browser_page("hana@example.com", "analyst", "specialist")

    page.goto("/billing")
    page.get_by_label("CSV, Parquet or JSON files").set_input_files(part_of_the_book(tmp_path))
    page.get_by_role("button", name="Upload and read").click()
    page.get_by_role("button", name="Take over as the book").click(timeout=60_000)
    page.get_by_text("The data is the book now").wait_for()

    for account in ACCOUNTS:
        page.goto("/contracts")
        form = page.locator("#upload")
        if form.get_attribute("open") is None:
            form.locator("summary").first.click()
        page.get_by_label("Account", exact=True).first.fill(account)
        papers = sorted(str(each) for each in (BOOK / "contracts" / account).iterdir())
        page.get_by_label("PDFs, or a zip of them").set_input_files(papers)
        page.get_by_role("button", name="Upload and read").click()
        page.get_by_text("now being read").wait_for()
    site.kill()  # while they are being read
    site.start()
    page.goto("/contracts")
    page.locator("tbody tr").nth(4).wait_for()
    for row in range(5):
        page.locator("tbody tr").nth(row).get_by_text("read", exact=True).wait_for(timeout=90_000)

    page.goto("/runs")
    page.get_by_label("The day on which the book stands").fill("2026-11-01")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("Under way").wait_for()
    site.kill()  # while it runs
    site.start()
    page.goto("/runs")
    page.get_by_text("done", exact=True).wait_for(timeout=120_000)

    page.locator("tbody th a").first.click()
    page.get_by_role("heading", name=re.compile("Run as of")).wait_for()
    page.wait_for_load_state()
    assert re.search(r"/runs/\d+$", page.url)
    look_at_every_size(browser_page, page.url, axe, fits)

    with site.store.read() as session:
        cases = session.exec(select(CaseRow)).all()
        rows = session.exec(select(OutboxRow).where(OutboxRow.status == "delivered")).all()
    assert {each.account_id for each in cases} == set(ACCOUNTS)
    invoiced = sum((row.amount for row in rows if row.action == "corrective_invoice"), Decimal(0))
    assert invoiced > 0
    assert len({row.id for row in rows}) == len(rows)

    page.goto("/dashboard")
    recovered = page.locator(".panel").filter(has_text="Recovered").first.locator(".figure")
    assert Decimal(re.sub(r"[^\d.]", "", recovered.inner_text())) == invoiced
    page.goto("/outbox")
    assert page.locator("tbody tr").count() == len(rows)
