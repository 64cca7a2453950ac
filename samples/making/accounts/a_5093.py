"""A-5093: a second amendment replaced a price of the first before it applied; billing knew neither."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, flat, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Port Ellery Marine Services, Inc."
FOLDER = "contracts/A-5093"
PLATFORM = "Harbor platform"
TRACKER = "Vessel tracker"
CHANGED = date(2026, 4, 1)


def agreement() -> Manuscript:
    """An agreement in two columns, with numbered sections and a fee table at its end."""
    paper = Manuscript(
        f"{FOLDER}/services-agreement.pdf",
        "terms",
        "master",
        "Services Agreement",
        CUSTOMER,
        number="PE-0620",
        effective=date(2025, 4, 1),
        term_start=date(2025, 4, 1),
        term_end=date(2028, 3, 31),
        subtitle="PE-0620 · between Ardenholt Software, Inc. and Port Ellery Marine Services, Inc. · effective April 1, 2025",
        running_head="Services Agreement PE-0620",
    )
    ordinary(paper, "definitions", "1")
    ordinary(paper, "services", "2")
    paper.heading("Term", "3")
    paper.clause(
        "3.1",
        "",
        "The term begins on April 1, 2025 and ends on March 31, 2028. It is extended for two further years if Customer so declares in writing not later than one hundred twenty (120) days before it ends.",
    )
    paper.heading("Fees and Payment", "4")
    paper.clause(
        "4.1",
        "",
        "Customer shall pay the fees in the Fee Table at the end of this Agreement. They are invoiced monthly in arrears, on the last day of the month.",
    )
    paper.clause(
        "4.2",
        "",
        "Invoices fall due twenty (20) days after their date. Provider may charge three quarters of one percent (0.75%) per month on overdue sums.",
    )
    paper.clause(
        "4.3",
        "",
        "Fees are firm for the first contract year. After that they change only by an amendment signed by both parties.",
    )
    paper.clause(
        "4.4",
        "",
        "Provider may correct an invoice that was too low by a supplementary invoice dated no later than one hundred twenty (120) days after the date of the original invoice. Customer may claim a refund of an excess within the same time, and Provider shall refund an excess that it finds itself within two (2) years after the invoice date.",
    )
    paper.clause(
        "4.5",
        "",
        "A vessel that is added or withdrawn within a month is charged for each day on which its tracker was active, at one thirtieth of the monthly fee per day.",
    )
    ordinary(paper, "support", "5")
    ordinary(paper, "security", "6")
    ordinary(paper, "ip", "7")
    ordinary(paper, "warranty", "8")
    ordinary(paper, "confidentiality", "9")
    ordinary(paper, "liability", "10")
    ordinary(paper, "termination", "11")
    ordinary(paper, "general", "12", law="the State of Maine", courts="Cumberland County, Maine")
    paper.heading("Fee Table")
    paper.table(
        ("Item", "Number", "Fee per month"),
        ("Harbor platform", "all berths", "$3,150.00 flat"),
        ("Vessel tracker", "46 vessels", "$22.00 per vessel"),
        widths=(2.2, 1.6, 2.4),
    )
    paper.sign(
        ("Ines Falkenrath", "Director", "March 6, 2025"),
        ("Tobias Quennell", "Harbor Director", "March 11, 2025"),
    )
    _agreement_terms(paper)
    return paper


def _agreement_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "$3,150.00 flat",
        product=PLATFORM,
        model="flat",
        flat_amount="3150.00",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "price",
        "$22.00 per vessel",
        product=TRACKER,
        model="per_unit",
        unit="vessel",
        unit_amount="22.00",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term("quantity", "46 vessels", product=TRACKER, quantity="46", unit="vessel")
    paper.term(
        "payment",
        "Invoices fall due twenty (20) days after their date",
        net_days=20,
        basis="invoice_date",
        late_percent_per_month="0.75",
    )
    paper.term(
        "lookback",
        "no later than one hundred twenty (120) days after the date of the original invoice",
        direction="underbilling",
        length=120,
        unit="day",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "within two (2) years after the invoice date",
        direction="overbilling",
        length=2,
        unit="year",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "lookback",
        "Customer may claim a refund of an excess within the same time",
        direction="overbilling",
        length=120,
        unit="day",
        counted_from="invoice_date",
        effect="must_dispute",
        doubtful=True,
    )
    paper.term(
        "proration",
        "at one thirtieth of the monthly fee per day",
        product=TRACKER,
        method="daily",
        days_basis="30",
    )
    paper.term(
        "renewal",
        "The term begins on April 1, 2025 and ends on March 31, 2028",
        initial_months=36,
        initial_until=date(2028, 3, 31),
        automatic=False,
        renewal_months=24,
        option_of="customer",
        max_renewals=1,
        notice_days=120,
        also=("extended for two further years if Customer so declares",),
        doubtful_fields=["initial_months", "max_renewals", "automatic"],
    )


def first_amendment(master: Manuscript) -> Manuscript:
    """Sets a price that never comes to apply."""
    paper = Manuscript(
        f"{FOLDER}/amendment-no-1.pdf",
        "agreement",
        "amendment",
        "Amendment No. 1",
        CUSTOMER,
        number="1",
        effective=date(2025, 11, 20),
        amends=("Services Agreement PE-0620",),
        subtitle="to Services Agreement PE-0620",
    )
    paper.para(
        "This Amendment No. 1 is made on November 20, 2025 between Ardenholt Software, Inc. (“Provider”) and Port Ellery Marine Services, Inc. (“Customer”) and changes the Services Agreement PE-0620 of April 1, 2025 (the “Agreement”)."
    )
    paper.clause(
        "1",
        "Tide and weather feed",
        "Provider adds the tide and weather feed of the National Ocean Service to the Harbor platform. The feed is part of the platform and is not charged separately.",
    )
    paper.clause(
        "2",
        "Platform fee",
        "In view of Section 1, the fee for the Harbor platform in the Fee Table shall be $3,300.00 per month from April 1, 2026.",
    )
    paper.clause(
        "3",
        "Trackers",
        "The number of vessels and the fee per vessel stay as they are.",
    )
    paper.clause("4", "Effect", "Except as stated here, the Agreement continues without change.")
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "November 20, 2025"),
        ("Tobias Quennell", "Harbor Director", "November 20, 2025"),
    )
    paper.term(
        "price",
        "$3,300.00 per month from April 1, 2026",
        product=PLATFORM,
        model="flat",
        flat_amount="3300.00",
        currency="USD",
        interval="month",
        effective_from=CHANGED,
        replaces=[master.link("$3,150.00 flat")],
    )
    return paper


def second_amendment(master: Manuscript, first: Manuscript) -> Manuscript:
    """Takes the place of Section 2 of the first, before that comes into force."""
    paper = Manuscript(
        f"{FOLDER}/amendment-no-2.pdf",
        "letter",
        "amendment",
        "Amendment No. 2",
        CUSTOMER,
        number="2",
        effective=date(2026, 2, 26),
        amends=("Services Agreement PE-0620", "Amendment No. 1"),
    )
    paper.address("February 26, 2026")
    paper.address(
        "Port Ellery Marine Services, Inc.\nAttention: Tobias Quennell, Harbor Director\nPier 3, Customs Street\nPortland, Maine 04101"
    )
    paper.heading("Amendment No. 2 to Services Agreement PE-0620")
    paper.para(
        "Dear Mr. Quennell: Since our amendment of last November you have asked for the berth planner as well, and we have agreed on one fee for everything. Please sign below to make this letter the second amendment."
    )
    paper.heading("Berth planner")
    paper.para(
        "The berth planner becomes part of the Harbor platform on April 1, 2026. Our people will bring in the berth plans of the last three seasons by then, at no cost to you."
    )
    paper.heading("One fee")
    paper.para(
        "Section 2 of Amendment No. 1 is deleted and never takes effect. In its place, the fee for the Harbor platform is three thousand four hundred eighty dollars ($3,480.00) per month beginning April 1, 2026."
    )
    paper.heading("What stays")
    paper.para(
        "The trackers, the payment terms and everything else in the agreement and in the first amendment stay as they are."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "February 26, 2026"),
        ("Tobias Quennell", "Harbor Director", "March 4, 2026"),
    )
    paper.term(
        "price",
        "three thousand four hundred eighty dollars ($3,480.00) per month",
        product=PLATFORM,
        model="flat",
        flat_amount="3480.00",
        currency="USD",
        interval="month",
        effective_from=CHANGED,
        replaces=[
            master.link("$3,150.00 flat"),
            first.link("$3,300.00 per month from April 1, 2026"),
        ],
        also=("Section 2 of Amendment No. 1 is deleted",),
    )
    return paper


def case() -> Case:
    """$3,150 billed where $3,480 applies: seven months, of which four are in reach."""
    master = agreement()
    first = first_amendment(master)
    second = second_amendment(master, first)
    ledger = Ledger("A-5093", CUSTOMER, "USD", "America/New_York")
    ledger.flag = ("two amendments, price unchanged", "0.84", "2026-10-27")
    ledger.item(
        PLATFORM, "flat", flat_amount="3150.00", quantity=1, billing="arrears", start="2025-04-01"
    )
    ledger.item(
        TRACKER,
        "per_unit",
        unit_amount="22.00",
        quantity=46,
        unit="vessel",
        billing="arrears",
        start="2025-04-01",
    )
    rows = []
    for span in months(date(2025, 4, 1), date(2026, 11, 1)):
        on = last_day(span)
        ledger.invoice(
            on,
            20,
            flat(PLATFORM, span, "3150.00"),
            seats(TRACKER, span, "46", "vessel", "22.00"),
        )
        due = "3480.00" if span[0] >= CHANGED else "3150.00"
        rows.append((span, Decimal(due), Decimal("3150.00"), on))
    found = Finding(
        "superseded_price",
        PLATFORM,
        "under",
        shortfalls(rows, date(2026, 7, 4), "invoiced more than 120 days ago (4.4)"),
        (second, "three thousand four hundred eighty dollars ($3,480.00) per month"),
        also_causes=("wrong_unit_price", "missed_escalation"),
        other_clauses=(
            (second, "Section 2 of Amendment No. 1 is deleted"),
            (master, "no later than one hundred twenty (120) days"),
        ),
    )
    return Case(ledger, [master, first, second], [found])
