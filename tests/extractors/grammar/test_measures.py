"""Partial periods and the rounding of money."""

import pytest

from extractors.readers.grammar.proration import read as proration
from extractors.readers.grammar.roundings import read as roundings
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Fees for a partial month are prorated on the basis of the actual number of days in that month.",
            {"method": "daily", "days_basis": "actual"},
        ),
        (
            "Where a licence is added during a month the charge is apportioned daily.",
            {"method": "daily"},
        ),
        (
            "Charges for part of a month are pro-rated on a thirty (30) day month.",
            {"method": "daily", "days_basis": "30"},
        ),
        ("The platform fee is not prorated.", {"method": "none"}),
        (
            "Users added in a month are charged from the first day of the next month.",
            {"method": "none"},
        ),
        (
            "A started month is charged in full; the monthly charge is never split.",
            {"method": "full_period"},
        ),
        (
            "Subscriptions begun during a period are invoiced pro rata on a 365-day year.",
            {"method": "daily", "days_basis": "365"},
        ),
    ],
)
def test_partial_periods(clause, expected):
    assert read(proration, clause) == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        "On termination Provider shall refund prepaid fees pro rata.",
        "The parties share the cost of the audit in proportion to their fault.",
        "Service credits are prorated by the affected charge.",
        "Taxes shall be apportioned between the parties.",
    ],
)
def test_other_shares_are_no_proration(clause):
    assert read(proration, clause) == []


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Fractions of less than one yen in an invoice amount are disregarded.",
            {"of": "line", "to": "1", "mode": "down"},
        ),
        ("Each charge is rounded to the nearest cent.", {"of": "line", "to": "0.01"}),
        (
            "Every fee is rounded to the nearest whole euro, one half being rounded up.",
            {"of": "line", "to": "1", "mode": "half_up"},
        ),
        ("Amounts are rounded up to the next cent.", {"of": "line", "to": "0.01", "mode": "up"}),
        (
            "Unit prices are rounded to four decimal places.",
            {"of": "unit_amount", "to": "0.0001"},
        ),
        (
            "Invoice amounts are rounded to the nearest penny by banker's rounding.",
            {"of": "line", "to": "0.01", "mode": "half_even"},
        ),
    ],
)
def test_rounding_of_money(clause, expected):
    assert read(roundings, clause) == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        "The usage of a month is rounded up to the next whole GB.",
        "The increased fee is rounded to the nearest ten dollars.",
        "On each anniversary the adjusted price is rounded to the nearest cent.",
        "The percentage change of the index is rounded to two decimals.",
    ],
)
def test_other_roundings_are_none_of_money(clause):
    assert read(roundings, clause) == []
