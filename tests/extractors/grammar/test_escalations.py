"""How prices rise: clauses in other words, with what each states."""

import pytest

from extractors.readers.grammar.escalations import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "On each anniversary of the Start Date the Hosting Fee then in effect shall increase by four percent (4%).",
            {
                "product": "Hosting Fee",
                "method": "fixed",
                "percent": "4",
                "every_months": 12,
                "trigger": "anniversary",
                "compounding": True,
                "automatic": True,
            },
        ),
        (
            "All charges will automatically be increased by 2.5% on 1 April of each year, starting on 1 April 2027.",
            {
                "method": "fixed",
                "percent": "2.5",
                "every_months": 12,
                "trigger": "fixed_date",
                "first_on": "2027-04-01",
                "automatic": True,
            },
        ),
        (  # May is a month here, and nobody's permission
            "From May 1, 2027 and every twelve months after that the fees increase by 3% over those of the year before.",
            {
                "method": "fixed",
                "percent": "3",
                "every_months": 12,
                "first_on": "2027-05-01",
                "automatic": True,
            },
        ),
        (
            "The annual fee shall be adjusted each year by the percentage change in the Retail Prices Index, but by not less than 1% and not more than 6%.",
            {
                "method": "index",
                "index": "Retail Prices Index",
                "floor_percent": "1",
                "cap_percent": "6",
                "every_months": 12,
                "automatic": True,
            },
        ),
        (
            "Upon each renewal the fees shall increase by the lesser of (a) five percent (5%) and (b) the increase in the CPI-U.",
            {
                "method": "lesser_of",
                "percent": "5",
                "index": "CPI-U",
                "trigger": "renewal",
                "automatic": True,
            },
        ),
        (
            "Licensor may increase the licence fee by up to seven per cent (7%) at the start of any renewal term upon ninety (90) days' notice.",
            {
                "method": "discretionary",
                "cap_percent": "7",
                "trigger": "renewal",
                "notice_days": 90,
                "automatic": False,
                "product": "licence fee",
            },
        ),
        (
            "Vendor reserves the right to change its prices at any time on thirty days' written notice.",
            {"method": "discretionary", "notice_days": 30, "automatic": False},
        ),
        (
            "The monthly fee shall rise once a year by the CPI plus 2%.",
            {
                "method": "index",
                "index": "CPI",
                "spread_percent": "2",
                "every_months": 12,
                "automatic": True,
            },
        ),
        (
            "The percentage in Section 6.1 is hereby reduced to two and one-half percent (2.5%).",
            {"method": "fixed", "percent": "2.5"},
        ),
        (
            "The base rental escalates at a rate of 3% per annum, the result being rounded to the nearest ten dollars ($10).",
            {
                "method": "fixed",
                "percent": "3",
                "every_months": 12,
                "rounding_to": "10",
                "automatic": True,
                "product": "base rental",
            },
        ),
    ],
)
def test_a_rise_is_read(clause, expected):
    [found] = read(family, clause)
    assert {name: found.get(name) for name in expected} == expected


def test_first_anniversary_follows_from_a_named_day():
    found = read(
        family,
        "This Agreement is effective 1 March 2025 (the “Commencement Date”).",
        "On each anniversary of the Commencement Date the Plan Fee shall increase by 5%.",
    )
    assert found[0]["first_on"] == "2026-03-01"


def test_neighbours_state_cap_and_rounding():
    [found] = read(
        family,
        "On 1 May of each year every fee is adjusted by the change of the Consumer Prices Index for the month of February. "
        "The adjustment shall not exceed three percent (3%). The adjusted fee is rounded to the nearest cent.",
    )
    assert (found["cap_percent"], found["rounding_to"], found["index_month"]) == ("3", "0.01", 2)


def test_the_index_is_named_where_it_is_defined():
    [found] = read(
        family,
        "“Index” means the Harmonised Index of Consumer Prices for Austria, all items.",
        "On each 1 June the charges shall be increased by the percentage change of the Index.",
    )
    assert found["index"] == "Harmonised Index of Consumer Prices for Austria"


def test_deferred_steps_count_from_a_later_day():
    [found] = read(
        family,
        "This Amendment is made as of 4 April 2025.",
        "From 1 May 2028 the Base Fee shall be the amount that it would have been if Section 3.1 had been applied, "
        "with compounding, on each anniversary from 1 May 2026 to 1 May 2028.",
    )
    assert (found["deferred_until"], found["compounding"]) == ("2028-05-01", True)
    assert (found["product"], found["effective_from"]) == ("Base Fee", "2025-04-04")


def test_a_first_day_alone_is_read():
    [found] = read(
        family,
        "The charge for B7 shall not be increased in 2027; the first Adjustment Date for B7 is 1 June 2028.",
        "B7\tFire panel inspection\t$90.00",
    )
    assert (found["first_on"], found["product"]) == ("2028-06-01", "Fire panel inspection")


@pytest.mark.parametrize(
    "clause",
    [
        "The fees shall not be increased during the initial term.",
        "By way of example, a fee of $100 that increases by 5% each year becomes $105.",
        "Provider's liability shall be increased to 150% of the fees paid in the year.",
        "Overdue amounts bear interest, which shall be increased by 2% each year.",
        "If availability falls, the service credit shall rise to 10% of the monthly fee.",
        "The parties shall meet each year to negotiate in good faith whether the fees should be increased by 3%.",
        "Storage capacity may be increased by up to 20% each month without charge.",
        "The number of users may be changed at any time on thirty days' notice.",
        "The surviving spouse's benefit is indexed to the Consumer Price Index.",
    ],
)
def test_other_changes_are_no_escalation(clause):
    assert read(family, clause) == []
