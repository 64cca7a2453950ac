"""Periods that differ from their bill, seen through every usual reading of what the contract leaves open.

A bill that one of them gives is right: silence is no licence to claim. Where none does, the period
keeps all of its amounts, and what is claimed of it is a range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from billing.catalog import Product
from billing.comparison_cells import ComparedCell
from billing.rating import Rater
from billing.readings import readings, settled_by_policy


def read_openly(cells: Sequence[ComparedCell], rater: Rater, product: Product) -> None:
    """Agree to what a usual reading gives; note the amounts of the others where none does."""
    for cell in cells:
        if cell.rated.known and cell.difference != 0:
            _read(cell, rater, product)
    in_full = [each for each in cells if each.taken and each.taken.conventions.proration != "daily"]
    for cell in cells:
        if cell.cell.rest and cell.difference != 0 and any(_adjoin(cell, each) for each in in_full):
            _paid_with_the_other_part(cell)


def _read(cell: ComparedCell, rater: Rater, product: Product) -> None:
    found = readings(rater, product, cell.period, cell.rated, begun=cell.cell.rest)
    for reading in found[1:]:
        if reading.amount == cell.billed:
            settled = f"the contract leaves it open, and it was billed {reading.words}"
            cell.rated = replace(reading.rated, settled=settled)
            cell.taken = reading
            return
    cell.rated = settled_by_policy(rater, product, cell.period, cell.rated)
    cell.readings = tuple(found) if len(found) > 1 else ()


def _adjoin(one: ComparedCell, other: ComparedCell) -> bool:
    return one.period.end == other.period.start or other.period.end == one.period.start


def _paid_with_the_other_part(cell: ComparedCell) -> None:
    settled = "the contract leaves it open, and the other part of the period was billed in full"
    cell.rated = replace(cell.rated, amount=Decimal(0), lines=(), settled=settled)
    cell.readings = ()
