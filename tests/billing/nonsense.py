"""Books and contracts that make no sense, as hypothesis strategies: nothing here is to be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import case_file
from generated import plans
from hypothesis import strategies as st
from plain_biller import facts
from plan import Plan
from planned_contract import contract

from billing.facts import Account, AccountFacts, InvoiceLine, UsageEvent
from terms.contract import ContractDocument, Extraction
from terms.price import Price

NUMBERS = tuple(
    Decimal(n)
    for n in (
        "0",
        "-1",
        "1",
        "0.000000000001",
        "-250.5",
        "1000",
        "99999999999999",
        "1E+40",
        "-1E+40",
    )
)
DAYS = tuple(
    date.fromisoformat(day)
    for day in ("0001-01-01", "1999-12-31", "2024-02-29", "2025-01-31", "2025-07-01", "9999-12-31")
)
ZONES = ("UTC", "", "Mars/Olympus", "../etc/passwd", "America", "Eastern Time", "Europe/Berlin")
COUNTS = (0, -3, 1, 12, 5000, 10**9)
KINDS = (
    "price", "price", "quantity", "commitment", "escalation", "discount", "lookback", "renewal",
    "metering", "proration", "rounding", "payment", "credit",
)  # fmt: skip
NAMES = ("Harbour ledger", "Quarry scanner", "fee", "", "per month")

numbers = st.sampled_from(NUMBERS)
days = st.sampled_from(DAYS)
maybe_number = st.none() | numbers
maybe_day = st.none() | days
counts = st.none() | st.sampled_from(COUNTS)
intervals = st.sampled_from([None, "day", "week", "month", "quarter", "year", "one_time"])


@st.composite
def lines(draw: st.DrawFn, number: int) -> InvoiceLine:
    return InvoiceLine(
        account_id="ACC",
        invoice_id=draw(st.sampled_from(["A", "B", ""])),
        invoice_date=draw(days),
        due_date=draw(maybe_day),
        status=draw(st.sampled_from(["draft", "open", "paid", "void"])),
        line_id=str(number),
        product=draw(st.sampled_from(NAMES)),
        kind=draw(
            st.sampled_from(["charge", "usage", "minimum", "credit", "proration", "one_time"])
        ),
        description="",
        period_start=draw(maybe_day),
        period_end=draw(maybe_day),
        quantity=draw(maybe_number),
        unit=None,
        unit_amount=draw(maybe_number),
        amount=draw(numbers),
        currency=draw(st.sampled_from(["USD", "USD", "EUR", "???"])),
    )


@st.composite
def events(draw: st.DrawFn) -> UsageEvent:
    at: datetime | date = draw(days)
    if draw(st.booleans()):
        at = datetime.combine(at, datetime.min.time(), draw(st.sampled_from([UTC, None])))
    return UsageEvent("ACC", draw(st.sampled_from(NAMES)), at, draw(numbers), "byte", None)


@st.composite
def tiers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Bounds that fall, repeat or leave gaps; steps without an amount."""
    return [
        {
            "up_to": none_or_text(draw(maybe_number)),
            "unit_amount": none_or_text(draw(maybe_number)),
            "percent": none_or_text(draw(maybe_number)),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]


def none_or_text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    def number() -> str | None:
        return none_or_text(draw(maybe_number))

    kind = draw(st.sampled_from(KINDS))
    row: dict[str, Any] = {
        "price": lambda: {
            "model": draw(st.sampled_from([None, "flat", "per_unit", "graduated", "percentage"])),
            "unit_amount": number(),
            "flat_amount": number(),
            "percent": number(),
            "percent_of": draw(st.sampled_from([None, *NAMES])),
            "tiers": draw(st.none() | tiers()),
            "package_size": number(),
            "included_quantity": number(),
            "minimum_charge": number(),
            "accumulates_over": draw(st.sampled_from([None, "month", "year"])),
            "interval": draw(intervals),
            "interval_count": draw(counts),
            "currency": draw(st.sampled_from([None, "USD", "EUR"])),
        },
        "quantity": lambda: {
            "quantity": number(),
            "change": draw(st.sampled_from([None, "set", "add", "remove"])),
        },
        "commitment": lambda: {
            "measure": draw(st.sampled_from([None, "amount", "quantity"])),
            "value": number(),
            "per": draw(st.sampled_from([None, "month", "year", "term"])),
        },
        "escalation": lambda: {
            "method": draw(st.sampled_from([None, "fixed", "index", "greater_of", "cost"])),
            "percent": number(),
            "index": draw(st.sampled_from([None, "CPI-U", "", "wages"])),
            "index_month": draw(st.sampled_from([None, 6])),
            "percent_rounding_to": number(),
            "rounding_to": number(),
            "first_on": draw(maybe_day),
            "every_months": draw(counts),
            "hold_months": draw(counts),
        },
        "discount": lambda: {
            "percent": number(),
            "amount": number(),
            "months": draw(counts),
            "min_quantity": number(),
        },
        "lookback": lambda: {
            "direction": draw(st.sampled_from([None, "underbilling", "both"])),
            "length": draw(counts),
            "unit": draw(st.sampled_from([None, "working_day", "day", "month", "year"])),
        },
        "renewal": lambda: {
            "uplift_percent": number(),
            "initial_until": draw(maybe_day),
            "renewal_months": draw(counts),
        },
        "metering": lambda: {
            "timezone": draw(st.sampled_from([None, *ZONES])),
            "unit_size": number(),
            "base_unit": "byte",
            "rounding": draw(st.sampled_from([None, "up"])),
        },
        "proration": lambda: {
            "method": draw(st.sampled_from([None, "daily", "none"])),
            "days_basis": draw(st.sampled_from([None, "30", "365"])),
        },
        "rounding": lambda: {
            "of": draw(st.sampled_from([None, "line", "quantity"])),
            "to": number(),
        },
        "payment": lambda: {"net_days": draw(counts), "working_days": draw(counts)},
        "credit": lambda: {"percent": number(), "amount": number()},
    }[kind]()
    return row | {
        "type": kind,
        "product": draw(st.sampled_from([None, *NAMES])),
        "effective_from": draw(maybe_day),
        "effective_to": draw(maybe_day),
        "replaces": [{"section": draw(st.sampled_from(["1", "2", "9"]))}]
        if draw(st.booleans())
        else [],
    }


@st.composite
def documents(draw: st.DrawFn) -> ContractDocument:
    found = case_file.contract(
        {
            "documents": [
                {
                    "file": draw(st.sampled_from(["a.pdf", "b.pdf"])),
                    "kind": draw(st.sampled_from(["master", "order_form", "amendment"])),
                    "term_start": draw(maybe_day),
                    "term_end": draw(maybe_day),
                    "terms": [draw(terms()) for _ in range(draw(st.integers(0, 5)))],
                }
            ]
        }
    )
    return found.documents[0]


@st.composite
def accounts(draw: st.DrawFn) -> tuple[AccountFacts, Extraction]:
    """Rows and clauses drawn one by one, without regard to each other."""
    book = AccountFacts(
        account=Account(
            "ACC", "?", draw(st.sampled_from(["USD", "JPY", "???"])), draw(st.sampled_from(ZONES))
        ),
        lines=tuple(draw(lines(number)) for number in range(draw(st.integers(0, 6)))),
        usage=tuple(draw(st.lists(events(), max_size=4))),
        indices={"cpi-u": {"2024-06": draw(numbers), "2025-06": Decimal(100)}},
    )
    return book, Extraction(documents=tuple(draw(st.lists(documents(), max_size=3))))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Plan, AccountFacts, Extraction]:
    """A right bill with some of its lines changed, lost, copied, void or without a period."""
    plan = draw(plans())
    book = facts(plan)
    last = len(book.lines) - 1
    ways = draw(st.dictionaries(st.integers(0, last), st.integers(0, 6), min_size=1, max_size=6))
    found: list[InvoiceLine] = []
    for number, line in enumerate(book.lines):
        found += harmed(line, number, ways[number]) if number in ways else [line]
    return plan, replace(book, lines=tuple(found)), contract(plan)


