"""quantity_mismatch: another quantity was billed than contracted or used, at the right price.

Seen in the data: the billed quantity at the contract's price gives the bill. Proven by: the contracted
number, the amendment that changed it, or the usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.timeline import Placed


@cause("quantity_mismatch", 135)
def quantity_mismatch(suspect: Suspect) -> Iterator[Candidate]:
    """Each period rated at the quantity that its own invoice line states.

    Where the agreed number changes within the period: that quantity throughout, or every number of
    the period off by as much as the first.
    """
    if not any(cell.rated.quantity_source in {"contract", "usage"} for cell in suspect.cells):
        return
    numbers = suspect.comparison.rater.contracted(suspect.compared.product)

    def throughout(cell: ComparedCell) -> WhatIf | None:
        if cell.rated.quantity_source == "contract" and len(numbers.over(cell.period)) == 1:
            return shifted(cell)
        quantity = _billed_quantity(cell)
        return None if quantity is None else WhatIf(quantity=quantity)

    def shifted(cell: ComparedCell) -> WhatIf | None:
        quantity = _billed_quantity(cell)
        if quantity is None or cell.rated.quantity is None or quantity == cell.rated.quantity:
            return None
        return WhatIf(quantity_shift=quantity - cell.rated.quantity)

    terms = _quantity_terms(suspect)
    for of in (throughout, shifted):
        yield Candidate(
            "quantity_mismatch",
            Supposed(suspect, of),
            "the quantity on the invoice was used, which is not the one that the contract and its "
            "usage give",
            terms,
            changed="quantity",
        )
        if all(len(numbers.over(cell.period)) < 2 for cell in suspect.cells):
            return


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
