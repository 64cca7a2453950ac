"""Mistakes of billing, planted: what billing believes, and what a careful reader would find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from billing.facts import InvoiceLine
from evals.scenarios.billed import lines
from evals.scenarios.deal import METERED, Deal, Span, amounts, shortfalls
from evals.scenarios.making import Wish, make_product, money, with_commitment
from evals.scenarios.wordings import HEADINGS
from terms.period import add_months


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding of the truth: signed differences (agreed less billed) by period."""

    cause: str
    product: str
    differences: Mapping[Span, Decimal]
    clauses: tuple[str, ...]
    """Names of clauses that prove it; one of them must be cited."""
    metered: bool = False
    also_causes: tuple[str, ...] = ()
    also_products: tuple[str, ...] = ()
    invoiced_at_end: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """A deal as agreed and as billed. `extra` are further invoice lines."""

    agreed: Deal
    believed: Deal
    expected: tuple[Expected, ...] = ()
    extra: tuple[InvoiceLine, ...] = ()
    tags: tuple[str, ...] = field(default=())


Mistake = Callable[[Random, Deal], Planted | None]
MISTAKES: dict[str, tuple[Wish, Mistake]] = {}


def mistake(wish: Wish) -> Callable[[Mistake], Mistake]:
    """Registers a way to bill wrongly under the name of its function, which is its cause."""

    def register(made: Mistake) -> Mistake:
        MISTAKES[made.__name__] = (wish, made)
        return made

    return register


def _planted(
    cause: str, agreed: Deal, believed: Deal, *clauses: str, **more: Any
) -> Planted | None:
    """The difference of the first product; None where there is none, or it goes both ways."""
    product = agreed.products[0]
    right, billed = amounts(agreed, product), amounts(believed, believed.products[0])
    differences = {
        span: amount - billed.get(span, Decimal(0))
        for span, amount in right.items()
        if amount != billed.get(span, Decimal(0))
    }
    if not differences or len({size > 0 for size in differences.values()}) > 1:
        return None
    expected = Expected(
        cause,
        product.name,
        differences,
        tuple(clauses) or (f"price:{product.name}",),
        metered=product.model in METERED,
        **more,
    )
    return Planted(agreed, believed, (expected,))


def _slipped(chance: Random, deal: Deal, **changes: Any) -> Deal:
    """The first product with a slip in its configuration: from the start, or more often from a day on."""
    spans = list(deal.spans())
    if len(spans) < 3 or chance.random() < 0.2:
        return deal.with_product(0, **changes)
    begin = spans[chance.randint(1, len(spans) - 2)][0]
    return deal.with_product(0, **changes, before=(begin, deal.products[0]))


@mistake(Wish(("flat", "seats") * 4 + ("usage",), rise=True, years=1))
def missed_escalation(chance: Random, deal: Deal) -> Planted | None:
    """Billing left out the last increases, for every product that rises."""
    due = sum(1 for year in range(1, 9) if add_months(deal.start, 12 * year) <= deal.as_of)
    believed = replace(deal, rises_applied=chance.randint(0, due - 1))
    found = []
    for index, product in enumerate(deal.products):
        ahead = [index, *(i for i in range(len(deal.products)) if i != index)]
        agreed = replace(deal, products=tuple(deal.products[i] for i in ahead))
        wrong = replace(believed, products=agreed.products)
        made = _planted("missed_escalation", agreed, wrong, "rise")
        if made is None and amounts(agreed, product) != amounts(wrong, product):
            return None
        found += list(made.expected) if made else []
    return Planted(deal, believed, tuple(found))


@mistake(Wish(("flat", "seats"), rise=False))
def superseded_price(chance: Random, deal: Deal) -> Planted | None:
    """An amendment changed the price, and billing kept the old one."""
    spans = list(deal.spans())
    begin = spans[chance.randint(1, len(spans) - 1)][0] if len(spans) > 1 else None
    if begin is None:
        return None
    factor = Decimal(chance.choice((80, 90, 108, 115, 125))) / 100
    price = (deal.products[0].price * factor).quantize(Decimal("0.01"))
    agreed = deal.with_product(0, later=(begin, price), rises=False)
    name = deal.products[0].name
    return _planted("superseded_price", agreed, deal, f"later:{name}")


