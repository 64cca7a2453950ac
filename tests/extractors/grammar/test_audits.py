"""Audits of money, and premiums on prices."""

import pytest

from extractors.readers.grammar.audits import read as audits
from extractors.readers.grammar.surcharges import read as surcharges
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Licensee shall keep accurate books and records of its sales for at least three (3) years, in which time Licensor may inspect them.",
            {"length": 3, "unit": "year"},
        ),
        (
            "Licensor may audit the records of Licensee not more than once in any twelve (12) month period.",
            {"every_months": 12},
        ),
        (
            "If an audit reveals an underpayment of more than five percent (5%) of the fees due, Licensee shall bear the cost of the audit.",
            {"threshold_percent": "5"},
        ),
        (
            "Should the inspection of the books disclose an understatement of 2% or more, the expense of the inspection is paid by the Franchisee.",
            {"threshold_percent": "2"},
        ),
        (
            "An inspection of usage records may take place once per year.",
            {"every_months": 12},
        ),
    ],
)
def test_an_audit_is_read(clause, expected):
    assert read(audits, clause) == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        "Provider shall furnish its SOC 2 audit report once per year.",
        "The Client may audit the processing of personal data once in each calendar year.",
        "Buyer may inspect the goods within ten days of delivery.",
        "Audit logs are kept for two years.",
        "Reseller shall maintain complete records of all invoices for a period of five years after the end of each year.",
    ],
)
def test_other_audits_are_none_of_money(clause):
    assert read(audits, clause) == []


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "A surcharge of ten percent (10%) of the annual fee applies where Customer elects to be billed by the month.",
            {"percent": "10", "percent_of": "annual fee"},
        ),
        (
            "A fuel surcharge of $45.00 is added for each visit outside the county.",
            {"amount": "45.00", "currency": "USD"},
        ),
        (
            "Rush orders bear a premium of 15% of the price.",
            {"percent": "15", "percent_of": "price"},
        ),
        (
            "For work at night a supplement of 25% is charged.",
            {"percent": "25"},
        ),
        (
            "An expedite fee of EUR 120.00 applies if delivery is requested within two days.",
            {"amount": "120.00", "currency": "EUR"},
        ),
        ("A handling charge of 3% is added to materials.", {"percent": "3"}),
    ],
)
def test_a_surcharge_is_read(clause, expected):
    [found] = read(surcharges, clause)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "clause",
    [
        "No fuel surcharge of any kind, whether 2% or otherwise, is payable.",
        "A late payment surcharge of 2% per month applies to overdue invoices.",
        "The insurance premium of $400 is paid by the Contractor.",
        "A surcharge on credit cards must not exceed three percent (3%).",
    ],
)
def test_other_premiums_are_no_surcharge(clause):
    assert read(surcharges, clause) == []
