"""How long an agreement runs, and what happens at its end."""

import pytest

from extractors.readers.grammar.renewals import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "This Agreement shall have an initial term of two (2) years.",
            {"initial_months": 24},
        ),
        (
            "The Agreement shall automatically renew for successive periods of twelve (12) months unless either party gives notice at least sixty (60) days before the end of the then-current term.",
            {"automatic": True, "renewal_months": 12, "notice_days": 60},
        ),
        (
            "The term begins on 1 July 2025 and continues for thirty-six (36) months, through 30 June 2028.",
            {"initial_months": 36, "initial_until": "2028-06-30"},
        ),
        (
            "The contract is concluded for five years and is extended by one year at a time if it is not terminated with a notice period of three months to the end of the term.",
            {"initial_months": 60, "automatic": True, "renewal_months": 12, "notice_months": 3},
        ),
        (
            "The initial term of this Agreement is one year; thereafter it continues until terminated by either party on thirty (30) days' notice.",
            {"initial_months": 12, "evergreen": True, "automatic": True, "notice_days": 30},
        ),
        (
            "The Agreement may be renewed by mutual written agreement for two additional terms of one (1) year each.",
            {"automatic": False, "renewal_months": 12, "max_renewals": 2},
        ),
        (
            "This Agreement lasts for its initial term and then continues from year to year unless ended by ninety days' notice expiring at the end of a year.",
            {"automatic": True, "renewal_months": 12, "notice_days": 90},
        ),
    ],
)
def test_a_term_is_read(clause, expected):
    assert read(family, clause) == [expected]


def test_the_sentences_of_a_document_make_one_term():
    found = read(
        family,
        "This Agreement shall have an initial term of three (3) years from 1 January 2026.",
        "It renews automatically for successive terms of one year unless a party gives ninety (90) days' notice before the end of the term.",
    )
    assert found == [
        {
            "initial_months": 36,
            "initial_until": "2028-12-31",
            "automatic": True,
            "renewal_months": 12,
            "notice_days": 90,
        }
    ]


def test_a_labelled_row_is_read():
    found = read(family, rows=(("Term", "24 months from February 1, 2026"),))
    assert found == [{"initial_months": 24, "initial_until": "2028-01-31"}]


@pytest.mark.parametrize(
    "clause",
    [
        "The duties of confidentiality continue for five (5) years after the end of this Agreement.",
        "The warranty period for the equipment is twelve months from delivery.",
        "During the term and for one year thereafter neither party shall solicit employees of the other.",
        "Either party may terminate this Agreement if a breach is not cured within thirty (30) days of notice.",
        "The insurance shall be renewed each year and kept for three years.",
        "Support does not extend to releases that are more than eighteen months old.",
    ],
)
def test_other_terms_are_none_of_the_agreement(clause):
    assert read(family, clause) == []
