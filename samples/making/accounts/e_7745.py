"""E-7745: graduated tiers, billed as volume since the change of configuration in May 2026."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, Line, Span, cents, flat, label, last_day, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Merelbeke Reizen N.V."
FOLDER = "contracts/E-7745"
MESSAGES = "Traveller messages"
PLATFORM = "Reisbalie platform"
TIERS = (
    (50_000, Decimal("0.0240")),
    (200_000, Decimal("0.0165")),
    (None, Decimal("0.0110")),
)
MOVED = date(2026, 5, 1)
SENT = (
    42_180, 61_034, 88_412, 117_950, 203_611, 231_877,  # July to December 2025
    74_206, 69_518, 96_733, 142_085, 188_640, 214_309,  # January to June 2026
    268_517, 247_902, 121_446, 47_815,  # July to October 2026
)  # fmt: skip


def graduated(count: int) -> Decimal:
    """Each tranche at its own price."""
    total, below = Decimal(0), 0
    for bound, price in TIERS:
        upper = count if bound is None else min(count, bound)
        total += max(0, upper - below) * price
        below = upper
    return cents(total)


def volume(count: int) -> Decimal:
    """Everything at the price of the tranche that the total reaches."""
    price = next(price for bound, price in TIERS if bound is None or count <= bound)
    return cents(count * price)


def agreement() -> Manuscript:
    """An agreement in Articles; the prices are in a schedule of its own."""
    paper = Manuscript(
        f"{FOLDER}/platform-agreement.pdf",
        "deed",
        "master",
        "Platform Agreement",
        CUSTOMER,
        effective=date(2025, 7, 1),
        term_start=date(2025, 7, 1),
        term_end=date(2028, 6, 30),
        currency="EUR",
        subtitle="between Ardenholt Software, Inc. and Merelbeke Reizen N.V.",
        running_head="Platform Agreement – Merelbeke Reizen N.V.",
    )
    paper.para(
        "Ardenholt Software, Inc., of Milwaukee, Wisconsin (the “Supplier”), and Merelbeke Reizen N.V., with its seat in Ghent, Belgium (the “Client”), conclude this Platform Agreement, which takes effect on 1 July 2025."
    )
    ordinary(paper, "definitions", "1", "article")
    ordinary(paper, "service", "2", "article")
    ordinary(paper, "acceptance", "3", "article")
    paper.heading("Duration", "4")
    paper.clause(
        "4.1",
        "",
        "The Agreement is entered into for thirty-six (36) months, ending on 30 June 2028. It then continues for an indefinite time and may be ended by either party on six months’ notice.",
    )
    paper.heading("Charges", "5")
    paper.clause(
        "5.1",
        "",
        "The charges for the platform and for messages to travellers are set out in the Price Schedule, which is signed together with this Agreement.",
    )
    paper.clause(
        "5.2",
        "",
        "Messages are counted when they are handed to the carrier, whether or not the traveller reads them. The count starts afresh on the first day of each calendar month, Brussels time.",
    )
    paper.clause(
        "5.3",
        "",
        "Charges are invoiced on the last day of the calendar month to which they relate and are payable within forty (40) days of the invoice date. The parties agree no interest other than that which the law provides.",
    )
    paper.clause(
        "5.4",
        "",
        "The Supplier may invoice a charge that was left out, or charged too low, until nine (9) months after the date of the invoice concerned. Thereafter its claim lapses. The Client may reclaim what it paid too much until two years after the invoice date.",
    )
    ordinary(paper, "data", "6", "article")
    ordinary(paper, "ip", "7", "article")
    ordinary(paper, "confidentiality", "8", "article")
    ordinary(paper, "liability", "9", "article")
    ordinary(paper, "termination", "10", "article")
    ordinary(paper, "general", "11", "article", law="Belgium", courts="Ghent")
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "5 June 2025"),
        ("Annelies Verstuyft", "Gedelegeerd bestuurder", "12 June 2025"),
    )
    paper.term(
        "metering",
        "The count starts afresh on the first day of each calendar month, Brussels time",
        product=MESSAGES,
        timezone="Europe/Brussels",
        doubtful_fields=["product"],
    )
    paper.term(
        "payment",
        "payable within forty (40) days of the invoice date",
        net_days=40,
        basis="invoice_date",
    )
    paper.term(
        "lookback",
        "until nine (9) months after the date of the invoice concerned",
        direction="underbilling",
        length=9,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
        doubtful_fields=["effect"],
    )
    paper.term(
        "lookback",
        "until two years after the invoice date",
        direction="overbilling",
        length=2,
        unit="year",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "renewal",
        "for thirty-six (36) months, ending on 30 June 2028",
        initial_months=36,
        initial_until=date(2028, 6, 30),
        evergreen=True,
        notice_months=6,
        also=("continues for an indefinite time",),
    )
    return paper


def schedule() -> Manuscript:
    """The price schedule, with the tier table and how the tiers add up."""
    paper = Manuscript(
        f"{FOLDER}/price-schedule.pdf",
        "schedule",
        "price_schedule",
        "Price Schedule",
        CUSTOMER,
        effective=date(2025, 7, 1),
        currency="EUR",
        subtitle="to the Platform Agreement with Merelbeke Reizen N.V., from 1 July 2025",
    )
    paper.heading("Platform", "1")
    paper.para("The Reisbalie platform costs EUR 900.00 per calendar month.")
    paper.heading("Messages", "2")
    paper.para("Traveller messages are charged per message, by the number sent in the month:")
    paper.table(
        ("Messages in the calendar month", "Price per message"),
        ("1 to 50,000", "EUR 0.0240"),
        ("50,001 to 200,000", "EUR 0.0165"),
        ("200,001 and more", "EUR 0.0110"),
        widths=(3, 2),
    )
    paper.para(
        "The price of a line applies to the messages within that line only. Earlier messages of the month keep the price of their own line; reaching a further line does not change what they cost."
    )
    paper.heading("Carrier surcharges", "3")
    paper.para(
        "Surcharges of carriers outside the European Economic Area are passed on at cost and shown separately. The Client sends none at present."
    )
    paper.heading("Validity", "4")
    paper.para(
        "The prices apply from 1 July 2025 for the duration of the Platform Agreement. They exclude value added tax, for which the Client accounts itself."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "5 June 2025"),
        ("Annelies Verstuyft", "Gedelegeerd bestuurder", "12 June 2025"),
    )
    paper.term(
        "price",
        "EUR 900.00 per calendar month",
        product=PLATFORM,
        model="flat",
        flat_amount="900.00",
        currency="EUR",
        interval="month",
        billing="arrears",
        effective_from=date(2025, 7, 1),
        doubtful_fields=["billing", "effective_from"],
    )
    paper.term(
        "price",
        "EUR 0.0240",
        product=MESSAGES,
        model="graduated",
        unit="message",
        tiers=[
            {"up_to": str(bound) if bound else None, "unit_amount": str(price)}
            for bound, price in TIERS
        ],
        currency="EUR",
        interval="month",
        billing="arrears",
        effective_from=date(2025, 7, 1),
        also=("applies to the messages within that line only",),
        doubtful_fields=["billing", "effective_from"],
    )
    paper.term(
        "price",
        "passed on at cost and shown separately",
        product="Surcharges of carriers",
        model="cost_plus",
        doubtful=True,
        note="the Client sends no such messages at present",
    )
    return paper


def _by_day(ledger: Ledger, span: Span, count: int) -> None:
    """A month's messages spread over its days, weekends at half, the remainder on the last."""
    days = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days)]
    weights = [1 if day.weekday() > 4 else 2 for day in days]
    left = count
    for day, weight in zip(days[:-1], weights, strict=False):
        sent = count * weight // sum(weights)
        left -= sent
        ledger.used(MESSAGES, day, str(sent), "message")
    ledger.used(MESSAGES, days[-1], str(left), "message")


