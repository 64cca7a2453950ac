"""What a contract leaves open: the usual ways to settle it, and the amount that each gives a period.

A reading is a full set of conventions. Rating asks the contract first, so a reading changes only what
no clause decides; a convention that policy.toml states is settled by the seller. Each opening says
for which periods it can matter, so that few readings are rated, and only of periods that differ.
docs/decisions/0010-what-is-left-open-is-a-range.md says why.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from billing.catalog import Product
from billing.conventions import Conventions
from billing.event_fees import by_events
from billing.pricing.models import model_of
from billing.printed_bounds import printed_twice
from billing.rated import Rated, WhatIf
from billing.rating import Rater
from billing.whole_months import billed_at_once
from terms.period import Period

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount of a period, and the choices that give it, in words."""

    rated: Rated
    conventions: Conventions
    words: str

    @property
    def amount(self) -> Decimal:
        """What the period costs so read."""
        return self.rated.amount

    def __str__(self) -> str:
        """'56.67 by days of a 30-day month'."""
        return f"{self.amount:,f} {self.words}"


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """One rated period that differs from its bill."""

    rater: Rater
    product: Product
    days: Period
    rated: Rated
    begun: bool
    """Whether another part of the same period was billed."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One matter that contracts leave open, and its usual answers."""

    matter: str
    matters: Callable[[OpenPeriod], bool]
    answers: tuple[tuple[str, Settings], ...]


def _in_part(period: OpenPeriod) -> bool:
    return any(line.kind == "proration" for line in period.rated.lines)


def _in_part_of_several(period: OpenPeriod) -> bool:
    return _in_part(period) and billed_at_once(period.rated.price, period.days) > 1


def _without_units(period: OpenPeriod) -> bool:
    price = period.rated.price
    tiered = price is not None and bool(price.tiers) and model_of(price) in {"graduated", "volume"}
    return tiered and period.rated.quantity == 0


def _no_package(period: OpenPeriod) -> bool:
    price = period.rated.price
    return price is not None and model_of(price) == "package" and period.rated.quantity == 0


def _on_a_bound(period: OpenPeriod) -> bool:
    price, quantity = period.rated.price, period.rated.quantity
    if price is None or not price.tiers or quantity is None:
        return False
    counted = quantity - (price.included_quantity or 0)
    return any(tier.up_to == counted for tier in price.tiers[:-1]) and printed_twice(price, counted)


def _several_discounts(period: OpenPeriod) -> bool:
    return sum(line.kind == "discount" for line in period.rated.lines) > 1


def _capped_and_reduced(period: OpenPeriod) -> bool:
    price = period.rated.price
    capped = price is not None and price.maximum_charge is not None
    return capped and any(line.kind in {"discount", "maximum"} for line in period.rated.lines)


def _bounded_events(period: OpenPeriod) -> bool:
    price = period.rated.price
    if price is None or not by_events(price, period.rater.currency):
        return False
    return price.minimum_charge is not None or price.maximum_charge is not None


def _metered(period: OpenPeriod) -> bool:
    return period.rated.quantity_source == "usage" and period.rater.meter.has(period.product)


def _rounded(period: OpenPeriod) -> bool:
    """Rounding moves no amount by more than a minor unit a line, and none that needs no rounding."""
    return bool(period.rated.lines)


