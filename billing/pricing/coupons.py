"""Several reductions of one charge: in which order, each of what, and never below zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, shown
from terms.money import RoundingMode, round_to


@dataclass(frozen=True, slots=True)
class Taken(Charge):
    """What a reduction takes off, or (`capped`) what a maximum does."""

    capped: bool = False


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction, whether it is a percentage, and its size as a function of what it is taken of."""

    by_percent: bool
    size: Callable[[Decimal], Charge]


def percent_off(percent: Decimal) -> Reduction:
    """A percentage off."""
    return Reduction(
        by_percent=True,
        size=lambda base: Charge(base * percent / 100, f"less {shown(percent)}% of {shown(base)}"),
    )


def unit_percent(
    percent: Decimal, unit_amount: Decimal, quantity: Decimal, step: tuple[Decimal, RoundingMode]
) -> Reduction:
    """A percentage off the price of one unit, rounded before it is multiplied.

    Of a base that is not so many units at their price, it is a plain percentage.
    """

    def size(base: Decimal) -> Charge:
        plain = percent_off(percent).size(base)
        if base != quantity * unit_amount:
            return plain
        left = round_to(unit_amount * (100 - percent) / 100, *step)
        words = f"less {shown(percent)}% of {shown(unit_amount)}, rounded to {shown(left)} a unit"
        return Charge(quantity * (unit_amount - left), words)

    return Reduction(by_percent=True, size=size)


def amount_off(amount: Decimal) -> Reduction:
    """A fixed amount off, in major units."""
    return Reduction(by_percent=False, size=lambda _: Charge(amount, f"less {shown(amount)}"))


def in_order(
    reductions: Iterable[Reduction], conventions: Conventions = STANDARD
) -> list[Reduction]:
    """Percentages before fixed amounts, unless the conventions order them otherwise."""
    if conventions.discount_order == "as_listed":
        return list(reductions)
    percents_first = conventions.discount_order == "percent_first"
    return sorted(reductions, key=lambda each: each.by_percent != percents_first)


def reduced(
    charge: Decimal,
    reductions: Sequence[Reduction],
    rounded: Callable[[Decimal], Decimal],
    conventions: Conventions = STANDARD,
    cap: Decimal | None = None,
) -> list[Taken]:
    """What each reduction takes off, as positive sizes in order of their application.

    A percentage is taken of what is left (percentages multiply) or of what was left before the
    first of them (percentages add). Nothing takes more than is left (Lago: capped at the base).
    After the last percentage no more than `cap` is left (OpenMeter).
    """
    left, taken = charge, []
    before_percents: Decimal | None = None
    ordered = in_order(reductions, conventions)
    last = max((at for at, each in enumerate(ordered) if each.by_percent), default=-1)
    for at, reduction in enumerate(ordered):
        base = left
        if reduction.by_percent:
            before_percents = left if before_percents is None else before_percents
            base = before_percents if conventions.percents == "add" else left
        size = reduction.size(base)
        amount = rounded(max(min(size.amount, left), Decimal(0)))
        taken.append(Taken(amount, size.formula))
        left -= amount
        if at == last and cap is not None and left > cap:
            words = f"{shown(left)} is above the maximum {shown(cap)}"
            taken.append(Taken(left - cap, words, capped=True))
            left = cap
    return taken
