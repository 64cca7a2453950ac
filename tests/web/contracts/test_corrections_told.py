"""A corrected term says wherever it is shown who corrected it, when, what was read before, and why."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from app.web.reading.readings import account_as_it_counts
from app.web.reading.term_form import TYPES, fields_of
from app.web.reading.term_words import label, value_in_words
from app.web.templating import day
from store.tables import CorrectionRow, now
from tests.web.cases.samples_run import words_on


@pytest.fixture
def paper(uploaded, pdf):
    (row,) = uploaded(("order.pdf", pdf(1)))
    return row


@pytest.fixture
def price(web, paper):
    (document,) = account_as_it_counts(web.store, "acme").documents
    return next(each for each in document.terms if each.type == "price")


@pytest.fixture
def correct(paper, price, fields):
    """Corrects the price of the order, 120.00 as read."""

    def corrected(browser, reason, **values):
        address = f"/documents/{paper.id}/terms/{price.id}"
        form = fields(browser.get(address).text)
        answer = browser.post(address, data={**form, **values, "reason": reason})
        assert answer.status_code == 303, answer.text

    return corrected


def test_document_form_and_account_tell_of_a_correction_in_one_sentence(
    client_of, analyst, paper, price, correct
):
    correct(client_of("analyst", email="ann@example.com"), "the signed copy", unit_amount="125.50")
    today = day(now())
    said = f"Corrected by Ann on {today}: price of one unit $125.50, was $120.00 (the signed copy)."
    for address in (
        f"/documents/{paper.id}",
        f"/documents/{paper.id}/terms/{price.id}",
        "/accounts/acme",
    ):
        assert said in words_on(analyst.get(address).text), address


def test_a_second_correction_stands_after_the_first_and_hides_nothing(
    client_of, analyst, paper, correct
):
    correct(client_of("analyst", email="ann@example.com"), "first", unit_amount="125.50")
    correct(client_of("analyst", email="bob@example.com"), "", unit_amount="130.00")
    page = words_on(analyst.get(f"/documents/{paper.id}").text)
    first, second = page.index("$125.50, was $120.00 (first)"), page.index("$130.00, was $125.50")
    assert first < second
    assert re.search(
        r"Corrected by Bob on [^:]*: price of one unit \$130.00, was \$125.50\. ", page
    )


def test_two_fields_set_in_one_go_are_one_correction(analyst, paper, correct):
    correct(analyst, "see page 1", unit_amount="1,250.50", effective_to="2027-06-30")
    page = words_on(analyst.get(f"/documents/{paper.id}").text)
    assert page.count("Corrected by") == 1
    assert "price of one unit $1,250.50, was $120.00" in page
    assert "applies until Jun 30, 2027, was not stated" in page
    assert page.count("(see page 1)") == 1


def test_what_a_person_typed_stays_text(analyst, paper, correct):
    correct(analyst, '<script>alert("x")</script>', unit_amount="125.50")
    html = analyst.get("/accounts/acme").text
    assert "<script>alert" not in html
    assert '(<script>alert("x")</script>)' in unescape(html)


def test_another_accounts_correction_of_the_same_paper_is_not_told(web, analyst, paper, price):
    with web.store.begin() as session:
        session.add(
            CorrectionRow(
                account_id="other",
                file=paper.file,
                sha256=paper.sha256,
                term_id=price.id,
                type="price",
                field="unit_amount",
                old='"120.00"',
                new='"1.00"',
                corrected_by="eve@example.com",
            )
        )
    assert "eve@example.com" not in analyst.get(f"/documents/{paper.id}").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("flat_amount", "8500.00", "$8,500.00"),
        ("percent", "3.5", "3.5%"),
        ("effective_from", "2026-07-01", "Jul 1, 2026"),
        ("automatic", True, "yes"),
        ("model", "per_unit", "an amount for each unit"),
        ("includes", ["A", "B"], "A, B"),
        ("tiers", [{"up_to": "10", "unit_amount": "2.00"}], "up to 10, price of one unit $2.00"),
        ("flat_amount", None, "not stated"),
    ],
)
def test_values_are_written_as_people_write_them(field, value, words):
    assert value_in_words(field, json.dumps(value), "USD") == words


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_field_has_a_label_of_its_own_in_plain_words(name):
    labels = [each.label for each in fields_of(name)]
    assert len(set(labels)) == len(labels)
    assert not any("_" in each for each in labels)
    assert all(each[:1].isupper() for each in labels)


def test_a_field_within_a_table_is_named_by_its_row():
    assert label("price", "tiers.0.up_to") == "Price table, step 1: up to"


def test_fields_that_are_set_stand_before_those_that_are_not(analyst, paper, price):
    html = analyst.get(f"/documents/{paper.id}/terms/{price.id}").text
    shown, _, hidden = html.partition("What it does not state")
    stated = {name for name, value in price.model_dump(exclude_none=True).items() if value}
    for field in fields_of("price", price):
        assert (f'name="{field.name}"' in shown) == (field.name in stated), field.name
        assert f'name="{field.name}' in shown + hidden
