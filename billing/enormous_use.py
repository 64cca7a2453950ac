"""A period that is said to have been used beyond all others: more likely a slip than an amount to claim."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from billing.comparison_cells import ComparedCell
from billing.rated import Rated

BEYOND = 1000
"""So many times the median of the other periods."""

LEAST_PERIODS = 3
"""Other periods with use, without which nothing is known of what is usual."""


def set_apart(cells: Sequence[ComparedCell]) -> None:
    """Ask about a period whose use is beyond all others and was not billed so, in place of claiming it."""
    used = [cell for cell in cells if cell.rated.quantity_source == "usage" and cell.rated.quantity]
    for cell in used:
        others = [each.rated.quantity or 0 for each in used if each is not cell]
        if len(others) < LEAST_PERIODS or not cell.difference:
            continue
        most = median_low(others) * BEYOND
        if cell.rated.quantity is not None and cell.rated.quantity > most:
            cell.cell.unclear = (
                f"its use in {cell.period}, {cell.rated.quantity:,f}, is more than {BEYOND:,} times that of "
                "the other periods: check the usage first"
            )
            cell.rated = Rated(reason=cell.cell.unclear)
