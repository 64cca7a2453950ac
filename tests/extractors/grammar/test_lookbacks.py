"""How far back a bill can be corrected: clauses in other words, one expected window each."""

import pytest

from extractors.readers.grammar.lookbacks import read as family
from tests.extractors.grammar.drafted import read


def window(direction, length, unit, counted_from, effect):
    return {
        "direction": direction,
        "length": length,
        "unit": unit,
        "counted_from": counted_from,
        "effect": effect,
    }


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Vendor may issue a corrective invoice for any under-billed amount within nine (9) months after the date of the original invoice.",
            window("underbilling", 9, "month", "invoice_date", "may_invoice"),
        ),
        (
            "The Supplier shall not be entitled to recover a fee which it omitted to invoice unless it does so within 120 days of the invoice date.",
            window("underbilling", 120, "day", "invoice_date", "waived_after"),
        ),
        (
            "If we undercharge you, we may bill the shortfall only for invoices dated within the four months before we tell you.",
            window("underbilling", 4, "month", "invoice_date", "may_invoice"),
        ),
        (
            "Charges which the Provider has failed to bill within six months after the end of the month in which the services were rendered shall be deemed waived.",
            window("underbilling", 6, "month", "period_end", "waived_after"),
        ),
        (
            "Client shall notify Contractor of any disputed invoice within twenty-one (21) days after receipt of the invoice, failing which it is deemed correct.",
            window("overbilling", 21, "day", "receipt", "must_dispute"),
        ),
        (
            "The Carrier shall refund any overcharge that the Shipper reports within two years after the date of payment.",
            window("overbilling", 2, "year", "payment", "refund"),
        ),
        (
            "Either party may require an invoice to be corrected within eighteen (18) months of its date, whether the error was in its favour or not, and billing errors older than that stand.",
            window("both", 18, "month", "invoice_date", "may_invoice"),
        ),
        (
            "No action arising out of this Agreement may be brought more than three (3) years after the cause of action has accrued.",
            window("both", 3, "year", "accrual", "action_barred"),
        ),
        (
            "Amounts that were not billed may be recovered, but not in respect of any invoice whose due date is more than 60 days before the date of the supplementary invoice.",
            window("underbilling", 60, "day", "due_date", "may_invoice"),
        ),
    ],
)
def test_a_window_is_read(clause, expected):
    assert read(family, clause) == [expected]


def test_one_sentence_can_hold_two_windows():
    found = read(
        family,
        "Provider may invoice omitted charges within 90 days after the invoice date; "
        "Customer may dispute an invoice within 30 days after receipt of the invoice.",
    )
    assert [(term["direction"], term["length"]) for term in found] == [
        ("underbilling", 90),
        ("overbilling", 30),
    ]


def test_the_same_time_for_repayment_makes_both_directions():
    found = read(
        family,
        "A fee that was invoiced too low may be invoiced within ten (10) months from the last day of the period. "
        "The client may ask for repayment of an excess within the same time.",
    )
    assert found == [window("both", 10, "month", "period_end", "may_invoice")]


def test_a_sentence_after_it_can_say_that_the_amount_lapses():
    found = read(
        family,
        "We may correct an invoice that was too low within seven months after the invoice date. "
        "Any amount not invoiced by then is forfeited.",
    )
    assert found[0]["effect"] == "waived_after"


@pytest.mark.parametrize(
    "clause",
    [
        "Customer shall pay each undisputed invoice within thirty (30) days after receipt of the invoice.",
        "A request for a service credit must be made within thirty days after the end of the month.",
        "The parties shall resolve any dispute about an invoice within twenty Working Days.",
        "Licensee shall keep records of its invoices for at least three (3) years.",
        "If an audit reveals an underpayment, Licensee shall pay the shortfall within ten (10) days of the invoice.",
        "The Supplier may suspend the Services if an invoice is unpaid thirty days after notice.",
        "Buyer may reject defective goods within ten days after delivery, and the warranty period is one year.",
        "Liability for any claim shall not exceed the fees invoiced in the twelve months before the claim.",
    ],
)
def test_other_time_limits_are_no_window(clause):
    assert read(family, clause) == []
