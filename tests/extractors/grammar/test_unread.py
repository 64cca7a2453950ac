"""Clauses that no rule understood are handed to a person; understood ones are not."""

from extractors.readers.grammar import escalations, lookbacks
from extractors.readers.grammar.unread import leftovers
from tests.extractors.grammar.drafted import paper


def left(*paragraphs):
    document = paper(*paragraphs)
    drafts = [*lookbacks.read(document), *escalations.read(document)]
    return [document.text[at.passage.start : at.passage.end] for at in leftovers(document, drafts)]


def test_a_window_without_an_anchor_is_left_for_a_person():
    clause = "Omitted charges may be invoiced for six months."
    assert left(clause) == [clause]


def test_two_sizes_of_a_rise_are_left_for_a_person():
    clause = "The fee shall increase each year by 3% for seats and 5% for storage."
    assert left(clause) == [clause]


def test_an_understood_clause_is_not_left():
    assert left("On each anniversary the fee shall increase by 3%.") == []


def test_other_sentences_are_not_left():
    assert left("Availability shall rise to 99.9% within two months.") == []
