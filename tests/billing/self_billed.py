"""A book billed by the engine's own rating: whatever the terms say, each period at what it should cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generated import plans
from hypothesis import assume
from hypothesis import strategies as st
from plain_biller import facts
from plan import Plan
from planned_contract import contract

from billing.comparison import Comparison, compare
from billing.facts import AccountFacts, InvoiceLine
from terms.contract import ContractDocument, Extraction, Term, term
from terms.period import Period
from terms.price import Price

ODD_CLAUSES: Mapping[str, Mapping[str, list[Any]]] = {
    "rounding": {
        "of": ["line", "quantity", "unit_amount"],
        "to": ["0.05", "1", "10"],
        "mode": ["up", "down", "half_even"],
    },
    "proration": {
        "method": ["daily", "none", "full_period", "monthly"],
        "days_basis": ["30", "360", "365"],
    },
    "discount": {
        "percent": ["2.5", "100"],
        "min_quantity": ["10", "500"],
        "months": [3, 14],
        "amount": [None, "7.77"],
    },
    "escalation": {
        "method": ["fixed", "greater_of"],
        "percent": ["3.3", "-1"],
        "index": ["CPI-U"],
        "index_month": [6],
        "cap_percent": [None, "2"],
        "spread_percent": [None, "0.5"],
        "every_months": [12, 5],
        "trigger": ["anniversary", "calendar_year"],
    },
    "commitment": {
        "measure": ["amount"],
        "value": ["500", "123456.78"],
        "per": ["month", "quarter", "half_year", "year"],
        "net_of": [None, ["discounts"]],
    },
    "metering": {"rounding": ["up", "nearest"], "rounding_per": ["event", "period"]},
    "quantity": {"quantity": ["3", "250"], "change": ["set", "add", "remove"]},
}
"""Clauses that the plain biller knows nothing of, with the values they may have."""

ODD_PRICES: Mapping[str, list[Any]] = {
    "minimum_charge": ["150.00"],
    "maximum_charge": ["900.00"],
    "included_quantity": ["12"],
    "interval": ["quarter", "year", "day"],
    "accumulates_over": ["quarter", "year"],
    "package_size": ["7"],
}


@st.composite
def self_billed(draw: st.DrawFn) -> tuple[Plan, AccountFacts, Extraction]:
    """A plan whose contract has odd clauses besides, and the bill that the engine makes of it."""
    plan = draw(plans())
    papers = contract(plan)
    papers = Extraction(documents=tuple(draw(odd(each, plan)) for each in papers.documents))
    book = facts(plan)
    assume(book.lines)
    pattern = book.lines[0]
    for _ in range(5):  # numbers, rhythms and what a minimum counts are those of the bill
        lines = billed(compare(book, papers, plan.as_of), book.lines, pattern)
        book = replace(book, lines=tuple(lines))
    return plan, book, papers


@st.composite
def odd(draw: st.DrawFn, document: ContractDocument, plan: Plan) -> ContractDocument:
    """A document with one of its prices changed, and up to three clauses more."""
    terms = list(document.terms)
    prices = [at for at, each in enumerate(terms) if isinstance(each, Price)]
    if prices and draw(st.booleans()):
        at, name = draw(st.sampled_from(prices)), draw(st.sampled_from(sorted(ODD_PRICES)))
        row = terms[at].model_dump(mode="json") | {name: draw(st.sampled_from(ODD_PRICES[name]))}
        terms[at] = term(row)
    terms += [draw(clauses(document, plan, number)) for number in range(draw(st.integers(0, 3)))]
    return document.model_copy(update={"terms": tuple(terms)})


@st.composite
def clauses(draw: st.DrawFn, document: ContractDocument, plan: Plan, number: int) -> Term:
    """One clause more."""
    kind = draw(st.sampled_from(sorted(ODD_CLAUSES)))
    row = {name: draw(st.sampled_from(values)) for name, values in ODD_CLAUSES[kind].items()}
    product = draw(st.sampled_from([None, *(thing.name for thing in plan.things)]))
    cited = {"file": document.file, "page": 1, "section": f"X{number}", "quote": kind}
    cited["match"] = "exact"
    begin, _ = draw(st.sampled_from(plan.periods()))
    return term(
        row
        | {"type": kind, "id": f"odd-{number}", "product": product, "citations": [cited]}
        | {"effective_from": draw(st.sampled_from([None, begin]))}
    )


def billed(
    comparison: Comparison, before: tuple[InvoiceLine, ...], pattern: InvoiceLine
) -> list[InvoiceLine]:
    """Every period that could be rated, and every shortfall, at the engine's own amount.

    A line that was not there before is made after the `pattern`.
    """
    dated = {(line.product, line.period_start, line.period_end): line for line in before}
    found: list[InvoiceLine] = []

    def add(product: str, period: Period, amount: Decimal, kind: str) -> None:
        own = dated.get((product, period.start, period.end)) or replace(
            pattern,
            invoice_date=period.last_day,
            quantity=None,
            unit_amount=None,
        )
        found.append(
            replace(
                own,
                line_id=f"{product}-{kind}-{period}",
                product=product,
                kind=kind,  # type: ignore[arg-type]  # one of the kinds of FORMATS.md
                amount=amount,
                period_start=period.start,
                period_end=period.end,
            )
        )

    for products, kind in ((comparison.products, "charge"), (comparison.one_time, "one_time")):
        for compared in products:
            for cell in compared.cells:
                if cell.rated.known:
                    add(compared.product.name, cell.period, cell.expected, kind)
    for due in comparison.commitment_cells:
        if due.reason is None and due.shortfall:
            add(comparison.commitments.name(due.term), due.period, due.shortfall, "minimum")
    return found
