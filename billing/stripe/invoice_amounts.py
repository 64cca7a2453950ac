"""What a Stripe line bills: its amount without tax, what discounts take off, and the invoice's tax.

All in minor units. `amount` is before discounts; with inclusive tax it contains the tax, which is taken out
of charge and discount in proportion, so that both together are the net amount to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from billing.stripe.invoice_objects import Invoice, Line, TaxAmount


@dataclass(frozen=True, slots=True)
class Amounts:
    """A line without tax: `net` before discounts, `off` what they take."""

    net: int
    off: int
    tax_within: bool


def amounts_of(line: Line, shared: int) -> Amounts:
    """The line's amounts; `shared` is its part of a discount that only the invoice states."""
    gross = line.amount or 0
    off = sum(each.amount or 0 for each in line.discount_amounts or ()) + shared
    tax = sum(each.amount or 0 for each in _taxes(line) if each.within)
    if not tax or gross == off:
        return Amounts(gross, off, tax_within=False)
    left = gross - off
    net = _rounded(Decimal(gross) * (left - tax) / left)
    return Amounts(net, net - (left - tax), tax_within=True)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _taxes(line: Line) -> list[TaxAmount]:
    return (line.taxes if line.taxes is not None else line.tax_amounts) or []


def tax_of(invoice: Invoice, lines: Iterable[Line]) -> int:
    """All tax of an invoice, exclusive and inclusive."""
    on_lines = sum(each.amount or 0 for line in lines for each in _taxes(line))
    return on_lines or sum(each.amount or 0 for each in _totals(invoice)) or invoice.tax or 0


def exclusive_tax(invoice: Invoice, lines: Iterable[Line]) -> int:
    """The tax that comes on top of the lines' amounts."""
    on_lines = [each for line in lines for each in _taxes(line)]
    stated = on_lines or _totals(invoice)
    if not stated:
        return invoice.tax or 0
    return sum(each.amount or 0 for each in stated if not each.within)


def _totals(invoice: Invoice) -> list[TaxAmount]:
    found = invoice.total_taxes if invoice.total_taxes is not None else invoice.total_tax_amounts
    return found or []


def shared_discount(invoice: Invoice, lines: list[Line]) -> dict[str, int]:
    """Line → its part of discounts that only the invoice states (before 2020), by amount.

    The parts are whole minor units; what rounding leaves goes to the largest line.
    """
    stated = sum(each.amount or 0 for each in invoice.total_discount_amounts or ())
    left = stated - sum(each.amount or 0 for line in lines for each in line.discount_amounts or ())
    bearing = [
        line
        for line in lines
        if (line.amount or 0) > 0 and not line.proration and line.discountable is not False
    ]
    whole = sum(line.amount or 0 for line in bearing)
    if left <= 0 or not whole:
        return {}
    parts = {line.id: _rounded(Decimal(left) * (line.amount or 0) / whole) for line in bearing}
    largest = max(bearing, key=lambda line: line.amount or 0)
    parts[largest.id] += left - sum(parts.values())
    return parts