def harmed(line: InvoiceLine, number: int, way: int) -> list[InvoiceLine]:
    again = replace(line, invoice_id=f"X{number}", line_id=f"X{number}")
    if way == 0:
        return []
    return [
        [replace(line, amount=line.amount + 7)],
        [line, again],
        [replace(line, status="void")],
        [replace(line, status="draft")],
        [line, replace(again, kind="credit", amount=-line.amount)],
        [replace(line, invoice_date=line.invoice_date + timedelta(days=3))],
    ][way - 1]


@st.composite
def senseless(draw: st.DrawFn) -> tuple[Plan, AccountFacts, Extraction, str]:
    """A right bill made unreadable in one way, so that nothing can be said of it but a question."""
    plan = draw(plans(("flat",), raises=False, extras=False, currency="USD"))
    book, papers = facts(plan), contract(plan)
    way = draw(
        st.sampled_from(["no periods", "other currency", "overlap", "no lines", "no amount"])
    )
    rows = [replace(line, amount=line.amount + 5) for line in book.lines]
    if way == "no periods":
        rows = [replace(line, period_start=None, period_end=None) for line in rows]
    if way == "other currency":
        rows = [replace(line, currency="EUR") for line in rows]
    if way == "overlap":
        rows = [
            replace(line, period_end=line.period_end + timedelta(days=3))
            for line in rows
            if line.period_end is not None
        ]
    if way == "no lines":
        rows = []
    if way == "no amount":
        papers = without_amounts(papers)
    return plan, replace(book, lines=tuple(rows)), papers, way


def without_amounts(papers: Extraction) -> Extraction:
    bare = [
        each.model_copy(update={"flat_amount": None, "status": "blank"})
        if isinstance(each, Price)
        else each
        for document in papers.documents
        for each in document.terms
    ]
    return Extraction(documents=(papers.documents[0].model_copy(update={"terms": tuple(bare)}),))
