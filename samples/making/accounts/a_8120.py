"""A-8120: an annual minimum, settled rightly after the first contract year and not after the second."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, Planted
from samples.making.exhibits import acceptable_use, data_protection
from samples.making.ledger import Ledger, Line, cents, label, last_day, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Redmere Analytics, Inc."
FOLDER = "contracts/A-8120"
HOURS = "Compute hours"
CARE = "Named engineer"
RATE = Decimal("1.90")
MINIMUM = Decimal("120000.00")
USED = (
    4_612, 4_880, 4_395, 5_021, 4_744, 5_207, 5_318, 4_966, 5_402, 5_133, 4_871, 5_290,
    4_958, 5_116, 4_407, 4_702, 4_689, 5_044, 5_187, 4_630, 4_925, 4_812, 4_566, 4_871,
    5_240,
)  # fmt: skip
"""Hours of each month from October 2024 to October 2026."""


def agreement() -> Manuscript:
    """The agreement; Section 5 has the rates and the minimum."""
    paper = Manuscript(
        f"{FOLDER}/compute-services-agreement.pdf",
        "agreement",
        "master",
        "Compute Services Agreement",
        CUSTOMER,
        number="CSA-24-88",
        effective=date(2024, 10, 1),
        term_start=date(2024, 10, 1),
        term_end=date(2027, 9, 30),
        subtitle="CSA-24-88",
        running_head="Compute Services Agreement CSA-24-88",
    )
    paper.para(
        "THIS COMPUTE SERVICES AGREEMENT is entered into as of October 1, 2024 by and between Ardenholt Software, Inc. (“Provider”) and Redmere Analytics, Inc., a Virginia corporation (“Customer”)."
    )
    ordinary(paper, "definitions", "1")
    ordinary(paper, "services", "2")
    ordinary(paper, "support", "3")
    paper.heading("Term", "4")
    paper.clause(
        "4.1",
        "Term",
        "The term is three years from October 1, 2024 through September 30, 2027. A “Contract Year” is a period of twelve months that begins on October 1. The term renews for one further Contract Year at a time unless a party gives sixty (60) days’ notice.",
    )
    paper.heading("Charges", "5")
    paper.clause(
        "5.1",
        "Compute Hours",
        "Customer pays $1.90 for each Compute Hour used. A Compute Hour is one virtual processor that is allocated to Customer for one hour; the total of a month is rounded up to a full hour.",
    )
    paper.clause(
        "5.2",
        "Named Engineer",
        "Customer has engaged a Named Engineer for two days in each month at $1,650.00 per month.",
    )
    paper.clause(
        "5.3",
        "Annual Minimum",
        "Customer commits to charges for Compute Hours of at least One Hundred Twenty Thousand Dollars ($120,000.00) in each Contract Year (the “Annual Minimum”). If the charges for Compute Hours in a Contract Year are less, Customer shall pay the difference, which Provider adds to the first invoice after the end of that Contract Year. Charges for the Named Engineer, other professional services and taxes do not count toward the Annual Minimum. An excess in one Contract Year is not carried into the next.",
    )
    paper.clause(
        "5.4",
        "Invoices",
        "Provider invoices monthly in arrears on the last day of the month. Payment is due within thirty-five (35) days of the invoice date. A late charge of one percent (1%) per month applies to overdue amounts.",
    )
    paper.clause(
        "5.5",
        "Correction of Invoices",
        "Provider may invoice charges that it has omitted within twelve (12) months after the end of the period to which they relate. Customer may claim a credit for an overcharge within the same twelve months.",
    )
    ordinary(paper, "security", "6")
    ordinary(paper, "ip", "7")
    ordinary(paper, "warranty", "8")
    ordinary(paper, "confidentiality", "9")
    ordinary(paper, "liability", "10")
    ordinary(paper, "compliance", "11")
    ordinary(paper, "termination", "12")
    ordinary(
        paper,
        "general",
        "13",
        law="the Commonwealth of Virginia",
        courts="Fairfax County, Virginia",
    )
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "September 3, 2024"),
        ("Cornelius Adeyemi", "Chief Financial Officer", "September 6, 2024"),
    )
    paper.page_break()
    acceptable_use(paper, "Exhibit A", "Customer")
    data_protection(paper, "Exhibit B", "Provider", "Customer")
    _terms(paper)
    return paper


def _terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "$1.90 for each Compute Hour used",
        product=HOURS,
        model="per_unit",
        unit="hour",
        unit_amount="1.90",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["unit", "billing", "interval"],
    )
    paper.term(
        "metering",
        "the total of a month is rounded up to a full hour",
        product=HOURS,
        unit="hour",
        rounding="up",
        aggregate="sum",
        rounding_per="period",
        doubtful_fields=["unit", "aggregate"],
    )
    paper.term(
        "price",
        "at $1,650.00 per month",
        product=CARE,
        model="flat",
        flat_amount="1650.00",
        currency="USD",
        interval="month",
    )
    paper.term(
        "commitment",
        "at least One Hundred Twenty Thousand Dollars ($120,000.00) in each Contract Year",
        measure="amount",
        value="120000.00",
        currency="USD",
        per="year",
        shortfall="billed",
        includes=[HOURS],
        excludes=[CARE, "professional services", "taxes"],
        effective_from=date(2024, 10, 1),
        also=("Customer shall pay the difference", "do not count toward the Annual Minimum"),
        doubtful_fields=["effective_from", "excludes"],
    )
    paper.term(
        "payment",
        "within thirty-five (35) days of the invoice date",
        net_days=35,
        basis="invoice_date",
        late_percent_per_month="1",
    )
    paper.term(
        "lookback",
        "within twelve (12) months after the end of the period to which they relate",
        direction="underbilling",
        length=12,
        unit="month",
        counted_from="period_end",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "an overcharge within the same twelve months",
        direction="overbilling",
        length=12,
        unit="month",
        counted_from="period_end",
        effect="must_dispute",
        doubtful_fields=["effect"],
    )
    paper.term(
        "renewal",
        "three years from October 1, 2024 through September 30, 2027",
        initial_months=36,
        initial_until=date(2027, 9, 30),
        automatic=True,
        renewal_months=12,
        notice_days=60,
        also=("renews for one further Contract Year at a time",),
    )


def case() -> Case:
    """Year 1 was trued up in October 2025; the invoice of October 2026 lacks the line for year 2."""
    master = agreement()
    ledger = Ledger("A-8120", CUSTOMER, "USD", "America/New_York")
    ledger.flag = ("commitment year ended without settlement", "0.86", "2026-10-31")
    ledger.aliases = [("Compute Hour", HOURS)]
    ledger.item(
        HOURS, "per_unit", unit_amount="1.90", unit="hour", billing="arrears", start="2024-10-01"
    )
    ledger.item(
        CARE, "flat", flat_amount="1650.00", quantity=1, billing="arrears", start="2024-10-01"
    )
    years: dict[int, Decimal] = {}
    spans = list(months(date(2024, 10, 1), date(2026, 11, 1)))
    for span, hours in zip(spans, USED, strict=True):
        amount = cents(hours * RATE)
        words = f"{hours:,} compute hours, {label(span)}"
        lines = [
            Line(HOURS, "usage", words, span, amount, str(hours), "hour", "1.90"),
            Line(
                CARE,
                "charge",
                f"Named engineer, {label(span)}",
                span,
                Decimal("1650.00"),
                "1",
                "",
                "1650.00",
            ),
        ]
        year = span[0].year - (span[0].month < 10)
        years[year] = years.get(year, Decimal(0)) + amount
        if span[0] == date(2025, 10, 1):
            first = (date(2024, 10, 1), date(2025, 10, 1))
            words = "Annual minimum, contract year 1"
            lines.append(Line(HOURS, "minimum", words, first, MINIMUM - years[2024]))
        ledger.invoice(last_day(span), 35, *lines)
        ledger.used(HOURS, span[0], str(hours), "hour")
    second = (date(2025, 10, 1), date(2026, 10, 1))
    short = MINIMUM - years[2025]
    found = Finding(
        "commitment_shortfall",
        HOURS,
        "under",
        (Planted(second, MINIMUM, years[2025], short),),
        (master, "at least One Hundred Twenty Thousand Dollars ($120,000.00)"),
        also_products=("Annual Minimum", "Compute Hour"),
        other_clauses=((master, "do not count toward the Annual Minimum"),),
    )
    return Case(ledger, [master], [found])
