"""A-3927: the seller may raise the fee by up to five percent by notice, and never gave one."""

from __future__ import annotations

from datetime import date

from samples.making.boilerplate import ordinary
from samples.making.case import Case
from samples.making.ledger import Ledger, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Lindqvist Dental Group, PLLC"
PRACTICE = "Chairside practice license"


def agreement() -> Manuscript:
    """A short agreement with the price review in Section 3.3."""
    paper = Manuscript(
        "contracts/A-3927/subscription-agreement.pdf",
        "agreement",
        "master",
        "Software Subscription Agreement",
        CUSTOMER,
        number="LDG-0441",
        effective=date(2025, 2, 1),
        term_start=date(2025, 2, 1),
        term_end=date(2028, 1, 31),
        subtitle="LDG-0441",
        running_head="Software Subscription Agreement LDG-0441",
    )
    paper.para(
        "This Agreement is made as of February 1, 2025 by Ardenholt Software, Inc. (“Vendor”) and Lindqvist Dental Group, PLLC (“Subscriber”), which runs fourteen dental practices in Oregon and Washington."
    )
    names = {"p": "Vendor", "c": "Subscriber", "conf": "8"}
    ordinary(paper, "services", "1", **names)
    paper.heading("Term", "2")
    paper.clause(
        "2.1",
        "Term",
        "The term runs for three years from February 1, 2025 to January 31, 2028 and ends then unless the parties agree in writing to extend it.",
    )
    paper.heading("Fees", "3")
    paper.clause(
        "3.1",
        "License fee",
        "Subscriber shall pay $185.00 per practice per month for each Chairside practice license. On the date of this Agreement there are fourteen (14) practices.",
    )
    paper.clause(
        "3.2",
        "Payment",
        "Vendor invoices at the end of each month. Payment is due twenty-five (25) days after the invoice date. Overdue amounts bear interest at eight tenths of one percent (0.8%) per month.",
    )
    paper.clause(
        "3.3",
        "Review of the fee",
        "On each anniversary of February 1, 2025 Vendor may increase the license fee by up to five percent (5%), provided that it has given Subscriber written notice of the new fee at least sixty (60) days before that anniversary. Without such notice the fee remains as it was for the following year, and an increase not noticed for one year may not be made up in another.",
    )
    paper.clause(
        "3.4",
        "Late charges and refunds",
        "A fee left out of an invoice may be invoiced within five (5) months after the date of that invoice. A fee charged in error shall be refunded if either party discovers the error within one (1) year after the invoice date.",
    )
    paper.clause(
        "3.5",
        "Practices opened or closed",
        "A practice that opens is charged from the first day of the next month, and one that closes until the last day of the month in which it closes.",
    )
    ordinary(paper, "support", "4", **names)
    ordinary(paper, "security", "5", **names)
    ordinary(paper, "ip", "6", **names)
    ordinary(paper, "warranty", "7", **names)
    ordinary(paper, "confidentiality", "8", **names)
    ordinary(paper, "liability", "9", **names)
    ordinary(paper, "compliance", "10", **names)
    ordinary(paper, "termination", "11", **names)
    ordinary(
        paper,
        "general",
        "12",
        law="the State of Oregon",
        courts="Multnomah County, Oregon",
        **names,
    )
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "January 9, 2025"),
        ("Dr. Sigrid Lindqvist", "Managing Member", "January 13, 2025"),
    )
    _terms(paper)
    return paper


def _terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "$185.00 per practice per month",
        product=PRACTICE,
        model="per_unit",
        unit="practice",
        unit_amount="185.00",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "quantity", "fourteen (14) practices", product=PRACTICE, quantity="14", unit="practice"
    )
    paper.term(
        "escalation",
        "increase the license fee by up to five percent (5%)",
        product=PRACTICE,
        applies_to="price",
        method="discretionary",
        cap_percent="5",
        every_months=12,
        trigger="anniversary",
        automatic=False,
        notice_days=60,
        also=("Without such notice the fee remains as it was",),
        doubtful_fields=["every_months", "applies_to"],
    )
    paper.term(
        "payment",
        "due twenty-five (25) days after the invoice date",
        net_days=25,
        basis="invoice_date",
        late_percent_per_month="0.8",
    )
    paper.term(
        "lookback",
        "may be invoiced within five (5) months after the date of that invoice",
        direction="underbilling",
        length=5,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "discovers the error within one (1) year after the invoice date",
        direction="overbilling",
        length=1,
        unit="year",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "proration",
        "A practice that opens is charged from the first day of the next month",
        product=PRACTICE,
        method="none",
        doubtful=True,
    )
    paper.term(
        "renewal",
        "three years from February 1, 2025 to January 31, 2028",
        initial_months=36,
        initial_until=date(2028, 1, 31),
        automatic=False,
        doubtful_fields=["automatic"],
    )


def case() -> Case:
    """$185.00 for 14 practices throughout: right, as there was no notice."""
    ledger = Ledger("A-3927", CUSTOMER, "USD", "America/Los_Angeles")
    ledger.flag = ("no price increase at the anniversary", "0.66", "2026-10-28")
    ledger.item(
        PRACTICE,
        "per_unit",
        unit_amount="185.00",
        quantity=14,
        unit="practice",
        billing="arrears",
        start="2025-02-01",
    )
    for span in months(date(2025, 2, 1), date(2026, 11, 1)):
        ledger.invoice(last_day(span), 25, seats(PRACTICE, span, "14", "practice", "185.00"))
    return Case(ledger, [agreement()], route="none")
