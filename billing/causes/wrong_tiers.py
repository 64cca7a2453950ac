"""wrong_tiers: a tier table typed in wrong: other bounds or other rates than the contract's.

Seen in the data: re-rating with the configured table gives the bill. Proven by: the tier table.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Predict, Suspect, cause
from billing.comparison import ComparedCell
from billing.facts import SubscriptionItem
from billing.rated import WhatIf


@cause("wrong_tiers", 100)
def wrong_tiers(suspect: Suspect) -> Iterator[Candidate]:
    """The tiers of each billing item that was active in a differing period."""
    items: dict[str, SubscriptionItem] = {}
    for cell in suspect.cells:
        item = suspect.item_on(cell.period.start)
        price = cell.rated.price
        if item and item.tiers and price and price.tiers and item.tiers != price.tiers:
            items[item.item_id] = item
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    for item in items.values():
        yield Candidate(
            "wrong_tiers",
            _predict(suspect, item),
            f"the tiers of item {item.item_id} were used",
            terms,
            changed="tiers",
        )


def _predict(suspect: Suspect, item: SubscriptionItem) -> Predict:
    def predict(cell: ComparedCell) -> Decimal | None:
        return suspect.rate(cell, WhatIf(fields={"tiers": item.tiers}))

    return predict