def case() -> Case:
    """The same prices and bounds, the wrong way of adding them up: six invoices, one of them right."""
    master, prices = agreement(), schedule()
    ledger = Ledger("E-7745", CUSTOMER, "EUR", "Europe/Brussels")
    ledger.flag = ("revenue per message fell in May 2026", "0.90", "2026-10-28")
    tiers = [
        {"up_to": str(bound) if bound else None, "unit_amount": str(price), "flat_amount": None}
        for bound, price in TIERS
    ]
    ledger.item(
        PLATFORM, "flat", flat_amount="900.00", quantity=1, billing="arrears", start="2025-07-01"
    )
    ledger.item(
        MESSAGES,
        "graduated",
        tiers=tiers,
        unit="message",
        billing="arrears",
        start="2025-07-01",
        end=MOVED,
    )
    ledger.item(MESSAGES, "volume", tiers=tiers, unit="message", billing="arrears", start=MOVED)
    rows = []
    spans = list(months(date(2025, 7, 1), date(2026, 11, 1)))
    for span, count in zip(spans, SENT, strict=True):
        billed = volume(count) if span[0] >= MOVED else graduated(count)
        words = f"{count:,} messages, {label(span)}"
        line = Line(MESSAGES, "usage", words, span, billed, str(count), "message")
        ledger.invoice(last_day(span), 40, flat(PLATFORM, span, "900.00"), line)
        _by_day(ledger, span, count)
        rows.append((span, graduated(count), billed, last_day(span)))
    found = Finding(
        "wrong_tier_mode",
        MESSAGES,
        "under",
        shortfalls(rows, date(2026, 2, 1), "invoiced more than nine months ago (5.4)"),
        (prices, "EUR 0.0240"),
        also_causes=("wrong_tiers",),
        other_clauses=((prices, "applies to the messages within that line only"),),
    )
    return Case(ledger, [master, prices], [found])
