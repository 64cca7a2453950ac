"""A-9034: calls above the included number were used, and no longer billed since April 2026."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, Line, Span, cents, flat, label, last_day, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Kestner Robotics, Inc."
FOLDER = "contracts/A-9034"
BASE = "Fleet API plan"
CALLS = "API calls"
INCLUDED = 400_000
RATE = Decimal("0.0018")
STOPPED = date(2026, 4, 1)
USED = (
    388_204, 402_117, 395_660, 431_902, 418_355, 447_280, 409_118, 465_031, 472_806, 458_213,
    503_764, 491_027, 527_390, 398_471, 540_118, 556_902, 548_337,
)  # fmt: skip
"""Calls of each month from June 2025 to October 2026."""


def terms() -> Manuscript:
    """General terms in two columns."""
    paper = Manuscript(
        f"{FOLDER}/api-terms.pdf",
        "terms",
        "master",
        "API Terms",
        CUSTOMER,
        number=None,
        effective=date(2025, 6, 1),
        currency=None,
        subtitle="General terms for programmatic access. Edition 7",
        running_head="Ardenholt API Terms, edition 7",
    )
    paper.para(
        "These API Terms, edition 7, apply to Kestner Robotics, Inc. (“Customer”) from June 1, 2025 together with the order form that names them. “Provider” is Ardenholt Software, Inc."
    )
    ordinary(paper, "definitions", "1")
    ordinary(paper, "services", "2")
    paper.heading("Counting of calls", "3")
    paper.clause(
        "3.1",
        "",
        "A call is a request that reaches the interface and is answered with a status other than an error of the server. Requests that are refused because a limit is exceeded are not counted.",
    )
    paper.clause(
        "3.2",
        "",
        "Calls are added up over each calendar month in Coordinated Universal Time. Included calls that are not used lapse at the end of the month.",
    )
    paper.heading("Invoices", "4")
    paper.clause(
        "4.1",
        "",
        "Plan fees and charges for calls are invoiced on the last day of the month in which they arise. Each invoice is due thirty days after its date. Interest on late payments is 1.1% per month.",
    )
    paper.clause(
        "4.2",
        "",
        "Charges for use that an invoice does not contain may still be invoiced within one hundred (100) days after the end of the month of use. Later claims for such charges are excluded.",
    )
    paper.clause(
        "4.3",
        "",
        "Customer may contest the number of calls within fifty (50) days after the invoice date; Provider then shows its logs.",
    )
    ordinary(paper, "support", "5")
    ordinary(paper, "security", "6")
    ordinary(paper, "ip", "7")
    ordinary(paper, "warranty", "8")
    ordinary(paper, "confidentiality", "9")
    ordinary(paper, "liability", "10")
    ordinary(paper, "termination", "11")
    ordinary(
        paper, "general", "12", law="the State of Michigan", courts="Washtenaw County, Michigan"
    )
    paper.term(
        "metering",
        "added up over each calendar month in Coordinated Universal Time",
        product=CALLS,
        aggregate="sum",
        timezone="UTC",
        doubtful_fields=["product", "aggregate"],
    )
    paper.term(
        "payment",
        "Each invoice is due thirty days after its date",
        net_days=30,
        basis="invoice_date",
        late_percent_per_month="1.1",
    )
    paper.term(
        "lookback",
        "within one hundred (100) days after the end of the month of use",
        direction="underbilling",
        length=100,
        unit="day",
        counted_from="period_end",
        effect="may_invoice",
        doubtful_fields=["effect"],
    )
    paper.term(
        "lookback",
        "contest the number of calls within fifty (50) days after the invoice date",
        direction="overbilling",
        length=50,
        unit="day",
        counted_from="invoice_date",
        effect="must_dispute",
        includes=[CALLS],
        doubtful_fields=["includes"],
    )
    return paper


def order() -> Manuscript:
    """The plan, its included calls and the price above them."""
    paper = Manuscript(
        f"{FOLDER}/order-form.pdf",
        "form",
        "order_form",
        "Order Form",
        CUSTOMER,
        number="KR-2025-06",
        effective=date(2025, 6, 1),
        term_start=date(2025, 6, 1),
        term_end=date(2027, 5, 31),
        subtitle="KR-2025-06 under the API Terms, edition 7",
    )
    paper.keys(
        ("Customer", "Kestner Robotics, Inc., 1120 Foundry Street, Ann Arbor, Michigan 48104"),
        (
            "Term",
            "24 months, June 1, 2025 to May 31, 2027; renews for 12 months unless 45 days’ notice is given",
        ),
        ("Plan fee", "$2,900.00 per month for the Fleet API plan"),
        ("Included", "400,000 API calls in each calendar month"),
        ("Above that", "$0.0018 for each further API call in the month"),
        ("Sandbox", "Calls to the sandbox are free and are not counted"),
    )
    paper.heading("Remarks")
    paper.para(
        "Rates above one million calls a month can be agreed when Customer comes near that number. Customer’s present robots make about nine calls an hour each while they are in motion."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "May 6, 2025"),
        ("Leopold Brandvold", "Vice President, Engineering", "May 8, 2025"),
    )
    paper.term(
        "price",
        "$2,900.00 per month for the Fleet API plan",
        product=BASE,
        model="flat",
        flat_amount="2900.00",
        currency="USD",
        interval="month",
    )
    paper.term(
        "price",
        "$0.0018 for each further API call in the month",
        product=CALLS,
        model="per_unit",
        unit="call",
        unit_amount="0.0018",
        included_quantity="400000",
        currency="USD",
        interval="month",
        also=("400,000 API calls in each calendar month",),
    )
    paper.term(
        "renewal",
        "24 months, June 1, 2025 to May 31, 2027",
        initial_months=24,
        initial_until=date(2027, 5, 31),
        automatic=True,
        renewal_months=12,
        notice_days=45,
    )
    return paper


def _by_day(ledger: Ledger, span: Span, count: int) -> None:
    """A month's calls spread evenly over its days, the remainder on the last."""
    days = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days)]
    share = count // len(days)
    for day in days[:-1]:
        ledger.used(CALLS, day, str(share + day.day * 7 % 31 - 15), "call")
    spent = sum(share + day.day * 7 % 31 - 15 for day in days[:-1])
    ledger.used(CALLS, days[-1], str(count - spent), "call")


