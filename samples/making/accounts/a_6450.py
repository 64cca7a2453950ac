"""A-6450: four clubs opened in the middle of June, and billing stayed at thirty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, cents, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Hartwell Fitness Clubs, Inc."
FOLDER = "contracts/A-6450"
CLUB = "Frontdesk club license"
PRICE = Decimal("89.00")
OPENED = date(2026, 6, 15)


def agreement() -> Manuscript:
    """A letter agreement with headings."""
    paper = Manuscript(
        f"{FOLDER}/letter-agreement.pdf",
        "letter",
        "master",
        "Frontdesk for your clubs",
        CUSTOMER,
        effective=date(2025, 9, 1),
        term_start=date(2025, 9, 1),
        term_end=date(2027, 8, 31),
        running_head="Frontdesk for your clubs – Hartwell Fitness Clubs, Inc.",
    )
    paper.address("August 11, 2025")
    paper.address(
        "Hartwell Fitness Clubs, Inc.\nAttention: Yolanda Prescott, Controller\n3300 Orchard Parkway\nBoise, Idaho 83706"
    )
    paper.heading("Frontdesk for your clubs")
    paper.para(
        "Dear Ms. Prescott: This is the agreement for Frontdesk in your clubs, beginning September 1, 2025. “We” are Ardenholt Software, Inc., and “you” are Hartwell Fitness Clubs, Inc."
    )
    paper.heading("Clubs and price")
    paper.para(
        "Each club needs a Frontdesk club license. You begin with thirty (30) clubs. The price is $89.00 per club per month, with as many members and staff as the club has."
    )
    paper.heading("Opening and closing clubs")
    paper.para(
        "When you open a club, tell us and we both sign a short order. A club that begins or ends within a month is charged for the calendar days on which it has Frontdesk, divided by the calendar days of that month."
    )
    paper.heading("Invoices and payment")
    paper.para(
        "We send one invoice for all clubs on the last day of the month. You pay within thirty (30) days from its date. If you do not, and a reminder does not help, interest is one percent (1%) per month."
    )
    paper.heading("If we have to correct an invoice")
    paper.para(
        "Within nine (9) months after the date of an invoice we may bill what we forgot on it. Within two (2) years after the date of an invoice you may have back what you paid too much."
    )
    for topic in ("using", "data", "security", "support", "secret", "liability"):
        ordinary(paper, topic, voice="plain")
    paper.heading("Length of the agreement")
    paper.para(
        "We agree on two years, until August 31, 2027. After that the agreement goes on for one year at a time unless one of us writes sixty (60) days before the end that it should stop. The price stays the same until both of us sign a new one."
    )
    ordinary(paper, "ending", voice="plain")
    ordinary(paper, "rest", voice="plain", law="the State of Idaho", courts="Ada County")
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "August 11, 2025"),
        ("Yolanda Prescott", "Controller", "August 15, 2025"),
        "Please sign both copies and keep one.",
    )
    _agreement_terms(paper)
    return paper


def _agreement_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "$89.00 per club per month",
        product=CLUB,
        model="per_unit",
        unit="club",
        unit_amount="89.00",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "quantity",
        "thirty (30) clubs",
        product=CLUB,
        quantity="30",
        unit="club",
        change="set",
        effective_from=date(2025, 9, 1),
        doubtful_fields=["effective_from"],
    )
    paper.term(
        "proration",
        "divided by the calendar days of that month",
        product=CLUB,
        method="daily",
        days_basis="actual",
        doubtful_fields=["product"],
    )
    paper.term(
        "payment",
        "within thirty (30) days from its date",
        net_days=30,
        basis="invoice_date",
        late_percent_per_month="1",
    )
    paper.term(
        "lookback",
        "Within nine (9) months after the date of an invoice",
        direction="underbilling",
        length=9,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "Within two (2) years after the date of an invoice",
        direction="overbilling",
        length=2,
        unit="year",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "renewal",
        "two years, until August 31, 2027",
        initial_months=24,
        initial_until=date(2027, 8, 31),
        automatic=True,
        renewal_months=12,
        notice_days=60,
        also=("goes on for one year at a time",),
    )


def order(master: Manuscript) -> Manuscript:
    """Four clubs more."""
    paper = Manuscript(
        f"{FOLDER}/order-new-clubs.pdf",
        "form",
        "order_form",
        "Order for New Clubs",
        CUSTOMER,
        number="HF-2",
        effective=OPENED,
        subtitle="HF-2 under the letter agreement of August 11, 2025",
    )
    paper.heading("Clubs that are added")
    paper.table(
        ("Club", "Address", "Starts"),
        ("Meridian North", "910 Eagle Bend, Meridian", "June 15, 2026"),
        ("Nampa Mill", "44 Mill Race, Nampa", "June 15, 2026"),
        ("Caldwell", "217 Depot Street, Caldwell", "June 15, 2026"),
        ("Twin Falls", "1620 Canyon Rim, Twin Falls", "June 15, 2026"),
        widths=(2, 3, 1.5),
    )
    paper.keys(
        ("Number", "4 clubs are added to the 30 existing ones"),
        ("Price", "As in the letter agreement; no set-up fee"),
        ("From", "June 15, 2026, all four on the same day"),
    )
    paper.heading("Remarks")
    paper.para(
        "Turnstiles are bought from the manufacturer and connected by us. The staff of the new clubs join the online course of June 9."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "May 27, 2026"),
        ("Yolanda Prescott", "Controller", "May 29, 2026"),
    )
    paper.term(
        "quantity",
        "4 clubs are added to the 30 existing ones",
        product=CLUB,
        quantity="4",
        unit="club",
        change="add",
        effective_from=OPENED,
        reads_with=[master.link("thirty (30) clubs")],
        also=("June 15, 2026, all four on the same day",),
    )
    return paper


def case() -> Case:
    """Four clubs at $89.00: sixteen of thirty days in June, then four whole months."""
    master = agreement()
    bought = order(master)
    ledger = Ledger("A-6450", CUSTOMER, "USD", "America/Boise")
    ledger.flag = ("order without a change in billing", "0.80", "2026-10-28")
    ledger.item(
        CLUB,
        "per_unit",
        unit_amount="89.00",
        quantity=30,
        unit="club",
        billing="arrears",
        start="2025-09-01",
    )
    rows = []
    for span in months(date(2025, 9, 1), date(2026, 11, 1)):
        ledger.invoice(last_day(span), 30, seats(CLUB, span, "30", "club", "89.00"))
        billed = expected = 30 * PRICE
        if span[0] == date(2026, 6, 1):
            expected = billed + cents(4 * PRICE * 16 / 30)
        elif span[0] > OPENED:
            expected = 34 * PRICE
        rows.append((span, expected, billed, last_day(span)))
    found = Finding(
        "quantity_mismatch",
        CLUB,
        "under",
        shortfalls(rows, date(2026, 2, 1), "invoiced more than nine months ago"),
        (bought, "4 clubs are added to the 30 existing ones"),
        also_causes=("unbilled_product",),
        other_clauses=((master, "divided by the calendar days of that month"),),
    )
    return Case(ledger, [master, bought], [found])
