"""Clauses on time, rises and rounding in the words of other trades: read for sure, or left over."""

import pytest

from extractors.readers.grammar import (
    discounts,
    escalations,
    lookbacks,
    payments,
    proration,
    renewals,
    roundings,
)
from extractors.readers.grammar.unread import leftovers
from tests.extractors.grammar.drafted import paper, read


@pytest.mark.parametrize(
    ("clause", "length", "unit", "since"),
    [
        (
            "Neither party may commence litigation on a claim more than four years after it learned of the facts.",
            4,
            "year",
            "discovery",
        ),
        (
            "All claims under this contract prescribe after six years from their becoming due.",
            6,
            "year",
            "due_date",
        ),
        (
            "Claims become statute-barred in two years from the end of the year in which they arose.",
            2,
            "year",
            "accrual",
        ),
        (
            "Any lawsuit must be started within eighteen months after the event giving rise to it.",
            18,
            "month",
            "accrual",
        ),
    ],
)
def test_a_limitation_of_claims_is_read(clause, length, unit, since):
    [term] = read(lookbacks.read, clause)
    assert (term["length"], term["unit"], term["counted_from"]) == (length, unit, since)
    assert (term["direction"], term["effect"]) == ("both", "action_barred")


def test_a_length_of_two_units_is_no_limitation_of_one():
    clause = (
        "Any suit shall be filed within two years and one month after the event giving rise to it."
    )
    assert read(lookbacks.read, clause) == []


@pytest.mark.parametrize(
    ("clause", "direction"),
    [
        (
            "The Tenant waives any mistake in a bill that it does not report within 40 days of the invoice date.",
            "overbilling",
        ),
        (
            "The Carrier may correct a billing error against the Shipper or against Customer only within 90 days after the invoice date.",
            "underbilling",
        ),
        (
            "We may correct mistakes to our own detriment within 12 months after the invoice date.",
            "underbilling",
        ),
        (
            "The Supplier waives any charge if the invoice in which it is first shown is received more than 100 days after the end of the month of supply.",
            "underbilling",
        ),
    ],
)
def test_who_may_correct_tells_the_direction(clause, direction):
    [term] = read(lookbacks.read, clause)
    assert term["direction"] == direction


@pytest.mark.parametrize(
    ("clause", "times"),
    [
        (
            "The term is renewed automatically for not more than three (3) successive periods of one year each.",
            3,
        ),
        ("The Tenant may extend the term once for a further 2 years by notice of 3 months.", 1),
        (
            "The agreement may be renewed for further periods, not exceeding four (4) in number, of one year each.",
            4,
        ),
    ],
)
def test_how_often_a_term_renews(clause, times):
    [term] = read(renewals.read, clause)
    assert term["max_renewals"] == times


def test_a_new_length_takes_the_place_of_the_old_one():
    terms = read(renewals.read, "The initial term of 24 months is extended to 48 months.")
    assert all(term.get("initial_months") != 24 for term in terms)


def test_a_floor_and_a_cap_in_one_breath():
    [term] = read(
        escalations.read,
        "On each anniversary the charges shall be increased by the change of the Consumer Price Index; "
        "no such increase shall be less than 1% nor more than 5%.",
    )
    assert (term["floor_percent"], term["cap_percent"]) == ("1", "5")


def test_quoted_words_that_are_replaced_state_no_rise():
    clause = "In Section 4, “the fees shall increase annually by 3%” is deleted and replaced by “but not by more than 5%”."
    assert all(term.get("percent") != "3" for term in read(escalations.read, clause))


def test_two_listed_days_are_left_for_a_person():
    clause = "On 1 March 2026 and 1 March 2027 the charges rise by 2%."
    document = paper(clause)
    drafts = list(escalations.read(document))
    assert drafts == []
    assert [at.passage.start for at in leftovers(document, drafts)] == [0]


@pytest.mark.parametrize(
    ("clause", "method"),
    [
        ("If rent is owed for part of a quarter only, we bill the whole quarter.", "full_period"),
        ("A week that has been commenced is billed in full.", "full_period"),
        ("Rental for part of a month is computed daily.", "daily"),
        (
            "Fees for a started quarter are reduced in proportion to the number of days, a year being 365 days.",
            "daily",
        ),
    ],
)
def test_parts_of_a_period(clause, method):
    assert [term["method"] for term in read(proration.read, clause)] == [method]


@pytest.mark.parametrize(
    ("clause", "to"),
    [
        ("Each line is rounded to the nearest ten pence.", "0.10"),
        ("Invoice totals are rounded to the nearest five rappen.", "0.05"),
        ("Amounts are rounded up to the next fifty yen.", "50"),
    ],
)
def test_rounding_to_several_coins(clause, to):
    assert [term["to"] for term in read(roundings.read, clause)] == [to]


def test_days_of_grace_before_interest():
    [term] = read(
        payments.read,
        "Invoices are payable within 20 days after the invoice date. "
        "Overdue sums bear interest at 1% per month after a grace period of 10 days.",
    )
    assert (term["net_days"], term["grace_days"]) == (20, 10)


def test_a_deduction_for_prompt_payment_is_no_payment_term():
    clause = "The Buyer may deduct 2% from any invoice that it pays within 8 days of its date."
    assert read(payments.read, clause) == []


def test_a_renewed_discount_has_its_new_percent():
    [term] = read(
        discounts.read,
        "The discount of 10% on the Platform Fee, granted until 30 June 2025, is prolonged until 30 June 2026 at six per cent (6%).",
    )
    assert term["percent"] == "6"


@pytest.mark.parametrize(
    "clause",
    [
        "If a delivery is missed, the Buyer receives an allowance of one fifth of the charge.",
        "The rebate is granted again at 7% of the fees of the year.",
        "Weekend work attracts a loading of 25% on the hourly rate.",
        "The weight of each load is rounded to the nearest hundredth of a tonne.",
        "All times are Mountain Time and the month ends at midnight.",
        "The period of 60 days in Section 9 is lengthened to 75 days.",
        "In clause 7 the words “4%” are struck and “5%” inserted.",
        "The charges shall not be indexed on 1 April 2026; indexation resumes on 1 April 2027.",
        "Objections to a statement must be made in six weeks.",
    ],
)
def test_a_clause_that_nobody_understood_is_left_over(clause):
    document = paper(clause)
    assert [at.passage.start for at in leftovers(document, [])] == [0]


@pytest.mark.parametrize(
    "clause",
    [
        "The parties shall meet every month to discuss the services.",
        "Notices are sent to the addresses above and take effect on delivery.",
        "The software runs on servers in two regions.",
    ],
)
def test_other_sentences_are_not_left_over(clause):
    assert list(leftovers(paper(clause), [])) == []


@pytest.mark.parametrize(
    "plain",
    [
        "The Base Fee for the first year is Nine Hundred Dollars ($900.00) per month.",
        "A request of the highest priority is answered within one hour of desk time.",
    ],
)
def test_a_plain_fee_or_an_answer_in_time_is_no_premium_and_no_meter(plain: str) -> None:
    assert list(leftovers(paper(plain), [])) == []
