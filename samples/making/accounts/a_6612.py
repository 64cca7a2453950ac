"""A-6612: the fee follows an index that the book does not hold. Only a specialist can go on."""

from __future__ import annotations

from datetime import date

from samples.making.boilerplate import ordinary
from samples.making.case import Case
from samples.making.ledger import Ledger, flat, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Torrance Bay Foods, Inc."
FEE = "Traceability service"


def agreement() -> Manuscript:
    """The fee and its index clause in Section 5."""
    paper = Manuscript(
        "contracts/A-6612/traceability-services-agreement.pdf",
        "plain",
        "master",
        "Traceability Services Agreement",
        CUSTOMER,
        number="TBF-19",
        effective=date(2024, 10, 1),
        term_start=date(2024, 10, 1),
        term_end=date(2029, 9, 30),
        subtitle="TBF-19 · October 1, 2024",
        running_head="Traceability Services Agreement TBF-19",
    )
    paper.para(
        "Ardenholt Software, Inc. (“Ardenholt”) and Torrance Bay Foods, Inc. (“Torrance Bay”) enter into this Agreement as of October 1, 2024."
    )
    names = {"p": "Ardenholt", "c": "Torrance Bay", "conf": "9"}
    ordinary(paper, "definitions", "1", **names)
    ordinary(paper, "services", "2", **names)
    ordinary(paper, "support", "3", **names)
    paper.heading("Term", "4")
    paper.clause(
        "4.1",
        "",
        "The Agreement runs for five years, to September 30, 2029. Either party may end it on September 30, 2027 by six months’ written notice.",
    )
    paper.heading("Fee", "5")
    paper.clause(
        "5.1",
        "Monthly fee",
        "Torrance Bay pays $5,750.00 per month for the Traceability service at its three plants. Invoices are sent on the first business day of the month for that month and are due in thirty (30) days from their date.",
    )
    paper.clause(
        "5.2",
        "Adjustment by index",
        "On each October 1, beginning October 1, 2025, the monthly fee shall be adjusted, up or down, by the percentage by which the Producer Price Index for Data Processing, Hosting and Related Services, as published by the Bureau of Labor Statistics, has changed between the month of July before that date and the month of July one year earlier. The percentage is rounded to one decimal and the fee to the nearest dollar.",
    )
    paper.clause(
        "5.3",
        "Later corrections",
        "Amounts that were not invoiced may be invoiced within eighteen (18) months after the day on which they should have been. Amounts invoiced in excess are credited without limit of time.",
    )
    ordinary(paper, "security", "6", **names)
    ordinary(paper, "ip", "7", **names)
    ordinary(paper, "warranty", "8", **names)
    ordinary(paper, "confidentiality", "9", **names)
    ordinary(paper, "liability", "10", **names)
    ordinary(paper, "termination", "11", **names)
    ordinary(paper, "general", "12", law="the State of California", courts="Los Angeles", **names)
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "September 4, 2024"),
        ("Hideo Marchetti", "Vice President, Supply Chain", "September 10, 2024"),
    )
    _terms(paper)
    return paper


def _terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "$5,750.00 per month",
        product=FEE,
        model="flat",
        flat_amount="5750.00",
        currency="USD",
        interval="month",
        billing="advance",
        doubtful_fields=["billing"],
    )
    paper.term(
        "escalation",
        "the monthly fee shall be adjusted, up or down",
        product=FEE,
        applies_to="price",
        method="index",
        index="Producer Price Index for Data Processing, Hosting and Related Services",
        every_months=12,
        trigger="fixed_date",
        first_on=date(2025, 10, 1),
        index_month=7,
        direction="both",
        percent_rounding_to="0.1",
        rounding_to="1",
        automatic=True,
        also=("beginning October 1, 2025", "The percentage is rounded to one decimal"),
        doubtful_fields=["trigger"],
    )
    paper.term(
        "payment",
        "due in thirty (30) days from their date",
        net_days=30,
        basis="invoice_date",
    )
    paper.term(
        "lookback",
        "within eighteen (18) months after the day on which they should have been",
        direction="underbilling",
        length=18,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
        doubtful_fields=["counted_from"],
    )
    paper.term(
        "lookback",
        "credited without limit of time",
        direction="overbilling",
        effect="refund",
        doubtful=True,
    )
    paper.term(
        "renewal",
        "five years, to September 30, 2029",
        initial_months=60,
        initial_until=date(2029, 9, 30),
        notice_months=6,
        doubtful_fields=["notice_months"],
    )


def case() -> Case:
    """$5,750 was billed throughout; what October 2025 and 2026 should have made of it is not known."""
    ledger = Ledger("A-6612", CUSTOMER, "USD", "America/Los_Angeles")
    ledger.flag = ("index clause, price unchanged for two years", "0.88", "2026-10-27")
    ledger.item(
        FEE, "flat", flat_amount="5750.00", quantity=1, billing="advance", start="2024-10-01"
    )
    for span in months(date(2024, 10, 1), date(2026, 11, 1)):
        weekday = span[0].weekday()
        first_business_day = span[0].replace(day=1 + max(0, 7 - weekday) % 7 if weekday > 4 else 1)
        ledger.invoice(first_business_day, 30, flat(FEE, span, "5750.00"))
    note = "The index is not in the book: no amount can be stated, and nothing may go to billing."
    return Case(ledger, [agreement()], route="review", extra={"note": note})
