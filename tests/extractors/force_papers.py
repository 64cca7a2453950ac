"""A master agreement of five clauses, its terms, and the links between papers: what the tests of force share."""

from __future__ import annotations

from extractors.force import link
from extractors.passages import ReadDocument
from terms.contract import ContractDocument, Term
from tests.extractors.papers import paper, read, stated

AGREEMENT = paper(
    "msa.pdf",
    """
    ## preamble |
    MASTER AGREEMENT
    ## 4.1 | Plan Fee
    Customer pays a flat fee for the Harvest Plan of $2,000.00 per month (the “Plan Fee”).
    ## 4.2 | Increase
    On each anniversary the Plan Fee increases by six percent (6%), compounding.
    ## 4.3 | Support
    Field support costs $300.00 per month.
    ## 5.1 | Payment
    Invoices are payable within thirty (30) days.
    ## 5.6 | Late invoices
    Charges not invoiced within ninety (90) days after the invoice date are waived.
    ## 9 | Precedence
    If an Order Form conflicts with this Agreement, this Agreement prevails, except where the Order Form names the section that it replaces.
    """,
)
PLAN = stated(
    AGREEMENT,
    "$2,000.00 per month",
    type="price",
    product="Harvest Plan",
    model="flat",
    flat_amount="2000.00",
)
SUPPORT = stated(
    AGREEMENT,
    "$300.00 per month",
    type="price",
    product="Field support",
    model="flat",
    flat_amount="300.00",
)
RISE = stated(
    AGREEMENT,
    "six percent (6%)",
    type="escalation",
    product="Harvest Plan",
    method="fixed",
    percent="6",
    every_months=12,
    compounding=True,
)
NET_30 = stated(AGREEMENT, "thirty (30) days", type="payment", net_days=30, basis="invoice_date")
WINDOW = stated(
    AGREEMENT,
    "ninety (90) days",
    type="lookback",
    direction="underbilling",
    length=90,
    unit="day",
    counted_from="invoice_date",
    effect="waived_after",
)


def master(*terms: Term) -> ReadDocument:
    return read(AGREEMENT, "master", *terms, effective="2024-01-01")


def linked(*documents: ReadDocument) -> dict[str, ContractDocument]:
    return {document.file: document for document in link(documents).documents}


def sections(term: Term, name: str) -> list[tuple[str, str]]:
    return [(made.file, made.section) for made in getattr(term, name)]