@mistake(Wish(("flat", "seats", "usage"), rise=False))
def wrong_unit_price(chance: Random, deal: Deal) -> Planted | None:
    """A price typed in wrong."""
    price = deal.products[0].price
    factor = Decimal(chance.choice((85, 90, 95, 110))) / 100
    wrong = (price * factor).quantize(Decimal("0.01"))
    return _planted("wrong_unit_price", deal, _slipped(chance, deal, price=wrong))


@mistake(Wish(("graduated", "volume"), rise=False, monthly=True))
def wrong_tiers(chance: Random, deal: Deal) -> Planted | None:
    """A tier typed in with another bound."""
    shift = chance.choice((50, 100, 500))
    tiers = tuple((u if u is None else u + shift, p) for u, p in deal.products[0].tiers)
    return _planted("wrong_tiers", deal, _slipped(chance, deal, tiers=tiers))


@mistake(Wish(("graduated", "volume"), rise=False, monthly=True))
def wrong_tier_mode(chance: Random, deal: Deal) -> Planted | None:
    """Graduated billed as volume, or the other way."""
    other = "volume" if deal.products[0].model == "graduated" else "graduated"
    return _planted("wrong_tier_mode", deal, _slipped(chance, deal, model=other))


@mistake(Wish(("flat", "seats", "usage"), discount="ends"))
def expired_discount(_chance: Random, deal: Deal) -> Planted | None:
    """The discount went on."""
    name = deal.products[0].name
    believed = deal.with_product(0, discount_until=None)
    return _planted("expired_discount", deal, believed, f"discount:{name}")


@mistake(Wish(("flat", "seats", "usage"), discount="stays"))
def excess_discount(chance: Random, deal: Deal) -> Planted | None:
    """More was taken off than agreed."""
    product = deal.products[0]
    more = _slipped(chance, deal, discount=product.discount + chance.choice((3, 5, 10)))
    return _planted("excess_discount", deal, more, f"discount:{product.name}")


@mistake(Wish(("seats",)))
def quantity_mismatch(chance: Random, deal: Deal) -> Planted | None:
    """An amendment changed the number of seats, and billing kept the old one."""
    product = deal.products[0]
    spans = list(deal.spans())
    if len(spans) < 3:
        return None
    begin = spans[chance.randint(1, len(spans) - 2)][0]
    now = product.seats[0][1] + chance.choice((5, 12, 25, 60))
    agreed = deal.with_product(0, seats=(*product.seats, (begin, now)))
    return _planted("quantity_mismatch", agreed, deal, f"more:{product.name}")


