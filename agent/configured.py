"""A configured value in words: tiers stand in billing as JSON, which is no reading for people."""

from __future__ import annotations

import json
from typing import Any


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