def case() -> Case:
    """The overage item ended with March 2026; seven months, one of them below the included number."""
    general, bought = terms(), order()
    ledger = Ledger("A-9034", CUSTOMER, "USD", "America/Detroit")
    ledger.flag = ("usage above the included number, no usage line", "0.89", "2026-10-29")
    ledger.item(
        BASE, "flat", flat_amount="2900.00", quantity=1, billing="arrears", start="2025-06-01"
    )
    ledger.item(
        CALLS,
        "per_unit",
        unit_amount="0.0018",
        included_quantity=INCLUDED,
        unit="call",
        billing="arrears",
        start="2025-06-01",
        end=STOPPED,
    )
    rows = []
    spans = list(months(date(2025, 6, 1), date(2026, 11, 1)))
    for span, count in zip(spans, USED, strict=True):
        over = max(0, count - INCLUDED)
        due = cents(over * RATE)
        lines = [flat(BASE, span, "2900.00")]
        billed = Decimal("0.00") if span[0] >= STOPPED else due
        if billed:
            words = f"{over:,} calls above 400,000, {label(span)}"
            lines.append(Line(CALLS, "usage", words, span, billed, str(over), "call", "0.0018"))
        ledger.invoice(last_day(span), 30, *lines)
        _by_day(ledger, span, count)
        rows.append((span, due, billed, last_day(span)))
    found = Finding(
        "unbilled_overage",
        CALLS,
        "under",
        shortfalls(rows, date(2026, 7, 24), "the month of use ended more than 100 days ago (4.2)"),
        (bought, "$0.0018 for each further API call in the month"),
        also_causes=("ended_early", "unbilled_product"),
        other_clauses=(
            (bought, "400,000 API calls in each calendar month"),
            (general, "within one hundred (100) days after the end of the month of use"),
        ),
    )
    return Case(ledger, [general, bought], [found])
