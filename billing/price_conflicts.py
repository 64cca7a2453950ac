"""Two prices of one product on one day, of which no paper says which is meant: nobody has decided.

Of several terms in force the later document wins, and within it the later step. Where neither is
later, to take one of them would be a guess.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.catalog import UNRATED, Product, has_amount, same_amounts
from billing.pricing.charge import shown
from billing.pricing.models import model_of
from billing.whole_months import months_of
from terms.price import Price
from terms.timeline import Placed, takes_effect

_ALIKE = (
    *("included_quantity", "package_size", "percent", "percent_of", "tiers", "includes"),
    *("minimum_charge", "maximum_charge", "accumulates_over"),
)


def conflict(product: Product, day: date) -> str | None:
    """Why the price of a day is not settled, in words; None where it is."""
    found = product.price_on(day)
    if found is None:
        return None
    winner, price = found
    for placed, other in product.prices:
        rated = other.status not in UNRATED and has_amount(other)
        if placed is winner or placed.start != winner.start or not rated:
            continue
        if placed.in_force(day, product.name) and (
            words := _between(product, (winner, price), (placed, other))
        ):
            return words
    return None


def _between(
    product: Product, one: tuple[Placed, Price], other: tuple[Placed, Price]
) -> str | None:
    (winner, price), (placed, second) = one, other
    paper = winner.document
    if placed.document.file == paper.file:
        if _say_the_same(price, second):
            return None
        return (
            f"{paper.file} states two prices of {product.name}, {_told(second)}, and {_told(price)}, "
            "from one day, and no clause that was read says which applies"
        )
    if takes_effect(placed.document) != takes_effect(paper) or same_amounts(price, second):
        return None
    return (
        f"{paper.file} and {placed.document.file} take effect on one day and price {product.name} "
        "differently, and no clause that was read says which prevails"
    )


def _say_the_same(one: Price, other: Price) -> bool:
    """Whether two prices of one paper come to the same: 500.00 a month and 6,000.00 a year do."""
    if one.currency and other.currency and one.currency != other.currency:
        return False
    if model_of(one) != model_of(other):
        return False
    if any(getattr(one, name) != getattr(other, name) for name in _ALIKE):
        return False
    months, others = months_of(one) or 1, months_of(other) or 1
    if one.interval is None or other.interval is None:
        months = others = 1
    elif not (months_of(one) and months_of(other)) and one.interval != other.interval:
        return False
    return same_amounts(_over(one, others), _over(other, months))


def _over(price: Price, months: int) -> Price:
    """The price of so many of its intervals; what has no interval of months keeps its amounts."""
    amounts = {
        name: amount * Decimal(months)
        for name in ("unit_amount", "flat_amount")
        if (amount := getattr(price, name)) is not None
    }
    return price.model_copy(update={"model": model_of(price), **amounts})


def _told(price: Price) -> str:
    amount = price.unit_amount if price.unit_amount is not None else price.flat_amount
    if amount is None:
        return "one by tiers" if price.tiers else "one of another kind"
    per = " and ".join(each for each in (price.unit, price.interval) if each)
    return f"{price.currency or ''} {shown(amount)}{f' per {per}' if per else ''}".strip()
