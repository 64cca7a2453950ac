"""Parts of one period that were billed at just the price of the whole: two halves of a month, 50.00 each.

How a fee is split over its parts is no contract's matter. By days the first 15 of 31 would cost 48.39;
where the parts together are the whole and come to its price, nothing is wrong with any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from billing.catalog import Product
from billing.comparison_cells import ComparedCell
from billing.pricing.charge import shown
from billing.rated import RatedLine
from billing.rating import Rater
from billing.whole_months import months_in, months_of
from terms.period import Period

MOST_PARTS = 5
"""Weeks of a month."""


def settle_parts(cells: Sequence[ComparedCell], product: Product, rater: Rater) -> None:
    """Take billed parts as agreed where their sum is to the cent the price of the whole."""
    for several in _wholes(cells):
        whole = Period(several[0].period.start, several[-1].period.end)
        agreed = rater.rate(product, whole)
        billed = sum((cell.billed for cell in several), Decimal(0))
        if not agreed.known or agreed.amount != billed:
            continue
        for cell in several:
            amount = -cell.difference
            line = RatedLine(amount, f"{shown(amount)} as part of {shown(billed)} for {whole}")
            lines = (*cell.rated.lines, line)
            cell.rated = replace(cell.rated, amount=cell.billed, lines=lines)


def _wholes(cells: Sequence[ComparedCell]) -> Iterator[list[ComparedCell]]:
    """Adjacent billed cells that together are one interval of their price, and of which some differ."""
    at = 0
    while at < len(cells):
        found = _from(cells[at : at + MOST_PARTS])
        if any(cell.difference for cell in found):
            yield found
        at += max(len(found), 1)


def _from(cells: Sequence[ComparedCell]) -> list[ComparedCell]:
    """The first cells that make up a whole interval, two or more; none where they do not."""
    found: list[ComparedCell] = []
    for cell in cells:
        apart = bool(found) and found[-1].period.end != cell.period.start
        if apart or not cell.rated.known or not cell.cell.main:
            return []
        found.append(cell)
        months = months_of(found[0].rated.price)
        if months and months_in(Period(found[0].period.start, cell.period.end)) == months:
            return found if len(found) > 1 else []
    return []
