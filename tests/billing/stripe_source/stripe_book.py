"""Small books with a Stripe source, written in a line or two each, in the shape of API 2025-09-30."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from billing.book import read_book
from billing.facts import Book

ACCOUNTS = "account_id,name,currency,timezone\nNORTH,Northmoor Dairy Ltd,GBP,Europe/London\n"


def at(day: str, time: str = "00:00") -> int:
    """A day (and time) in UTC as Stripe writes it: seconds since 1970."""
    return int(datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=UTC).timestamp())


def book(folder: Path, stripe: dict[str, Any], **files: str) -> Book:
    """The book with these Stripe files (a list of objects, or the text of the file) and CSV files."""
    for name, content in {"accounts": ACCOUNTS, **files}.items():
        path = folder / f"{name.replace('__', '/')}.csv"
        if content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    (folder / "stripe").mkdir(exist_ok=True)
    for name, content in stripe.items():
        path = folder / "stripe" / (name if "." in name else f"{name}.json")
        text = content if isinstance(content, str) else json.dumps(page(content))
        path.write_text(text, encoding="utf-8")
    return read_book(folder)


def page(objects: list[dict[str, Any]], *, more: bool = False) -> dict[str, Any]:
    return {"object": "list", "has_more": more, "url": "/v1/things", "data": objects}


def reasons(found: Book) -> list[str]:
    return [f"{each.file} {each.row}: {each.reason}" for each in found.quarantine]


CUSTOMER = {"id": "cus_N", "object": "customer", "metadata": {"account_id": "NORTH"}}
MONITOR = {
    "id": "prod_M",
    "object": "product",
    "name": "Cold chain monitor",
    "unit_label": "sensor",
}


def price(**changes: Any) -> dict[str, Any]:
    """£9.50 a sensor and month, unless changed."""
    return {
        "id": "price_M",
        "object": "price",
        "currency": "gbp",
        "product": "prod_M",
        "type": "recurring",
        "billing_scheme": "per_unit",
        "unit_amount": 950,
        "unit_amount_decimal": "950",
        "tiers_mode": None,
        "transform_quantity": None,
        "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
    } | changes


def item(**changes: Any) -> dict[str, Any]:
    return {
        "id": "si_M",
        "object": "subscription_item",
        "price": price(),
        "quantity": 12,
        "current_period_start": at("2026-10-01"),
        "current_period_end": at("2026-11-01"),
    } | changes


def subscription(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Twelve sensors since January 2026, unless changed."""
    return {
        "id": "sub_M",
        "object": "subscription",
        "customer": "cus_N",
        "status": "active",
        "currency": "gbp",
        "created": at("2026-01-01"),
        "start_date": at("2026-01-01"),
        "items": page(list(items) or [item()]),
    } | changes


def line(**changes: Any) -> dict[str, Any]:
    """Twelve sensors for July 2026: £114.00."""
    return {
        "id": "il_1",
        "object": "line_item",
        "amount": 11400,
        "currency": "gbp",
        "description": "12 × Cold chain monitor",
        "quantity": 12,
        "period": {"start": at("2026-07-01"), "end": at("2026-08-01")},
        "discount_amounts": [],
        "parent": {
            "type": "subscription_item_details",
            "subscription_item_details": {
                "subscription": "sub_M",
                "subscription_item": "si_M",
                "proration": False,
            },
        },
        "pricing": {
            "type": "price_details",
            "price_details": {"price": "price_M", "product": "prod_M"},
            "unit_amount_decimal": "950",
        },
        "taxes": [],
    } | changes


def added(**changes: Any) -> dict[str, Any]:
    """An invoice item: a line that no subscription made."""
    details = {"invoice_item": "ii_1", "proration": False, "subscription": None}
    parent = {"type": "invoice_item_details", "invoice_item_details": details}
    return line(parent=parent, pricing=None, quantity=1) | changes


def invoice(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The invoice of 1 July 2026, paid."""
    every = list(lines) or [line()]
    amounts = [each["amount"] for each in every if isinstance(each.get("amount"), int)]
    return {
        "id": "in_7",
        "object": "invoice",
        "number": "INV-7",
        "customer": "cus_N",
        "status": "paid",
        "currency": "gbp",
        "created": at("2026-07-01"),
        "effective_at": at("2026-07-01", "01:04"),
        "due_date": at("2026-07-31"),
        "total": sum(amounts),
        "subtotal": sum(amounts),
        "lines": page(every),
    } | changes


def credit_note(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """£9.50 of the July invoice, given back on 5 August."""
    every = list(lines) or [
        {
            "id": "cnli_1",
            "object": "credit_note_line_item",
            "type": "invoice_line_item",
            "invoice_line_item": "il_1",
            "amount": 950,
            "discount_amount": 0,
            "quantity": 1,
            "description": "one sensor out of order",
            "taxes": [],
        }
    ]
    return {
        "id": "cn_1",
        "object": "credit_note",
        "number": "INV-7-CN-01",
        "customer": "cus_N",
        "invoice": "in_7",
        "status": "issued",
        "currency": "gbp",
        "created": at("2026-08-05"),
        "total": sum(each["amount"] for each in every),
        "lines": page(every),
    } | changes


BASE: dict[str, Any] = {"customers": [CUSTOMER], "products": [MONITOR], "prices": [price()]}
