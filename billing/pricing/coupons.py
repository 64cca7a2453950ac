"""Several reductions of one charge: in which order, each of what, and never below zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, shown


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
) -> list[Charge]:
    """What each reduction takes off, as positive sizes in order of their application.

    A percentage is taken of what is left (percentages multiply) or of what was left before the
    first of them (percentages add). Nothing takes more than is left (Lago: capped at the base).
    """
    left, taken = charge, []
    before_percents: Decimal | None = None
    for reduction in in_order(reductions, conventions):
        base = left
        if reduction.by_percent:
            before_percents = left if before_percents is None else before_percents
            base = before_percents if conventions.percents == "add" else left
        size = reduction.size(base)
        amount = rounded(max(min(size.amount, left), Decimal(0)))
        taken.append(Charge(amount, size.formula))
        left -= amount
    return taken
