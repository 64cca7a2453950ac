"""The specialist's page: what it shows is what the store has, for those who may see it."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import format_currency
from sqlmodel import Session

from app.web.casework.plain_words import sentence
from app.web.context import Web
from store.cases import case_row, findings_of
from store.outbox import documents_of
from store.tables import CaseRow, FindingRow
from tests.web.cases.samples_run import (
    AS_OF,
    ASKS,
    LARGE,
    MIDDLE,
    REASONS,
    SENT,
    SMALL,
    SURE,
    THRESHOLD,
    amounts_on,
    case_of,
    row_of,
    waiting,
    words_on,
)

NINE_TWO = f"${4 * (8500 - 6200):,}.00"
"""What MIDDLE owes: July to October at 8,500.00 a month by the paper, billed at 6,200.00."""


def found(session: Session, row: CaseRow) -> list[FindingRow]:
    return findings_of(session, row.case_id, row.version)


@pytest.mark.parametrize("account", [LARGE, MIDDLE, SMALL, SENT, "A-9034", "G-4410", "A-2716"])
def test_every_amount_is_the_stores(web: Web, client_of, account: str) -> None:
    page = client_of("specialist").get(f"/cases/{case_of(account)}?state=all").text
    row = row_of(web.store, account)
    with web.store.read() as session:
        findings = found(session, row)
    sections = [each.split("</section>")[0] for each in page.split('class="panel finding"')[1:]]
    for finding, section in zip(findings, sections, strict=True):
        table = section.split("<tbody>")[1]
        expected = [
            amount
            for period in finding.payload["periods"]
            for amount in (
                period["expected"],
                period["billed"],
                period["difference"],
                period["recoverable"],
            )
        ]
        total, recoverable = (
            finding.payload["amount_total"],
            finding.payload["amount_recoverable"],
        )
        assert amounts_on(table)[: len(expected) + 2] == [*expected, total, recoverable]
        known = {*expected, total, recoverable}
        known |= {finding.payload["monthly_amount"] or "", finding.payload["amount_low"] or ""}
        assert set(amounts_on(section)) <= known
    head = page.split('class="stakes"')[1].split("</dl>")[0]
    assert amounts_on(head)[0] == findings[0].payload["amount_recoverable"]


def test_each_formula_line_stands_beside_its_period(web: Web, client_of) -> None:
    page = words_on(client_of("specialist").get(f"/cases/{case_of('A-9034')}").text)
    with web.store.read() as session:
        (finding,) = found(session, row_of(web.store, "A-9034"))
    assert len(finding.payload["periods"]) == 6
    for period in finding.payload["periods"]:
        assert period["derivation"] in page
    # the paper: "within one hundred (100) days after the end of the month of use"
    clauses = " ".join(each["quote"] for each in finding.payload["clauses"])
    assert "one hundred (100) days after the end of the month of use" in clauses
    for end in (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)):
        lapse = end + timedelta(days=100)
        assert lapse < AS_OF
        assert (
            f"lapsed on {lapse:%b} {lapse.day}, {lapse.year} (100 days from the period end)" in page
        )


def test_hypotheses_say_how_well_they_reproduce_the_bill(web: Web, client_of) -> None:
    page = words_on(client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text)
    with web.store.read() as session:
        (finding,) = found(session, row_of(web.store, MIDDLE))
    for tried in finding.payload["hypotheses"]:
        name = tried["cause"].replace("_", " ").capitalize()
        if tried["reproduces"]:
            assert f"{tried['reproduces']} of {tried['of']} periods to the cent" in page
            assert name in page
        else:
            assert name.lower() in page.split("Ruled out")[1]
    assert "gives the same bill" in page
    many = len(finding.payload["periods"])
    assert f"Course of dealing: {many} invoices went out as billed" in page, "one a month"


def percent(share: str) -> str:
    """'60%' of '0.60'."""
    return f"{int(Decimal(share) * 100)}%"


def test_why_it_was_not_automatic_is_said_in_words(client_of) -> None:
    """The case of LARGE was weighed by hand: SURE is its confidence, REASONS are why."""
    page = words_on(client_of("specialist").get(f"/cases/{case_of(LARGE)}").text)
    sure, limit = percent(SURE[LARGE]), percent(THRESHOLD)
    assert f"Its confidence is {sure}, and only above {limit} does a case go to billing" in page
    lowered, rest = page.split("What lowers it")[1].split("What would raise it")
    raised, speaks = rest.split("What speaks for it")
    passage, few, none = REASONS
    quote = passage["text"].partition("“")[2]
    limit_of_it = percent(passage["effect"].removeprefix("at most "))
    assert lowered.index(f"at most {limit_of_it}") < lowered.index(quote)
    assert "Compute Services Agreement" in lowered.split(quote)[1], "the paper, by its title"
    assert ", page 2" in lowered.split(quote)[1]
    points = few["effect"].replace("−0.", "−") + " points"
    assert lowered.index(points) < lowered.index(sentence(few["text"]))
    assert sentence(few["raised_by"]).rstrip(".") in raised
    assert sentence(none["text"]) in speaks
    assert none["text"] not in lowered.lower()
    assert "`recoup" not in page
    assert "--" not in page.split("Story")[0]


def test_a_confidence_that_is_capped_says_so_wherever_it_stands(web: Web, client_of) -> None:
    """MIDDLE reads 85% beside a threshold of 85%: what is open holds it there, and that is said."""
    browser = client_of("specialist")
    page = words_on(browser.get(f"/cases/{case_of(MIDDLE)}").text)
    limit = percent(THRESHOLD)
    assert SURE[MIDDLE] == THRESHOLD
    caps = [
        each["text"]
        for each in row_of(web.store, MIDDLE).reasons
        if each["effect"] == f"at most {THRESHOLD}"
    ]
    assert "a passage about money is not understood" in caps[0]
    why = "a passage about money is not understood"
    assert f"capped at {limit}: {why}" in page.split("Why it was not automatic")[0], "in the head"
    assert (
        f"Its confidence is capped at {limit}: {why}. Only above {limit} does a case go to billing "
        "without a person." in page
    )
    queue = browser.get("/cases").text
    rows = {
        found[1]: words_on(found[2])
        for found in re.finditer(r'<tr data-row="([^"]+)">(.*?)</tr>', queue, re.DOTALL)
    }
    assert f"capped: {why}" in rows[case_of(MIDDLE)]
    assert "capped" not in rows[case_of(LARGE)], "it lies below its cap"


def test_a_case_that_went_by_itself_says_so(client_of, web) -> None:
    page = words_on(client_of("analyst").get(f"/cases/{case_of(SENT)}?state=all").text)
    with web.store.read() as session:
        share = case_row(session, case_of(SENT)).confidence
    assert share is not None
    sure = f"its confidence is {percent(str(share))}, above {percent(THRESHOLD)}"
    assert f"It went to billing without a person: {sure}." in page
    assert "Corrective invoice delivered" in page
    with web.store.read() as session:
        (sent,) = documents_of(session, case_of(SENT), 1)
    shown = format_currency(sent.amount, sent.currency, locale="en_US")
    assert f"Invoiced {shown}" in page, "the head says what went out, not what was found"


def test_a_case_with_a_question_and_no_finding(client_of) -> None:
    page = words_on(client_of("specialist").get(f"/cases/{case_of(ASKS)}").text)
    assert "No difference was found" in page
    assert "no clause that was read says which prevails" in page
    assert "Lensline seat" in page


def test_documents_stand_in_the_order_in_which_they_came_into_force(web: Web, client_of) -> None:
    page = client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text
    listed = words_on(page.split('class="force"')[1].split("</ol>")[0])
    paper = row_of(web.store, MIDDLE).context["paper"]["documents"]
    places = [listed.index(each["title"]) for each in paper]
    assert len(paper) == 2
    assert places == sorted(places)


def test_the_story_is_the_audit_trail_newest_first(web: Web, client_of) -> None:
    page = client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text
    told = words_on(page.split('class="story"')[1].split("</ol>")[0])
    assert told.index("It went to a specialist") < told.index("Found: 1. missed escalation")
    assert told.index("Found: 1.") < told.index("It rests on what grammar read")


def test_the_page_opens_no_contract_and_asks_no_engine(
    web: Web, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("the page was to be built from the store alone")

    monkeypatch.setattr("app.web.casework.reckoner.Reckoner.ask", never)
    monkeypatch.setattr("extractors.opening.Confined", never)
    monkeypatch.setattr("billing.investigation.compare", never)
    browser = client_of("specialist")
    for account in (LARGE, MIDDLE, ASKS):
        assert browser.get(f"/cases/{case_of(account)}").status_code == 200


def test_the_page_is_quick(client_of) -> None:
    browser = client_of("analyst")
    browser.get(f"/cases/{case_of(MIDDLE)}")
    took = []
    for _ in range(5):
        started = time.perf_counter()
        browser.get(f"/cases/{case_of(MIDDLE)}")
        took.append(time.perf_counter() - started)
    assert min(took) < 0.15


def test_the_clause_is_a_picture_of_the_page_drawn_once(web: Web, client_of) -> None:
    browser = client_of("analyst")
    page = browser.get(f"/cases/{case_of(MIDDLE)}").text
    addresses = list(dict.fromkeys(re.findall(r'src="(/cases/[^"]+\.png)"', page)))
    with web.store.read() as session:
        (finding,) = found(session, row_of(web.store, MIDDLE))
    assert len(addresses) == len(finding.payload["clauses"])
    first = browser.get(addresses[0])
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    drawn = sorted(web.home.pictures.glob("clause-*.png"))
    assert len(drawn) == 1
    stamp = drawn[0].stat().st_mtime_ns
    assert browser.get(addresses[0]).content == first.content
    assert drawn[0].stat().st_mtime_ns == stamp
    assert not list(web.home.pictures.glob(".*")), "nothing half-written is left"


def test_a_file_that_is_gone_is_said_in_place_of_the_picture(
    web: Web, client_of, tmp_path: Path
) -> None:
    with web.store.begin() as session:
        row = session.get(CaseRow, case_of(MIDDLE))
        assert row is not None
        row.context = {**row.context, "book": str(tmp_path / "nowhere")}
    browser = client_of("analyst")
    page = browser.get(f"/cases/{case_of(MIDDLE)}").text
    assert "The file is not at hand: no picture." in page
    assert ".png" not in page.split('class="clauses"')[1]
    direct = browser.get(f"/cases/{case_of(MIDDLE)}/clauses/1/1/1.png")
    assert direct.headers["content-type"].startswith("image/svg")
    assert browser.get(f"/cases/{case_of(MIDDLE)}/clauses/1/1/99.png").status_code == 404
    assert browser.get(f"/cases/{case_of(MIDDLE)}/clauses/7/1/1.png").status_code == 404


def test_what_was_uploaded_is_linked_to_the_page_that_is_cited(web: Web, client_of) -> None:
    from store.web_tables import UploadRow

    paper = row_of(web.store, MIDDLE).context["paper"]["documents"][0]
    with web.store.begin() as session:
        session.add(
            UploadRow(
                id="u-1",
                kind="contract",
                account_id=MIDDLE,
                name="msa.pdf",
                sha256=paper["sha256"],
                size=1,
                uploaded_by="tests",
            )
        )
        session.add(
            UploadRow(
                id="u-2",
                kind="contract",
                account_id=SMALL,
                name="msa.pdf",
                sha256=paper["sha256"],
                size=1,
                uploaded_by="tests",
            )
        )
    page = client_of("specialist").get(f"/cases/{case_of(MIDDLE)}").text
    assert 'href="/documents/u-1#page-2"' in page
    assert "u-2" not in page, "another account's paper is not pointed at"


def test_a_foreign_name_stays_text(web: Web, client_of) -> None:
    from store.tables import AccountRow

    with web.store.begin() as session:
        row = session.get(AccountRow, MIDDLE)
        assert row is not None
        row.name = '<script>alert(1)</script>"><b>'
    browser = client_of("specialist")
    for address in ("/cases", f"/cases/{case_of(MIDDLE)}", f"/cases/{case_of(MIDDLE)}/amend"):
        page = browser.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "/approve",
        "/amend",
        "/reject",
        "/memo",
        "/memo.pdf",
        "/letter.md",
        "/story",
        "/clauses/1/1/1.png",
    ],
)
def test_other_accounts_cases_are_not_there(client_of, ending: str) -> None:
    browser = client_of("specialist", accounts=[SMALL])
    assert browser.get(f"/cases/{case_of(MIDDLE)}{ending}").status_code == 404
    assert browser.get(f"/cases/nobody-000000{ending}").status_code == 404
    if not ending:
        assert browser.get(f"/cases/{case_of(SMALL)}").status_code == 200


@pytest.mark.parametrize(
    "ending", ["/approve", "/amend", "/reject", "/preview", "/take", "/release", "/renew"]
)
def test_other_accounts_cases_cannot_be_touched(web: Web, client_of, ending: str) -> None:
    browser = client_of("specialist", accounts=[SMALL])
    form = {"version": "1", "reason": "mine now", "ground": "other", "amount-1": "1"}
    assert browser.post(f"/cases/{case_of(MIDDLE)}{ending}", data=form).status_code == 404
    assert row_of(web.store, MIDDLE).status == "waiting"


def test_who_only_looks_is_told_so_and_gets_no_keys(client_of) -> None:
    page = client_of("analyst").get(f"/cases/{case_of(MIDDLE)}").text
    assert "Your roles let you look at cases" in page
    assert 'data-key="a"' not in page
    assert "/approve" not in page


def test_the_keyboard_map_is_on_the_page(client_of) -> None:
    browser = client_of("specialist")
    middle = browser.get(f"/cases/{case_of(MIDDLE)}").text
    keys = set(re.findall(r'data-key="([^"]+)" data-key-words="[^"]+"', middle))
    assert {"a", "m", "x", "t", "n", "p"} <= keys, "it has a neighbour on either side"
    queue = browser.get("/cases").text
    assert {"j", "k", "/"} <= set(re.findall(r'data-key="([^"]+)" data-key-words="[^"]+"', queue))
    reject = browser.get(f"/cases/{case_of(MIDDLE)}/reject").text
    assert set("1234567") <= set(re.findall(r'data-key="(\d)"', reject))


def test_the_neighbours_are_those_of_the_queue_one_came_from(web: Web, client_of) -> None:
    browser = client_of("specialist")
    by_weight = browser.get(f"/cases/{case_of(SMALL)}").text
    by_day = browser.get(f"/cases/{case_of(SMALL)}?order=lapse").text
    assert f'href="/cases/{case_of(LARGE)}" rel="prev"' in by_weight
    assert 'rel="prev"' not in by_day, "it is the first to lapse"
    assert f'href="/cases/{case_of(MIDDLE)}?order=lapse" rel="next"' in by_day
    many = waiting(web.store)
    assert f"2 of {many}" in words_on(by_weight)
    assert f"1 of {many}" in words_on(by_day)


def test_the_memo_is_a_page_of_its_own_without_rights(client_of) -> None:
    answer = client_of("analyst").get(f"/cases/{case_of(MIDDLE)}/memo")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert NINE_TWO in answer.text
    assert "Draft of a letter to the customer" in answer.text


def test_the_memo_as_pdf_and_the_letter(client_of) -> None:
    browser = client_of("analyst")
    pdf = browser.get(f"/cases/{case_of(MIDDLE)}/memo.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-disposition"] == 'attachment; filename="memo-A-4521.pdf"'
    letter = browser.get(f"/cases/{case_of(MIDDLE)}/letter.md")
    assert NINE_TWO.lstrip("$") in letter.text
