"""What belongs to an account that a person may not see is not there for them: by address, in lists, in the API."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from app.web.rights import ROLES
from store.tables import AccountRow, CaseRow, FindingRow, MemoRow, OutboxRow
from store.web_tables import JobRow, UploadRow
from tests.web.security.test_rights_table import asked_of

NAME = "Marker Harbour Works"
"""Of the account that is not theirs: it must stand nowhere."""
THERE = {
    "account_id": "A-hidden",
    "case_id": "hidden-case",
    "upload_id": "hiddenupload",
    "contract_id": "hiddenupload",
    "document_id": "hiddenupload",
    "outbox_id": "hidden-document",
}
NUMBERS = {"version", "finding", "clause", "number", "n", "page"}


@pytest.fixture
def hidden(web):
    """An account with a case, a memo, a document for billing, a contract and work that goes on."""
    payload = {
        "product": "Berths",
        "cause": "missed escalation",
        "periods": [],
        "billed": [],
    }
    with web.store.begin() as session:
        for account, name in (("A-hidden", NAME), ("A-own", "Own Works")):
            session.add(AccountRow(account_id=account, name=name, currency="USD", timezone="UTC"))
        session.flush()
        session.add(
            CaseRow(
                case_id="hidden-case",
                account_id="A-hidden",
                fingerprint="0" * 64,
                as_of="2026-11-01",
                status="waiting",
                route="specialist_review",
                confidence=Decimal("0.70"),
                reasons=[{"text": f"{NAME} has an open question", "effect": "-0.15"}],
            )
        )
        session.flush()
        session.add(
            FindingRow(
                case_id="hidden-case",
                version=1,
                position=1,
                cause="missed escalation",
                product=f"Berths of {NAME}",
                direction="under",
                currency="USD",
                amount_total=Decimal("41.77"),
                amount_recoverable=Decimal("41.77"),
                payload=payload,
            )
        )
        session.add(MemoRow(case_id="hidden-case", version=1, text=NAME, sha256="0" * 64))
        session.add(
            OutboxRow(
                id="hidden-document",
                case_id="hidden-case",
                version=1,
                account_id="A-hidden",
                action="corrective_invoice",
                currency="USD",
                amount=Decimal("41.77"),
                payload={"account_id": "A-hidden", "name": NAME, "lines": []},
            )
        )
        session.add(
            UploadRow(
                id="hiddenupload",
                kind="contract",
                account_id="A-hidden",
                name=f"{NAME}.pdf",
                sha256="0" * 64,
                size=1,
                status="ready",
                found={"title": NAME},
                uploaded_by="somebody",
            )
        )
        session.add(JobRow(kind="read", subject="A-hidden", stage=f"reading {NAME}"))


@pytest.fixture
def outsider(client_of):
    return client_of(*ROLES, accounts=["A-own"])


def filled(path, ids):
    def one(found):
        name = found[1].partition(":")[0]
        return "1" if name in NUMBERS else ids.get(name, "x")

    return re.sub(r"\{([^}]+)\}", one, path)


def about_an_account(each):
    return any(f"{{{name}" in each.path for name in THERE)


def test_by_address_it_is_as_if_it_were_not_there(application, outsider, hidden):
    asked = [each for each in asked_of(application) if about_an_account(each)]
    assert len(asked) > 20
    for each in asked:
        answer = outsider.request(each.method, filled(each.path, THERE))
        nothing = outsider.request(each.method, filled(each.path, {}))
        assert answer.status_code == nothing.status_code, each
        refused = (
            {403, 404} if each.method == "GET" else {403, 404, 422}
        )  # 403: of the seller as a whole
        assert answer.status_code in refused, each
        assert NAME not in answer.text, each


def test_whoever_may_see_it_sees_it(application, client_of, hidden):
    """So that the test above does not pass because the addresses are wrong."""
    insider = client_of(*ROLES, accounts=["A-hidden"])
    for path in ("/accounts/{account_id}", "/cases/{case_id}", "/api/v1/cases/{case_id}"):
        answer = insider.get(filled(path, THERE))
        assert answer.status_code == 200, path
        assert NAME in answer.text, path


def test_it_stands_in_no_list(application, outsider, hidden):
    for each in asked_of(application):
        if each.method != "GET" or "{" in each.path:
            continue
        answer = outsider.get(each.path)
        shown = answer.content
        assert NAME.encode() not in shown, each
        assert b"A-hidden" not in shown, each
        assert b"hidden-case" not in shown, each
        assert b"41.77" not in shown, each
