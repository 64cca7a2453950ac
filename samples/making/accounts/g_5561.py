"""G-5561: a module added by a deed of variation; its set-up was billed, its monthly charge never."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, Line, flat, last_day, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Aldergate Housing Trust"
FOLDER = "contracts/G-5561"
CORE = "Tenancy core"
DESK = "Repairs desk"
ADDED = date(2026, 5, 1)


def agreement() -> Manuscript:
    """The agreement for the tenancy software."""
    paper = Manuscript(
        f"{FOLDER}/software-agreement.pdf",
        "deed",
        "master",
        "Software Agreement",
        CUSTOMER,
        number="AHT-7",
        effective=date(2025, 5, 1),
        term_start=date(2025, 5, 1),
        term_end=date(2029, 4, 30),
        currency="GBP",
        subtitle="AHT-7, dated 8 April 2025",
        running_head="Software Agreement AHT-7",
    )
    paper.para(
        "This Agreement is made between Ardenholt Software, Inc. (the “Supplier”) and Aldergate Housing Trust, a registered society of Leeds (the “Client”), and has effect from 1 May 2025."
    )
    ordinary(paper, "definitions", "1", "article")
    ordinary(paper, "service", "2", "article")
    ordinary(paper, "acceptance", "3", "article")
    paper.heading("Term", "4")
    paper.clause(
        "4.1",
        "",
        "The Agreement runs for four years, to 30 April 2029, and comes to an end on that day without notice. The Client may extend it once by one year on the same terms, by giving four months’ notice.",
    )
    paper.heading("Charges", "5")
    paper.clause(
        "5.1",
        "",
        "The Client shall pay £2,150.00 per month for the Tenancy core, for all its homes and all its staff.",
    )
    paper.clause(
        "5.2",
        "",
        "The Supplier shall invoice on the last day of each month. The Client shall pay within thirty days of the date of the invoice. The Client is able to recover no value added tax, which is added at 20 per cent.",
    )
    paper.clause(
        "5.3",
        "",
        "Should any charge have been left out of an invoice, the Supplier may invoice it within eight months of the date of that invoice. Should the Client have paid too much, the Supplier shall repay the excess upon discovery within six years.",
    )
    paper.clause(
        "5.4",
        "",
        "The charges are fixed for the whole of the term. Neither indexation nor any other increase applies.",
    )
    ordinary(paper, "data", "6", "article")
    ordinary(paper, "ip", "7", "article")
    ordinary(paper, "confidentiality", "8", "article")
    ordinary(paper, "liability", "9", "article")
    ordinary(paper, "termination", "10", "article")
    ordinary(paper, "general", "11", "article", law="England", courts="England and Wales")
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "8 April 2025"),
        ("Philippa Garside", "Chief Executive", "8 April 2025"),
    )
    paper.term(
        "price",
        "£2,150.00 per month for the Tenancy core",
        product=CORE,
        model="flat",
        flat_amount="2150.00",
        currency="GBP",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "payment",
        "pay within thirty days of the date of the invoice",
        net_days=30,
        basis="invoice_date",
    )
    paper.term(
        "lookback",
        "within eight months of the date of that invoice",
        direction="underbilling",
        length=8,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "repay the excess upon discovery within six years",
        direction="overbilling",
        length=6,
        unit="year",
        effect="refund",
        doubtful_fields=["counted_from"],
    )
    paper.term(
        "renewal",
        "four years, to 30 April 2029",
        initial_months=48,
        initial_until=date(2029, 4, 30),
        automatic=False,
        renewal_months=12,
        max_renewals=1,
        option_of="customer",
        notice_months=4,
        doubtful_fields=["automatic", "max_renewals"],
        also=("The Client may extend it once by one year",),
    )
    return paper


def variation() -> Manuscript:
    """The deed that adds the module."""
    paper = Manuscript(
        f"{FOLDER}/deed-of-variation.pdf",
        "deed",
        "amendment",
        "Deed of Variation",
        CUSTOMER,
        effective=date(2026, 4, 2),
        currency="GBP",
        amends=("Software Agreement AHT-7",),
        subtitle="to Software Agreement AHT-7, 2 April 2026",
        running_head="Deed of Variation to AHT-7",
    )
    paper.para(
        "By this deed, made on 2 April 2026, Ardenholt Software, Inc. and Aldergate Housing Trust vary their Software Agreement AHT-7 (the “Agreement”). Words defined there have the same meaning here."
    )
    paper.heading("Repairs desk", "1")
    paper.clause(
        "1.1",
        "",
        "The Supplier adds the Repairs desk to the Service. Tenants report repairs by telephone, text or a page on the Client’s own site; the Repairs desk sorts them, books a trade and tells the tenant when to expect it.",
    )
    paper.clause(
        "1.2",
        "",
        "The Client shall pay for the Repairs desk, from 1 May 2026, £480.00 per month, and for setting it up £1,250.00 once, to be invoiced with the charges of May 2026.",
    )
    paper.clause(
        "1.3",
        "",
        "The Supplier brings the open repairs of the former contractor into the Repairs desk before 1 May 2026, from a list that the Client provides by 17 April 2026.",
    )
    paper.heading("Telephone numbers", "2")
    paper.clause(
        "2.1",
        "",
        "Numbers that tenants already know are carried over. The cost of calls remains with the Client’s own telephone company and is no part of the charges.",
    )
    paper.heading("Otherwise", "3")
    paper.clause("3.1", "", "In all other respects the Agreement continues as it stands.")
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "2 April 2026"),
        ("Philippa Garside", "Chief Executive", "2 April 2026"),
        "Executed and delivered as a deed on the date stated above:",
    )
    paper.term(
        "price",
        "from 1 May 2026, £480.00 per month",
        product=DESK,
        model="flat",
        flat_amount="480.00",
        currency="GBP",
        interval="month",
        effective_from=ADDED,
    )
    paper.term(
        "price",
        "£1,250.00 once",
        product="Repairs desk set-up",
        model="flat",
        flat_amount="1250.00",
        currency="GBP",
        interval="one_time",
        effective_from=ADDED,
        also=("to be invoiced with the charges of May 2026",),
        doubtful_fields=["product", "effective_from"],
    )
    return paper


def case() -> Case:
    """£480.00 a month that no invoice holds, six months."""
    master, deed = agreement(), variation()
    ledger = Ledger("G-5561", CUSTOMER, "GBP", "Europe/London")
    ledger.flag = ("set-up fee billed, no item for the module", "0.82", "2026-10-29")
    ledger.item(
        CORE, "flat", flat_amount="2150.00", quantity=1, billing="arrears", start="2025-05-01"
    )
    rows = []
    for span in months(date(2025, 5, 1), date(2026, 11, 1)):
        lines = [flat(CORE, span, "2150.00")]
        if span[0] == ADDED:
            words = "Repairs desk set-up"
            amount = Decimal("1250.00")
            lines.append(Line(words, "one_time", words, span, amount, "1", "", "1250.00"))
        ledger.invoice(last_day(span), 30, *lines, tax=("VAT", "20"))
        due = Decimal("480.00") if span[0] >= ADDED else Decimal("0.00")
        rows.append((span, due, Decimal("0.00"), last_day(span)))
    found = Finding(
        "unbilled_product",
        DESK,
        "under",
        shortfalls(rows, date(2026, 3, 1), "invoiced more than eight months ago (5.3)"),
        (deed, "from 1 May 2026, £480.00 per month"),
        also_causes=("late_start",),
        other_clauses=((master, "within eight months of the date of that invoice"),),
    )
    return Case(ledger, [master, deed], [found])
