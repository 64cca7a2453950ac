"""How usage is counted."""

import pytest

from extractors.readers.grammar.metering import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "“GB” means 1,073,741,824 bytes.",
            {"unit": "GB", "unit_size": "1073741824", "base_unit": "byte"},
        ),
        (
            "One terabyte (TB) is one million million bytes, one gigabyte (GB) is one thousand million bytes.",
            None,
        ),
        (
            "A gigabyte (GB) is one billion bytes.",
            {"unit": "GB", "unit_size": "1000000000", "base_unit": "byte"},
        ),
        (
            "The requests of a month are added together and the total is rounded up to the next whole thousand.",
            {"aggregate": "sum", "rounding": "up", "rounding_per": "period"},
        ),
        (
            "The charge is fixed by the highest number of devices connected in the month.",
            {"aggregate": "max", "unit": "device"},
        ),
        (
            "Block Storage is the average number of GB stored over the month, rounded to the nearest whole GB.",
            {
                "aggregate": "average",
                "rounding": "nearest",
                "rounding_per": "period",
                "unit": "GB",
                "product": "Block Storage",
            },
        ),
        (
            "Usage is measured for each calendar month in Eastern Time.",
            {"timezone": "America/New_York"},
        ),
        ("“Month” means a calendar month, Japan Standard Time.", {"timezone": "Asia/Tokyo"}),
        (
            "Data volume is counted per calendar month in Coordinated Universal Time (UTC).",
            {"timezone": "UTC", "product": "Data volume"},
        ),
        (
            "A session belongs to the month in which it ended, Pacific time being used for usage.",
            {"period_by": "end", "timezone": "America/Los_Angeles"},
        ),
    ],
)
def test_a_rule_of_counting_is_read(clause, expected):
    found = read(family, clause)
    if expected is None:
        assert all(term["unit_size"] != "1" for term in found)
    else:
        assert found == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        "Support is available from 8:00 a.m. to 6:00 p.m. Eastern Time on Business Days.",
        "The monthly fee is rounded to the nearest cent.",
        "The portal displays usage in units of 1,000,000 bytes as a convenience.",
        "The aggregate liability of a party shall not exceed the total of all fees paid in the year.",
        "“Business Day” means a day on which banks are open in London.",
    ],
)
def test_other_rules_are_none(clause):
    assert read(family, clause) == []
