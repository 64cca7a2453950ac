"""A paper's page: pictures with marks, terms beside them, corrections, passages filled in, removal."""

from __future__ import annotations

import json
import re
import zlib

import pytest
from sqlmodel import select

from app.web.reading.readings import account_as_it_counts
from store.audit import digest
from store.tables import AuditRow, CaseRow, CorrectionRow
from store.uploads import of_account
from tests.work.papers import with_open_passage


@pytest.fixture
def paper(uploaded, pdf):
    (row,) = uploaded(("order.pdf", pdf(1)))
    return row


@pytest.fixture
def puzzling(uploaded, tmp_path):
    (row,) = uploaded(("puzzling.pdf", with_open_passage(tmp_path / "open.pdf").read_bytes()))
    return row


def price_of(web, account="acme"):
    (document,) = account_as_it_counts(web.store, account).documents
    return next(each for each in document.terms if each.type == "price")


def test_each_term_stands_beside_a_mark_on_its_page(analyst, paper):
    html = analyst.get(f"/documents/{paper.id}").text
    cards = re.findall(r'data-card="(t\d+)"', html)
    assert len(cards) == paper.found["terms"] >= 2
    for card in cards:
        assert re.search(rf'class="mark [a-z]+" href="#{card}"', html), card
    anchors = set(re.findall(r'class="to-mark" href="#(p\d+m\d+)"', html))
    assert anchors
    assert all(f'id="{anchor}"' in html for anchor in anchors)
    assert f'src="/documents/{paper.id}/pages/1.png"' in html


def test_marks_lie_on_the_page(analyst, paper):
    html = analyst.get(f"/documents/{paper.id}").text
    rects = re.findall(
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" rx="1.5"', html
    )
    assert rects
    for x, y, width, height in (map(float, rect) for rect in rects):
        assert 0 <= x < x + width <= 596
        assert 0 <= y < y + height <= 843


