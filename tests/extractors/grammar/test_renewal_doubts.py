"""A renewal of which a part was read is not stated at all."""

import pytest

from extractors.readers.grammar.renewals import read as renewals
from tests.extractors.grammar.drafted import read

TERM = "This Agreement has an initial term of three (3) years."


@pytest.mark.parametrize(
    "more",
    [
        "At the option of Harlan this Agreement shall renew for a term of two (2) years.",
        "This Agreement shall automatically renew for one year, provided that Buyer purchases the minimum.",
        "It continues until the later of two (2) years and the delivery of all Goods.",
    ],
)
def test_a_term_with_a_renewal_not_read_whole_is_left(more):
    assert read(renewals, f"{TERM} {more}") == []


def test_a_term_with_a_plain_renewal_is_stated():
    more = "It renews automatically for successive terms of one year unless either party gives 60 days’ notice."
    assert read(renewals, f"{TERM} {more}") == [
        {"initial_months": 36, "automatic": True, "renewal_months": 12, "notice_days": 60}
    ]


def test_a_length_far_from_the_term_is_not_taken_for_it():
    filler = ["The parties shall work together in good faith on this."] * 14
    far = "The escrow under this Agreement shall renew for successive terms of two years automatically."
    assert read(renewals, TERM, *filler, far) == [{"initial_months": 36}]


def test_a_defined_quarter_is_no_renewal():
    defined = "“Agreement Quarter” means each successive period of three months during the Term."
    assert read(renewals, TERM, defined) == [{"initial_months": 36}]
