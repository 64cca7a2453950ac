"""Found and decided side by side: who said what, why, and totals that equal the rows to the cent."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal

import openpyxl
import pytest
from made_store import Made, finding, make, period, random_cases
from sqlmodel import select

from store.cases import update_case
from store.decisions import Given, confirm, decide
from store.outbox import list_outbox
from store.tables import CaseRow, DecisionRow, FindingRow

MONTHS = (period("2026-06", "100.00"), period("2026-07", "300.00"))


def rows(client, name="cases"):
    text = client.get(f"/exports/{name}.csv?state=all").text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def of(found, account):
    return [row for row in found if row["Account"] == account]


@pytest.fixture
def exporter(client_of):
    return client_of("analyst")


def test_an_amount_that_was_set_stands_beside_the_one_found(web, exporter):
    """400.00 found in two months, set to 100.01: a fourth of it is 25.0025, the rest of the cent is the last month's."""
    with web.store.begin() as session:
        made = Made("ACME", [finding(*MONTHS)], "done", action="amend", amounts={"1": "100.01"})
        make(session, made)
    (case,) = rows(exporter)
    assert (case["Can be corrected"], case["Decided to invoice"]) == ("400.00", "100.01")
    assert (case["Decision"], case["Decided by"]) == ("amend", "a@example.com")
    assert (case["Correction"], case["Reason"]) == ("finding 1 set to 100.01", "said so")
    (told,) = rows(exporter, "findings")
    assert (told["Recoverable"], told["Decided"]) == ("400.00", "100.01")
    months = rows(exporter, "months")
    assert [(row["Recoverable"], row["Decided"]) for row in months] == [
        ("100.00", "25.00"),
        ("300.00", "75.01"),
    ]


def test_a_cause_that_was_corrected_stands_beside_the_one_found(web, exporter):
    with web.store.begin() as session:
        case_id, _ = make(session, Made("ACME", [finding(*MONTHS)]))
        causes = {"1": {"old": "missed_escalation", "new": "late_start"}}
        given = Given("amend", "ann@example.com", "began in June", changes={"causes": causes})
        decide(session, case_id, 1, given)
        update_case(session, case_id, 1, status="done")
        make(session, Made("ACME", [finding(MONTHS[1], cause="late_start")]), "2")
        second = Given("approve", given.decided_by, given.reason, seconded_by="bo@x", amends=1)
        confirm(session, case_id, 2, second)
    (case,) = rows(exporter)
    assert (case["Causes as found"], case["Causes"]) == ("missed escalation", "late start")
    assert (case["Can be corrected"], case["Decided to invoice"]) == ("400.00", "300.00")
    assert (case["Decision"], case["Decided by"], case["Second person"]) == (
        "amend",
        "ann@example.com",
        "bo@x",
    )
    assert case["Correction"] == "the cause of finding 1 from missed escalation to late start"
    (told,) = rows(exporter, "findings")
    assert (told["Cause as found"], told["Cause"]) == ("missed escalation", "late start")
    assert (told["Recoverable"], told["Decided"]) == ("400.00", "300.00")
    months = rows(exporter, "months")
    assert [(row["From"], row["Recoverable"], row["Decided"]) for row in months] == [
        ("2026-06-01", "100.00", "0"),
        ("2026-07-01", "300.00", "300.00"),
    ]


def test_what_was_rejected_is_decided_with_nothing_and_says_why(web, exporter):
    with web.store.begin() as session:
        make(session, Made("ACME", [finding(*MONTHS)], "done", action="reject"))
    (case,) = rows(exporter)
    assert (case["Can be corrected"], case["Decided to invoice"]) == ("400.00", "0")
    assert (case["Why rejected"], case["Reason"]) == ("the customer disputes it", "said so")
    assert [row["Decided"] for row in rows(exporter, "months")] == ["0", "0"]


def test_what_nobody_decided_is_empty_and_what_went_by_itself_says_so(web, exporter):
    with web.store.begin() as session:
        make(session, Made("WAITS", [finding(*MONTHS)]))
        make(session, Made("WENT", [finding(*MONTHS)], "done", "billing", sent="delivered"))
        make(session, Made("PAY", [finding(*MONTHS, cause="unpaid")], "done", action="approve"))
    found = rows(exporter)
    decided = {row["Account"]: (row["Decided to invoice"], row["Decision"]) for row in found}
    assert decided == {"WAITS": ("", ""), "WENT": ("400.00", "automatic"), "PAY": ("", "approve")}


