"""Deals made up at random, from the half of the words that a pool may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from evals.scenarios.deal import METERED, Deal, Model, Product, amounts, years
from evals.scenarios.styles import (
    BUYERS,
    METERED_UNITS,
    PRODUCTS,
    SEAT_UNITS,
    SELLERS,
    Pool,
    of_pool,
    pick,
)
from terms.period import add_months

AS_OF = date(2026, 11, 9)
MODELS: tuple[Model, ...] = ("flat", "seats", "seats", "usage", "graduated", "volume")
_PERCENTS = tuple(Decimal(p) for p in ("2", "3", "3.5", "4", "5", "6", "7.5", "8", "10"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mistake needs of the deal that it is made on."""

    model: tuple[Model, ...] = ()
    """Models of the first product; any where empty."""
    rise: bool | None = None
    monthly: bool = False
    discount: str = ""
    """'ends' or 'stays'."""
    years: int = 0
    """Contract years that are over at least."""


def money(chance: Random, low: int, high: int) -> Decimal:
    """An amount as price lists hold it."""
    whole = chance.randint(low, high)
    return Decimal(f"{whole}.{chance.choice(('00', '00', '50', '95', '25'))}")


def make_deal(chance: Random, pool: Pool, wish: Wish) -> Deal:
    """An account that fits the wish."""
    names = list(of_pool(PRODUCTS, pool))
    chance.shuffle(names)
    count = chance.choice((1, 2, 2, 3))
    back = chance.randint(max(5, wish.years * 12 + 1), 34)
    every = 1 if wish.monthly or back < 9 else chance.choice((1, 1, 1, 1, 3, 12))
    first = chance.choice(wish.model or MODELS)
    rises = _wants_rise(chance, wish, back)
    # an increase of prices per used unit is for the parties to say: most of these have none
    others = MODELS[:3] if rises and chance.random() < 0.9 else MODELS
    if rises and not wish.model and chance.random() < 0.9:
        first = chance.choice(MODELS[:3])
    kinds = [first, *(chance.choice(others) for _ in range(count - 1))]
    if any(kind in METERED for kind in kinds):
        every = 1
    start = add_months(date(2026, 10, 1), -back)
    deal = Deal(
        seller=pick(chance, SELLERS, pool),
        buyer=pick(chance, BUYERS, pool),
        currency=chance.choice(("USD", "USD", "EUR", "GBP")),
        start=start.replace(day=chance.choice((1, 1, 1, 15))),
        as_of=AS_OF,
        every=every,
        products=(),
        rise=chance.choice(_PERCENTS) if rises else Decimal(0),
        under_months=chance.choice((6, 12, 12, 18, 24, 24, 36, 36) * 2 + (None,)),
        over_months=chance.choice((6, 12, 24, 36)),
        net_days=chance.choice((14, 30, 30, 45)),
    )
    made = [
        make_product(chance, deal, name, kind) for name, kind in zip(names, kinds, strict=False)
    ]
    deal = replace(deal, products=tuple(made))
    if wish.discount:
        deal = with_discount(chance, deal, ends=wish.discount == "ends")
    elif chance.random() < 0.2:
        deal = with_discount(chance, deal, ends=chance.random() < 0.7, at=count - 1)
    return deal


def _wants_rise(chance: Random, wish: Wish, months: int) -> bool:
    if wish.rise is not None:
        return wish.rise
    return months >= 12 and chance.random() < 0.5


def make_product(chance: Random, deal: Deal, name: str, kind: Model) -> Product:
    """One product of a deal."""
    product = Product(name, kind, money(chance, 90, 4000))
    if kind == "seats":
        count = chance.randint(5, 400)
        return replace(
            product,
            price=money(chance, 6, 120),
            unit=chance.choice(SEAT_UNITS),
            seats=((deal.start, count),),
        )
    if kind not in METERED:
        return product
    spans = list(deal.spans())
    level = chance.choice((400, 2000, 9000))
    used = tuple(
        (begin, chance.randint(level // 2, level * 2)) for begin, end in spans if end <= deal.as_of
    )
    product = replace(product, unit=chance.choice(METERED_UNITS), used=used)
    if kind == "usage":
        included = chance.choice((level // 4, level // 2, level))
        return replace(product, price=Decimal(chance.randint(2, 90)) / 100, included=included)
    first = Decimal(chance.randint(20, 90)) / 100
    tiers = (
        (level // 2, first),
        (level, first - Decimal(chance.randint(2, 8)) / 100),
        (None, first - Decimal(chance.randint(9, 18)) / 100),
    )
    return replace(product, tiers=tiers)


def with_discount(chance: Random, deal: Deal, *, ends: bool, at: int = 0) -> Deal:
    """A product reduced, until a day or for good."""
    percent = Decimal(chance.choice((5, 10, 12, 15, 20, 25)))
    spans = list(deal.spans())
    until = None
    if ends and len(spans) > 2:
        begin = spans[chance.randint(1, max(1, (len(spans) * 2) // 3))][0]
        until = date.fromordinal(begin.toordinal() - 1)
    return deal.with_product(at, discount=percent, discount_until=until)


def with_commitment(chance: Random, deal: Deal) -> Deal:
    """A minimum a contract year that at least one finished year does not reach."""
    sums = [
        sum(
            amount
            for product in deal.products
            for (begin, _), amount in amounts(deal, product).items()
            if low <= begin < high
        )
        for low, high in years(deal)
    ]
    least = min(sums, default=Decimal(0))
    factor = Decimal(chance.choice((105, 110, 125, 140))) / 100
    minimum = (least * factor).quantize(Decimal(1))
    return replace(deal, commitment=(minimum / 1000 + 1).quantize(Decimal(1)) * 1000)
