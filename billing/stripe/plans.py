"""A plan (before prices, 2020) in the shape of a price."""

from __future__ import annotations

from typing import Any


def as_price(plan: dict[str, Any]) -> dict[str, Any]:
    """The same amounts under the names that a price gives them."""
    price = {name: plan[name] for name in _SAME if name in plan}
    price["unit_amount"] = plan.get("amount")
    price["unit_amount_decimal"] = plan.get("amount_decimal")
    price["transform_quantity"] = plan.get("transform_usage")
    price["type"] = "recurring"
    price["nickname"] = plan.get("nickname") or plan.get("name")
    price["recurring"] = {
        name: plan[name]
        for name in ("interval", "interval_count", "usage_type", "meter")
        if plan.get(name) is not None
    }
    return price


_SAME = ("id", "currency", "product", "billing_scheme", "tiers", "tiers_mode", "metadata")
