"""B-2040: a small account on standard terms, billed as ordered. Nothing to find."""

from __future__ import annotations

from datetime import date

from samples.making.boilerplate import ordinary
from samples.making.case import Case
from samples.making.ledger import Ledger, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Juniper Hill Press Ltd"
FOLDER = "contracts/B-2040"
SEAT = "Folio seat"


def terms() -> Manuscript:
    """Standard terms in two columns, without numbers."""
    paper = Manuscript(
        f"{FOLDER}/terms-of-service.pdf",
        "terms",
        "master",
        "Terms of Service",
        CUSTOMER,
        number=None,
        effective=date(2025, 9, 1),
        currency=None,
        subtitle="For organisations in the United Kingdom and Ireland. Edition of May 2025",
        running_head="Ardenholt Terms of Service, edition of May 2025",
    )
    paper.heading("Who we are and what this is")
    paper.para(
        "We are Ardenholt Software, Inc. These terms apply from the day on which you sign an order form that names them. “You” are the organisation named there. If the order form says something else about price, quantity or time, the order form counts; otherwise these terms do."
    )
    ordinary(paper, "using", voice="plain", org="organisation")
    paper.heading("What you pay")
    paper.para(
        "Prices and quantities are those of your order form. We send an invoice on the first day of each month for the month that begins. Please pay it within fourteen days of its date. If you are late, and still late after we have reminded you, we may charge interest of 0.6% per month on what is overdue."
    )
    paper.para(
        "You may add seats at any time. A seat added during a month is charged from the first day of the following month; the rest of the month in which you add it is free. You may give seats back at the end of your order term. Value added tax comes on top where the law requires it."
    )
    paper.heading("If a bill is wrong")
    paper.para(
        "If we have charged too little, we may send a further invoice for the difference as long as no more than four months have passed since the date of the invoice that was wrong. If we have charged too much, tell us, or let us tell you, within eighteen months of the invoice date, and you get the difference back in full."
    )
    for topic in ("data", "security", "fair", "support", "secret", "liability", "ending"):
        ordinary(paper, topic, voice="plain", org="organisation")
    paper.heading("How long it runs")
    paper.para(
        "Your order form names the first term. After it, your order goes on from month to month until one of us gives thirty days’ notice to the end of a month. While it goes on, the price of the order form stays the same unless we both sign something else."
    )
    paper.heading("Uptime")
    paper.para(
        "We aim to have the service up for at least 99.8% of each calendar month. If it is up for less, ask us within the following month and we credit three percent of that month’s charges on your next invoice."
    )
    ordinary(
        paper, "rest", voice="plain", org="organisation", law="England and Wales", courts="London"
    )
    paper.term(
        "payment",
        "pay it within fourteen days of its date",
        net_days=14,
        basis="invoice_date",
        late_percent_per_month="0.6",
    )
    paper.term(
        "proration",
        "A seat added during a month is charged from the first day of the following month",
        method="none",
        product=SEAT,
        doubtful_fields=["product"],
    )
    paper.term(
        "lookback",
        "as long as no more than four months have passed since the date of the invoice that was wrong",
        direction="underbilling",
        length=4,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "within eighteen months of the invoice date",
        direction="overbilling",
        length=18,
        unit="month",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "renewal",
        "your order goes on from month to month",
        evergreen=True,
        notice_days=30,
        automatic=True,
        doubtful_fields=["automatic"],
    )
    paper.term(
        "credit",
        "we credit three percent of that month’s charges",
        percent="3",
        condition="uptime below 99.8% of a calendar month",
    )
    return paper


def order() -> Manuscript:
    """Forty seats for a year."""
    paper = Manuscript(
        f"{FOLDER}/order-form.pdf",
        "form",
        "order_form",
        "Order Form",
        CUSTOMER,
        number="JHP-01",
        effective=date(2025, 9, 1),
        term_start=date(2025, 9, 1),
        term_end=date(2026, 8, 31),
        currency="GBP",
        subtitle="JHP-01 · Juniper Hill Press Ltd",
    )
    paper.keys(
        (
            "Customer",
            "Juniper Hill Press Ltd, 5 Tenter Lane, Norwich NR3 1QT, company no. 0914 2207",
        ),
        ("Terms", "Ardenholt Terms of Service, edition of May 2025"),
        ("First term", "1 September 2025 to 31 August 2026, then month to month"),
        ("Billing", "Monthly in advance, in pounds sterling"),
        ("VAT", "20%, added to each invoice"),
    )
    paper.heading("Order")
    paper.table(
        ("Product", "Ordered", "Price per seat per month", "Per month"),
        ("Folio seat (editing, proofing, archive)", "40 seats", "£24.00 per seat", "£960.00"),
        widths=(3.6, 0.9, 2.1, 1.3),
    )
    paper.heading("Remarks")
    paper.para(
        "The archive holds finished titles without limit of size. Data are kept in Dublin. Introductory training by video is part of the price. Seats in excess of those ordered cannot be activated without a change to this order."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "18 August 2025"),
        ("Marigold Penhale", "Managing Director", "21 August 2025"),
    )
    paper.term(
        "price",
        "£24.00 per seat",
        product=SEAT,
        model="per_unit",
        unit="seat",
        unit_amount="24.00",
        currency="GBP",
        interval="month",
        billing="advance",
        also=("Monthly in advance",),
    )
    paper.term(
        "quantity",
        "40 seats",
        product=SEAT,
        quantity="40",
        unit="seat",
        change="set",
        effective_from=date(2025, 9, 1),
        doubtful_fields=["effective_from"],
    )
    paper.term(
        "renewal",
        "1 September 2025 to 31 August 2026",
        initial_months=12,
        initial_until=date(2026, 8, 31),
        evergreen=True,
        doubtful_fields=["initial_months", "evergreen"],
    )
    return paper


def case() -> Case:
    """Forty seats at £24.00 each month, and a draft for November that counts for nothing yet."""
    ledger = Ledger("B-2040", CUSTOMER, "GBP", "Europe/London")
    ledger.flag = ("first term ended without a new order", "0.52", "2026-10-28")
    ledger.item(
        SEAT,
        "per_unit",
        unit_amount="24.00",
        quantity=40,
        unit="seat",
        billing="advance",
        start="2025-09-01",
    )
    for span in months(date(2025, 9, 1), date(2026, 11, 1)):
        line = seats(SEAT, span, "40", "seat", "24.00")
        ledger.invoice(span[0], 14, line, tax=("VAT", "20"))
    coming = (date(2026, 11, 1), date(2026, 12, 1))
    line = seats(SEAT, coming, "40", "seat", "24.00")
    ledger.invoice(coming[0], 14, line, tax=("VAT", "20"), status="draft")
    return Case(ledger, [terms(), order()], route="none")