@mistake(Wish(("usage",), rise=False, monthly=True))
def unbilled_overage(chance: Random, deal: Deal) -> Planted | None:
    """Billing includes more units than agreed."""
    included = deal.products[0].included
    believed = _slipped(chance, deal, included=included + chance.choice((50, 100, included // 4)))
    return _planted("unbilled_overage", deal, believed, also_causes=("wrong_unit_price",))


@mistake(Wish(("flat", "seats")))
def unbilled_product(chance: Random, deal: Deal) -> Planted | None:
    """A product that an amendment added never reached billing."""
    spans = list(deal.spans())
    if len(deal.products) < 2 or len(spans) < 3:
        return None
    begin = spans[chance.randint(1, len(spans) - 2)][0]
    added = replace(make_product(chance, deal, deal.products[0].name, "flat"), since=begin)
    agreed = replace(deal, products=(added, *deal.products[1:]))
    believed = agreed.with_product(0, billed_from=add_months(deal.as_of, 120))
    return _planted("unbilled_product", agreed, believed, f"added:{added.name}")


@mistake(Wish(("flat", "seats")))
def late_start(chance: Random, deal: Deal) -> Planted | None:
    """Billing began some periods too late."""
    spans = list(deal.spans())
    if len(spans) < 3:
        return None
    begin = spans[chance.randint(1, min(4, len(spans) - 2))][0]
    return _planted("late_start", deal, deal.with_product(0, billed_from=begin))


@mistake(Wish(("flat", "seats")))
def ended_early(chance: Random, deal: Deal) -> Planted | None:
    """Billing stopped while the agreement ran on."""
    spans = list(deal.spans())
    if len(spans) < 4:
        return None
    end = spans[chance.randint(max(2, len(spans) - 6), len(spans) - 1)][0]
    return _planted("ended_early", deal, deal.with_product(0, billed_until=end))


@mistake(Wish(("flat", "seats", "usage", "graduated"), years=1))
def commitment_shortfall(chance: Random, deal: Deal) -> Planted | None:
    """The minimum was not reached, and nobody billed what lacked."""
    if any(product.discount for product in deal.products):
        return None  # whether what a discount takes off counts is another question
    agreed = with_commitment(chance, deal)
    lacking = {span: amount for span, amount in shortfalls(agreed).items() if amount}
    if not lacking:
        return None
    expected = Expected(
        "commitment_shortfall",
        "Minimum commitment per year",
        lacking,
        ("commitment",),
        invoiced_at_end=True,
        also_products=(
            "Minimum commitment",
            *HEADINGS["minimum"],
            *(heading.upper() for heading in HEADINGS["minimum"]),
            *(product.name for product in deal.products),
        ),
    )
    return Planted(agreed, deal, (expected,))


@mistake(Wish(("flat", "seats")))
def unbilled_one_time(chance: Random, deal: Deal) -> Planted | None:
    """A single fee was never invoiced."""
    name = chance.choice(("implementation", "onboarding", "data migration", "training"))
    day = add_months(deal.start, chance.randint(0, 3))
    agreed = replace(deal, one_time=(name, day, money(chance, 500, 9000)))
    assert agreed.one_time is not None
    span = day, date.fromordinal(day.toordinal() + 1)
    expected = Expected(
        "unbilled_one_time",
        name,
        {span: agreed.one_time[2]},
        ("one_time",),
        also_products=(f"{name} fee",),
    )
    return Planted(agreed, deal, (expected,))


@mistake(Wish())
def duplicate_charge(chance: Random, deal: Deal) -> Planted | None:
    """One period was invoiced twice."""
    product = deal.products[0]
    chosen = [
        line
        for line in lines(deal)
        if line.product == product.name and line.kind in {"charge", "usage"} and line.amount
    ]
    if not chosen or product.discount:
        return None
    line = chance.choice(chosen)
    again = replace(line, invoice_id=f"{line.invoice_id}-2", line_id=f"{line.line_id}-2")
    assert line.period_start is not None
    assert line.period_end is not None
    span = line.period_start, line.period_end
    expected = Expected(
        "duplicate_charge",
        product.name,
        {span: -line.amount},
        (f"price:{product.name}",),
        metered=product.model in METERED,
    )
    return Planted(deal, deal, (expected,), (again,))


@mistake(Wish(("flat", "seats")))
def wrong_credit(chance: Random, deal: Deal) -> Planted | None:
    """A credit that no clause owes."""
    product = deal.products[0]
    chosen = [
        line for line in lines(deal) if line.product == product.name and line.kind == "charge"
    ]
    line = chance.choice(chosen)
    size = money(chance, 5, 80)
    if size >= line.amount:
        return None
    credit = replace(
        line,
        kind="credit",
        amount=-size,
        line_id="CR-1",
        invoice_id="CR-1",
        quantity=None,
        unit_amount=None,
    )
    assert line.period_start is not None
    assert line.period_end is not None
    span = line.period_start, line.period_end
    expected = Expected("wrong_credit", product.name, {span: size}, (f"price:{product.name}",))
    return Planted(deal, deal, (expected,), (credit,))
