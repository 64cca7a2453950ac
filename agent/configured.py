"""What billing has configured, in words: its fields by their names, its tiers not as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

_FIELDS = {
    "flat_amount": "the fixed price",
    "unit_amount": "the price of one unit",
    "tiers": "the price table",
    "quantity": "the quantity",
    "included_quantity": "the units included",
    "interval": "the billing interval",
    "model": "how the price works",
    "discount_percent": "the discount",
    "discount_end": "the end of the discount",
    "start": "the start",
    "end": "the end",
}


def change_in_words(change: Mapping[str, Any], amount: Callable[[str], str]) -> str:
    """'set the fixed price of Plan (billing item si_1) from $6,200.00 to $8,500.00'.

    `amount` writes a price; what else a field may hold stays as it is.
    """
    field, item, note = change["field"], change.get("item_id"), change.get("note")
    old, new = (_value(change.get(name), field, amount) for name in ("from", "to"))
    if field == "item":
        words = note or f"add an item for {change['product']}"
        return f"{words}, at {new}" if change.get("to") else words
    of = f"{change['product']} (billing item {item})" if item else change["product"]
    name = _FIELDS.get(field, str(field).replace("_", " "))
    behind = f" ({note})" if note else ""
    if not change.get("to"):
        stands = f"now {old}" if change.get("from") else "which is not set"
        return f"correct {name} of {of}, {stands}{behind}"
    return f"set {name} of {of} from {old} to {new}{behind}"


def _value(value: str | None, field: str, amount: Callable[[str], str]) -> str:
    if value and field in {"flat_amount", "unit_amount", "item"}:
        return amount(value)
    if value and field == "discount_percent":
        return f"{value}%"
    return in_words(value)


def in_words(value: str | None) -> str:
    """'up to 400000: 1.55 %; above: 1.25 %' for tiers; other values as they are; 'nothing' for none."""
    if not value:
        return "nothing"
    try:
        tiers = json.loads(value)
    except ValueError:
        return value
    if not isinstance(tiers, list) or not all(isinstance(tier, dict) for tier in tiers):
        return value
    return "; ".join(_tier(tier) for tier in tiers) or "nothing"


def _tier(tier: dict[str, Any]) -> str:
    upper = tier.get("up_to")
    reach = f"up to {upper}" if upper is not None else "above"
    prices = [
        f"{tier[name]}{unit}"
        for name, unit in (("unit_amount", " each"), ("flat_amount", " flat"), ("percent", " %"))
        if tier.get(name) is not None
    ]
    return f"{reach}: {' + '.join(prices) or 'no price'}"
