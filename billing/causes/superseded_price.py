"""superseded_price: billing kept the price of an earlier year, ramp step or document.

Seen in the data: the bill equals the period rated at another price that the contract once held.
Proven by: the order form, ramp step or amendment that states the price in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from billing.catalog import has_amount, same_amounts
from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.rated import WhatIf
from terms.price import Price


@cause("superseded_price", 60)
def superseded_price(suspect: Suspect) -> Iterator[Candidate]:
    """Every other price that a document ever gave the product, as it stood when it was left."""
    product = suspect.compared.product
    rater = suspect.comparison.rater
    seen: list[Price] = []
    for cell in suspect.cells:
        in_force = product.price_on(cell.period.start)
        if in_force is None:
            continue
        for placed, term in product.prices:
            if term is in_force[1] or not has_amount(term) or placed.start is None:
                continue
            if placed.start >= (in_force[0].start or placed.start):
                continue
            stale = [term]
            before = (in_force[0].start or cell.period.start) - timedelta(days=1)
            last = rater.price_at(product, before)
            if not isinstance(last, str):
                stale.append(last[1])
            for price in stale:
                if any(same_amounts(price, other) for other in seen):
                    continue
                seen.append(price)
                yield Candidate(
                    "superseded_price",
                    Supposed(suspect, WhatIf(price=price)),
                    f"the price of {placed.document.title or placed.document.file} "
                    f"was kept after {in_force[0].start}",
                    (in_force[0], placed),
                    changed="amount",
                )
