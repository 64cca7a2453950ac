"""Fees by the event from usage: a percentage of each amount, a fee for each, what is free, and bounds.

A percentage price that states a unit amount, or whose unit is a thing that can be counted, is one by
the event: `unit_amount` is the fee of each, `included_quantity` how many are free, and the least and the
most are those of each event (Lago, Stripe's card fees) unless the conventions say of the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from billing.conventions import Conventions
from billing.facts import UsageEvent
from billing.metering import unit_matches
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.limits import bounded
from billing.pricing.models import model_of
from billing.pricing.per_event import EventFee, of_events, of_total
from terms.names import words
from terms.price import Price


def by_events(price: Price, currency: str) -> bool:
    """Whether a percentage is taken event by event."""
    if model_of(price) != "percentage" or price.includes is not None or price.tiers:
        return False
    money = {currency.casefold(), (price.currency or currency).casefold(), "amount", "volume"}
    counted = price.unit is not None and not money & set(words(price.unit))
    return price.unit_amount is not None or counted


def event_charge(price: Price, rows: Sequence[UsageEvent], settings: Conventions) -> Charge:
    """What the events of a period cost; raises NotPriceable where they cannot be told apart.

    Rows in the price's own unit are counts, and the others amounts: then only sums are known.
    """
    if price.percent is None:
        raise NotPriceable("the price term states no percentage")
    each = settings.event_limits == "event"
    fee = EventFee(
        percent=price.percent,
        fixed=price.unit_amount or Decimal(0),
        free_events=int(price.included_quantity or 0),
        minimum=price.minimum_charge if each else None,
        maximum=price.maximum_charge if each else None,
    )
    counts = [row for row in rows if unit_matches(row.unit, price.unit)]
    amounts = [row.quantity for row in rows if row not in counts]
    if counts and amounts:
        made = _of_sums(price, sum(amounts, Decimal(0)), counts, fee)
    elif all(_single(row) for row in rows):
        made = of_events([row.quantity for row in rows], fee)
    else:
        raise NotPriceable(
            f"{price.product} is charged by the {price.unit or 'event'}, and usage holds sums of several: "
            "add the single events with their event_id, or rows that count them"
        )
    return made if each else bounded(made, price.minimum_charge, price.maximum_charge)


def _of_sums(price: Price, total: Decimal, counts: Sequence[UsageEvent], fee: EventFee) -> Charge:
    if fee.minimum is not None or fee.maximum is not None or fee.free_events:
        raise NotPriceable(
            f"what is free or bounded of each {price.unit} of {price.product} needs single events, and "
            "usage holds their sum and number: add the events with their event_id"
        )
    number = sum((row.quantity for row in counts), Decimal(0))
    return of_total(total, int(number), fee)


def _single(row: UsageEvent) -> bool:
    return row.event_id is not None or isinstance(row.at, datetime)
