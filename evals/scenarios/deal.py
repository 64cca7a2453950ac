"""What two parties agreed, in plain numbers; or what the biller believes they agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from terms.period import add_months

Model = Literal["flat", "seats", "usage", "graduated", "volume"]
METERED = ("usage", "graduated", "volume")

Span = tuple[date, date]
"""First day, and the first day after."""


@dataclass(frozen=True, slots=True)
class Product:
    """One thing that is sold."""

    name: str
    model: Model
    price: Decimal
    """Of a period (flat), of a seat and period, or of a unit above the included ones."""
    unit: str = ""
    seats: tuple[tuple[date, int], ...] = ()
    included: int = 0
    tiers: tuple[tuple[int | None, Decimal], ...] = ()
    used: tuple[tuple[date, int], ...] = ()
    """First day of a month, units used in it."""
    discount: Decimal = Decimal(0)
    discount_until: date | None = None
    """The last day on which a period may begin that is still reduced."""
    later: tuple[date, Decimal] | None = None
    """A price that a later paper states from a day on."""
    since: date | None = None
    """The day from which a later paper adds it."""
    billed_from: date | None = None
    billed_until: date | None = None
    billed_as: str = ""
    """The name that billing uses, where it is another."""
    rises: bool = True
    before: tuple[date, Product] | None = None
    """Until that day billing knew the product otherwise: rightly, before a slip in the configuration."""

    def on(self, day: date) -> Product:
        """The product as billing knew it on a day."""
        return self.before[1] if self.before and day < self.before[0] else self


@dataclass(frozen=True, slots=True)
class Deal:
    """One account."""

    seller: str
    buyer: str
    currency: str
    start: date
    as_of: date
    every: int
    """Months in a billed period."""
    products: tuple[Product, ...]
    rise: Decimal = Decimal(0)
    """Percent, on each anniversary of the start."""
    rises_applied: int | None = None
    """How many of the increases billing made; None: all."""
    commitment: Decimal | None = None
    """The least that a contract year costs."""
    one_time: tuple[str, date, Decimal] | None = None
    under_months: int | None = None
    """How many months after an invoice it may still be corrected upwards; None: no clause says."""
    over_months: int | None = None
    net_days: int = 30

    def spans(self, until: date | None = None) -> Iterator[Span]:
        """The billed periods that have begun by `until` (the day of the examination)."""
        number = 0
        while (begin := add_months(self.start, number * self.every)) <= (until or self.as_of):
            number += 1
            yield begin, add_months(self.start, number * self.every)

    def with_product(self, index: int, **changes: Any) -> Deal:
        """The same deal with one product changed."""
        made = list(self.products)
        made[index] = replace(made[index], **changes)
        return replace(self, products=tuple(made))


def cents(amount: Decimal) -> Decimal:
    """Half up to two places: every currency of the scenarios has two."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def price_on(deal: Deal, product: Product, day: date, amount: Decimal | None = None) -> Decimal:
    """A price after the increases that have come by `day`, each rounded half up."""
    since = product.since or deal.start
    price = product.price if amount is None else amount
    if product.later and day >= product.later[0]:
        since, price = product.later
    if not deal.rise or not product.rises:
        return price
    step = Decimal(1).scaleb(min(-2, int(price.as_tuple().exponent)))
    year = 1
    while (on := add_months(deal.start, 12 * year)) <= day:
        applied = deal.rises_applied is None or year <= deal.rises_applied
        if on > since and applied:
            price = (price * (1 + deal.rise / 100)).quantize(step, ROUND_HALF_UP)
        year += 1
    return price


def seats_on(product: Product, day: date) -> int:
    """The contracted number on a day."""
    return [number for since, number in product.seats if since <= day][-1]


def charge(deal: Deal, product: Product, span: Span) -> Decimal:
    """What one period of a product costs before any discount."""
    begin, end = span
    if product.model == "flat":
        return cents(price_on(deal, product, begin))
    if product.model == "seats":
        return cents(seats_on(product, begin) * price_on(deal, product, begin))
    used = Decimal(sum(units for day, units in product.used if begin <= day < end))
    if product.model == "usage":
        return cents(max(used - product.included, Decimal(0)) * price_on(deal, product, begin))
    reached = next(price for up_to, price in product.tiers if up_to is None or used <= up_to)
    if product.model == "volume":
        return cents(used * price_on(deal, product, begin, reached))
    total, below = Decimal(0), Decimal(0)
    for up_to, price in product.tiers:
        top = used if up_to is None else min(used, Decimal(up_to))
        total += max(top - below, Decimal(0)) * price_on(deal, product, begin, price)
        below = max(top, below)
    return cents(total)


def reduction(product: Product, span: Span, amount: Decimal) -> Decimal:
    """What the discount takes off a period's charge."""
    ended = product.discount_until is not None and span[0] > product.discount_until
    return Decimal(0) if ended else cents(amount * product.discount / 100)


def is_billed(product: Product, span: Span) -> bool:
    """Whether billing has a line for the period at all."""
    begin = span[0]
    return (
        (product.since is None or begin >= product.since)
        and (product.billed_from is None or begin >= product.billed_from)
        and (product.billed_until is None or begin < product.billed_until)
    )


def amounts(deal: Deal, product: Product) -> dict[Span, Decimal]:
    """Period → what it costs; usage is billed once its period is over."""
    found = {}
    last = deal.as_of - timedelta(days=0)
    for span in deal.spans():
        if product.model in METERED and span[1] > last:
            continue
        amount = Decimal("0.00")
        if is_billed(product, span):
            known = product.on(span[0])
            amount = charge(deal, known, span)
            amount -= reduction(known, span, amount)
        found[span] = amount
    return found


def years(deal: Deal) -> Iterator[Span]:
    """The contract years that are over."""
    number = 0
    while (end := add_months(deal.start, 12 * (number + 1))) <= deal.as_of:
        yield add_months(deal.start, 12 * number), end
        number += 1


def shortfalls(deal: Deal, believed: Deal | None = None) -> dict[Span, Decimal]:
    """What each finished contract year lacks to its minimum, by the charges as agreed."""
    if deal.commitment is None:
        return {}
    paid = believed or deal
    found = {}
    for low, high in years(deal):
        counted = sum(
            amount
            for product in paid.products
            for (begin, _), amount in amounts(paid, product).items()
            if low <= begin < high
        )
        found[low, high] = max(deal.commitment - counted, Decimal(0))
    return found
