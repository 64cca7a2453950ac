"""Clauses in plain and in foreign English: the same constructions in other words, family by family."""

import pytest

from extractors.readers.grammar import (
    audits,
    credits,  # noqa: A004 - the family of service credits; the builtin is not used here
    discounts,
    escalations,
    lookbacks,
    metering,
    payments,
    proration,
    renewals,
    roundings,
    surcharges,
)
from tests.extractors.grammar.drafted import read

CASES = [
    (
        lookbacks,
        "A rental that was left off a bill may be billed within seven (7) months after the date of that bill.",
        {
            "direction": "underbilling",
            "length": 7,
            "unit": "month",
            "counted_from": "invoice_date",
            "effect": "may_invoice",
        },
    ),
    (
        lookbacks,
        "Within three years after the date of an invoice you can have back what you paid too much.",
        {
            "direction": "overbilling",
            "length": 3,
            "unit": "year",
            "counted_from": "invoice_date",
            "effect": "refund",
        },
    ),
    (
        lookbacks,
        "Excess payments are returned if they are reported within five years of payment.",
        {
            "direction": "overbilling",
            "length": 5,
            "unit": "year",
            "counted_from": "payment",
            "effect": "refund",
        },
    ),
    (
        lookbacks,
        "If you believe that an invoice is wrong, you must tell us within 60 days of its due date.",
        {
            "direction": "overbilling",
            "length": 60,
            "unit": "day",
            "counted_from": "due_date",
            "effect": "must_dispute",
        },
    ),
    (
        lookbacks,
        "The buyer shall not be liable to pay any charge first invoiced more than 100 days after the date on which the work was performed.",
        {
            "direction": "underbilling",
            "length": 100,
            "unit": "day",
            "counted_from": "service_date",
            "effect": "may_invoice",
        },
    ),
    (
        lookbacks,
        "Claims under this contract become time-barred four years after they have arisen.",
        {
            "direction": "both",
            "length": 4,
            "unit": "year",
            "counted_from": "accrual",
            "effect": "action_barred",
        },
    ),
    (
        payments,
        "Bills are payable twenty (20) days from the bill date.",
        {"net_days": 20, "basis": "invoice_date"},
    ),
    (
        payments,
        "The Company shall pay every valid invoice within 35 days of receipt thereof.",
        {"net_days": 35, "basis": "receipt"},
    ),
    (
        payments,
        "We collect payment, which is due on the twelfth day after the date of the invoice.",
        {"net_days": 12, "basis": "invoice_date"},
    ),
    (
        payments,
        "Invoices are payable 45 days end of month.",
        {"net_days": 45, "end_of_month": True, "basis": "invoice_date"},
    ),
    (
        renewals,
        "We agree on three years, until 30 April 2028. After that the agreement goes on for one year at a time unless one of us writes 40 days before the end.",
        {
            "initial_months": 36,
            "initial_until": "2028-04-30",
            "automatic": True,
            "renewal_months": 12,
            "notice_days": 40,
        },
    ),
    (
        renewals,
        "The term ends on 31 May 2027. It is extended for three further years if Customer so requests at least 90 days before it ends.",
        {
            "initial_until": "2027-05-31",
            "automatic": False,
            "renewal_months": 36,
            "option_of": "customer",
            "notice_days": 90,
        },
    ),
    (renewals, "An order does not renew by itself.", {"automatic": False}),
    (
        credits,
        "Where an engineer is not on site in time, we credit £25.00 for each missed visit.",
        {
            "amount": "25.00",
            "currency": "GBP",
            "condition": "Where an engineer is not on site in time",
        },
    ),
    (
        discounts,
        "As a welcome you get 12% off the $3.10 price for the whole first year.",
        {"percent": "12"},
    ),
    (
        discounts,
        "The Supplier grants a discount of five per cent. (5%) on the charges of the first three months, from May to July 2025 inclusive.",
        {
            "percent": "5",
            "months": 3,
            "effective_from": "2025-05-01",
            "effective_to": "2025-07-31",
        },
    ),
    (
        surcharges,
        "For a delivery requested on a Sunday an express charge of 15% of the delivery price is payable.",
        {"product": "delivery", "percent": "15", "percent_of": "delivery price"},
    ),
    (
        escalations,
        "From 1 March 2026, and thereafter on each anniversary of that date, the rent shall be adjusted by the change in the RPI, provided that no such adjustment shall be less than 1% or more than 4%.",
        {
            "method": "index",
            "index": "RPI",
            "floor_percent": "1",
            "cap_percent": "4",
            "every_months": 12,
        },
    ),
    (
        escalations,
        "On each 1 July the fee increases by 3%; all increases together shall not exceed 10% of the first fee.",
        {"method": "fixed", "percent": "3", "cumulative_cap_percent": "10", "every_months": 12},
    ),
    (
        escalations,
        "In clause 9, the annual increase of “4%” becomes “2.5%” from 1 May 2026.",
        {"percent": "2.5", "effective_from": "2026-05-01"},
    ),
    (
        proration,
        "If a line starts or stops part way through a month, we charge for the days on which you had it, based on the number of days in that month.",
        {"method": "daily", "days_basis": "actual"},
    ),
    (
        proration,
        "A part of a month is charged at one thirtieth of the monthly price for each day.",
        {"method": "daily", "days_basis": "30"},
    ),
    (proration, "We do not split months on a bill.", {"method": "full_period"}),
    (
        proration,
        "No charge is apportioned if a user leaves during a month.",
        {"method": "none"},
    ),
    (
        roundings,
        "Amounts are rounded commercially to full cents per line of the invoice.",
        {"of": "line", "to": "0.01", "mode": "half_up"},
    ),
    (
        metering,
        "A reader is counted once in a month, however often it is used.",
        {"aggregate": "unique", "unit": "reader"},
    ),
    (
        metering,
        "A Query that returns more than 500 rows counts as one Query for each 500 rows or part thereof.",
        {"unit": "Query", "unit_size": "500", "base_unit": "row", "rounding": "up"},
    ),
    (
        audits,
        "The Licensor may audit the records of usage for the four (4) years before the notice.",
        {"length": 4, "unit": "year"},
    ),
]


