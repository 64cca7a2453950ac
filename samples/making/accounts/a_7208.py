"""A-7208: two papers of the same day state two prices, and none says which one governs."""

from __future__ import annotations

from datetime import date

from samples.making.boilerplate import ordinary
from samples.making.case import Case
from samples.making.ledger import Ledger, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Brookmoor Optical, LLC"
FOLDER = "contracts/A-7208"
SEAT = "Lensline seat"


def agreement() -> Manuscript:
    """The agreement, with a price exhibit at its end."""
    paper = Manuscript(
        f"{FOLDER}/services-agreement.pdf",
        "plain",
        "master",
        "Services Agreement",
        CUSTOMER,
        number="BO-5",
        effective=date(2025, 5, 1),
        term_start=date(2025, 5, 1),
        term_end=date(2027, 4, 30),
        subtitle="BO-5 · May 1, 2025",
        running_head="Services Agreement BO-5",
    )
    paper.para(
        "This Services Agreement is between Ardenholt Software, Inc. (“Ardenholt”) and Brookmoor Optical, LLC (“Brookmoor”) and takes effect on May 1, 2025. The Order Form of the same day and the Price Exhibit are both part of it."
    )
    names = {"p": "Ardenholt", "c": "Brookmoor", "conf": "7"}
    ordinary(paper, "services", "1", **names)
    paper.heading("Term and payment", "2")
    paper.clause(
        "2.1",
        "",
        "The term is two years, to April 30, 2027. It is renewed only by a signed paper.",
    )
    paper.clause(
        "2.2",
        "",
        "Ardenholt invoices on the last day of each month. Invoices are due thirty-five (35) days after their date.",
    )
    paper.clause(
        "2.3",
        "",
        "Either party may ask for the correction of an invoice within ten (10) months after its date, in its own favor or in the other’s.",
    )
    ordinary(paper, "support", "3", **names)
    ordinary(paper, "security", "4", **names)
    ordinary(paper, "ip", "5", **names)
    ordinary(paper, "warranty", "6", **names)
    ordinary(paper, "confidentiality", "7", **names)
    ordinary(paper, "liability", "8", **names)
    ordinary(paper, "termination", "9", **names)
    ordinary(
        paper, "general", "10", law="the State of Indiana", courts="Marion County, Indiana", **names
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "April 16, 2025"),
        ("Roderick Simms", "Owner", "April 16, 2025"),
    )
    paper.page_break()
    paper.heading("Price Exhibit")
    paper.table(
        ("Item", "Unit", "Price per month"),
        ("Lensline seat", "seat", "$15.60 per seat"),
        ("Frame catalog", "all stores", "included"),
        widths=(3, 1.5, 2),
    )
    paper.para("Prices apply from May 1, 2025. They are net of sales tax.")
    paper.term(
        "price",
        "$15.60 per seat",
        product=SEAT,
        model="per_unit",
        unit="seat",
        unit_amount="15.60",
        currency="USD",
        interval="month",
        effective_from=date(2025, 5, 1),
    )
    paper.term(
        "payment",
        "due thirty-five (35) days after their date",
        net_days=35,
        basis="invoice_date",
    )
    paper.term(
        "lookback",
        "within ten (10) months after its date",
        direction="both",
        length=10,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
        doubtful_fields=["effect"],
    )
    paper.term(
        "renewal",
        "two years, to April 30, 2027",
        initial_months=24,
        initial_until=date(2027, 4, 30),
        automatic=False,
    )
    return paper


def order() -> Manuscript:
    """The order form of the same day, at another price."""
    paper = Manuscript(
        f"{FOLDER}/order-form.pdf",
        "form",
        "order_form",
        "Order Form",
        CUSTOMER,
        number="BO-5/1",
        effective=date(2025, 5, 1),
        subtitle="BO-5/1 under Services Agreement BO-5",
    )
    paper.keys(
        ("Customer", "Brookmoor Optical, LLC, 75 Prism Court, Indianapolis, Indiana 46204"),
        ("Start", "May 1, 2025"),
        ("Stores", "Nine, as listed in the project plan"),
    )
    paper.heading("Items ordered")
    paper.table(
        ("Item", "Quantity", "Price", "Per month"),
        ("Lensline seat", "120 seats", "$14.20 per seat", "$1,704.00"),
        widths=(3, 1.2, 1.8, 1.4),
    )
    paper.heading("Remarks")
    paper.para(
        "Seats are named; a seat may be passed on when a member of staff leaves. Store managers receive the monthly report by mail."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "April 16, 2025"),
        ("Roderick Simms", "Owner", "April 16, 2025"),
    )
    paper.term(
        "price",
        "$14.20 per seat",
        product=SEAT,
        model="per_unit",
        unit="seat",
        unit_amount="14.20",
        currency="USD",
        interval="month",
        effective_from=date(2025, 5, 1),
    )
    paper.term(
        "quantity",
        "120 seats",
        product=SEAT,
        quantity="120",
        unit="seat",
        change="set",
        effective_from=date(2025, 5, 1),
    )
    return paper


def case() -> Case:
    """$14.20 was billed. Whether $15.60 was agreed is for a person to say, and perhaps for a lawyer."""
    ledger = Ledger("A-7208", CUSTOMER, "USD", "America/Indiana/Indianapolis")
    ledger.flag = ("two prices on file", "0.77", "2026-10-29")
    ledger.item(
        SEAT,
        "per_unit",
        unit_amount="14.20",
        quantity=120,
        unit="seat",
        billing="arrears",
        start="2025-05-01",
    )
    for span in months(date(2025, 5, 1), date(2026, 11, 1)):
        ledger.invoice(last_day(span), 35, seats(SEAT, span, "120", "seat", "14.20"))
    note = "Two prices of one day and no order of precedence: nothing may go to billing."
    return Case(ledger, [agreement(), order()], route="review", extra={"note": note})
