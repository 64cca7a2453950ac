"""unbilled_overage: usage above the included units was not billed, or too much was included.

Seen in the data: no line for units above those included, or the bill equals the period rated with
the configured allowance. Proven by: the included units and the overage price.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.pricing.charge import shown
from billing.rated import WhatIf


@cause("unbilled_overage", 40)
def unbilled_overage(suspect: Suspect) -> Iterator[Candidate]:
    """No overage line at all, or another allowance than the contract's."""
    metered = [
        cell
        for cell in suspect.cells
        if cell.rated.quantity_source == "usage"
        and cell.rated.price is not None
        and cell.rated.price.included_quantity
    ]
    if not metered:
        return
    terms = tuple(dict.fromkeys(p for cell in metered for p in cell.rated.terms))
    allowances = {
        item.included_quantity
        for cell in metered
        if (item := suspect.item_on(cell.period.start)) and item.included_quantity is not None
    }
    for allowance in sorted(allowances):
        yield Candidate(
            "unbilled_overage",
            Supposed(suspect, WhatIf(fields={"included_quantity": allowance})),
            f"{shown(allowance)} units were treated as included",
            terms,
            changed="included_quantity",
        )
    yield Candidate(
        "unbilled_overage", _no_line, "the units above those included were not billed", terms
    )


def _no_line(cell: ComparedCell) -> Decimal | None:
    return Decimal(0) if not cell.cell.lines and cell.expected > 0 else None
