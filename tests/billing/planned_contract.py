"""The contract that states a plan: an order form, an amendment and a renewal order, as terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import case_file
from plain_biller import tier_terms
from plan import TIERED, Plan, Thing

from terms.contract import Extraction


def contract(plan: Plan) -> Extraction:
    terms: list[dict[str, Any]] = []
    renewal: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    for thing in plan.things:
        terms.append(price_term(plan, thing))
        if thing.new_price:
            day, price = thing.new_price
            renewal.append(
                price_term(plan, replace(thing, price=price))
                | {
                    "effective_from": day,
                    "replaces": [{"file": "order.pdf", "section": f"Fees {thing.name}"}],
                }
            )
        for number, (day, count) in enumerate(thing.seats):
            change = {"effective_from": day, "change": "set", "quantity": str(count)}
            if number and count > thing.seats[number - 1][1]:
                change |= {"change": "add", "quantity": str(count - thing.seats[number - 1][1])}
            row = {"type": "quantity", "product": thing.name, "section": "Numbers", **change}
            (later if number else terms).append(row)
        if thing.discount:
            terms.append(
                {
                    "type": "discount",
                    "product": thing.name,
                    "percent": str(thing.discount),
                    "effective_to": thing.discount_until,
                    "section": "Discount",
                }
            )
    if plan.raise_term:
        terms.append(plan.raise_term | {"type": "escalation", "section": "Increase"})
    if plan.commitment:
        months, value = plan.commitment
        per = {1: "month", 3: "quarter", 12: "year"}[months]
        terms.append(
            {"type": "commitment", "measure": "amount", "value": str(value), "per": per}
            | {"shortfall": "billed", "section": "Minimum", "currency": plan.currency}
        )
    terms.append({"type": "proration", "method": plan.proration, "section": "Partial months"})
    terms.append({"type": "metering", "timezone": plan.zone, "section": "Metering"})
    for thing in plan.things:
        if thing.unit_size:
            terms.append(
                {"type": "metering", "product": thing.name, "unit_size": str(thing.unit_size)}
                | {"base_unit": "byte", "section": "Units"}
            )
    for direction in ("underbilling", "overbilling"):
        terms.append(
            {"type": "lookback", "direction": direction, "length": 10, "unit": "year"}
            | {"counted_from": "invoice_date", "section": "Errors"}
        )
    documents: list[dict[str, Any]] = [
        {"file": "order.pdf", "kind": "order_form", "term_start": plan.start, "terms": terms}
    ]
    if later:
        day = min(row["effective_from"] for row in later)
        documents.append(
            {"file": "amendment.pdf", "kind": "amendment", "effective_date": day, "terms": later}
        )
    if renewal:
        day = renewal[0]["effective_from"]
        documents.append(
            {"file": "renewal.pdf", "kind": "renewal", "term_start": day, "terms": renewal}
        )
    return case_file.contract({"documents": documents})


def price_term(plan: Plan, thing: Thing) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "price",
        "product": thing.name,
        "currency": plan.currency,
        "interval": "month",
        "section": f"Fees {thing.name}",
        "model": {"usage": "per_unit", "seats": "per_unit"}.get(thing.model, thing.model),
    }
    if thing.model == "flat":
        row["flat_amount"] = str(thing.price)
    elif thing.model == "percentage":
        row["percent"] = str(thing.price)
        row["includes"] = [t.name for t in plan.things if t.model != "percentage"]
        row["minimum_charge"] = str(thing.minimum) if thing.minimum else None
    elif thing.model in TIERED:
        row["tiers"] = [tier.model_dump(mode="json") for tier in tier_terms(thing)]
    else:
        row["unit_amount"] = str(thing.price)
    if thing.model in {"usage", "package"}:
        row["included_quantity"] = str(thing.included)
        row["billing"] = "arrears"
    if thing.model == "package":
        row["package_size"] = str(thing.package)
    return row