@pytest.mark.parametrize(("family", "clause", "expected"), CASES)
def test_the_clause_is_read(family, clause, expected):
    (found,) = read(family.read, clause)
    assert found | expected == found


@pytest.mark.parametrize(
    ("family", "clause"),
    [
        (
            lookbacks,
            "The Supplier shall repay the deposit within 30 days after the goods are returned.",
        ),
        (lookbacks, "An overpayment shall be refunded within 14 days after receipt of the claim."),
        (payments, "The Supplier shall pay its subcontractors within 30 days of their invoices."),
        (payments, "Recurring fees are invoiced in advance on the first day of each month."),
        (renewals, "The offering may be extended by mutual agreement."),
        (renewals, "This duty of confidence goes on for three years after the agreement ends."),
        (credits, "The Service Level Credit shall be six percent (6%)."),
        (credits, "The bank deducts 2% from each deposit when it is late."),
        (escalations, "The words “five percent (5%)” are replaced by “six percent (6%)”."),
        (proration, "The charges are reduced by one thirtieth for each full day of an outage."),
        (metering, "The index is the weighted average of the prices of eight cities in the month."),
        (
            audits,
            "Data are deleted within 90 days, except records of incidents, which are kept for six years.",
        ),
    ],
)
def test_the_sentence_is_none(family, clause):
    assert read(family.read, clause) == []


def test_the_same_months_again_are_a_window_of_their_own():
    under, over = read(
        lookbacks.read,
        "Charges not billed before may be invoiced within nine months after the end of the period. "
        "Customer may claim an overcharge within the same nine months.",
    )
    assert (under["direction"], over["direction"]) == ("underbilling", "overbilling")
    assert over["length"] == 9
    assert over["counted_from"] == under["counted_from"] == "period_end"


def test_a_day_named_in_the_sentence_before_says_when_prices_rise():
    (found,) = read(
        escalations.read,
        "The Hosting Fee goes up once a year, on May 1 (each a “Step Date”). "
        "On each later Step Date, beginning May 1, 2027, the Hosting Fee then in effect increases by 2%.",
    )
    assert (found["every_months"], found["first_on"]) == (12, "2027-05-01")