def test_a_page_is_a_picture_drawn_once_and_kept(web, analyst, paper):
    first = analyst.get(f"/documents/{paper.id}/pages/1.png")
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    assert first.headers["cache-control"].startswith("private")
    pixels = zlib.decompress(first.content.partition(b"IDAT")[2][:-16])
    assert len(set(pixels)) > 2  # something is printed on it
    (web.home.files / paper.id).unlink()  # from here on only what was kept can answer
    again = analyst.get(f"/documents/{paper.id}/pages/1.png")
    assert again.content == first.content
    same = analyst.get(
        f"/documents/{paper.id}/pages/1.png", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (same.status_code, same.content) == (304, b"")


def test_a_page_that_is_not_there_is_told(analyst, paper):
    assert analyst.get(f"/documents/{paper.id}/pages/2.png").status_code == 404
    assert analyst.get(f"/documents/{paper.id}/pages/0.png").status_code == 422


def test_the_paper_itself_comes_as_an_attachment(analyst, paper, pdf):
    answer = analyst.get(f"/documents/{paper.id}/file")
    assert answer.content == pdf(1)
    assert answer.headers["content-disposition"] == 'attachment; filename="order.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_another_accounts_paper_is_not_there(client_of, paper):
    other = client_of("analyst", "specialist", accounts=["else"])
    for address in ("", "/pages/1.png", "/file", "/remove", "/terms/x", "/passages/x"):
        assert other.get(f"/documents/{paper.id}{address}").status_code == 404
    assert other.post(f"/documents/{paper.id}/remove").status_code == 404
    assert other.get("/accounts/acme").status_code == 404
    assert other.post("/accounts/acme/read").status_code == 404


# -- a term corrected ------------------------------------------------------------------------------


def test_a_corrected_price_counts_from_then_on_and_says_who_and_what_was_read(
    web, analyst, paper, fields
):
    term = price_of(web)
    address = f"/documents/{paper.id}/terms/{term.id}"
    form = fields(analyst.get(address).text)
    assert form["unit_amount"] == "120.00"
    answer = analyst.post(address, data={**form, "unit_amount": "125.50", "reason": "a typo"})
    assert answer.status_code == 303, answer.text
    assert str(price_of(web).unit_amount) == "125.50"
    html = analyst.get(f"/documents/{paper.id}").text
    assert "Start a run" in html
    with web.store.read() as session:
        (row,) = session.exec(select(CorrectionRow)).all()
        told = session.exec(select(AuditRow).where(AuditRow.kind == "correction")).one()
    assert (row.field, row.old, row.new, row.reason) == (
        "unit_amount",
        '"120.00"',
        '"125.50"',
        "a typo",
    )
    assert json.loads(told.payload)["by"] == analyst.email


def test_a_correction_outlives_another_reading(web, analyst, paper, uploaded, pdf, fields):
    address = f"/documents/{paper.id}/terms/{price_of(web).id}"
    form = fields(analyst.get(address).text)
    analyst.post(address, data={**form, "unit_amount": "125.50"})
    uploaded(("second.pdf", pdf(2)))  # the account is read again with another paper beside it
    reading = account_as_it_counts(web.store, "acme")
    first = next(each for each in reading.documents if each.file.endswith("order.pdf"))
    assert [str(each.unit_amount) for each in first.terms if each.type == "price"] == ["125.50"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("unit_amount", "a lot", "“a lot” is not a number"),
        ("unit_amount", "-5", "Price of one unit cannot be negative"),
        ("effective_from", "31/02/2026", "“31/02/2026” is not a day: write it as 2026-07-01."),
        ("interval_count", "2.5", "“2.5” is not a whole number"),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_in_the_form(
    web, analyst, paper, fields, field, value, words
):
    address = f"/documents/{paper.id}/terms/{price_of(web).id}"
    form = fields(analyst.get(address).text)
    answer = analyst.post(address, data={**form, field: value})
    assert answer.status_code == 422
    beside = re.search(rf'id="e-{field}">.*?</p>', answer.text, re.DOTALL)
    assert beside is not None, "the sentence stands at the field"
    assert words in beside[0]
    assert f"e-{field}" in re.search(rf'<input id="f-{field}"[^>]*>', answer.text)[0]
    assert "Value error" not in answer.text
    assert fields(answer.text)[field] == value
    with web.store.read() as session:
        assert not session.exec(select(CorrectionRow)).all()


def test_two_people_on_one_term_do_not_overwrite_each_other(web, client_of, analyst, paper, fields):
    other = client_of("specialist")
    address = f"/documents/{paper.id}/terms/{price_of(web).id}"
    mine, theirs = (fields(each.get(address).text) for each in (analyst, other))
    assert analyst.post(address, data={**mine, "unit_amount": "130"}).status_code == 303
    late = other.post(address, data={**theirs, "unit_amount": "140"})
    assert late.status_code == 409
    assert "Somebody changed the term meanwhile" in late.text
    assert str(price_of(web).unit_amount) == "130"


def test_who_may_not_correct_sees_no_form(client_of, web, paper):
    approver = client_of("approver")
    address = f"/documents/{paper.id}/terms/{price_of(web).id}"
    assert approver.get(address).status_code == 403
    assert approver.post(address, data={}).status_code == 403
    assert "Correct" not in approver.get(f"/documents/{paper.id}").text


# -- a passage filled in ---------------------------------------------------------------------------


def passage_address(analyst, row):
    html = analyst.get(f"/documents/{row.id}").text
    return re.search(rf"/documents/{row.id}/passages/[0-9a-f]+", html)[0]


def test_a_passage_filled_in_is_a_term_of_every_later_reading(web, analyst, puzzling, fields, read):
    address = passage_address(analyst, puzzling)
    form = fields(analyst.get(f"{address}?type=escalation").text)
    assert form["quote"] == "Fees are firm for the first contract year."
    answer = analyst.post(
        address,
        data={**form, "type": "escalation", "nothing": "", "method": "fixed", "percent": "0"},
    )
    assert answer.status_code == 303, answer.text

    def given():
        (document,) = account_as_it_counts(web.store, "acme").documents
        (term,) = (each for each in document.terms if each.readers == ("given",))
        return document, term

    document, term = given()
    assert (term.type, str(term.percent)) == ("escalation", "0")
    (citation,) = term.citations
    assert (citation.page, citation.quote) == (1, "Fees are firm for the first contract year.")
    assert citation.boxes
    assert term.provenance["corrected_by"] == analyst.email
    assert not [each for each in document.unresolved if "firm" in each.quote]
    analyst.post("/accounts/acme/read")
    read()
    assert digest(given()[1].model_dump(mode="json")) == digest(term.model_dump(mode="json"))
    html = analyst.get(f"/documents/{puzzling.id}").text
    assert "Read from a passage that no reader understood by Analyst 0 on" in html


def test_words_that_do_not_stand_in_the_passage_are_refused(analyst, puzzling, fields):
    address = passage_address(analyst, puzzling)
    form = fields(analyst.get(f"{address}?type=price").text)
    answer = analyst.post(
        address, data={**form, "nothing": "", "quote": "Fees are 10 per month", "flat_amount": "10"}
    )
    assert answer.status_code == 422
    assert "must stand in the passage" in answer.text


def test_a_passage_that_states_nothing_is_noted_with_who_says_so(web, analyst, puzzling):
    address = passage_address(analyst, puzzling)
    assert analyst.post(address, data={"nothing": "yes", "reason": ""}).status_code == 422
    answer = analyst.post(address, data={"nothing": "yes", "reason": "prices stand in section 1"})
    assert answer.status_code == 303
    (document,) = account_as_it_counts(web.store, "acme").documents
    (passage,) = (each for each in document.unresolved if "firm" in each.quote)
    assert passage.dismissed
    assert analyst.email in passage.why


# -- removal ---------------------------------------------------------------------------------------


def test_a_removed_paper_leaves_the_book_and_can_be_taken_back(web, analyst, uploaded, pdf, read):
    first, second = uploaded(("one.pdf", pdf(1)), ("two.pdf", pdf(2)))
    told = analyst.get(f"/documents/{first.id}/remove").text
    assert "The account&#39;s other paper is read again without it." in told
    analyst.post(f"/documents/{first.id}/remove")
    read()
    assert [path.name for path in (web.home.contracts / "acme").iterdir()] == ["two.pdf"]
    assert [each.file for each in account_as_it_counts(web.store, "acme").documents] == [
        second.file
    ]
    assert "Removed" in analyst.get(f"/documents/{first.id}").text
    analyst.post(f"/documents/{first.id}/restore")
    read()
    with web.store.read() as session:
        assert {row.name: row.status for row in of_account(session, "acme")} == {
            "one.pdf": "ready",
            "two.pdf": "ready",
        }
    assert len(account_as_it_counts(web.store, "acme").documents) == 2


def test_the_case_is_named_before_a_paper_goes(web, analyst, paper):
    with web.store.begin() as session:
        session.add(
            CaseRow(
                case_id="acme-1", account_id="acme", version=3, fingerprint="x", as_of="2026-06-01"
            )
        )
    told = analyst.get(f"/documents/{paper.id}/remove").text
    assert "reckons case acme-1 anew, as version 4" in told


# -- the account -----------------------------------------------------------------------------------


def test_the_account_shows_papers_in_force_order_and_terms_over_time(analyst, uploaded, pdf):
    uploaded(("b.pdf", pdf(2)), ("a.pdf", pdf(1)))
    html = analyst.get("/accounts/acme").text
    assert html.index("Order Form No. 1") < html.index("Order Form No. 2")  # by day, not by upload
    assert 'class="bar now' in html
    assert "The same as a table" in html
    assert analyst.get("/accounts/nobody").status_code == 404
