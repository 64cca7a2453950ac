"""G-4410: a first-year discount that nobody switched off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, Line, cents, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Wexcombe Estates LLP"
FOLDER = "contracts/G-4410"
USER = "Ledgerline user"
PRICE = Decimal("36.50")
ENDED = date(2026, 3, 1)


def agreement() -> Manuscript:
    """British drafting, numbers in the margin."""
    paper = Manuscript(
        f"{FOLDER}/subscription-terms.pdf",
        "articles",
        "master",
        "Subscription Terms",
        CUSTOMER,
        number="WEX/25",
        effective=date(2025, 3, 1),
        currency="GBP",
        subtitle="WEX/25 · Ardenholt Software, Inc. and Wexcombe Estates LLP",
        running_head="Subscription Terms WEX/25",
    )
    names = {"law": "England and Wales", "courts": "England"}
    ordinary(paper, "definitions", "1", "article")
    ordinary(paper, "service", "2", "article")
    paper.heading("Charges and payment", "3")
    paper.clause(
        "3.1",
        "",
        "The charges are those in the Order. They are invoiced on the fifth day of each calendar month for that month.",
    )
    paper.clause(
        "3.2",
        "",
        "Each invoice shall be paid within twenty-one days of its date. Interest on sums paid late accrues at one half of one per cent. (0.5%) for each month or part of a month.",
    )
    paper.clause(
        "3.3",
        "",
        "Discounts, where the Order grants any, come to an end on the date stated there without further notice, and the full charge is payable from the following day.",
    )
    paper.clause(
        "3.4",
        "",
        "Where an invoice has for any reason been rendered in too low an amount, the Supplier may render a further invoice for the balance, provided that it does so within six months of the date of the first. The Client shall have the return of anything overpaid if it, or the Supplier, gives notice of the overpayment within six years of making it.",
    )
    paper.clause(
        "3.5",
        "",
        "Value added tax is payable in addition at the rate for the time being in force.",
    )
    ordinary(paper, "data", "4", "article")
    ordinary(paper, "ip", "5", "article")
    ordinary(paper, "confidentiality", "6", "article")
    ordinary(paper, "liability", "7", "article")
    paper.heading("Duration", "8")
    paper.clause(
        "8.1",
        "",
        "These Terms take effect on 1 March 2025 and continue until all Orders have ended.",
    )
    ordinary(paper, "termination", "9", "article")
    ordinary(paper, "general", "10", "article", **names)
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "3 February 2025"),
        ("Hugo Trevanion", "Designated Member", "7 February 2025"),
    )
    paper.term(
        "payment",
        "paid within twenty-one days of its date",
        net_days=21,
        basis="invoice_date",
        late_percent_per_month="0.5",
    )
    paper.term(
        "lookback",
        "within six months of the date of the first",
        direction="underbilling",
        length=6,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "within six years of making it",
        direction="overbilling",
        length=6,
        unit="year",
        counted_from="payment",
        effect="refund",
    )
    return paper


def order() -> Manuscript:
    """Eighty-four users, with fifteen per cent off for a year."""
    paper = Manuscript(
        f"{FOLDER}/order.pdf",
        "form",
        "order_form",
        "Order",
        CUSTOMER,
        number="WEX/25-1",
        effective=date(2025, 3, 1),
        term_start=date(2025, 3, 1),
        term_end=date(2028, 2, 29),
        currency="GBP",
        subtitle="WEX/25-1 under the Subscription Terms WEX/25",
    )
    paper.keys(
        ("Client", "Wexcombe Estates LLP, The Old Granary, Sherborne, Dorset DT9 3NL"),
        ("Subscription period", "1 March 2025 to 29 February 2028 (36 months)"),
        ("After that", "Twelve months at a time, unless either side gives 60 days’ notice"),
        ("Invoicing", "On the fifth day of each month, in advance, plus VAT at 20%"),
    )
    paper.heading("Users and charges")
    paper.table(
        ("Description", "Number", "Charge", "Per month"),
        ("Ledgerline user", "84 users", "£36.50 per user", "£3,066.00"),
        widths=(3, 1.2, 1.8, 1.4),
    )
    paper.heading("First-year discount")
    paper.para(
        "On the charges above the Supplier allows a discount of fifteen per cent. (15%) for the first twelve months, up to and including 28 February 2026. From 1 March 2026 the charges apply in full."
    )
    paper.heading("Other")
    paper.para(
        "A reduction of five per cent. for payment of a full year in advance was offered and not taken up. Readers who only look at reports need no licence."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "3 February 2025"),
        ("Hugo Trevanion", "Designated Member", "7 February 2025"),
    )
    _order_terms(paper)
    return paper


def _order_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "£36.50 per user",
        product=USER,
        model="per_unit",
        unit="user",
        unit_amount="36.50",
        currency="GBP",
        interval="month",
        billing="advance",
        also=("On the fifth day of each month, in advance",),
    )
    paper.term("quantity", "84 users", product=USER, quantity="84", unit="user", change="set")
    paper.term(
        "discount",
        "a discount of fifteen per cent. (15%)",
        product=USER,
        percent="15",
        months=12,
        effective_from=date(2025, 3, 1),
        effective_to=date(2026, 2, 28),
        also=("up to and including 28 February 2026",),
        doubtful_fields=["product", "months", "effective_from"],
    )
    paper.term(
        "discount",
        "A reduction of five per cent. for payment of a full year in advance",
        percent="5",
        condition="payment of a full year in advance; offered and not taken up",
        doubtful=True,
    )
    paper.term(
        "renewal",
        "1 March 2025 to 29 February 2028 (36 months)",
        initial_months=36,
        initial_until=date(2028, 2, 29),
        automatic=True,
        renewal_months=12,
        notice_days=60,
        also=("Twelve months at a time",),
    )


def case() -> Case:
    """Fifteen per cent off for eight months too long, of which six are in reach."""
    terms, bought = agreement(), order()
    ledger = Ledger("G-4410", CUSTOMER, "GBP", "Europe/London")
    ledger.flag = ("discount without an end in billing", "0.87", "2026-10-28")
    ledger.item(
        USER,
        "per_unit",
        unit_amount="36.50",
        quantity=84,
        unit="user",
        discount_percent=15,
        billing="advance",
        start="2025-03-01",
    )
    full = cents(84 * PRICE)
    off = cents(full * 15 / 100)
    rows = []
    for span in months(date(2025, 3, 1), date(2026, 11, 1)):
        on = span[0].replace(day=5)
        discount = Line(USER, "discount", "First-year discount 15%", span, -off)
        ledger.invoice(
            on, 21, seats(USER, span, "84", "user", "36.50"), discount, tax=("VAT", "20")
        )
        rows.append((span, full if span[0] >= ENDED else full - off, full - off, on))
    found = Finding(
        "expired_discount",
        USER,
        "under",
        shortfalls(rows, date(2026, 5, 1), "invoiced more than six months ago (3.4)"),
        (bought, "a discount of fifteen per cent. (15%)"),
        other_clauses=(
            (bought, "up to and including 28 February 2026"),
            (terms, "within six months of the date of the first"),
        ),
    )
    return Case(ledger, [terms, bought], [found])
