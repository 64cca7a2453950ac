"""stacked_discount: two discounts were given where one was allowed.

Seen in the data: the bill equals the period rated with a further discount of the contract that was
not owed beside the one that was. Proven by: the discount clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.adjustment import Discount


@cause("stacked_discount", 75)
def stacked_discount(suspect: Suspect) -> Iterator[Candidate]:
    """Each discount of the product, on top of those owed."""
    discounts = suspect.comparison.rater.discounts.of(suspect.compared.product)
    if len(discounts) < 2:
        return
    for placed, term in discounts:
        others = tuple(other for other, _ in discounts if other is not placed)
        yield Candidate(
            "stacked_discount",
            Supposed(suspect, _beside(term)),
            "a second discount was given beside the one allowed",
            (placed, *others),
            changed="discount_percent",
        )


def _beside(term: Discount) -> Callable[[ComparedCell], WhatIf | None]:
    def where_one_is_owed(cell: ComparedCell) -> WhatIf | None:
        owed = any(line.kind == "discount" for line in cell.rated.lines)
        return WhatIf(discount=term) if owed else None

    return where_one_is_owed
