"""quantity_mismatch: another quantity was billed than contracted or used, at the right price.

Seen in the data: the billed quantity at the contract's price gives the bill. Proven by: the contracted
number, the amendment that changed it, or the usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.timeline import Placed


@cause("quantity_mismatch", 135)
def quantity_mismatch(suspect: Suspect) -> Iterator[Candidate]:
    """Each period rated at the quantity that its own invoice line states.

    Where the agreed number changes within the period: every number of it, off by as much as the first.
    """
    if not any(cell.rated.quantity_source in {"contract", "usage"} for cell in suspect.cells):
        return

    def predict(cell: ComparedCell) -> Decimal | None:
        quantity = _billed_quantity(cell)
        if quantity is None:
            return None
        throughout = suspect.rate(cell, WhatIf(quantity=quantity))
        if cell.rated.quantity is None or throughout in {cell.billed, cell.cell.first_billed}:
            return throughout
        shift = quantity - cell.rated.quantity
        return suspect.rate(cell, WhatIf(quantity_shift=shift)) if shift else throughout

    yield Candidate(
        "quantity_mismatch",
        predict,
        "the quantity on the invoice was used, which is not the one that the contract and its usage give",
        _quantity_terms(suspect),
        changed="quantity",
    )


def _billed_quantity(cell: ComparedCell) -> Decimal | None:
    lines = [line for line in cell.cell.first_invoice if line.quantity is not None]
    main = [line for line in lines if line.kind in {"charge", "usage"}]
    return main[0].quantity if main else None


def _quantity_terms(suspect: Suspect) -> tuple[Placed, ...]:
    """The number in force in the differing periods first, then the price."""
    wanted = {
        id(found[1])
        for cell in suspect.cells
        if (
            found := suspect.comparison.rater.contracted(suspect.compared.product).on(
                cell.period.start
            )
        )
    }
    numbers = [
        placed
        for placed, term in suspect.comparison.catalog.quantities(suspect.compared.product)
        if id(term) in wanted
    ]
    prices = [p for cell in suspect.cells for p in cell.rated.terms[:1]]
    return tuple(dict.fromkeys((*reversed(numbers), *prices)))
