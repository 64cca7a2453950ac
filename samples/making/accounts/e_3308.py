"""E-3308: a discount that ended, added users, a credit and a reissued invoice. All of it is right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case
from samples.making.ledger import Ledger, Line, cents, last_day, months, seats
from samples.making.manuscript import Manuscript

CUSTOMER = "Sablon Imprimeurs SA"
FOLDER = "contracts/E-3308"
USER = "Plateau user"
PRICE = Decimal("31.00")
ADDED = date(2026, 2, 16)


def agreement() -> Manuscript:
    """An agreement in Articles."""
    paper = Manuscript(
        f"{FOLDER}/framework-agreement.pdf",
        "articles",
        "master",
        "Framework Agreement for Hosted Services",
        CUSTOMER,
        effective=date(2025, 4, 1),
        term_start=date(2025, 4, 1),
        term_end=date(2027, 3, 31),
        currency="EUR",
        subtitle="Ardenholt Software, Inc. and Sablon Imprimeurs SA, 1 April 2025",
        running_head="Framework Agreement Ardenholt / Sablon Imprimeurs",
    )
    paper.para(
        "Ardenholt Software, Inc., Milwaukee, United States (the “Supplier”), and Sablon Imprimeurs SA, Rue des Tanneurs 41, 1000 Brussels (the “Client”), agree as follows with effect from 1 April 2025."
    )
    ordinary(paper, "definitions", "Article 1", "article")
    ordinary(paper, "service", "Article 2", "article")
    paper.heading("Term", "Article 3")
    paper.clause(
        "3.1",
        "",
        "This Agreement is concluded for two years, until 31 March 2027. It is tacitly renewed for one year at a time, unless one of the parties gives notice by registered letter three months before the end of a period.",
    )
    paper.heading("Charges and invoices", "Article 4")
    paper.clause(
        "4.1",
        "",
        "For each Plateau user the Client pays EUR 31.00 per calendar month. The Client takes sixty (60) users from 1 April 2025.",
    )
    paper.clause(
        "4.2",
        "",
        "As an introduction the Supplier grants a discount of ten per cent. (10%) on the charges of the first six months, from April to September 2025 inclusive.",
    )
    paper.clause(
        "4.3",
        "",
        "Users may be added by written order at the same charge. In the month of activation an added user is charged for the days from activation to the end of the month, day of activation included, over the actual number of days in that month.",
    )
    paper.clause(
        "4.4",
        "",
        "The Supplier invoices on the last day of each month for that month. Invoices are payable thirty days after the invoice date. The Client accounts for value added tax itself (reverse charge).",
    )
    paper.clause(
        "4.5",
        "",
        "If in a calendar month the Service is available for less than the share of minutes promised in Article 2, the Client receives a credit of five per cent. (5%) of the charges of that month, which is set off in the next invoice.",
    )
    paper.clause(
        "4.6",
        "",
        "An invoice that was too low may be completed within six months of its date; after that the remainder is waived. Sums paid in excess are returned if claimed within three years of payment.",
    )
    ordinary(paper, "acceptance", "Article 5", "article")
    ordinary(paper, "data", "Article 6", "article")
    ordinary(paper, "ip", "Article 7", "article")
    ordinary(paper, "confidentiality", "Article 8", "article")
    ordinary(paper, "liability", "Article 9", "article")
    ordinary(paper, "termination", "Article 10", "article")
    ordinary(paper, "general", "Article 11", "article", law="Belgium", courts="Brussels")
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "11 March 2025"),
        ("Baudouin Lacasse", "Administrateur délégué", "14 March 2025"),
    )
    _agreement_terms(paper)
    return paper


def _agreement_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "EUR 31.00 per calendar month",
        product=USER,
        model="per_unit",
        unit="user",
        unit_amount="31.00",
        currency="EUR",
        interval="month",
        billing="arrears",
        doubtful_fields=["billing"],
    )
    paper.term(
        "quantity",
        "sixty (60) users from 1 April 2025",
        product=USER,
        quantity="60",
        unit="user",
        change="set",
        effective_from=date(2025, 4, 1),
    )
    paper.term(
        "discount",
        "a discount of ten per cent. (10%)",
        product=USER,
        percent="10",
        months=6,
        effective_from=date(2025, 4, 1),
        effective_to=date(2025, 9, 30),
        also=("from April to September 2025 inclusive",),
        doubtful_fields=["product", "months", "effective_from"],
    )
    paper.term(
        "proration",
        "over the actual number of days in that month",
        product=USER,
        method="daily",
        days_basis="actual",
        doubtful_fields=["product"],
    )
    paper.term(
        "payment",
        "payable thirty days after the invoice date",
        net_days=30,
        basis="invoice_date",
    )
    paper.term(
        "credit",
        "a credit of five per cent. (5%)",
        percent="5",
        condition="availability below 99.7 per cent. of the minutes of a calendar month",
    )
    paper.term(
        "lookback",
        "may be completed within six months of its date",
        direction="underbilling",
        length=6,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
        doubtful_fields=["effect"],
    )
    paper.term(
        "lookback",
        "if claimed within three years of payment",
        direction="overbilling",
        length=3,
        unit="year",
        counted_from="payment",
        effect="refund",
    )
    paper.term(
        "renewal",
        "concluded for two years, until 31 March 2027",
        initial_months=24,
        initial_until=date(2027, 3, 31),
        automatic=True,
        renewal_months=12,
        notice_months=3,
        also=("tacitly renewed for one year at a time",),
    )


def order(master: Manuscript) -> Manuscript:
    """Twelve users more, in the middle of February."""
    paper = Manuscript(
        f"{FOLDER}/order-additional-users.pdf",
        "form",
        "order_form",
        "Order for Additional Users",
        CUSTOMER,
        number="SI-2",
        effective=ADDED,
        currency="EUR",
        subtitle="SI-2 under the Framework Agreement of 1 April 2025",
    )
    paper.keys(
        ("Client", "Sablon Imprimeurs SA, Rue des Tanneurs 41, 1000 Brussels"),
        ("Additional users", "12 Plateau users, for the finishing hall in Mechelen"),
        ("Activation", "16 February 2026, for all twelve"),
        ("Charge", "As in Article 4.1 of the Framework Agreement"),
        ("Users from then on", "72 in total"),
    )
    paper.heading("Remarks")
    paper.para(
        "The month of activation is charged by days, as Article 4.3 provides. No introductory discount applies to this order. Two half-day sessions for the staff in Mechelen are held on site; they are included."
    )
    paper.sign(
        ("Ines Falkenrath", "Director, Commercial Operations", "9 February 2026"),
        ("Baudouin Lacasse", "Administrateur délégué", "10 February 2026"),
    )
    paper.term(
        "quantity",
        "12 Plateau users",
        product=USER,
        quantity="12",
        unit="user",
        change="add",
        effective_from=ADDED,
        reads_with=[master.link("sixty (60) users from 1 April 2025")],
        also=("16 February 2026, for all twelve", "72 in total"),
        doubtful_fields=["quantity", "change"],
        note="12 (add) and 72 (set) are both right",
    )
    return paper


def _lines(span: tuple[date, date]) -> list[Line]:
    """What is right for a month: users, the discount while it lasts, added days, the credit."""
    users = 72 if span[0] >= date(2026, 3, 1) else 60
    lines = [seats(USER, span, str(users), "user", str(PRICE))]
    if span[0] < date(2025, 10, 1):
        off = -cents(users * PRICE / 10)
        lines.append(Line(USER, "discount", "Introductory discount 10%", span, off))
    if span[0] == date(2026, 2, 1):
        part = (ADDED, date(2026, 3, 1))
        amount = cents(12 * PRICE * 13 / 28)
        words = "12 users added, 13 of 28 days"
        lines.append(Line(USER, "proration", words, part, amount, "12", "user", "31.00"))
    if span[0] == date(2026, 7, 1):
        june = (date(2026, 6, 1), date(2026, 7, 1))
        amount = -cents(72 * PRICE * 5 / 100)
        words = "Service credit 5%, availability of June 99.41%"
        lines.append(Line(USER, "credit", words, june, amount))
    return lines


def case() -> Case:
    """Every line is as the papers say; January 2026 was voided and issued again."""
    master = agreement()
    ledger = Ledger("E-3308", CUSTOMER, "EUR", "Europe/Brussels")
    ledger.flag = ("credit, void invoice and part month in one year", "0.63", "2026-10-29")
    ledger.item(
        USER,
        "per_unit",
        unit_amount="31.00",
        quantity=60,
        unit="user",
        discount_percent=10,
        discount_end="2025-10-01",
        billing="arrears",
        start="2025-04-01",
        end="2026-02-16",
    )
    ledger.item(
        USER,
        "per_unit",
        unit_amount="31.00",
        quantity=72,
        unit="user",
        billing="arrears",
        start="2026-02-16",
    )
    for span in months(date(2025, 4, 1), date(2026, 11, 1)):
        again = span[0] == date(2026, 1, 1)
        ledger.invoice(last_day(span), 30, *_lines(span), status="void" if again else "paid")
        if again:
            ledger.invoice(date(2026, 2, 4), 30, *_lines(span))
    return Case(ledger, [master, order(master)], route="none")
