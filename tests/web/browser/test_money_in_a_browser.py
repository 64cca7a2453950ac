"""Billing data, runs, the outbox, tables to take along and the dashboard, as the people use them who count money."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from app.web.dashboard.threshold import read_candidates, would_send
from billing.policy import load_policy
from store.cases import findings_of
from store.outbox import list_outbox
from store.tables import OutboxRow
from tests.web.cases.samples_run import MIDDLE, case_of, work_through
from tests.web.dashboard.made_store import by_hand

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cases")]
BOOK = Path(__file__).parents[3] / "samples" / "book"
OLD, OTHER = "Enterprise Plan", "Legacy bundle 7"


@pytest.fixture(scope="module")
def cases(site):
    """The samples, run through into the store of the server."""
    work_through(site.store, site.home.root)


def amount(text: str) -> Decimal:
    """'$1,234.50 paid' → 1234.50."""
    return Decimal(re.search(r"[\d,]+(\.\d+)?", text)[0].replace(",", ""))


def zip_of_tables(folder: Path) -> Path:
    """The sample book's tables, with a row nobody can read; one product has another name, and its October is billed right."""
    file = folder / "tables.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for table in sorted(BOOK.rglob("*.csv")):
            text = table.read_text(encoding="utf-8")
            if table.parent.name == "billing":
                text = "".join(map(_renamed, text.splitlines(keepends=True)))
            if table.name == "usage.csv":
                text += "E-7745,Traveller messages,soon,5,message,\n"
            packed.writestr(str(table.relative_to(BOOK)), text)
    return file


def _renamed(line: str) -> str:
    if not line.startswith(f"{MIDDLE},"):
        return line
    if OLD in line and ",2026-10-01,2026-11-01," in line:
        line = line.replace("6200.00", "8500.00")
    return line.replace(OLD, OTHER)


def documents(site, status):
    with site.store.read() as session:
        return [row for row in list_outbox(session) if row.status == status and row.amount]


def waits_again(site, outbox_id):
    """As if the process had ended between the decision and its files."""
    with site.store.begin() as session:
        row = session.get_one(OutboxRow, outbox_id)
        row.status, row.delivered_at = "pending", None


def sums_on(page):
    """Heading → figure, of the dashboard's first row."""
    panels = page.locator("section.figures").first.locator(".panel").all()
    return {
        panel.locator("h2").inner_text(): amount(panel.locator(".figure").inner_text())
        for panel in panels
    }


def together(page, heading):
    """The sums in the last row of the table below a heading."""
    panel = page.locator("section.panel").filter(has=page.get_by_role("heading", name=heading))
    if panel.locator("summary").count():
        panel.locator("summary").first.click()
    cells = panel.locator("tfoot td.number").all_inner_texts()
    return [Decimal(0) if each.strip() == "–" else amount(each) for each in cells]


def test_the_dashboard_adds_up_to_the_cent_with_the_rows(site, browser_page):
    page = browser_page("fin@example.com", "approver")
    for currency in ("USD", "EUR", "GBP"):
        page.goto(f"/dashboard?currency={currency}")
        with site.store.read() as session:
            rows = by_hand(session)
        under, over = rows[currency, "under"], rows[currency, "over"]
        assert sums_on(page) == {
            "Recovered": under.recovered,
            "In review": under.review,
            "Claimed": under.recovered + under.pending + under.review,
            "Lapsed": under.lapsed,
            "Credits": over.recovered,
        }
        stands = [under.recovered, under.pending, under.review, under.lapsed]
        assert together(page, "By the month that was billed wrongly") == [*stands, under.rejected]
        assert together(page, "Under-billing by cause") == stands


def test_a_document_that_waits_is_delivered_and_another_is_held_back(site, browser_page):
    first, second = [row for row in documents(site, "delivered") if row.currency == "USD"][:2]
    waits_again(site, first.id)
    waits_again(site, second.id)
    page = browser_page("out@example.com", "approver")
    page.goto("/dashboard?currency=USD")
    before = sums_on(page)

    page.goto("/outbox?status=pending")
    assert page.locator("tbody tr").count() == 2
    page.goto(f"/outbox/{first.id}")
    page.get_by_role("button", name="Deliver now").click()
    page.get_by_role("status").get_by_text("Delivered: its files are written").wait_for()
    assert (site.home.outbox / f"{first.id}.json").is_file()

    page.goto(f"/outbox/{second.id}")
    page.get_by_role("button", name="Cancel before delivery").click()
    assert page.get_by_label("Why").evaluate("area => !area.validity.valid")  # not without a reason
    page.get_by_label("Why").fill("the customer pays it with the next invoice")
    page.get_by_role("button", name="Cancel before delivery").click()
    page.get_by_role("status").get_by_text("Cancelled.").wait_for()
    assert page.get_by_role("button", name="Deliver now").count() == 0

    page.goto("/dashboard?currency=USD")
    with site.store.read() as session:
        under = by_hand(session)["USD", "under"]
    assert sums_on(page)["Recovered"] == under.recovered
    money = Decimal(0) if first.action == "credit_note" else first.amount
    assert under.recovered == before["Recovered"] + money
    lost = Decimal(0) if second.action == "credit_note" else second.amount
    assert sums_on(page)["Claimed"] == before["Claimed"] - lost


