"""Workbooks and CSV: real numbers and days, text that is never a formula, and only what one may see."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from made_store import Made, finding, make, period, random_cases
from sqlmodel import select

from app.web.exports import apart
from app.web.exports.flat import as_csv
from app.web.exports.tables import Column, Money, Table
from app.web.exports.workbook import write_workbook
from store.tables import FindingRow

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")']


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def parsed(text: str):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def cases(web):
    with web.store.begin() as session:
        make(
            session,
            Made(
                "ACME",
                [
                    finding(
                        period("2026-06", "1200.50"), period("2026-07", "10", "0", "2026-09-30")
                    ),
                    finding(period("2026-07", "5000"), cause="rounding", currency="JPY"),
                ],
            ),
        )
        make(session, Made("BETA", [finding(period("2026-07", "7.25"), direction="over")]))


def test_a_workbook_has_a_sheet_a_subject_with_real_numbers_and_days(cases, client_of):
    answer = client_of("analyst").get("/exports/cases.xlsx?state=all")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    book = opened(answer.content)
    assert book.sheetnames == ["Cases", "Findings", "Months", "About"]
    months = book["Months"]
    assert months.freeze_panes == "B2"
    first = rows_of(months)[0]
    assert first["From"] == datetime(2026, 6, 1)  # noqa: DTZ001 - a day of a spreadsheet
    assert (first["Difference"], first["Recoverable"]) == (1200.5, 1200.5)
    column = {cell.value: cell.column for cell in months[1]}
    cell = months.cell(2, column["Difference"])
    assert (cell.data_type, cell.number_format) == ("n", '#,##0.00 "USD"')
    yen = next(
        row for row in months.iter_rows(min_row=2) if row[column["Cause"] - 1].value == "rounding"
    )
    assert yen[column["Difference"] - 1].number_format == '#,##0 "JPY"'
    assert months.cell(2, column["From"]).number_format == "yyyy-mm-dd"


def test_a_case_in_two_currencies_has_a_row_for_each(cases, client_of):
    rows = rows_of(
        opened(client_of("analyst").get("/exports/cases.xlsx?state=all").content)["Cases"]
    )
    assert [(row["Account"], row["Can be corrected"], row["To credit"]) for row in rows] == [
        ("ACME", 1200.5, None),
        ("ACME", 5000, None),
        ("BETA", None, 7.25),
    ]
    assert rows[0]["Confidence"] == 0.85


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_ever_a_formula(tmp_path, text):
    table = Table(
        "T", [Column("Text"), Column("Amount", "money")], [[text, Money(Decimal(-5), "USD")]]
    )
    path = tmp_path / "t.xlsx"
    write_workbook(path, [table], "t", "t")
    sheet = openpyxl.load_workbook(path)["T"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)
    assert sheet["B2"].value == -5
    (row,) = parsed("".join(as_csv(table)))
    assert row == {"Text": f"'{text}", "Amount": "-5", "Amount: currency": "USD"}


def test_an_explanation_that_begins_as_a_formula_stays_text(cases, client_of):
    client = client_of("analyst")
    sheet = opened(client.get("/exports/cases.xlsx?state=all").content)["Findings"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Explanation")
    assert (sheet.cell(2, column).data_type, sheet.cell(2, column).value) == ("s", "=not a formula")
    rows = parsed(client.get("/exports/findings.csv?state=all").text)
    assert rows[0]["Explanation"] == "'=not a formula"


def test_days_and_moments_in_csv():
    table = Table(
        "T",
        [Column("D", "day"), Column("M", "moment"), Column("N", "number")],
        [[date(2026, 7, 1), datetime.fromisoformat("2026-07-01T10:00:00+02:00"), Decimal("1E+3")]],
    )
    assert parsed("".join(as_csv(table))) == [
        {"D": "2026-07-01", "M": "2026-07-01T08:00:00Z", "N": "1000"}
    ]


def test_the_filters_of_the_queue_hold(cases, client_of):
    client = client_of("analyst")
    rows = parsed(client.get("/exports/cases.csv?state=all&currency=JPY").text)
    assert {row["Account"] for row in rows} == {"ACME"}
    assert parsed(client.get("/exports/cases.csv?state=rejected").text) == []


def test_only_what_one_may_see_is_taken_along(cases, client_of):
    some = client_of("analyst", accounts=["BETA"])
    for name in ("cases", "findings", "months"):
        rows = parsed(some.get(f"/exports/{name}.csv?state=all").text)
        assert {row["Account"] for row in rows} == {"BETA"}
    book = opened(some.get("/exports/cases.xlsx?state=all").content)
    assert "ACME" not in str([row for sheet in book for row in sheet.iter_rows(values_only=True)])


def test_the_sums_of_the_months_are_those_of_the_rows(web, client_of):
    with web.store.begin() as session:
        random_cases(session, 7, 30)
    with web.store.read() as session:
        found = session.exec(select(FindingRow)).all()
    rows = parsed(client_of("analyst").get("/exports/months.csv?state=all").text)
    present = {(row["Case"], row["Finding"]) for row in rows}
    for each in found:
        key = (each.case_id, str(each.position))
        own = [row for row in rows if (row["Case"], row["Finding"]) == key]
        if key in present and own[0]["Cause"] == each.cause.replace("_", " "):
            latest = max(other.version for other in found if other.case_id == each.case_id)
            if each.version == latest:
                total = sum(Decimal(row["Difference"]) for row in own)
                assert total == each.amount_total


def test_a_large_workbook_is_written_in_a_process_of_its_own(cases, web, client_of, monkeypatch):
    monkeypatch.setattr("app.web.routes.exports.FROM_CASES", 1)
    monkeypatch.setattr(apart, "write_cases", None)  # of this process: it must not be asked
    answer = client_of("analyst").get("/exports/cases.xlsx?state=all")
    assert len(rows_of(opened(answer.content)["Cases"])) == 3
    assert [path for path in web.home.root.iterdir() if path.name.startswith("export-")] == []


def test_the_outbox_as_workbook_and_csv(web, client_of):
    with web.store.begin() as session:
        make(
            session,
            Made("ACME", [finding(period("2026-06", "9.99"))], status="done", sent="delivered"),
        )
        make(
            session,
            Made("BETA", [finding(period("2026-06", "1.00"))], status="done", sent="pending"),
        )
    client = client_of("approver")
    rows = rows_of(opened(client.get("/exports/outbox.xlsx").content)["Documents"])
    assert {(row["Account"], row["Amount"], row["State"]) for row in rows} == {
        ("ACME", 9.99, "Delivered"),
        ("BETA", 1, "Waiting"),
    }
    only = parsed(client.get("/exports/outbox.csv?status=pending").text)
    assert [row["Account"] for row in only] == ["BETA"]


def test_the_page_of_exports_counts_what_there_is(cases, client_of):
    text = client_of("analyst").get("/exports").text
    assert 'href="/exports/cases.xlsx?state=all"' in text
