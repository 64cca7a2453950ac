"""A term is stated only where its whole sentence was understood; the rest is shown, not guessed."""

import pytest

from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.grammar.drafted import paper


def _types(*paragraphs: str) -> list[str]:
    return [draft.term.type for draft in GrammarReader().read(paper(*paragraphs)).drafts]


def _left(*paragraphs: str) -> list[str]:
    """The words of every passage that is left over."""
    document = paper(*paragraphs)
    left = GrammarReader().read(document).leftovers
    return [document.text[at.passage.start : at.passage.end] for at in left]


@pytest.mark.parametrize(
    ("whole", "kind"),
    [
        ("The fees shall increase by three percent (3%) on each anniversary.", "escalation"),
        ("Customer shall purchase at least $9,000.00 of Services in each month.", "commitment"),
        (
            "Invoices are payable within 30 days of receipt; 2% off if paid within 10 days.",
            "payment",
        ),
        (
            "If an audit reveals an underpayment of more than 5% of the fees, Customer pays its cost.",
            "audit",
        ),
    ],
)
def test_a_sentence_whose_figures_are_all_stated_gives_its_term(whole, kind):
    assert kind in _types(whole)


@pytest.mark.parametrize(
    ("half", "kind"),
    [
        (
            "After the first five (5) years the fees shall increase by three percent (3%) each year.",
            "escalation",
        ),
        (
            "$5,000,000.00 of services are bought in 2027, and the fees shall increase by 10% each year.",
            "escalation",
        ),
        (
            "This Agreement renews automatically for terms of one year, provided that sales of $45,420.00 were met.",
            "renewal",
        ),
        (
            "If an audit reveals an underpayment of more than the lesser of 5% and $75,000.00 in any 90 days, Customer pays its cost.",
            "audit",
        ),
    ],
)
def test_a_sentence_with_a_figure_that_no_term_states_is_left_over(half, kind):
    assert kind not in _types(half)
    assert half in _left(half)


def test_a_minimum_whose_next_sentence_says_more_is_left_over():
    minimum = "Customer shall purchase at least $9,000.00 of Services in each month."
    more = "For a shortfall Customer pays 40% of the difference to the minimum."
    assert "commitment" in _types(minimum)
    assert "commitment" not in _types(f"{minimum} {more}")


def test_a_change_may_name_the_figure_that_it_takes_away():
    changed = "In Section 5 “thirty (30) days” is replaced by “sixty (60) days” for the payment of invoices."
    assert _types(changed) == ["payment"]


def test_a_day_that_only_has_a_name_is_not_passed_over():
    named = "Invoices dated on or after the Variation Date are payable within 60 days of receipt."
    assert _types(named) == []
    assert named in _left(named)
