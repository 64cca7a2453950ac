"""Sentences on bills in words that no rule knows are shown to a person, and others are not."""

import pytest

from extractors.readers.grammar.matters import leftovers
from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.grammar.drafted import paper


def _left(*paragraphs: str, rows: tuple[tuple[str, str], ...] = ()) -> list[str]:
    document = paper(*paragraphs, rows=rows)
    drafts = GrammarReader().read(document).drafts
    left = leftovers(document, drafts)
    return [document.text[at.passage.start : at.passage.end] for at in left]


@pytest.mark.parametrize(
    "told",
    [
        "The Harbour pays an account twenty-eight days after it has arrived.",
        "Money that is late costs you 2% a month on the account.",
        "A charge that has not been placed on an invoice by the ninetieth (90th) day is waived.",
        "An account on which you have said nothing for 45 days counts as accepted.",
        "The contract is concluded for three years and may be prolonged once by a year.",
        "The Port pays in every month for not fewer than 1,460 Guard Hours.",
        "The Buyer shall meet the minimum purchase requirements of Exhibit C.",
        "The Client may look at the records behind the invoices of the twelve preceding months.",
        "After twelve months we may put a rate up by as much as the Producers Price Index went up.",
    ],
)
def test_a_size_on_a_matter_of_bills_is_left_over(told):
    assert _left(told) == [told]


@pytest.mark.parametrize(
    "other",
    [
        "The receiving party keeps confidential information secret for five years after the term.",
        "A party in breach has thirty (30) days to cure it, failing which damages are due.",
        "Contractor shall carry insurance of at least $1,000,000 and pay the premiums when due.",
        "Each deliverable is warranted for ninety days, and a defect is repaired in ten days.",
        "The parties met at the office on the second floor.",
    ],
)
def test_what_is_no_matter_of_bills_is_passed_over(other):
    assert _left(other) == []


def test_in_a_paper_that_changes_another_a_figure_alone_is_left_over():
    title = "Change Note No. 3"
    told = "From the same day the Base Hours are 1,580 hours, and line A2 is left at 31 hours."
    assert told in _left(title, told)
    assert told not in _left("Report of the committee", told)


def test_a_figure_for_a_figure_is_left_over_in_any_paper():
    told = "In Item 2 of Schedule 1, “1,500” reads “1,850”."
    assert _left(told) == [told]


def test_a_labelled_row_on_the_term_is_left_over():
    rows = (("Fixed period", "36 months from the start of operation, or longer by agreement"),)
    assert any("36 months" in words for words in _left("Offer", rows=rows)) or _reads(rows)


def _reads(rows: tuple[tuple[str, str], ...]) -> bool:
    return bool(GrammarReader().read(paper("Offer", rows=rows)).drafts)


def test_a_long_sentence_is_shown_in_its_parts():
    part = "the Buyer shall order at least 4,000 units of the Goods in each year"
    long = (
        "Subject to what is said in this Section on the ways of ordering and shipping; " * 9
    ) + (f"and {part}; and the Seller shall supply them in accordance with its usual practice.")
    assert [words for words in _left(long) if part in words and len(words) < 200]
