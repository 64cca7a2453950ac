"""Credits owed to the customer."""

import pytest

from extractors.readers.grammar.credits import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "percents"),
    [
        (
            "If availability falls below 99.9% in a month, Customer may request a service credit of 5% of the monthly fee.",
            ["5"],
        ),
        (
            "If uptime is below 99.5%, a credit of ten percent (10%) of the hosting charges is granted; below 98.0%, twenty percent (20%).",
            ["10", "20"],
        ),
        (
            "Where uptime is lower, these credits apply to the fee of the month: less than 99.9% but at least 99.0%, 10%; less than 99.0%, 30%.",
            ["10", "30"],
        ),
        (
            "Should the response time be exceeded, we will credit you with eight per cent of that month's support charge.",
            ["8"],
        ),
        (
            "Below 99.5% you may claim a credit equal to 3% of the monthly charge for the service affected by unavailability.",
            ["3"],
        ),
    ],
)
def test_service_credits_are_read_step_by_step(clause, percents):
    assert [term["percent"] for term in read(family, clause)] == percents


def test_a_single_credit_has_an_amount():
    [found] = read(
        family, "Supplier will apply a one-time credit of $7,500.00 to the invoice for March 2027."
    )
    assert (found["amount"], found["currency"]) == ("7500.00", "USD")


@pytest.mark.parametrize(
    "clause",
    [
        "Service credits for poor availability may not exceed fifteen percent (15%) of the monthly fee.",
        "Payment by credit card bears a charge of 2% of the amount.",
        "The Buyer's credit limit is $50,000.00.",
        "Availability is targeted at 99.9% of each month.",
        "Provider shall credit an overcharge on the next invoice.",
    ],
)
def test_other_credits_are_none(clause):
    assert read(family, clause) == []
