"""What to change in the billing configuration so that a leak stops."""

from __future__ import annotations

import json
from decimal import Decimal

from billing.catalog import Product
from billing.causes import Candidate
from billing.comparison import Comparison
from billing.facts import SubscriptionItem
from billing.finding import ConfigChange
from terms.money import plain
from terms.price import Price, Tier


def config_change(
    comparison: Comparison, product: Product, candidate: Candidate
) -> ConfigChange | None:
    """The field of the product's current item that is wrong, from and to; None where none is."""
    if candidate.changed is None:
        return None
    item = _current(comparison, product)
    now = comparison.rater.price_at(product, comparison.as_of)
    price = None if isinstance(now, str) else now[1]
    if candidate.changed == "item" or item is None:
        note = f"add an item for {product.name}"
        return ConfigChange(field="item", new=_amount(price), note=note)
    field = candidate.changed
    if field == "amount":
        field = (
            "unit_amount" if price is not None and price.unit_amount is not None else "flat_amount"
        )
        if price is not None and price.tiers:
            field = "tiers"
    old, new = _value(item, field), _agreed(comparison, product, price, field)
    if old == new:
        return None
    return ConfigChange(item_id=item.item_id, field=field, old=old, new=new)


def _current(comparison: Comparison, product: Product) -> SubscriptionItem | None:
    """The product's item that is active, else the one that ended last."""
    items = [
        item
        for item in comparison.facts.items
        if comparison.matching.product_of(item.product) is product
    ]
    active = [item for item in items if item.end is None or item.end > comparison.as_of]
    ended = sorted(items, key=lambda item: (item.end is None, item.end))
    return active[-1] if active else (ended[-1] if ended else None)


def _amount(price: Price | None) -> str | None:
    if price is None:
        return None
    value = price.unit_amount if price.unit_amount is not None else price.flat_amount
    return None if value is None else plain(value)


def _value(item: SubscriptionItem, field: str) -> str | None:
    value = getattr(item, field, None)
    if field == "tiers":
        return _tiers(item.tiers) if item.tiers else None
    if isinstance(value, Decimal):
        return plain(value)
    return None if value is None else str(value)


def _agreed(
    comparison: Comparison, product: Product, price: Price | None, field: str
) -> str | None:
    """What the field should hold by the contract as of today."""
    if field == "quantity":
        contracted = comparison.rater.contracted(product).on(comparison.as_of)
        return plain(contracted[0]) if contracted else None
    if field in {"discount_end", "discount_percent", "end", "start"}:
        return None
    value = getattr(price, field, None) if price is not None else None
    if field == "tiers":
        return _tiers(value) if value else None
    return plain(value) if isinstance(value, Decimal) else value


def _tiers(tiers: tuple[Tier, ...]) -> str:
    return json.dumps([tier.model_dump(mode="json") for tier in tiers])
