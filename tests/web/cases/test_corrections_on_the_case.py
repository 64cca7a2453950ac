"""A corrected term on the case's page: told at its clause and at the expected amount; a run takes it up."""

from __future__ import annotations

import re

from app.web.casework.plain_words import RUN_ANEW
from app.web.context import Web
from app.web.templating import day
from store.cases import findings_of
from store.tables import CaseRow, CorrectionRow, now
from tests.web.cases.samples_run import AS_OF, MIDDLE, SMALL, case_of, row_of, words_on

READ, SIGNED = "8500.00", "8000.00"
"""The monthly price of MIDDLE from July on: as read, and as a person has it."""


def correct(web: Web, account: str = MIDDLE, at: str = "", **other: str) -> None:
    """A correction of the price that MIDDLE's finding cites, as a person made it on the paper's page."""
    row = row_of(web.store, MIDDLE)
    with web.store.begin() as session:
        (finding,) = findings_of(session, row.case_id, row.version)
        cited = next(
            each for each in finding.payload["clauses"] if "($8,500.00) per month" in each["quote"]
        )
        paper = next(
            each for each in row.context["paper"]["documents"] if each["file"] == cited["file"]
        )
        values = {
            "account_id": account,
            "file": cited["file"],
            "sha256": paper["sha256"],
            "term_id": "price-1",
            "type": "price",
            "page": cited["page"],
            "quote": cited["quote"],
            "field": "flat_amount",
            "old": f'"{READ}"',
            "new": f'"{SIGNED}"',
            "reason": "the signed copy",
            "corrected_by": "ann@example.com",
            "corrected_at": at or now(),
        }
        session.add(CorrectionRow(**{**values, **other}))


def said(at: str = "") -> str:
    when = day(at or now())
    return (
        f"Corrected by ann@example.com on {when}: fixed price $8,000.00, was $8,500.00 "
        "(the signed copy)."
    )


def test_a_correction_is_told_at_the_clause_and_at_the_expected_amount(web: Web, client_of) -> None:
    before = "2026-01-02T03:04:05+00:00"
    correct(web, at=before)
    page = client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text
    figures = re.findall(r'<figure class="clause.*?</figure>', page, re.DOTALL)
    told = [said(before) in words_on(each) for each in figures]
    assert told.count(True) == 1, "at the clause that it is of, and at no other"
    assert "Eight Thousand Five Hundred" in figures[told.index(True)]
    (expected,) = (
        each
        for each in re.findall(r'<div class="side">.*?</div>', page, re.DOTALL)
        if "The contract asks for" in each
    )
    assert said(before) in words_on(expected)
    assert "do not reckon with" not in page, "the version was worked out after it"


def test_a_correction_made_since_is_told_as_not_in_the_amounts_with_a_run_to_start(
    web: Web, client_of
) -> None:
    correct(web, at="2099-01-01T00:00:00+00:00")
    address = f"/cases/{case_of(MIDDLE)}"
    page = client_of("specialist").get(address).text
    assert "These amounts do not reckon with it yet." in words_on(page)
    form = re.search(r'<form method="post" action="/runs".*?</form>', page, re.DOTALL)
    assert form is not None
    assert f'name="as_of" value="{AS_OF.isoformat()}"' in form[0]
    assert "Work the account out anew" in words_on(form[0])
    decider = client_of("approver").get(address).text
    assert 'action="/runs"' not in decider, "an approver starts no runs"
    assert "A person who may start runs has to do that." in words_on(decider)


def test_what_somebody_corrected_for_another_account_is_not_told(web: Web, client_of) -> None:
    correct(web, account=SMALL)
    assert "Corrected by" not in client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text


def test_an_amendment_that_is_refused_for_what_has_changed_offers_the_run(
    web: Web, client_of
) -> None:
    """With a term corrected since, the version cannot be reckoned again: the words say what to do."""
    with web.store.begin() as session:
        row = session.get_one(CaseRow, case_of(MIDDLE))
        row.fingerprint = "of another day"
    browser = client_of("specialist")
    form = {"version": "1", "kind": "cause", "cause-1": "late_start", "was-cause-1": "x"}
    told = browser.post(f"/cases/{case_of(MIDDLE)}/preview", data=form, headers={"HX-Request": "1"})
    assert f"{RUN_ANEW}, then amend the version that comes of it." in words_on(told.text)
    button = re.search(r"<button[^>]*formaction=\"/runs\"[^>]*>", told.text)
    assert button is not None
    assert f'value="{AS_OF.isoformat()}"' in button[0]
    whole = browser.post(
        f"/cases/{case_of(MIDDLE)}/amend", data={**form, "reason": "it began late"}
    )
    assert whole.status_code == 422
    assert 'action="/runs"' in whole.text
    assert "it began late" in whole.text, "what was typed is still there"
