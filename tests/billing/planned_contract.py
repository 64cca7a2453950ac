"""The contract that states a plan: an order form, an amendment and a renewal order, as terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import case_file
from plain_biller import VISIT, tier_terms
from plan import TIERED, Plan, Thing

from terms.contract import Extraction


def contract(plan: Plan) -> Extraction:
    """Order form, amendment and renewal order of a plan, those that it needs."""
    later = [row for thing in plan.things for row in number_terms(thing)[1:]]
    renewal = [new_price_term(plan, thing) for thing in plan.things if thing.new_price]
    documents: list[dict[str, Any]] = [
        {
            "file": "order.pdf",
            "kind": "order_form",
            "term_start": plan.start,
            "terms": [
                *(row for thing in plan.things for row in thing_terms(plan, thing)),
                *general_terms(plan),
            ],
        }
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


def thing_terms(plan: Plan, thing: Thing) -> list[dict[str, Any]]:
    """What the order form says of one product."""
    rows = [price_term(plan, thing), *number_terms(thing)[:1]]
    if thing.discount:
        rows.append(
            {
                "type": "discount",
                "product": thing.name,
                "percent": str(thing.discount),
                "effective_to": thing.discount_until,
                "section": "Discount",
            }
        )
    if thing.unit_size:
        rows.append(
            {"type": "metering", "product": thing.name, "unit_size": str(thing.unit_size)}
            | {"base_unit": "byte", "section": "Units"}
        )
    return rows


def general_terms(plan: Plan) -> list[dict[str, Any]]:
    """What the order form says of the whole agreement."""
    rows: list[dict[str, Any]] = [
        {"type": "proration", "method": plan.proration, "section": "Partial months"},
        {"type": "metering", "timezone": plan.zone, "section": "Metering"},
    ]
    rows += [
        {"type": "lookback", "direction": direction, "length": 10, "unit": "year"}
        | {"counted_from": "invoice_date", "section": "Errors"}
        for direction in ("underbilling", "overbilling")
    ]
    if plan.raise_term:
        rows.append(plan.raise_term | {"type": "escalation", "section": "Increase"})
    if plan.one_time:
        rows.append(
            {"type": "price", "product": VISIT, "model": "flat", "interval": "one_time"}
            | {"flat_amount": str(plan.one_time[1]), "effective_from": plan.one_time[0]}
            | {"section": "Visit"}
        )
    if plan.commitment:
        months, value = plan.commitment
        per = {1: "month", 3: "quarter", 12: "year"}[months]
        rows.append(
            {"type": "commitment", "measure": "amount", "value": str(value), "per": per}
            | {"shortfall": "billed", "section": "Minimum", "currency": plan.currency}
        )
    return rows


def number_terms(thing: Thing) -> list[dict[str, Any]]:
    """The contracted numbers: the first by the order form, each other by the amendment."""
    rows = []
    for number, (day, count) in enumerate(thing.seats):
        change = {"change": "set", "quantity": str(count)}
        if number and count > thing.seats[number - 1][1]:
            change = {"change": "add", "quantity": str(count - thing.seats[number - 1][1])}
        rows.append(
            {"type": "quantity", "product": thing.name, "section": "Numbers"}
            | {"effective_from": day, **change}
        )
    return rows


def new_price_term(plan: Plan, thing: Thing) -> dict[str, Any]:
    """The price that the renewal order states in place of the order form's."""
    assert thing.new_price is not None
    day, price = thing.new_price
    return price_term(plan, replace(thing, price=price)) | {
        "effective_from": day,
        "replaces": [{"file": "order.pdf", "section": f"Fees {thing.name}"}],
    }


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
