"""wrong_unit_price: a price that no document ever held.

Seen in the data: the configured (or printed) unit price gives the bill. Proven by: the price clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.pricing.charge import shown
from billing.rated import WhatIf
from terms.escalation import Escalation

LEAST_ROUNDED = 100
"""From so many units on, cutting off the decimals of a raised price is a custom and no other price."""


@cause("wrong_unit_price", 180)
def wrong_unit_price(suspect: Suspect) -> Iterator[Candidate]:
    """Each amount that the configuration or an invoice line states in place of the contract's."""
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms))
    held = {
        value
        for _, price in suspect.compared.product.prices
        for value in (price.unit_amount, price.flat_amount, price.percent)
        if value is not None
    }
    stated: dict[tuple[str, Decimal], bool] = {}
    for cell in suspect.cells:
        for name, value, as_price in _stated(suspect, cell):
            stated[name, value] = stated.get((name, value), False) or as_price
    for (name, value), as_price in sorted(stated.items()):
        if value not in held:
            yield Candidate(
                "wrong_unit_price",
                Supposed(suspect, WhatIf(fields={name: value})),
                f"{shown(value)} was billed, a price that no document holds",
                terms,
                changed=name,
                doubts=tuple(_rounded(suspect, name, value)),
                circular=not as_price,
            )


def _rounded(suspect: Suspect, name: str, value: Decimal) -> Iterator[str]:
    """That a price is the contract's raised one in whole units, where no clause says how it is rounded."""
    for cell in suspect.cells:
        raises = [p.term for p in cell.rated.terms if isinstance(p.term, Escalation)]
        agreed = getattr(cell.rated.price, name, None)
        if agreed is None or not raises or any(term.rounding_to is not None for term in raises):
            continue
        if value % 1 == 0 and abs(agreed - value) < 1 and agreed >= LEAST_ROUNDED:
            yield (
                f"{shown(value)} is the raised price of {shown(agreed)} in whole units, and no clause says "
                "how it is rounded: ask the seller whether that was meant"
            )
            return


def _stated(suspect: Suspect, cell: ComparedCell) -> Iterator[tuple[str, Decimal, bool]]:
    """Field and value; and whether an item or a line gives it as a price, and not only as its amount."""
    price = cell.rated.price
    if price is None:
        return
    item = suspect.item_on(cell.period.start)
    for name in ("unit_amount", "flat_amount"):
        if getattr(price, name) is None:
            continue
        if item is not None and (value := getattr(item, name)) is not None:
            yield name, value, True
        for line in cell.cell.main:
            if line.unit_amount is not None:
                yield name, line.unit_amount, True
            elif name == "flat_amount":
                yield name, line.amount, False
