"""unbilled_product: a priced item has no invoice line at all, or a period was skipped.

Seen in the data: periods without a line for something the contract prices and this customer has.
Proven by: the price schedule or the amendment that added it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf


@cause("unbilled_product", 48)
def unbilled_product(suspect: Suspect) -> Iterator[Candidate]:
    """Nothing was billed. A product that no billing record knows may not have been delivered."""
    known = suspect.comparison.matching.names_of(suspect.compared.product)
    doubts = (
        ()
        if known
        else (
            (
                "no billing item, invoice or usage names this product: "
                "confirm that it was delivered before anything is invoiced"
            ),
        )
    )
    doubts = (*doubts, *_paused(suspect))
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms))
    yield Candidate(
        "unbilled_product", no_line, "the product was not billed", terms, "item", doubts
    )
    charged = suspect.comparison.catalog.on_product
    levied = tuple(placed for placed, _, of in charged if of is suspect.compared.product)
    if levied:
        yield Candidate(
            "unbilled_product",
            Supposed(suspect, WhatIf(no_surcharge=True)),
            "the surcharge was left out",
            levied,
        )


def _paused(suspect: Suspect) -> Iterator[str]:
    """That the product's configuration ended before the unbilled periods, and began anew after them."""
    matching, product = suspect.comparison.matching, suspect.compared.product
    items = [i for i in suspect.comparison.facts.items if matching.product_of(i.product) is product]
    empty = [cell.period for cell in suspect.cells if not cell.cell.lines]
    ended = empty and any(i.end is not None and i.end <= empty[0].start for i in items)
    anew = empty and any(i.start is not None and i.start >= empty[-1].end for i in items)
    if ended and anew and not any(suspect.item_on(period.start) for period in empty):
        yield "billing was set up to pause in these periods: ask the account's manager who agreed to it"


def no_line(cell: ComparedCell) -> Decimal | None:
    """Zero for a period without any line and something to bill; None otherwise."""
    return Decimal(0) if not cell.cell.lines and cell.expected > 0 else None