def test_a_formula_in_a_reason_stays_text(web, exporter):
    with web.store.begin() as session:
        case_id, _ = make(session, Made("ACME", [finding(*MONTHS)]))
        decide(session, case_id, 1, Given("approve", "+1", '=HYPERLINK("http://x")'))
    (case,) = rows(exporter)
    assert (case["Decided by"], case["Reason"]) == ("'+1", '\'=HYPERLINK("http://x")')
    content = exporter.get("/exports/cases.xlsx?state=all").content
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert '=HYPERLINK("http://x")' in {cell.value for cell in cells}


Sums = dict[tuple[str, str], Decimal]


def decided_by_hand(session) -> tuple[Sums, Sums]:
    """(found, decided) by currency and direction, row by row from the tables."""
    found, decided = defaultdict(Decimal), defaultdict(Decimal)
    made = {(row.case_id, row.version): row for row in session.exec(select(DecisionRow)).all()}
    for case in session.exec(select(CaseRow)).all():
        decision = made.get((case.case_id, case.version))
        for row in session.exec(
            select(FindingRow).where(
                FindingRow.case_id == case.case_id, FindingRow.version == case.version
            )
        ).all():
            place = (row.currency, row.direction)
            found[place] += row.amount_recoverable
            if decision is None:
                went = case.status == "done" and case.route == "billing"
                decided[place] += row.amount_recoverable if went else 0
            elif decision.action != "reject":
                amount = decision.amounts.get(str(row.position), row.amount_recoverable)
                decided[place] += Decimal(amount)
    return nothing_left_out(found), nothing_left_out(decided)


def nothing_left_out(sums) -> Sums:
    return {place: amount for place, amount in sums.items() if amount}


def summed(table, under: str, over: str = "") -> Sums:
    """The sums of a column for each direction; of one column where each row names its direction."""
    sums = defaultdict(Decimal)
    for row in table:
        sides = [("under", under), ("over", over)] if over else [(row["Direction"][:-7], under)]
        for direction, name in sides:
            if row[name]:
                sums[row[f"{name}: currency"], direction] += Decimal(row[name])
    return nothing_left_out(sums)


@pytest.mark.parametrize("seed", [3, 11])
def test_totals_equal_the_rows_to_the_cent_in_every_table(web, exporter, seed):
    with web.store.begin() as session:
        random_cases(session, seed, 40)
        amounts = {"1": "0.01"}
        for number in range(3):
            made = Made(
                f"SET-{number}", [finding(*MONTHS)], "done", action="amend", amounts=amounts
            )
            make(session, made)
    with web.store.read() as session:
        found, decided = decided_by_hand(session)
    cases = rows(exporter)
    assert summed(cases, "Can be corrected", "To credit") == found
    assert summed(cases, "Decided to invoice", "Decided to credit") == decided
    for name in ("findings", "months"):
        table = rows(exporter, name)
        assert summed(table, "Recoverable") == found, name
        assert summed(table, "Decided") == decided, name


def test_what_was_decided_is_what_went_to_billing(web, exporter):
    """Where a case has one version, nothing was sent before: decided and put into the outbox are one sum."""
    with web.store.begin() as session:
        for seed, action in enumerate(("approve", "approve", "")):
            made = Made(
                f"A-{seed}",
                [
                    finding(period("2026-03", f"{seed}13.07"), period("2026-04", "99.99", "0")),
                    finding(period("2026-05", "8.10"), direction="over", currency="EUR"),
                ],
                "done",
                "billing",
                action=action,
                sent="delivered",
            )
            make(session, made)
    with web.store.read() as session:
        sent = defaultdict(Decimal)
        for row in list_outbox(session):
            side = "over" if row.action == "credit_note" else "under"
            sent[row.currency, side] += row.amount
    assert summed(rows(exporter), "Decided to invoice", "Decided to credit") == sent
    book = exporter.get("/exports/cases.xlsx?state=all").content
    head, *body = openpyxl.load_workbook(io.BytesIO(book))["Cases"].iter_rows(values_only=True)
    place = head.index("Decided to invoice")
    invoiced = sum(Decimal(str(row[place])) for row in body if row[place] is not None)
    assert invoiced == sent["USD", "under"]
