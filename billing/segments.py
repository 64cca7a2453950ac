"""How a billed period falls apart: into the price's own intervals, and into days of one price.

A quarter billed at a price per month is three intervals. A month in which the price changes is two
segments. A part of an interval is a share of the whole one that the product's rhythm gives.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from billing.catalog import Product
from billing.pricing.charge import NotPriceable
from billing.rated import WhatIf
from billing.rhythm import Rhythm
from billing.standing_prices import StandingPrices
from billing.whole_months import anchor_day, months_in, months_of, on_anchor, split
from terms.period import Period, add_months
from terms.price import Price
from terms.timeline import Placed


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of an interval on which one price holds."""

    period: Period
    placed: Placed
    price: Price
    terms: tuple[Placed, ...]


def intervals(price: Price | None, period: Period, rhythm: Rhythm | None) -> list[Period]:
    """The price's own intervals within a billed period: three months in a quarter.

    The rhythm's day counts where the period's own bounds are those of short months.
    """
    months = months_of(price)
    if not months or period.end <= add_months(period.start, months):
        return [period]
    anchor = anchor_day(period)
    if rhythm is not None and months_in(period) and on_anchor(period, rhythm.anchor.day):
        anchor = rhythm.anchor.day
    if period.end <= add_months(period.start, months, anchor):
        return [period]
    return split(period, months, anchor)


def segments(
    prices: StandingPrices, product: Product, interval: Period, what_if: WhatIf
) -> list[Segment]:
    """One interval, split where the price changes within it; days without a price are left out.

    Raises NotPriceable where a price in force cannot be computed.
    """
    bounds = [interval.start, *prices.changes_in(product, interval, what_if), interval.end]
    found: list[Segment] = []
    for start, end in itertools.pairwise(bounds):
        standing = prices.on(product, start, what_if)
        if isinstance(standing, str):
            if prices.stated(product, start) is not None:
                raise NotPriceable(standing)
            continue
        placed, price, terms = standing
        last = found[-1] if found else None
        if last and last.period.end == start and (last.price is price or last.price == price):
            found[-1] = Segment(Period(last.period.start, end), placed, price, last.terms)
        else:
            found.append(Segment(Period(start, end), placed, price, terms))
    return found


def whole(price: Price, interval: Period, rhythm: Rhythm | None) -> Period:
    """The whole interval of which a partial one is a part; the interval itself where it is whole.

    The product's own rhythm gives it where its months are the price's; else the calendar month, or
    the price's months from the nearer bound.
    """
    months = months_of(price) if price.interval else 1
    if not months:
        return interval
    if rhythm is not None and rhythm.months <= months:
        found = _on_rhythm(rhythm, interval)
        if found is not None:
            return found
    if add_months(interval.start, months, anchor_day(interval)) <= interval.end:
        return interval
    if months == 1 and (interval.end.day == 1 or interval.start.day == 1):
        first = interval.start.replace(day=1)
        return Period(first, add_months(first, 1))
    if interval.start.day == 1 or interval.end.day != 1:
        return Period(interval.start, add_months(interval.start, months))
    return Period(add_months(interval.end, -months), interval.end)


def _on_rhythm(rhythm: Rhythm, interval: Period) -> Period | None:
    """The rhythm's period that holds an interval; None where the interval crosses its bounds."""
    count = rhythm.steps_to(interval.start)
    period = Period(rhythm.day(count), rhythm.day(count + 1))
    return period if interval.end <= period.end else None
