"""A person's word on a passage: a term of every later reading that finds the passage, and of no other."""

from __future__ import annotations

import pytest

from agent.corrections import AmendmentUnfit, Signed, correct, corrected
from agent.filled import filled_in, passage_key, passage_of, states_nothing
from terms.contract import ContractDocument, Extraction, Unresolved

WORDS = "A harbour fee of USD 40.00 is payable for each call at the pier."
PASSAGE = Unresolved(
    page=3, section="4.2", quote=WORDS, why="no rule understood it", boxes=((1, 2, 3, 4),)
)
OTHER = Unresolved(page=4, quote="Sums are due at once.", why="no rule understood it")
SIGNED = Signed("acme", "", 0, "ana@example.com", "the signed copy")
VALUES = {
    "type": "price",
    "product": "Calls",
    "model": "per_unit",
    "unit_amount": "40.00",
    "unit": "call",
}


def document(*passages, sha256="f" * 64):
    return ContractDocument(file="contracts/acme/msa.pdf", sha256=sha256, unresolved=passages)


def reading(*passages, **more):
    return Extraction(documents=(document(*passages, **more),))


def test_a_filled_passage_is_a_term_with_the_passages_words_and_is_open_no_more():
    row = filled_in(document(PASSAGE, OTHER), PASSAGE, VALUES, SIGNED)
    (after,) = corrected(reading(PASSAGE, OTHER), [row]).documents
    (made,) = after.terms
    assert (made.product, str(made.unit_amount), made.readers) == ("Calls", "40.00", ("given",))
    (place,) = made.citations
    assert (place.page, place.section, place.quote, place.boxes) == (
        3,
        "4.2",
        WORDS,
        ((1, 2, 3, 4),),
    )
    assert made.provenance["corrected_by"] == "ana@example.com"
    assert after.unresolved == (OTHER,)


def test_where_the_passage_is_read_differently_the_paper_says_so_and_nothing_is_added():
    row = filled_in(document(PASSAGE), PASSAGE, VALUES, SIGNED)
    (after,) = corrected(reading(OTHER), [row]).documents
    assert not after.terms  # a reader may understand it by now: twice would be billed twice
    assert "ana@example.com said" in after.warnings[0]


def test_another_paper_is_left_alone():
    row = filled_in(document(PASSAGE), PASSAGE, VALUES, SIGNED)
    (after,) = corrected(reading(PASSAGE, sha256="0" * 64), [row]).documents
    assert (after.terms, after.unresolved) == ((), (PASSAGE,))


def test_a_filled_term_can_be_corrected_like_any_other():
    row = filled_in(document(PASSAGE), PASSAGE, VALUES, SIGNED)
    once = corrected(reading(PASSAGE), [row])
    more = correct(once, once.documents[0].terms[0].id, {"unit_amount": "45"}, SIGNED)
    (after,) = corrected(reading(PASSAGE), [row, *more]).documents
    assert str(after.terms[0].unit_amount) == "45"


def test_a_part_of_the_words_may_state_the_term_and_other_words_may_not():
    part = "A harbour fee of USD 40.00"
    row = filled_in(document(PASSAGE), PASSAGE, VALUES, SIGNED, part)
    (after,) = corrected(reading(PASSAGE), [row]).documents
    assert after.terms[0].citations[0].quote == part
    with pytest.raises(AmendmentUnfit, match="must stand in the passage"):
        filled_in(document(PASSAGE), PASSAGE, VALUES, SIGNED, "USD 50.00")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({**VALUES, "unit_amount": "forty"}, "unit_amount cannot be 'forty'"),
        ({"type": "price", "product": "Calls", "unit_amount": None}, "at least one field"),
        ({**VALUES, "colour": "red"}, "colour cannot be"),
    ],
)
def test_values_that_do_not_fit_are_refused_with_the_field(values, words):
    with pytest.raises(AmendmentUnfit, match=words):
        filled_in(document(PASSAGE), PASSAGE, values, SIGNED)


def test_a_passage_that_states_nothing_stays_listed_and_holds_nothing_up():
    (after,) = corrected(
        reading(PASSAGE), [states_nothing(document(PASSAGE), PASSAGE, SIGNED)]
    ).documents
    (seen,) = after.unresolved
    assert seen.dismissed
    assert seen.why.startswith("ana@example.com on ")


def test_a_passage_is_found_by_its_key_or_told_to_be_gone():
    assert passage_of(document(OTHER, PASSAGE), passage_key(PASSAGE)) == PASSAGE
    with pytest.raises(AmendmentUnfit, match="not open any more"):
        passage_of(document(OTHER), passage_key(PASSAGE))
