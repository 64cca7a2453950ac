"""When an invoice is due, and what lateness costs."""

import pytest

from extractors.readers.grammar.payments import read as family
from tests.extractors.grammar.drafted import read


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Each invoice is payable within forty (40) days after the invoice date.",
            {"net_days": 40, "basis": "invoice_date"},
        ),
        (
            "Client shall pay invoices within 20 days of receipt of the invoice.",
            {"net_days": 20, "basis": "receipt"},
        ),
        ("All invoices are due net 60.", {"net_days": 60}),
        (
            "Invoices fall due fourteen days after their date. Late payments bear interest at 1% per month.",
            {"net_days": 14, "basis": "invoice_date", "late_percent_per_month": "1"},
        ),
        (
            "Invoices are due thirty days after the date of the invoice. Overdue sums bear interest at 3% per annum above the base rate of the Bank of England.",
            {
                "net_days": 30,
                "basis": "invoice_date",
                "late_index": "base rate of the Bank of England",
                "late_spread_percent_per_year": "3",
            },
        ),
        (
            "The customer shall pay each invoice by the end of the month following the month in which it is dated.",
            {"end_of_month": True, "basis": "invoice_date"},
        ),
        (
            "All invoices are due and payable upon receipt of the invoice.",
            {"net_days": 0, "basis": "receipt"},
        ),
        (
            "Payment: “thirty (30) days” is replaced by “ten (10) days” for invoices issued on or after 1 June 2027.",
            {"net_days": 10, "effective_from": "2027-06-01"},
        ),
        (
            "Invoices shall be paid within ten (10) business days of receipt of the invoice.",
            {"working_days": 10, "basis": "receipt"},
        ),
    ],
)
def test_a_payment_term_is_read(clause, expected):
    assert read(family, clause) == [expected]


def test_a_labelled_row_is_read():
    assert read(family, rows=(("Billing", "Quarterly in advance; net 45"),)) == [{"net_days": 45}]


def test_what_is_said_twice_is_one_term():
    found = read(
        family,
        "Invoices are payable within 30 days of the invoice date.",
        "As said, invoices are payable within 30 days of the invoice date.",
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    "clause",
    [
        "Provider shall refund prepaid fees within thirty (30) days of termination.",
        "If an invoice is thirty (30) days overdue, Provider may suspend the Services.",
        "Customer may dispute an invoice within thirty (30) days after its date.",
        "A discount of 2% is granted for invoices paid within ten (10) days of their date.",
        "Insurance certificates shall be delivered within 30 days after the invoice date.",
        "Net sales shall be reported within sixty days after the end of each quarter.",
    ],
)
def test_other_days_are_no_payment_term(clause):
    assert read(family, clause) == []