def test_the_tables_that_are_taken_along_hold_what_the_store_holds(site, browser_page):
    page = browser_page("take@example.com", "specialist")
    page.goto("/outbox?status=delivered")
    with page.expect_download() as taken:
        page.get_by_role("link", name="As Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    head, *rows = book["Documents"].iter_rows(values_only=True)
    place = {name: number for number, name in enumerate(head)}
    written = sum(Decimal(str(row[place["Amount"]] or 0)) for row in rows)
    assert written == sum(row.amount for row in documents(site, "delivered"))

    page.goto("/exports")
    with page.expect_download() as taken:
        page.get_by_role("row").filter(has_text="All cases").get_by_role(
            "link", name="findings"
        ).click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    with site.store.read() as session:
        under = by_hand(session)["USD", "under"]
    waits = [
        Decimal(row["Recoverable"])
        for row in found
        if (row["Decision"], row["Direction"]) == ("", "under-billed")
        and row["Recoverable: currency"] == "USD"
    ]
    assert sum(waits) == under.review


def test_number_and_slider_of_the_threshold_are_one_and_tell_what_would_be_sent(site, browser_page):
    page = browser_page("rule@example.com", "admin")
    page.goto("/dashboard")
    policy = load_policy(site.home.book / "policy.toml")
    with site.store.read() as session:
        candidates = read_candidates(session, None, policy)

    def sent(threshold):
        return str(len(would_send(candidates, policy, Decimal(threshold)).cases))

    tried = page.locator("#would tbody tr").filter(has_text="tried")
    page.locator("#slide").fill("0.97")
    assert page.locator("#at").input_value() == "0.97"
    tried.filter(has_text="0.97").wait_for()
    assert tried.locator("td").first.inner_text() == sent("0.97")
    page.locator("#at").fill("0.985")
    assert page.locator("#slide").input_value() == "0.985"
    tried.filter(has_text="0.985").wait_for()
    assert tried.locator("td").first.inner_text() == sent("0.985")
    assert sent("0.97") != sent("0.985")
    page.locator("#at").fill("2")
    page.locator("#would").get_by_text("is not a threshold").wait_for()
    page.locator("#at").fill("0.97")
    page.get_by_role("button", name="Set the threshold to 0.97").click()
    page.get_by_role("status").get_by_text("The threshold is 0.97 now").wait_for()
    page.get_by_role("button", name="Go back to policy.toml").click()
    page.get_by_role("status").get_by_text("stands again").wait_for()


def test_a_book_is_looked_at_taken_over_and_run(site, browser_page, tmp_path, axe, fits):
    page = browser_page("book@example.com", "analyst", "admin")
    page.goto("/billing")
    page.get_by_label("CSV, Parquet or JSON files").set_input_files(zip_of_tables(tmp_path))
    page.get_by_role("button", name="Upload and read").click()
    quarantine = page.locator("#quarantine")
    quarantine.get_by_text("'at' is 'soon'").wait_for()
    assert "billing/usage.csv" in quarantine.inner_text()
    read = page.locator("section.panel").filter(has_text="What was read")
    assert "Invoice lines" in read.inner_text()
    fits(page)
    axe(page)
    page.get_by_role("button", name="Take over as the book").click()
    page.get_by_role("status").get_by_text("The data is the book now").wait_for()

    page.goto("/runs")
    page.get_by_label("The day on which the book stands").fill("2026-11-01")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("progressbar").wait_for()
    page.get_by_text("done", exact=True).first.wait_for(
        timeout=180_000
    )  # the page tells it by itself
    page.locator("tbody tr").first.get_by_role("link").click()
    page.get_by_role("heading", name="Totals").wait_for()
    page.get_by_text(re.compile(r"rows? could not be read")).wait_for()
    changed = page.get_by_role("listitem").filter(has_text=MIDDLE)
    assert "version 2" in changed.inner_text()
    with site.store.read() as session:
        (found,) = findings_of(session, case_of(MIDDLE), 2)
    assert found.amount_recoverable == Decimal("6900.00")  # three months at 2,300.00 are left
    fits(page)
    axe(page)
    page.goto(f"/billing/products?account={MIDDLE}")
    row = page.get_by_role("row").filter(has_text=OTHER)
    row.get_by_role("combobox").select_option(label=OLD)
    row.get_by_role("button", name="Confirm").click()
    page.get_by_role("status").get_by_text(f"{OTHER} is {OLD}").wait_for()
    with site.store.read() as session:
        sent = session.exec(select(OutboxRow).where(OutboxRow.status == "delivered")).all()
    assert len({row.id for row in sent}) == len(sent)


@pytest.mark.parametrize(
    ("size", "dark"), [("phone", False), ("phone", True), ("desk", True), ("wall", False)]
)
def test_nothing_is_wrong_with_the_pages_at_any_size(site, browser_page, axe, fits, size, dark):
    page = browser_page("all@example.com", "admin", "analyst", "approver", size=size, dark=dark)
    one = documents(site, "delivered")[0].id
    for address in (
        "/dashboard",
        "/dashboard?at=0.97",
        "/billing",
        "/billing/products?state=all",
        "/runs",
        "/outbox",
        f"/outbox/{one}",
        "/exports",
        "/settings",
    ):
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        fits(page)
        axe(page)
