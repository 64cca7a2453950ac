"""A-4521: the plan fee stayed at its first-year amount after the annual escalation of Section 4.2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.making.boilerplate import ordinary
from samples.making.case import Case, Finding, shortfalls
from samples.making.exhibits import data_protection, service_levels
from samples.making.ledger import Ledger, flat, last_day, months
from samples.making.manuscript import Manuscript

CUSTOMER = "Northmoor Health Partners, Inc."
FOLDER = "contracts/A-4521"
PLAN = "Enterprise Plan"


def agreement() -> Manuscript:
    """The master agreement, with the fee and its escalation in Section 4."""
    paper = Manuscript(
        f"{FOLDER}/master-services-agreement.pdf",
        "agreement",
        "master",
        "Master Services Agreement",
        CUSTOMER,
        number="MSA-2025-0173",
        effective=date(2025, 7, 1),
        term_start=date(2025, 7, 1),
        term_end=date(2028, 6, 30),
        subtitle="Agreement No. MSA-2025-0173",
        running_head="Master Services Agreement No. MSA-2025-0173",
    )
    paper.para(
        "This Master Services Agreement (this “Agreement”) is made effective as of July 1, 2025 (the “Effective Date”) between <b>Ardenholt Software, Inc.</b>, a Wisconsin corporation with offices at 410 Tannery Wharf, Suite 900, Milwaukee, Wisconsin (“Provider”), and <b>Northmoor Health Partners, Inc.</b>, a Minnesota corporation with offices at 88 Lantern Hill Road, Duluth, Minnesota (“Customer”)."
    )
    paper.para(
        "Customer operates outpatient clinics and wishes to use Provider’s hosted scheduling and records software. Provider wishes to supply it on the terms that follow. The parties therefore agree:"
    )
    ordinary(paper, "definitions", "1")
    ordinary(paper, "services", "2")
    paper.heading("Term", "3")
    paper.clause(
        "3.1",
        "Initial Term",
        "This Agreement begins on the Effective Date and continues for thirty-six (36) months, that is, through June 30, 2028 (the “Initial Term”).",
    )
    paper.clause(
        "3.2",
        "Renewal",
        "At the end of the Initial Term, and at the end of each renewal term, this Agreement renews automatically for twelve (12) months, unless a party has told the other in writing, ninety (90) days or more before that end, that it does not wish to go on.",
    )
    paper.heading("Fees and Payment", "4")
    paper.clause(
        "4.1",
        "Plan Fee",
        "For the Enterprise Plan, which includes all clinics of Customer and their Authorized Users without a count, Customer shall pay a fee (the “Plan Fee”). The Plan Fee for the first contract year, from July 1, 2025, is Six Thousand Two Hundred Dollars ($6,200.00) per month. It is invoiced monthly in arrears on the last day of the month.",
    )
    paper.clause(
        "4.2",
        "Annual Escalation",
        "The Plan Fee escalates once a year, on July 1 (each an “Escalation Date”), without notice and without further agreement. On the first Escalation Date, July 1, 2026, the first-year amount ends and the Plan Fee rises to Eight Thousand Five Hundred Dollars ($8,500.00) per month, the parties having agreed on a reduced amount for the year in which the clinics are brought into the Services one after another. On each later Escalation Date, beginning July 1, 2027, the Plan Fee then in effect increases by four percent (4%), compounding, the result being rounded to the nearest whole dollar.",
    )
    paper.clause(
        "4.3",
        "Extended Desk",
        "Customer has chosen the Extended Desk, which adds evening and weekend hours to the support in Section 5. Its fee is $640.00 per month. Section 4.2 does not apply to it.",
    )
    paper.clause(
        "4.4",
        "Invoices and Payment",
        "Invoices are payable within thirty (30) days after the invoice date. Amounts that are overdue and not disputed in good faith bear interest at one percent (1%) per month from the due date until paid.",
    )
    paper.clause(
        "4.5",
        "Omitted Charges",
        "If an invoice omits a charge that is due under this Agreement or states it too low, Provider may bill the difference by a corrective invoice within twelve (12) months after the date of the invoice that should have contained it, and not later. Payment of an invoice is not an agreement that it was complete.",
    )
    paper.clause(
        "4.6",
        "Overcharges",
        "Provider shall credit any overcharge that Customer reports within twelve (12) months after the invoice date.",
    )
    paper.clause(
        "4.7",
        "Taxes",
        "Fees do not include sales, use and similar taxes. Provider adds those that it must by law collect; Customer remains responsible for all others except taxes on Provider’s income.",
    )
    ordinary(paper, "support", "5")
    ordinary(paper, "security", "6")
    ordinary(paper, "ip", "7")
    ordinary(paper, "warranty", "8")
    ordinary(paper, "confidentiality", "9")
    ordinary(paper, "liability", "10")
    ordinary(paper, "termination", "11")
    ordinary(
        paper, "general", "12", law="the State of Minnesota", courts="Hennepin County, Minnesota"
    )
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "June 12, 2025"),
        ("Desmond Whitlock", "Chief Operating Officer", "June 17, 2025"),
    )
    service_levels(paper, "Exhibit A", "Provider", "Customer")
    _rollout(paper)
    data_protection(paper, "Exhibit C", "Provider", "Customer")
    _agreement_terms(paper)
    return paper


def _rollout(paper: Manuscript) -> None:
    paper.heading("Bringing in the Clinics", "Exhibit B")
    paper.para(
        "Customer’s clinics are brought into the Services one after another in the first contract year. The months below are targets; a later start of a clinic does not change the Plan Fee or the day on which it escalates."
    )
    paper.table(
        ("Clinic", "Target", "Local lead"),
        ("Duluth, Lantern Hill", "July 2025", "A. Sorley"),
        ("Two Harbors", "August 2025", "M. Okonjo"),
        ("Cloquet", "September 2025", "P. Haglund"),
        ("Grand Rapids", "November 2025", "T. Reyes"),
        ("Virginia", "January 2026", "D. Lindgren"),
        ("Hibbing and Ely", "April 2026", "S. Kovacs"),
        widths=(2.4, 1.6, 1.6),
    )
    paper.para(
        "For each clinic Provider imports appointments and patient lists from the former software, and Customer checks a sample of two hundred records within five business days. Each clinic has a day of training before its start and one afternoon of questions four weeks later, both included in the Plan Fee."
    )


def _agreement_terms(paper: Manuscript) -> None:
    paper.term(
        "price",
        "Six Thousand Two Hundred Dollars ($6,200.00) per month",
        product=PLAN,
        model="flat",
        flat_amount="6200.00",
        currency="USD",
        interval="month",
        billing="arrears",
        effective_from=date(2025, 7, 1),
        effective_to=date(2026, 6, 30),
        also=("invoiced monthly in arrears",),
    )
    paper.term(
        "price",
        "Eight Thousand Five Hundred Dollars ($8,500.00) per month",
        product=PLAN,
        model="flat",
        flat_amount="8500.00",
        currency="USD",
        interval="month",
        billing="arrears",
        effective_from=date(2026, 7, 1),
        replaces=[paper.link("Six Thousand Two Hundred Dollars")],
        also=("On the first Escalation Date, July 1, 2026",),
        doubtful_fields=["billing"],
    )
    paper.term(
        "escalation",
        "increases by four percent (4%), compounding",
        product=PLAN,
        applies_to="price",
        method="fixed",
        percent="4",
        every_months=12,
        trigger="anniversary",
        first_on=date(2027, 7, 1),
        compounding=True,
        rounding_to="1",
        automatic=True,
        excludes=["Extended Desk"],
        also=("rounded to the nearest whole dollar", "Section 4.2 does not apply to it"),
        doubtful_fields=["trigger"],
    )
    paper.term(
        "price",
        "Its fee is $640.00 per month",
        product="Extended Desk",
        model="flat",
        flat_amount="640.00",
        currency="USD",
        interval="month",
    )
    paper.term(
        "payment",
        "payable within thirty (30) days after the invoice date",
        net_days=30,
        basis="invoice_date",
        late_percent_per_month="1",
    )
    paper.term(
        "lookback",
        "within twelve (12) months after the date of the invoice that should have contained it",
        direction="underbilling",
        length=12,
        unit="month",
        counted_from="invoice_date",
        effect="may_invoice",
    )
    paper.term(
        "lookback",
        "any overcharge that Customer reports within twelve (12) months after the invoice date",
        direction="overbilling",
        length=12,
        unit="month",
        counted_from="invoice_date",
        effect="refund",
    )
    paper.term(
        "renewal",
        "continues for thirty-six (36) months",
        initial_months=36,
        initial_until=date(2028, 6, 30),
        automatic=True,
        renewal_months=12,
        notice_days=90,
        also=("renews automatically for twelve (12) months",),
    )


def letter() -> Manuscript:
    """A letter that adds a product and leaves Section 4.2 alone."""
    paper = Manuscript(
        f"{FOLDER}/letter-amendment-sandbox.pdf",
        "letter",
        "amendment",
        "Letter Amendment to Master Services Agreement No. MSA-2025-0173",
        CUSTOMER,
        effective=date(2026, 1, 1),
        amends=("Master Services Agreement No. MSA-2025-0173",),
    )
    paper.address("November 24, 2025")
    paper.address(
        "Northmoor Health Partners, Inc.\nAttention: Desmond Whitlock\n88 Lantern Hill Road\nDuluth, Minnesota 55811"
    )
    paper.heading("Letter Amendment to Master Services Agreement No. MSA-2025-0173")
    paper.para(
        "Dear Mr. Whitlock: Thank you for the good conversation last week. This letter records what we agreed. When you have countersigned it, it amends the Master Services Agreement effective July 1, 2025 with effect from January 1, 2026."
    )
    paper.heading("Training copy")
    paper.para(
        "We set up a second copy of your environment in which new staff can practise with invented patients (the Training Copy). The fee for the Training Copy is $350.00 per month, invoiced together with the Plan Fee. It can be cancelled with one month’s notice to the end of any month."
    )
    paper.heading("New address for notices")
    paper.para(
        "Notices to Customer go from now on to the Office of the General Counsel at the address above, with a copy to legal-notices@northmoor.example."
    )
    paper.heading("Everything else")
    paper.para(
        "All other provisions of the agreement remain as they are, including Section 4 on fees. Words with capital letters have the same meaning as in the agreement. This letter may be signed in two copies, and a signed copy sent by electronic mail is as good as an original."
    )
    paper.para(
        "We are glad that the clinics in Hibbing and Ely are joining ahead of plan, and look forward to the spring."
    )
    paper.sign(
        ("Rosalind Achterberg", "Vice President, Customer Agreements", "November 24, 2025"),
        ("Desmond Whitlock", "Chief Operating Officer", "December 3, 2025"),
    )
    paper.term(
        "price",
        "The fee for the Training Copy is $350.00 per month",
        product="Training Copy",
        model="flat",
        flat_amount="350.00",
        currency="USD",
        interval="month",
        effective_from=date(2026, 1, 1),
    )
    return paper


def case() -> Case:
    """Billing kept $6,200 from July 2026 on: four months at $2,300."""
    master = agreement()
    ledger = Ledger("A-4521", CUSTOMER, "USD", "America/Chicago")
    ledger.flag = ("plan fee unchanged across an escalation date", "0.93", "2026-10-28")
    ledger.item(
        "Enterprise Plan",
        "flat",
        flat_amount="6200.00",
        quantity=1,
        billing="arrears",
        start="2025-07-01",
    )
    ledger.item(
        "Extended Desk",
        "flat",
        flat_amount="640.00",
        quantity=1,
        billing="arrears",
        start="2025-07-01",
    )
    ledger.item(
        "Training Copy",
        "flat",
        flat_amount="350.00",
        quantity=1,
        billing="arrears",
        start="2026-01-01",
    )
    ledger.aliases = [("Plan Fee", PLAN)]
    rows = []
    for span in months(date(2025, 7, 1), date(2026, 11, 1)):
        lines = [flat(PLAN, span, "6200.00"), flat("Extended Desk", span, "640.00")]
        if span[0] >= date(2026, 1, 1):
            lines.append(flat("Training Copy", span, "350.00"))
        ledger.invoice(last_day(span), 30, *lines)
        due = "8500.00" if span[0] >= date(2026, 7, 1) else "6200.00"
        rows.append((span, Decimal(due), Decimal("6200.00"), last_day(span)))
    found = Finding(
        "missed_escalation",
        PLAN,
        "under",
        shortfalls(rows, date(2025, 11, 1), "invoiced more than twelve months ago (4.5)"),
        (master, "Eight Thousand Five Hundred Dollars ($8,500.00) per month"),
        also_causes=("superseded_price", "wrong_unit_price"),
        also_products=("Plan Fee",),
        other_clauses=(
            (master, "within twelve (12) months after the date of the invoice that should"),
        ),
    )
    return Case(ledger, [master, letter()], [found])
