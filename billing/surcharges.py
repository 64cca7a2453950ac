"""Surcharges that are always due: on one product's charge, or as a product of their own on several.

A surcharge whose condition is words is not expected: nothing in the book says whether it was met. It is
told among the notes, so that a person can ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from billing.pricing.charge import Charge, shown
from terms.adjustment import Surcharge
from terms.price import Price
from terms.timeline import Agreement, Placed

OF_ALL = frozenset(
    {"charges", "fees", "all charges", "all fees", "the charges", "the invoice", "invoice"}
)
"""Bases that are everything else that is charged."""


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """A surcharge that is billed as a product of its own."""

    placed: Placed
    name: str
    price: Price


def always_due(term: Surcharge) -> bool:
    """Whether it has a size and depends on nothing."""
    return term.condition is None and (term.percent is not None or term.amount is not None)


def conditional(agreement: Agreement) -> Iterator[tuple[Placed, Surcharge]]:
    """Surcharges of which a person must say whether their condition was met."""
    for placed, term in agreement.of_type(Surcharge):
        if term.condition is not None and (term.percent is not None or term.amount is not None):
            yield placed, term


def own_product(
    placed: Placed, term: Surcharge, others: Sequence[str], known: Sequence[str]
) -> OwnProduct:
    """A surcharge as a price: a percentage of the products it names, or of all others.

    `others` are the recurring products of the contract, `known` those of them that `percent_of` means.
    """
    includes: tuple[str, ...] | None = None
    if term.percent is not None:
        everything = term.percent_of is None or term.percent_of.casefold().strip() in OF_ALL
        includes = term.includes or tuple(known) or (tuple(others) if everything else None)
    name = term.product or "Surcharge"
    price = Price(
        id=term.id,
        product=name,
        effective_from=term.effective_from,
        effective_to=term.effective_to,
        citations=term.citations,
        model="percentage" if term.percent is not None else "flat",
        percent=term.percent,
        percent_of=term.percent_of,
        includes=includes,
        excludes=term.excludes,
        flat_amount=term.amount if term.percent is None else None,
        currency=term.currency,
        interval="month",
    )
    return OwnProduct(placed, name, price)


def on_charge(term: Surcharge, charge: Charge) -> Charge:
    """What a surcharge adds to a product's charge."""
    if term.percent is not None:
        size = charge.amount * term.percent / 100
        return Charge(size, f"plus {shown(term.percent)}% of {shown(charge.amount)}")
    amount = term.amount or charge.amount * 0
    return Charge(amount, f"plus {shown(amount)}")
