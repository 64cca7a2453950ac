"""The billing side of one account: configuration, invoices, usage; and the sums done by hand.

All arithmetic is Decimal, rounded half up to the cent once a line, as an accountant would do it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

AS_OF = date(2026, 11, 1)

SUBSCRIPTION_COLUMNS = [
    "account_id", "subscription_id", "item_id", "product", "model", "unit_amount",
    "flat_amount", "tiers", "package_size", "included_quantity", "quantity", "unit",
    "minimum_amount", "minimum_per", "discount_percent", "discount_amount", "discount_end",
    "currency", "interval", "interval_count", "billing", "start", "end",
]  # fmt: skip
LINE_COLUMNS = [
    "account_id", "invoice_id", "invoice_date", "due_date", "status", "line_id", "product",
    "kind", "description", "period_start", "period_end", "quantity", "unit", "unit_amount",
    "amount", "currency",
]  # fmt: skip
USAGE_COLUMNS = ["account_id", "product", "at", "quantity", "unit", "event_id"]

Span = tuple[date, date]
"""First day, and the first day after: January 2026 is 2026-01-01 and 2026-02-01."""


def cents(amount: Decimal | str) -> Decimal:
    """Half up to two places."""
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def next_month(day: date, count: int = 1) -> date:
    """The first day of the month `count` months on; `day` is a first of month or the 15th, say."""
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, day.day)


def months(first: date, until: date) -> Iterator[Span]:
    """One month after the other from `first`, those that begin before `until`."""
    while first < until:
        yield first, next_month(first)
        first = next_month(first)


def last_day(span: Span) -> date:
    """The last day in the period."""
    return span[1] - timedelta(days=1)


def label(span: Span) -> str:
    """'Mar 2026'."""
    return span[0].strftime("%b %Y")


@dataclass(frozen=True)
class Line:
    """One line of an invoice, as it will stand in invoice_lines.csv."""

    product: str
    kind: str
    description: str
    span: Span
    amount: Decimal
    quantity: str = ""
    unit: str = ""
    unit_amount: str = ""


def flat(product: str, span: Span, amount: str, text: str = "") -> Line:
    """A fee for a period."""
    words = text or f"{product}, {label(span)}"
    return Line(product, "charge", words, span, cents(amount), "1", "", amount)


def seats(product: str, span: Span, quantity: str, unit: str, unit_amount: str) -> Line:
    """A quantity at a price."""
    amount = cents(Decimal(quantity) * Decimal(unit_amount))
    words = f"{product}, {label(span)}"
    return Line(product, "charge", words, span, amount, quantity, unit, unit_amount)


@dataclass
class Ledger:
    """What the billing system holds of one account."""

    account_id: str
    name: str
    currency: str
    timezone: str
    items: list[dict[str, str]] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    usage_rows: list[dict[str, str]] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    flag: tuple[str, str, str] | None = None
    """Reason, score, day."""
    invoices: int = 0

    def item(self, product: str, model: str, **fields: object) -> str:
        """A row of the configuration; returns its item_id. Tiers are a list of objects."""
        digits = self.account_id.rpartition("-")[2]
        row = {
            "account_id": self.account_id,
            "subscription_id": f"sub_{digits}",
            "item_id": f"si_{digits}_{len(self.items) + 1}",
            "product": product,
            "model": model,
            "currency": self.currency,
            "interval": "month",
            "interval_count": "1",
        }
        for name, value in fields.items():
            row[name] = json.dumps(value) if isinstance(value, list) else str(value)
        self.items.append(row)
        return row["item_id"]

    def invoice(
        self,
        on: date,
        net_days: int,
        *lines: Line,
        status: str = "paid",
        tax: tuple[str, str] | None = None,
    ) -> str:
        """An invoice with its lines; `tax` is (name, percent of the lines). Returns its id."""
        self.invoices += 1
        invoice_id = f"ARD-{self.account_id.replace('-', '')}-{self.invoices:03d}"
        due = on + timedelta(days=net_days)
        if status == "paid" and due > AS_OF:
            status = "open"
        rows = list(lines)
        if tax:
            base = sum((line.amount for line in lines), Decimal(0))
            amount = cents(base * Decimal(tax[1]) / 100)
            rows.append(Line(tax[0], "tax", f"{tax[0]} {tax[1]}%", lines[0].span, amount))
        for number, line in enumerate(rows, 1):
            self.lines.append(
                {
                    "account_id": self.account_id,
                    "invoice_id": invoice_id,
                    "invoice_date": on.isoformat(),
                    "due_date": due.isoformat(),
                    "status": status,
                    "line_id": f"{invoice_id}-{number}",
                    "product": line.product,
                    "kind": line.kind,
                    "description": line.description,
                    "period_start": line.span[0].isoformat(),
                    "period_end": line.span[1].isoformat(),
                    "quantity": line.quantity,
                    "unit": line.unit,
                    "unit_amount": line.unit_amount,
                    "amount": str(line.amount),
                    "currency": self.currency,
                }
            )
        return invoice_id

    def used(self, product: str, at: date | str, quantity: str, unit: str, event: str = "") -> None:
        """A row of usage."""
        self.usage_rows.append(
            {
                "account_id": self.account_id,
                "product": product,
                "at": at if isinstance(at, str) else at.isoformat(),
                "quantity": quantity,
                "unit": unit,
                "event_id": event,
            }
        )
