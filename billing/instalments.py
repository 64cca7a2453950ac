"""Instalments that cannot be equal to the cent: a yearly fee of 1,000.00 is not twelve times 83.33.

Which month carries the odd cents is not in any contract. Where a whole interval of the price was
billed at exactly its amount, and each instalment is within a few minor units of an equal one, what was
billed is what was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from billing.comparison_cells import ComparedCell
from billing.pricing.charge import NotPriceable
from billing.pricing.models import charge
from billing.rated import RatedLine
from billing.rhythm import Rhythm
from billing.whole_months import months_of, window
from terms.period import Period


def settle(cells: list[ComparedCell], rhythm: Rhythm | None, unit: Decimal) -> None:
    """Take the odd minor units of each wholly billed interval as agreed; `unit` is the minor unit."""
    if rhythm is None or all(cell.difference == 0 for cell in cells):
        return
    for several in _intervals(cells):
        count = len(several)
        price, quantity = several[0].rated.price, several[0].rated.quantity
        if price is None or count * rhythm.months != months_of(price):
            continue
        if any(cell.rated.price != price or cell.rated.quantity != quantity for cell in several):
            continue
        if any(abs(cell.difference) > count * unit for cell in several):
            continue
        try:
            whole = charge(price, quantity).amount
        except NotPriceable:
            continue
        if sum((cell.billed for cell in several), Decimal(0)) == whole:
            for cell in several:
                _agree(cell)


def _intervals(cells: list[ComparedCell]) -> Iterator[list[ComparedCell]]:
    """The cells of each interval of a price that is longer than they are."""
    found: dict[Period, list[ComparedCell]] = {}
    for cell in cells:
        rated = cell.rated
        months = months_of(rated.price)
        start = rated.terms[0].start if rated.terms else None
        if rated.known and months > 1 and start is not None and len(rated.lines) == 1:
            found.setdefault(window(start, months, cell.period.start), []).append(cell)
    yield from found.values()


def _agree(cell: ComparedCell) -> None:
    odd = cell.billed - cell.expected
    if odd:
        line = RatedLine(odd, "odd cents of equal instalments", "proration")
        cell.rated = replace(
            cell.rated, amount=cell.rated.amount + odd, lines=(*cell.rated.lines, line)
        )