OPENINGS = (
    Opening(
        "what a partial period costs",
        _in_part,
        (
            ("by the day", {"proration": "daily", "proration_basis": "actual"}),
            ("by days of a 30-day month", {"proration": "daily", "proration_basis": "30"}),
            ("by the second", {"proration": "daily", "proration_basis": "seconds"}),
            ("as a full period", {"proration": "full_period"}),
        ),
    ),
    Opening(
        "of what a partial period is a share",
        _in_part_of_several,
        (
            ("by the price's own months", {"proration_of": "interval"}),
            ("by the days of the billed period", {"proration_of": "billed_period"}),
        ),
    ),
    Opening(
        "in which tier a quantity on a bound is",
        _on_a_bound,
        (
            ("with the bound in the lower tier", {"tier_bound": "inclusive"}),
            ("with the bound in the upper tier", {"tier_bound": "exclusive"}),
        ),
    ),
    Opening(
        "what no units at all cost",
        _without_units,
        (
            (
                "with the first tier's fee for no units",
                {"graduated_fee_at_zero": True, "volume_fee_at_zero": True},
            ),
            (
                "with nothing for no units",
                {"graduated_fee_at_zero": False, "volume_fee_at_zero": False},
            ),
        ),
    ),
    Opening(
        "whether a period without units costs a package",
        _no_package,
        (
            ("with no package for no units", {"package_minimum": 0}),
            ("with one package at the least", {"package_minimum": 1}),
        ),
    ),
    Opening(
        "in which order discounts are taken",
        _several_discounts,
        (
            ("percentages first, each of the rest", {"discount_order": "percent_first", "percents": "multiply"}),
            ("percentages first, added up", {"discount_order": "percent_first", "percents": "add"}),
            ("fixed amounts first", {"discount_order": "fixed_first", "percents": "multiply"}),
        ),
    ),
    Opening(
        "whether the maximum caps the charge or what discounts leave of it",
        _capped_and_reduced,
        (
            ("with the maximum after percentage discounts", {"maximum": "after_percentages"}),
            ("with the maximum before discounts", {"maximum": "before_discounts"}),
        ),
    ),
    Opening(
        "whether the least and the most are of each event or of the period",
        _bounded_events,
        (
            ("with bounds for each event", {"event_limits": "event"}),
            ("with bounds for the period", {"event_limits": "period"}),
        ),
    ),
    Opening(
        "in which timezone days begin",
        _metered,
        (
            ("in days of the account's timezone", {"timezone": "account"}),
            ("in days of UTC", {"timezone": "UTC"}),
        ),
    ),
    Opening(
        "what is rounded",
        lambda period: _in_part(period) or len(period.rated.lines) > 1,
        (
            ("each line rounded", {"rounding_point": "line"}),
            ("the price of a unit rounded", {"rounding_point": "unit"}),
            ("the sum rounded", {"rounding_point": "total"}),
        ),
    ),
    Opening(
        "how halves are rounded",
        _rounded,
        (
            ("halves up", {"rounding_mode": "half_up"}),
            ("halves to even", {"rounding_mode": "half_even"}),
        ),
    ),
)  # fmt: skip
"""Matters in the order in which a bill comes about. The answers are those of billing systems in use;
what only a clause or a seller may ask for (rounding down, a month of 31 days) is no answer."""


def readings(
    rater: Rater, product: Product, days: Period, rated: Rated, *, begun: bool = False
) -> list[Reading]:
    """The different amounts of a period over the usual readings, the agreed one first.

    One amount means that nothing open matters. `begun`: the period is the rest of one of which
    another part was billed, so that "as a full period" is no way to price it.
    """
    period = OpenPeriod(rater, product, days, rated, begun)
    open_ones = [
        answers
        for opening in OPENINGS
        if opening.matters(period) and (answers := _answers(opening, period))
    ]
    found: dict[Decimal, Reading] = {}
    own = Reading(rated, rater.conventions, "")
    for words, settings in _choices(_telling(open_ones, period)):
        conventions = rater.conventions.model_copy(update=settings)
        again = rated
        if conventions != rater.conventions:
            again = rater.rate(product, days, WhatIf(reading=conventions))
        if again.known:
            found.setdefault(again.amount, Reading(again, conventions, words))
    agreed = found.pop(rated.amount, own)
    return [agreed, *found.values()]


Answers = Sequence[tuple[str, Settings]]


def _answers(opening: Opening, period: OpenPeriod) -> Answers:
    """The answers that nobody has ruled out; none where the seller's policy gives one."""
    stated = period.rater.conventions.model_fields_set
    if any(name in stated for _, settings in opening.answers for name in settings):
        return ()
    if period.begun:
        return [each for each in opening.answers if each[1].get("proration") != "full_period"]
    return opening.answers


def _telling(open_ones: Sequence[Answers], period: OpenPeriod) -> list[Answers]:
    """Matters of which one answer, alone or with another's, gives another amount."""
    telling: list[Answers] = []
    for answers in open_ones:
        others = [settings for each in open_ones if each is not answers for _, settings in each]
        if any(_differs(answers, beside, period) for beside in ({}, *others)):
            telling.append(answers)
    return telling


def _differs(answers: Answers, beside: Settings, period: OpenPeriod) -> bool:
    rater = period.rater
    amounts = set()
    for _, settings in answers:
        conventions = rater.conventions.model_copy(update={**beside, **settings})
        again = rater.rate(period.product, period.days, WhatIf(reading=conventions))
        amounts.add(again.amount if again.known else None)
    return len(amounts - {None}) > 1


def _choices(open_ones: Sequence[Answers]) -> Iterator[tuple[str, Settings]]:
    """Every combination of answers."""
    for picked in itertools.product(*open_ones):
        words = ", ".join(words for words, _ in picked)
        yield words, {name: value for _, settings in picked for name, value in settings.items()}


def settled_by_policy(rater: Rater, product: Product, days: Period, rated: Rated) -> Rated:
    """The same amount, with a word on what the seller's policy settled where it matters."""
    period = OpenPeriod(rater, product, days, rated, begun=False)
    stated = rater.conventions.model_fields_set
    names = [
        f"{name} = {getattr(rater.conventions, name)}"
        for opening in OPENINGS
        if opening.matters(period)
        for name in dict.fromkeys(name for _, each in opening.answers for name in each)
        if name in stated and _differs(opening.answers, {}, period)
    ]
    if not names:
        return rated
    return replace(rated, settled=f"the contract is silent; policy.toml: {', '.join(names)}")
