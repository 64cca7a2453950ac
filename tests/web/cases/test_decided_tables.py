"""What a person decided of the samples, in the tables that are taken along, held against what billing got."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal

from sqlmodel import select

from store.outbox import list_outbox
from store.tables import CaseRow, TermRow
from tests.web.cases.samples_run import LARGE, MIDDLE, SMALL, case_of, row_of

REASON = "the page says 8,000.00"


def table(client, name):
    text = client.get(f"/exports/{name}.csv?state=all").text.removeprefix("\ufeff")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["Account"] in {MIDDLE, SMALL}]


def decide(client, account, web, **said):
    version = row_of(web.store, account).version
    answer = client.post(
        f"/api/v1/cases/{case_of(account)}/decisions", json={"version": version, **said}
    )
    assert answer.status_code == 200, answer.text


def price_of(web, amount):
    """The id of the one price of this amount that was read."""
    with web.store.read() as session:
        read = [row.payload for row in session.exec(select(TermRow)).all()]
    (term,) = {each["id"] for each in read if each.get("flat_amount") == amount}
    return term


def test_a_term_that_was_read_wrongly_and_an_amount_that_was_set(web, client_of):
    """8,500.00 a month was read; corrected to 8,000.00, four months at 1,800.00 are 7,200.00."""
    person = client_of("specialist", email="ann@example.com")
    term = price_of(web, "8500.00")
    settings = {"flat_amount": "8000.00"}
    decide(person, MIDDLE, web, action="amend", term=term, settings=settings, reason=REASON)
    decide(person, SMALL, web, action="amend", amounts={"1": "1000.01"}, reason="two were returned")
    cases = {row["Account"]: row for row in table(person, "cases")}
    middle, small = cases[MIDDLE], cases[SMALL]
    assert (middle["Can be corrected"], middle["Decided to invoice"]) == ("9200.00", "7200.00")
    assert (small["Can be corrected"], small["Decided to invoice"]) == ("2880.00", "1000.01")
    for row in (middle, small):
        assert (row["Decision"], row["Decided by"]) == ("amend", "ann@example.com")
    assert middle["Reason"] == REASON
    assert '"8500.00" to "8000.00"' in middle["Correction"]
    sent = defaultdict(Decimal)
    with web.store.read() as session:
        for each in list_outbox(session):
            sent[each.account_id] += each.amount
    for name, column in (
        ("cases", "Decided to invoice"),
        ("findings", "Decided"),
        ("months", "Decided"),
    ):
        sums = defaultdict(Decimal)
        for row in table(person, name):
            sums[row["Account"]] += Decimal(row[column] or 0)
        assert sums == {MIDDLE: sent[MIDDLE], SMALL: sent[SMALL]}, name


def test_what_nobody_decided_has_no_decision(web, client_of):
    text = client_of("analyst").get("/exports/cases.csv?state=all").text.removeprefix("\ufeff")
    cases = {row["Account"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (cases[LARGE]["Decision"], cases[LARGE]["Decided to invoice"]) == ("", "")
    with web.store.read() as session:
        went = session.exec(select(CaseRow.account_id).where(CaseRow.route == "billing")).all()
    by_itself = {account for account, row in cases.items() if row["Decision"] == "automatic"}
    assert by_itself == set(went) != set()
    for account in by_itself:
        row = cases[account]
        assert row["Decided to invoice"] == row["Can be corrected"]
        assert row["Decided to credit"] == row["To credit"]
