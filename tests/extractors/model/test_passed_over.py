"""A sentence that all but surely states a term, and of which an answer says nothing, is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.readers.model import ModelReader
from extractors.readers.model.parts import parts_of
from extractors.readers.model.passed_over import MOST, passed_over
from extractors.readers.reading import Passage, Reading
from tests.extractors.model.scripted_model import (
    EMPTY,
    Scripted,
    answer_json,
    document_of,
    term_json,
)

FEE = "4.1 The Monthly Fee is USD 1,250.00 per depot, invoiced monthly in arrears."
TERM = "9.1 This Agreement runs for two years and renews for twelve months at a time unless a party gives three months' notice."
COURTS = "12.1 The courts of Ghent decide all disputes."
CONTRACT = document_of(("4.1", FEE), ("9.1", TERM), ("12.1", COURTS))
PRICE = term_json("price", FEE[4:], "4.1", unit_amount="1250.00")
RENEWAL = term_json("renewal", TERM[4:], "9.1", initial_months=24) | {"number": 2}


def silent(*spoken_of: str, document: Any = CONTRACT) -> list[str]:
    """The words that would be asked about, where an answer quotes `spoken_of`."""
    (part,) = parts_of(document, 45_000)
    text = document.text
    said = [Passage(text.index(words), text.index(words) + len(words)) for words in spoken_of]
    found = passed_over(document, part.fresh, said)
    return [text[passage.start : passage.end] for _, passage in found]


def read(*script: str) -> tuple[Reading, Scripted]:
    client = Scripted(list(script))
    model = client.model()
    return ModelReader(model.settings, ("passage",), model).read(CONTRACT), client


def test_only_what_no_quote_touches_is_named_and_never_what_states_nothing():
    assert sorted(silent()) == [FEE, TERM]
    assert silent(FEE[4:]) == [TERM]
    assert silent("USD 1,250.00", "two years") == []


def test_a_model_that_skipped_a_clause_is_shown_it_and_may_answer():
    reading, client = read(answer_json(PRICE), answer_json(RENEWAL))
    assert [draft.term.type for draft in reading.drafts] == ["price", "renewal"]
    assert "This Agreement runs for two years" in client.asked[1]["input"][-1]["content"]
    assert not reading.leftovers


def test_silence_a_second_time_means_that_there_is_no_term():
    reading, client = read(answer_json(PRICE), EMPTY)
    assert len(client.asked) == 2
    assert [draft.term.type for draft in reading.drafts] == ["price"]
    assert not reading.leftovers
    assert not reading.warnings


def test_an_answer_that_speaks_of_all_costs_no_second_question():
    _, client = read(answer_json(PRICE, RENEWAL))
    assert len(client.asked) == 1


def test_rows_beside_one_that_was_taken_are_not_asked_about():
    rows = "Service\tMonthly fee\nDepot A\tUSD 1,250.00 per month\nDepot B\tUSD 1,400.00 per month"
    table = document_of(("Schedule 1", rows))
    assert silent("Depot A", document=table) == []


@pytest.mark.parametrize("clauses", [MOST + 4])
def test_one_question_names_a_few_only(clauses: int):
    many = document_of(
        *((f"{n}", f"{n}. The fee for site {n} is USD {n}00.00 per month.") for n in range(clauses))
    )
    assert 0 < len(silent(document=many)) <= MOST
