"""What spares a charge or an increase for a time is told, where no rule made a term of it."""

from __future__ import annotations

import pytest

from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.model.scripted_model import document_of

PRICE = "3.1 The fee for the Quay Monitor is USD 950.00 per month."


def open_passages(sentence: str) -> list[str]:
    document = document_of(("3.1", PRICE), ("3.2", f"3.2 {sentence}"))
    left = GrammarReader().read(document).leftovers
    return [document.text[each.passage.start : each.passage.end] for each in left]


@pytest.mark.parametrize(
    "sentence",
    [
        "No fee is due for the Quay Monitor from March 1, 2026 through May 31, 2026.",
        "Supplier waives the increase of July 1, 2026.",
        "No increase is made on July 1, 2026.",
        "The discount on the Quay Monitor is extended until December 31, 2026.",
        "The Quay Monitor is free of charge for the first three months.",
    ],
)
def test_it_is_a_term_or_an_open_passage(sentence: str):
    document = document_of(("3.1", PRICE), ("3.2", f"3.2 {sentence}"))
    reading = GrammarReader().read(document)
    at = document.text.index(sentence)
    stated = any(p.start <= at + 5 < p.end for d in reading.drafts for p in d.passages)
    assert stated or open_passages(sentence)


def test_a_right_that_is_not_waived_is_no_matter_of_price():
    assert not open_passages("A delay in enforcing a right does not waive it.")
