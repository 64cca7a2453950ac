"""One price of a Stripe subscription or phase as rows of the billing configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.facts import Account, SubscriptionItem
from billing.stripe.desk import Desk
from billing.stripe.discounts import DatedOff, off_of, stretches
from billing.stripe.export import Found
from billing.stripe.fields import ObjectUnreadable


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows come from, and what they belong to."""

    found: Found[Any]
    account: Account
    subscription_id: str
    currency: str
    discounts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One price of a subscription or a phase, on certain days."""

    item_id: str
    price: Any
    plan: Any
    quantity: int | None
    discounts: list[Any] | None
    start: date
    end: date | None
    trial_end: date | None
    period_end: date | None


def rows_of(desk: Desk, place: Place, entry: Entry) -> Iterator[SubscriptionItem]:
    """The configuration rows of one entry; more than one where discounts change within it."""
    name = f"{place.subscription_id} item {entry.item_id}"
    if entry.end is not None and entry.end <= entry.start:
        desk.export.note(f"{place.account.account_id}: Stripe {name} ended before it began.")
        return
    try:
        price = desk.prices.find(entry.price, entry.plan)
        quantity = None if entry.quantity is None else Decimal(entry.quantity)
        charge = desk.prices.charge(price, place.currency, quantity)
    except ObjectUnreadable as fault:
        desk.export.refuse(place.found, name, str(fault))
        return
    offs = list(_offs(desk, place, entry, price.product))
    for stretch in stretches(entry.start, entry.end, offs):
        yield SubscriptionItem(
            account_id=place.account.account_id,
            subscription_id=place.subscription_id,
            item_id=entry.item_id,
            product=charge.product,
            model=charge.model,
            unit_amount=charge.unit_amount,
            flat_amount=charge.flat_amount,
            tiers=charge.tiers,
            package_size=charge.package_size,
            included_quantity=charge.included_quantity,
            quantity=quantity,
            unit=charge.unit,
            minimum_amount=None,
            minimum_per=None,
            discount_percent=stretch.percent,
            discount_amount=stretch.amount,
            discount_end=stretch.until,
            currency=place.currency,
            interval=charge.interval,
            interval_count=charge.interval_count,
            billing=charge.billing,
            start=stretch.start,
            end=stretch.end,
        )


def _offs(desk: Desk, place: Place, entry: Entry, product: str | None) -> Iterator[DatedOff]:
    """The discounts of an entry in days; a trial is a hundred percent off until it ends."""
    days = desk.days(place.account)
    if entry.trial_end is not None and entry.trial_end > entry.start:
        yield DatedOff(Decimal(100), None, None, entry.trial_end)
    for raw in (*(entry.discounts or ()), *place.discounts):
        try:
            off = off_of(desk.export, raw, place.currency)
        except ObjectUnreadable as fault:
            name = f"{place.subscription_id} item {entry.item_id}, a discount"
            desk.export.refuse(place.found, name, str(fault), "The item is read without it.")
            continue
        if off.products and product not in off.products:
            continue
        end = days.day(off.end) if off.end else (entry.period_end if off.once else None)
        yield DatedOff(off.percent, off.amount, days.day(off.start) if off.start else None, end)


def price_id(price: Any, plan: Any) -> str:
    """The id of a price or plan, which may stand there itself."""
    held = price or plan
    return str(held.get("id") if isinstance(held, dict) else held)
