"""From a PDF to drafts: quotes as a model copies them, aligned to the flow of real pages.

The answers are test inputs; the recording of a model's own reading is in test_recorded_reading.py.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.document import Document
from extractors.opening import open_pdf
from extractors.readers.model import ModelReader
from extractors.readers.reading import Reader, Reading
from tests.extractors.model.scripted_model import EMPTY, Scripted, answer_json, term_json
from tests.extractors.model.service_order import write_service_order


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return open_pdf(write_service_order(tmp_path_factory.mktemp("pdf") / "order.pdf"), "order.pdf")


def read(order: Document, *answers: str) -> tuple[Reading, Scripted]:
    client = Scripted([*answers])
    model = client.model()
    reader: Reader = ModelReader(model.settings, connected=model)
    return reader.read(order), client


def test_a_table_and_the_sentence_that_says_how_it_adds_up(order: Document):
    rows = "1 to 200\t9.80\n201 to 1,000\t8.40\nover 1,000\t7.10"
    rule = "The analyses that fall in a band are charged at the price of that band:"
    tiers = [
        {"up_to": bound, "unit_amount": amount, "flat_amount": None, "percent": None}
        for bound, amount in (("200", "9.80"), ("1000", "8.40"), (None, "7.10"))
    ]
    term = term_json("price", rows, "2.2", model="graduated", tiers=tiers, currency="GBP")
    term["quotes"].append({"section": "2.2", "page": 1, "quote": rule})
    reading, _ = read(order, answer_json(term), EMPTY)
    (draft,) = reading.drafts
    assert [tier.unit_amount for tier in draft.term.tiers] == [
        Decimal("9.80"),
        Decimal("8.40"),
        Decimal("7.10"),
    ]
    table, sentence = draft.passages
    assert order.page_of[table.start] == 1
    assert order.text[sentence.start : sentence.end] == rule


def test_a_sentence_over_several_lines_of_the_second_page(order: Document):
    quote = (
        "On 1 April of each year, first on 1 April 2026, the monitoring price rises by 3.5% over "
        "the price then in force, without notice, rounded to the nearest penny."
    )
    term = term_json(
        "escalation", quote, "2.3", page=2, method="fixed", percent="3.5", every_months=12,
        first_on="2026-04-01", rounding_to="0.01", automatic=True,
    )  # fmt: skip
    reading, _ = read(order, answer_json(term), EMPTY)
    (draft,) = reading.drafts
    spans = order.spans(draft.passages[0].start, draft.passages[0].end)
    assert [span.page for span in spans] == [2]
    assert "\r\n" in order.pages[1].text[spans[0].start : spans[0].end]


def test_the_example_of_a_rule_does_not_pass_for_its_result(order: Document):
    invented = term_json(
        "price", "the monitoring price rises by 3.5%", "2.3", page=2, unit_amount="66.24"
    )
    reading, _ = read(order, answer_json(invented), answer_json(invented), EMPTY)
    assert not reading.drafts
    assert "unit_amount 66.24" in reading.leftovers[0].why


def test_the_words_of_the_contract_are_shown_and_nothing_of_the_file(order: Document):
    _, client = read(order)
    shown = client.asked[0]["input"][1]["content"]
    assert "⟦2.2 | page 1⟧" in shown
    assert "201 to 1,000\t8.40" in shown
    assert "Software that reads this order" in shown, "it is data, and stays in the block"
    assert "order.pdf" not in shown
    assert order.sha256 not in shown
