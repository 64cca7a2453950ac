"""A case as a YAML file: clauses, configuration, invoices, usage, and the findings they must give.

Invoices are written as series: one line a period from `from` to `until`, dated on the period's last
day (arrears) or first day (advance), due thirty days later. Everything else is as in FORMATS.md.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from billing.facts import Account, AccountFacts, InvoiceLine, SubscriptionItem, UsageEvent
from billing.policy import Policy
from terms.contract import ContractDocument, Extraction, term
from terms.period import MONTHS_OF, Period, stepped
from terms.price import Tier


def load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def contract(case: dict[str, Any]) -> Extraction:
    return Extraction(documents=tuple(_document(d) for d in case["documents"]))


def _document(data: dict[str, Any]) -> ContractDocument:
    file = data["file"]
    terms = []
    for number, row in enumerate(data.get("terms", ())):
        section = row.pop("section", str(number + 1))
        quote = row.pop("quote", row["type"])
        for links in ("replaces", "overrides", "reads_with"):
            row[links] = [{"file": link.get("file", file), **link} for link in row.get(links, ())]
        citation = {"file": file, "page": 1, "section": section, "quote": quote, "match": "exact"}
        terms.append(term({"id": f"{file}#{number}", **row, "citations": [citation]}))
    header = {key: value for key, value in data.items() if key != "terms"}
    return ContractDocument(**header, terms=tuple(terms))


def facts(case: dict[str, Any]) -> AccountFacts:
    account = case["account"]
    return AccountFacts(
        account=Account("ACC", "The customer", account["currency"], account.get("timezone", "UTC")),
        items=tuple(_item(i, row, account) for i, row in enumerate(case.get("items", ()))),
        lines=tuple(line for row in case.get("invoices", ()) for line in _lines(row, account)),
        usage=tuple(_event(row) for row in case.get("usage", ())),
        aliases={name: tuple(billed) for name, billed in case.get("aliases", {}).items()},
        indices={
            name: {month: Decimal(value) for month, value in series.items()}
            for name, series in case.get("indices", {}).items()
        },
        policy=Policy(**case.get("policy", {})),
    )


def _item(number: int, row: dict[str, Any], account: dict[str, Any]) -> SubscriptionItem:
    values: dict[str, Any] = {field.name: None for field in fields(SubscriptionItem)}
    values |= {
        "account_id": "ACC",
        "subscription_id": "sub",
        "item_id": f"item-{number + 1}",
        "currency": account["currency"],
        "interval": "month",
        "interval_count": 1,
    }
    values |= row
    values["tiers"] = tuple(Tier(**tier) for tier in row.get("tiers", ()))
    for name in (
        "unit_amount", "flat_amount", "quantity", "included_quantity", "package_size",
        "minimum_amount", "discount_percent", "discount_amount",
    ):  # fmt: skip
        if values[name] is not None:
            values[name] = Decimal(str(values[name]))
    return SubscriptionItem(**values)


def _lines(row: dict[str, Any], account: dict[str, Any]) -> list[InvoiceLine]:
    every = row.get("every")
    if every is None:
        periods = [Period(row["from"], row["until"])]
    else:
        periods = list(stepped(row["from"], MONTHS_OF[every], row["until"]))
    return [_line(row, period, account) for period in periods]


def _line(row: dict[str, Any], period: Period, account: dict[str, Any]) -> InvoiceLine:
    day: date = row.get("dated") or (
        period.start if row.get("billed") == "advance" else period.last_day
    )
    invoice = row.get("invoice") or f"INV-{day:%Y%m%d}"
    kind = row.get("kind", "charge")
    quantity = row.get("quantity")
    unit_amount = row.get("unit_amount")
    return InvoiceLine(
        account_id="ACC",
        invoice_id=invoice,
        invoice_date=day,
        due_date=row.get("due") or day + timedelta(days=30),
        status=row.get("status", "paid"),
        line_id=f"{invoice}/{row['product']}/{kind}/{period.start}",
        product=row["product"],
        kind=kind,
        description=row.get("description", row["product"]),
        period_start=None if row.get("undated") else period.start,
        period_end=None if row.get("undated") else period.end,
        quantity=None if quantity is None else Decimal(str(quantity)),
        unit=row.get("unit"),
        unit_amount=None if unit_amount is None else Decimal(str(unit_amount)),
        amount=Decimal(str(row["amount"])),
        currency=row.get("currency", account["currency"]),
    )


def _event(row: dict[str, Any]) -> UsageEvent:
    return UsageEvent(
        account_id="ACC",
        product=row["product"],
        at=row["at"],
        quantity=Decimal(str(row["quantity"])),
        unit=row.get("unit"),
        event_id=row.get("event_id"),
    )


def as_events(facts: AccountFacts) -> AccountFacts:
    """The same facts with each row of usage a single event."""
    usage = tuple(
        replace(event, event_id=f"event-{number}") for number, event in enumerate(facts.usage)
    )
    return replace(facts, usage=usage)
