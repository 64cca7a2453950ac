"""Prices of one document that contradict each other: of one thing, at one time, two amounts.

Two rows or sentences under one heading then differ in something that was not read (a condition, a
size, a place), and neither can be billed by its name alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.readers.reading import Draft
from terms.price import Price, Quantity

_LEAST = "another price of the product has a least charge; whether this one has it was not read"
_WHY = "the same product has another amount elsewhere in the document; what tells them apart was not read"


def at_odds(drafts: Sequence[Draft]) -> dict[int, str]:
    """The index of each draft that another draft contradicts, with the reason."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, draft in enumerate(drafts):
        if key := _key(draft):
            groups[key].append(at)
    odd = {
        at: _WHY
        for members in groups.values()
        for at in members
        if any(_contradict(drafts[at], drafts[other]) for other in members if other != at)
    }
    return odd | _without_their_bound(drafts)


def _without_their_bound(drafts: Sequence[Draft]) -> dict[int, str]:
    """The prices of a product without the least charge that another price of it has."""
    prices = [(at, d.term) for at, d in enumerate(drafts) if isinstance(d.term, Price)]
    bounded = {price.product for _, price in prices if price.minimum_charge is not None}
    return {
        at: _LEAST
        for at, price in prices
        if price.product in bounded and price.minimum_charge is None and price.interval is None
    }


def _key(draft: Draft) -> tuple[object, ...] | None:
    """What makes two prices, or two numbers, be of the same thing."""
    term = draft.term
    if isinstance(term, Price) and term.product and term.status == "stated" and not term.doubtful:
        return ("price", term.product.lower(), term.unit, term.interval, bool(term.tiers))
    if isinstance(term, Quantity) and term.product and term.change == "set":
        return ("quantity", term.product.lower(), term.unit)
    return None


def _contradict(one: Draft, other: Draft) -> bool:
    first, second = one.term, other.term
    if first.effective_from != second.effective_from:
        return False
    if isinstance(first, Price) and isinstance(second, Price):
        return _amounts(first) != _amounts(second) and first.interval != "one_time"
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return first.quantity != second.quantity
    return False


def _amounts(price: Price) -> tuple[object, ...]:
    return (price.unit_amount, price.flat_amount, price.percent, price.tiers)
