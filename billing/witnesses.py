"""What the bill and its configuration themselves show of a mistake: a printed quantity, a price, a tier mode.

A mistake that is shown needs no inference: somebody wrote the wrong value down. One that only makes
the arithmetic come out may be chance, above all where several are supposed at once.
"""

from __future__ import annotations

from decimal import Decimal

from billing.causes import Afterwards, Candidate, Supposed, Suspect
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.adjustment import Discount
from terms.price import Price

PRICED = ("unit_amount", "flat_amount", "tiers", "model", "included_quantity")


def shown(candidate: Candidate, cell: ComparedCell) -> bool:
    """Whether a line of the period, or the item that billed it, states the value that is supposed."""
    predict = candidate.predict
    if not isinstance(predict, Supposed):
        return isinstance(predict, Afterwards)
    what_if = predict.what_if(cell)
    return what_if is not None and _states(predict.suspect, cell, what_if)


def _states(suspect: Suspect, cell: ComparedCell, what_if: WhatIf) -> bool:
    if what_if.quantity is not None or what_if.quantity_shift:
        return True
    if what_if.discount is not None:
        return _discount_shown(suspect, cell, what_if.discount)
    rated = suspect.rated(cell, what_if)
    if what_if.timezone is not None or what_if.unit_size is not None:
        printed = {line.quantity for line in cell.cell.main} - {None, cell.rated.quantity}
        return rated.quantity in printed
    if rated.price is None or not (what_if.of_price or what_if.fields):
        return False
    return _price_shown(suspect, cell, rated.price)


def _price_shown(suspect: Suspect, cell: ComparedCell, supposed: Price) -> bool:
    """Whether a value in which the supposed price differs from the agreed one is written down."""
    agreed = cell.rated.price
    item = suspect.item_on(cell.period.start)
    for name in PRICED:
        value = getattr(supposed, name)
        if agreed is None or not value or value == getattr(agreed, name):
            continue
        if item is not None and getattr(item, name) == value:
            return True
        if name in {"unit_amount", "flat_amount"} and value in _printed_amounts(cell):
            return True
    return False


def _printed_amounts(cell: ComparedCell) -> set[Decimal]:
    """Unit prices that the lines print. A line's whole amount is no witness: it is what is explained."""
    return {line.unit_amount for line in cell.cell.main if line.unit_amount is not None}


def _discount_shown(suspect: Suspect, cell: ComparedCell, given: Discount) -> bool:
    item = suspect.item_on(cell.period.start)
    if item is not None and given.percent is not None and item.discount_percent == given.percent:
        return True
    if item is not None and given.amount is not None and item.discount_amount == given.amount:
        return True
    return any(line.kind == "discount" for line in cell.cell.lines)
