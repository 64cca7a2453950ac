"""Terms that their neighbours move, cut or complete are left over where that was not read."""

import pytest

from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.papers import paper


def read(words: str) -> tuple[list[str], list[str]]:
    """The types of the terms that the reader states, and the passages that it leaves over."""
    document = paper("paper.pdf", f"## 1 | Charges\n{words}")
    reading = GrammarReader().read(document)
    left = [document.text[at.passage.start : at.passage.end] for at in reading.leftovers]
    return [draft.term.type for draft in reading.drafts], left


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "For every month in which more than 900 tags are read Customer receives a rebate of 4% of the tag charges. The first such month is November 2025.",
            "discount",
        ),
        (
            "All prices except those for spare parts rise by 2.5% on 1 April of each year.",
            "escalation",
        ),
        (
            "Customer takes 16 pumps from the opening of the yard and 21 pumps from 1 October 2024.",
            "quantity",
        ),
        ("Its fee for access is €310.00 per month from 1 December 2025.", "price"),
        (
            "As regards Recurring Charges, Supplier may issue a corrected invoice within twelve months after the due date.",
            "lookback",
        ),
        ("A fuel surcharge of 14% of the haulage charge is added.", "surcharge"),
    ],
)
def test_a_term_that_is_cut_by_what_stands_beside_it_is_not_stated(words: str, kind: str) -> None:
    types, left = read(words)

    assert kind not in types
    assert any(passage in words for passage in left)


def test_an_amount_paid_once_is_due_on_the_only_day_of_its_sentence() -> None:
    document = paper(
        "paper.pdf",
        "## 1 | Charges\nThe charge for unloading is $640.00 once, carried by the invoice of July 31, 2025.",
    )

    (draft,) = GrammarReader().read(document).drafts

    assert draft.term.effective_from is not None
    assert draft.term.effective_from.isoformat() == "2025-07-31"


def test_a_minimum_of_a_percentage_is_no_commitment() -> None:
    types, _ = read(
        "Priority Care: 9% of the platform fee of the month, with a minimum of $1,500.00 per month."
    )

    assert "commitment" not in types


def test_steps_of_a_rebate_are_no_prices() -> None:
    types, _ = read(
        "Volume rebate\nAn order above $5,000 earns a rebate of 2%, above $9,000 of 4%, on all of it."
    )

    assert "price" not in types
