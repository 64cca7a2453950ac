"""A-2716: seats were given back by an amendment, and billing went on with the old number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.ledger import Ledger, flat, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Cobalt Ridge Charter Schools"
FOLDER = "contracts/A-2716"
SEAT = "Classboard seat"
REDUCED = date(2026, 3, 1)


def agreement() -> Manuscript:
    """A letter agreement with headings and no numbers."""
    paper = Manuscript(
        f"{FOLDER}/letter-agreement.pdf",
        "letter",
        "master",
        "Classboard subscription",
        CUSTOMER,
        effective=date(2025, 8, 1),
        term_start=date(2025, 8, 1),
        term_end=date(2027, 7, 31),
        running_head="Classboard subscription – Cobalt Ridge Charter Schools",
    )
    paper.address("June 30, 2025")
    paper.address(
        "Cobalt Ridge Charter Schools\nAttention: Winifred Sandoval, Business Manager\n19 Aspen Court\nPueblo, Colorado 81003"
    )
    paper.heading("Classboard subscription")
    paper.para(
        "Dear Ms. Sandoval: We are pleased that your board has chosen Classboard. This letter is our agreement. It starts on August 1, 2025. “We” are Ardenholt Software, Inc.; “you” are Cobalt Ridge Charter Schools."
    )
    paper.heading("What you subscribe to")
    paper.para(
        "You subscribe to two hundred and forty (240) Classboard seats, one for each teacher and member of staff, at eighteen dollars ($18.00) per seat per month. You also subscribe to Parent Messaging for all families, at a flat $260.00 per month. Pupils and parents use both without charge."
    )
    paper.heading("Invoices")
    paper.para(
        "We invoice on the last day of each month for that month, and you pay within forty-five (45) days after the invoice date. You are exempt from sales tax and have sent us your certificate. We charge no interest to public schools."
    )
    paper.heading("Changing the number of seats")
    paper.para(
        "You may add seats whenever you like. Once in each school year you may give back seats, if both of us sign a short amendment that names the new number and the day from which it counts. Seats are counted as they are on the first day of the month; there are no part months."
    )
    paper.heading("Mistakes in invoices")
    paper.para(
        "If an invoice was too high, we credit the difference, provided that it comes to light within twenty (20) months after the invoice date; you need not have noticed it yourselves. If an invoice was too low, we may ask for the difference only within seventy-five (75) days after the invoice date."
    )
    paper.heading("How long the agreement lasts")
    paper.para(
        "It lasts for two school years, through July 31, 2027. It then renews for one school year at a time unless one of us writes to the other by May 31 that it should end. If your board does not receive the money to go on, you may end it at the close of any fiscal year."
    )
    for topic in ("using", "data", "security", "support", "secret", "liability", "ending"):
        ordinary(paper, topic, voice="plain")
    ordinary(paper, "rest", voice="plain", law="the State of Colorado", courts="Pueblo County")
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "June 30, 2025"),
        ("Winifred Sandoval", "Business Manager", "July 8, 2025"),
    )
    _agreement_terms(paper)
    return paper


def _agreement_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "eighteen dollars ($18.00) per seat per month",
        product=SEAT,
        model="per_unit",
        unit="seat",
        unit_amount="18.00",
        currency="USD",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "quantity",
        "two hundred and forty (240) Classboard seats",
        product=SEAT,
        quantity="240",
        unit="seat",
        change="set",
        effective_from=date(2025, 8, 1),
        doubtful_fields=["effective_from"],
    )
    paper.term(
        "price",
        "at a flat $260.00 per month",
        product="Parent Messaging",
        model="flat",
        flat_amount="260.00",
        currency="USD",
        interval="month",
    )
    paper.term(
        "payment",
        "within forty-five (45) days after the invoice date",
        net_days=45,
        basis="invoice_date",
    )
    paper.term(
        "proration",
        "there are no part months",
        product=SEAT,
        method="none",
        doubtful_fields=["product", "method"],
    )
    paper.term(
        "lookback",
        "within twenty (20) months after the invoice date",
        direction="overbilling",
        length=20,
        unit="month",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "lookback",
        "only within seventy-five (75) days after the invoice date",
        direction="underbilling",
        length=75,
        unit="day",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "renewal",
        "It lasts for two school years, through July 31, 2027",
        initial_months=24,
        initial_until=date(2027, 7, 31),
        automatic=True,
        renewal_months=12,
        also=("renews for one school year at a time",),
        doubtful_fields=["initial_months"],
    )


def amendment(master: Manuscript) -> Manuscript:
    """Thirty-five seats are given back."""
    paper = Manuscript(
        f"{FOLDER}/amendment-seats.pdf",
        "plain",
        "amendment",
        "Amendment to the Classboard Subscription",
        CUSTOMER,
        effective=date(2026, 2, 9),
        amends=("letter agreement dated June 30, 2025",),
        currency=None,
        subtitle="Signed on February 9, 2026",
    )
    paper.para(
        "Ardenholt Software, Inc. and Cobalt Ridge Charter Schools change their letter agreement dated June 30, 2025 as follows. After the closing of the Mesa campus, thirty-five seats are no longer needed."
    )
    paper.heading("Number of seats", "1")
    paper.para(
        "With effect from March 1, 2026 the number of Classboard seats is reduced by thirty-five, from 240 to 205 seats. The price per seat does not change."
    )
    paper.heading("Return of devices", "2")
    paper.para(
        "You send back the sign-in tokens of the Mesa campus in the boxes that we provide. We pay the freight. Tokens that are lost cost nothing."
    )
    paper.heading("Nothing else changes", "3")
    paper.para(
        "The rest of the letter agreement stays in force, including Parent Messaging for all families. With this amendment the reduction for the school year 2025–2026 has been used."
    )
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "February 9, 2026"),
        ("Winifred Sandoval", "Business Manager", "February 9, 2026"),
    )
    paper.term(
        "quantity",
        "from 240 to 205 seats",
        product=SEAT,
        quantity="205",
        unit="seat",
        change="set",
        effective_from=REDUCED,
        replaces=[master.link("two hundred and forty (240) Classboard seats")],
        also=("With effect from March 1, 2026",),
    )
    return paper


def case() -> Case:
    """240 seats billed where 205 are contracted, eight months: a credit note."""
    master = agreement()
    change = amendment(master)
    ledger = Ledger("A-2716", CUSTOMER, "USD", "America/Denver")
    ledger.flag = ("amendment without a change in billing", "0.71", "2026-10-28")
    ledger.item(
        SEAT,
        "per_unit",
        unit_amount="18.00",
        quantity=240,
        unit="seat",
        billing="arrears",
        start="2025-08-01",
    )
    ledger.item(
        "Parent Messaging",
        "flat",
        flat_amount="260.00",
        quantity=1,
        billing="arrears",
        start="2025-08-01",
    )
    rows = []
    price = Decimal("18.00")
    for span in months(date(2025, 8, 1), date(2026, 11, 1)):
        ledger.invoice(
            last_day(span),
            45,
            seats(SEAT, span, "240", "seat", "18.00"),
            flat("Parent Messaging", span, "260.00"),
        )
        contracted = 205 if span[0] >= REDUCED else 240
        rows.append((span, contracted * price, 240 * price, last_day(span)))
    found = Finding(
        "quantity_mismatch",
        SEAT,
        "over",
        shortfalls(rows, date(2025, 3, 1), "invoiced more than twenty months ago"),
        (change, "from 240 to 205 seats"),
        other_clauses=((master, "within twenty (20) months after the invoice date"),),
    )
    return Case(ledger, [master, change], [found])
