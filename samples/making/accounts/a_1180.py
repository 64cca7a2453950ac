"""A-1180: 500 licenses contracted at $95, billed at the $85 of the order before; three months back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.exhibits import acceptable_use
from samples.making.ledger import Ledger, Line, flat, label, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Calder Vance Logistics, Inc."
FOLDER = "contracts/A-1180"
LICENSE = "Meridian Professional license"
DESK = "Premier Desk"
RENEWED = date(2026, 6, 1)


def agreement() -> Manuscript:
    """The terms of every order: invoicing, corrections, disputes."""
    paper = Manuscript(
        f"{FOLDER}/subscription-agreement.pdf",
        "plain",
        "master",
        "Subscription Agreement",
        CUSTOMER,
        number="SA-3318",
        effective=date(2025, 6, 1),
        subtitle="No. SA-3318 · effective June 1, 2025",
        running_head="Subscription Agreement SA-3318 · Ardenholt / Calder Vance",
    )
    paper.para(
        "This Subscription Agreement is between Ardenholt Software, Inc., 410 Tannery Wharf, Suite 900, Milwaukee, Wisconsin (“Ardenholt”) and Calder Vance Logistics, Inc., 2700 Switchyard Avenue, Kansas City, Missouri (“Calder Vance”). It takes effect on June 1, 2025 and governs every Order Form that names it. All amounts are in United States dollars."
    )
    names = {"p": "Ardenholt", "c": "Calder Vance", "conf": "8"}
    ordinary(paper, "definitions", "1", **names)
    ordinary(paper, "services", "2", **names)
    paper.heading("Orders, fees and invoices", "3")
    paper.clause(
        "3.1",
        "Orders",
        "Quantities, prices and the order term stand in the Order Form. An Order Form does not renew by itself: service after its last day needs a new Order Form, and the prices of the new Order Form replace those of the old one from its first day.",
    )
    paper.clause(
        "3.2",
        "Invoices",
        "Ardenholt invoices recurring fees monthly, on or about the tenth day of the month to which they relate. Invoices are payable thirty (30) days from the invoice date. Past due amounts carry a late charge of 1.25% per month.",
    )
    paper.clause(
        "3.3",
        "Licenses added during an order term",
        "Licenses that are added during an order term cost the same per license as those first ordered and are charged from the day on which they are enabled, in proportion to the actual number of days remaining in the month.",
    )
    paper.clause(
        "3.4",
        "Disputed charges",
        "Calder Vance may dispute a charge by written notice within sixty (60) days after the invoice date; a charge not disputed in that time is accepted, except that an overcharge caused by Ardenholt’s own error is always credited.",
    )
    paper.clause(
        "3.5",
        "Undercharges",
        "If an invoice is lower than the Order Form calls for, Ardenholt may send a corrective invoice for what is missing. A corrective invoice reaches back three (3) months: it makes up only for invoices dated no more than three months before its own date. What was missing from older invoices is given up.",
    )
    paper.clause(
        "3.6",
        "Taxes",
        "Fees are stated without sales and use tax. Calder Vance has furnished a direct pay permit; no such tax is added while the permit is in force.",
    )
    ordinary(paper, "support", "4", **names)
    ordinary(paper, "security", "5", **names)
    ordinary(paper, "ip", "6", **names)
    ordinary(paper, "warranty", "7", **names)
    ordinary(paper, "confidentiality", "8", **names)
    ordinary(paper, "liability", "9", **names)
    ordinary(paper, "termination", "10", **names)
    ordinary(
        paper,
        "general",
        "11",
        law="the State of Missouri",
        courts="Jackson County, Missouri",
        **names,
    )
    paper.clause(
        "11.6",
        "Precedence",
        "If an Order Form and this Agreement conflict, the Order Form prevails on quantities, prices and dates, and this Agreement on everything else.",
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "May 14, 2025"),
        ("Oliver Bramhall", "Chief Information Officer", "May 19, 2025"),
    )
    acceptable_use(paper, "Exhibit A", "Calder Vance")
    paper.term(
        "payment",
        "payable thirty (30) days from the invoice date",
        net_days=30,
        basis="invoice_date",
        late_percent_per_month="1.25",
    )
    paper.term(
        "proration",
        "in proportion to the actual number of days remaining in the month",
        product=LICENSE,
        method="daily",
        days_basis="actual",
        doubtful_fields=["product"],
    )
    paper.term(
        "lookback",
        "dispute a charge by written notice within sixty (60) days after the invoice date",
        direction="overbilling",
        length=60,
        unit="day",
        counted_from="invoice_date",
        effect="must_dispute",
    )
    paper.term(
        "lookback",
        "A corrective invoice reaches back three (3) months: it makes up only for invoices dated no more than three months before its own date",
        direction="underbilling",
        length=3,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term("renewal", "An Order Form does not renew by itself", automatic=False)
    return paper


def order(number: str, start: date, end: date, price: str, signed: tuple[str, str]) -> Manuscript:
    """An order form: a table of items, and notes."""
    renewal = start == RENEWED
    paper = Manuscript(
        f"{FOLDER}/order-form-{number.lower()}.pdf",
        "form",
        "renewal" if renewal else "order_form",
        "Renewal Order Form" if renewal else "Order Form",
        CUSTOMER,
        number=number,
        effective=start,
        term_start=start,
        term_end=end,
        amends=("Order Form CV-1",) if renewal else (),
        subtitle=f"No. {number} under Subscription Agreement SA-3318",
    )
    days = f"{_day(start)} to {_day(end)}"
    paper.keys(
        (
            "Customer",
            "Calder Vance Logistics, Inc., 2700 Switchyard Avenue, Kansas City, Missouri 64108",
        ),
        ("Contact", "Oliver Bramhall, Chief Information Officer"),
        ("Order term", f"Twelve months, {days}"),
        ("Invoicing", "Monthly, on or about the tenth day of the month to which the fees relate"),
    )
    paper.heading("Recurring fees")
    total = 500 * Decimal(price) + 1400
    paper.table(
        ("Item", "Quantity", "Price", "Per month"),
        (
            "Meridian Professional license",
            "500 licenses",
            f"${price} per license per month",
            f"${500 * Decimal(price):,.2f}",
        ),
        ("Premier Desk (24 x 7 support)", "1", "$1,400.00 flat", "$1,400.00"),
        ("Total of recurring fees", "", "", f"${total:,.2f}"),
        widths=(3.4, 1.4, 2.4, 1.5),
    )
    paper.term(
        "price",
        f"${price} per license per month",
        product=LICENSE,
        model="per_unit",
        unit="license",
        unit_amount=price,
        currency="USD",
        interval="month",
        billing="advance",
        effective_from=start,
        effective_to=end,
        doubtful_fields=["billing", "effective_to"],
    )
    paper.term(
        "quantity",
        "500 licenses",
        product=LICENSE,
        quantity="500",
        unit="license",
        change="set",
        effective_from=start,
    )
    paper.term(
        "price",
        "$1,400.00 flat",
        product=DESK,
        model="flat",
        flat_amount="1400.00",
        currency="USD",
        interval="month",
        effective_from=start,
    )
    paper.term(
        "renewal",
        f"Twelve months, {days}",
        initial_months=12,
        initial_until=end,
        doubtful_fields=["initial_until"],
    )
    if renewal:
        _renewal_notes(paper)
    else:
        _first_notes(paper)
    paper.heading("Acceptance")
    paper.para(
        "By signing, both parties accept this order. Purchase order terms of either party do not apply. The persons who sign declare that they are entitled to do so."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", signed[0]),
        ("Oliver Bramhall", "Chief Information Officer", signed[1]),
    )
    return paper


def _first_notes(paper: Manuscript) -> None:
    paper.heading("One-time fees")
    paper.table(
        ("Item", "Price", "Due"),
        ("Migration of dispatch history", "$12,500.00 once", "with the invoice of July 2025"),
        widths=(3.4, 2, 3),
    )
    paper.heading("Notes")
    paper.para(
        "The price per license is the first-year price and holds for the order term stated above. Named users are counted by active credentials; Calder Vance may reassign a license at any time. Training material in English and Spanish is included."
    )
    paper.term(
        "price",
        "$12,500.00 once",
        product="Migration of dispatch history",
        model="flat",
        flat_amount="12500.00",
        currency="USD",
        interval="one_time",
        effective_from=date(2025, 7, 1),
        doubtful_fields=["effective_from"],
    )


def _renewal_notes(paper: Manuscript) -> None:
    paper.heading("Notes")
    paper.para(
        "The prices above replace those of Order Form CV-1, which end on May 31, 2026. The number of licenses is unchanged. Route optimization is available at $14.00 per license per month; Calder Vance has not ordered it."
    )
    paper.term(
        "price",
        "available at $14.00 per license per month",
        product="Route optimization",
        model="per_unit",
        unit="license",
        unit_amount="14.00",
        currency="USD",
        interval="month",
        status="not_ordered",
        doubtful=True,
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def case() -> Case:
    """The configuration was not renewed: $85 ran on from June 2026."""
    master = agreement()
    first = order(
        "CV-1", date(2025, 6, 1), date(2026, 5, 31), "85.00", ("May 14, 2025", "May 19, 2025")
    )
    second = order(
        "CV-2", RENEWED, date(2027, 5, 31), "95.00", ("April 20, 2026", "April 27, 2026")
    )
    for term in second.terms[:3]:
        quotes = {"price": "$85.00 per license per month", "quantity": "500 licenses"}
        term.fields["replaces"] = [first.link(quotes[term.type])]
    ledger = Ledger("A-1180", CUSTOMER, "USD", "America/Chicago")
    ledger.flag = ("billed price below the current order", "0.95", "2026-10-27")
    ledger.aliases = [(LICENSE, "MER-PRO"), (DESK, "Premier Desk 24x7")]
    ledger.item(
        "MER-PRO",
        "per_unit",
        unit_amount="85.00",
        quantity=500,
        unit="license",
        billing="advance",
        start="2025-06-01",
    )
    ledger.item(
        "Premier Desk 24x7",
        "flat",
        flat_amount="1400.00",
        quantity=1,
        billing="advance",
        start="2025-06-01",
    )
    rows = []
    for span in months(date(2025, 6, 1), date(2026, 11, 1)):
        lines = [
            seats("MER-PRO", span, "500", "license", "85.00"),
            flat("Premier Desk 24x7", span, "1400.00", f"Premier Desk, {label(span)}"),
        ]
        if span[0] == date(2025, 7, 1):
            words = "Migration of dispatch history"
            lines.append(
                Line(words, "one_time", words, span, Decimal("12500.00"), "1", "", "12500.00")
            )
        on = span[0].replace(day=10)
        ledger.invoice(on, 30, *lines)
        price = Decimal("95.00") if span[0] >= RENEWED else Decimal("85.00")
        rows.append((span, 500 * price, 500 * Decimal("85.00"), on))
    found = Finding(
        "superseded_price",
        LICENSE,
        "under",
        shortfalls(rows, date(2026, 8, 1), "invoiced more than three months ago: given up (3.5)"),
        (second, "$95.00 per license per month"),
        also_causes=("wrong_unit_price", "missed_escalation"),
        also_products=("MER-PRO",),
        other_clauses=(
            (second, "The prices above replace those of Order Form CV-1"),
            (
                master,
                "it makes up only for invoices dated no more than three months before its own date",
            ),
        ),
    )
    return Case(ledger, [master, first, second], [found])
