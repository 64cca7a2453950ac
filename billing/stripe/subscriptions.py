"""Stripe subscriptions and their schedules as dated rows of the billing configuration.

A subscription shows today's prices only: they are taken to hold since its start, as in any configuration
without a history. A schedule shows the past, and its phases are rows of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from billing import facts
from billing.facts import Account
from billing.stripe.configuration_rows import Entry, Place, price_id, rows_of
from billing.stripe.desk import Desk
from billing.stripe.export import Found, parsed
from billing.stripe.fields import ObjectUnreadable
from billing.stripe.objects import Schedule, Subscription, SubscriptionItem
from billing.stripe.schedules import first_start, of_phase, phase_entries, read_alone

NEVER_RAN = frozenset({"incomplete_expired"})


def read_subscriptions(desk: Desk) -> Iterator[facts.SubscriptionItem]:
    """The configuration rows of every account; what cannot be read is in the quarantine."""
    schedules: dict[str, list[Found[Schedule]]] = defaultdict(list)
    for schedule in desk.export.schedules.values():
        own = schedule.value.subscription or schedule.value.released_subscription
        schedules[own or f"alone {schedule.value.id}"].append(schedule)
    for found in desk.export.subscriptions.values():
        yield from _subscription(desk, found, schedules.pop(found.value.id, []))
    for left in schedules.values():
        for schedule in left:
            yield from read_alone(desk, schedule)


def _subscription(
    desk: Desk, found: Found[Subscription], schedules: list[Found[Schedule]]
) -> Iterator[facts.SubscriptionItem]:
    value = found.value
    account = desk.customers.account(found, value.id, value.customer)
    if account is None:
        return
    begin = value.start_date or value.created
    if begin is None:
        desk.export.refuse(found, value.id, "it has neither 'start_date' nor 'created'")
        return
    if value.status in NEVER_RAN:
        desk.export.note(f"{account.account_id}: Stripe subscription {value.id} never started.")
        return
    _tell_pause(desk, account, value)
    days = desk.days(account)
    start = days.day(begin)
    place = Place(found, account, value.id, _currency(value, account), _discounts(desk, value))
    ended = value.ended_at or (value.canceled_at if value.status == "canceled" else value.cancel_at)
    end = days.day(ended) if ended else None
    items = list(_items(desk, found, value))
    ids = {price_id(item.price, item.plan): item.id for item in items}
    tail: date | None = start
    for schedule in sorted(schedules, key=first_start):
        entries, tail = phase_entries(desk, account, schedule.value, ids, since=start)
        for entry, phase in entries:
            cut = (
                entry
                if end is None or (entry.end and entry.end <= end)
                else replace(entry, end=end)
            )
            yield from rows_of(desk, of_phase(place, schedule, phase), cut)
    if tail is None:
        return
    for item in items:
        yield from rows_of(desk, place, _entry(desk, account, value, item, (start, tail, end)))


def _entry(
    desk: Desk,
    account: Account,
    value: Subscription,
    item: SubscriptionItem,
    bounds: tuple[date, date, date | None],
) -> Entry:
    """An item on the days of its subscription, from `tail` on; one added later starts later."""
    start, tail, end = bounds
    days = desk.days(account)
    begin = tail
    if item.created and value.created and (item.created - value.created).days >= 1:
        begin = max(tail, days.day(item.created))
    period_end = item.current_period_end or value.current_period_end
    if end is None and value.cancel_at_period_end and period_end is not None:
        end = days.day(period_end)
    trial = days.day(value.trial_end) if value.trial_end and tail == start else None
    return Entry(
        item_id=item.id,
        price=item.price,
        plan=item.plan,
        quantity=item.quantity,
        discounts=item.discounts,
        start=begin,
        end=end,
        trial_end=trial,
        period_end=days.day(period_end) if period_end else None,
    )


def _items(
    desk: Desk, found: Found[Subscription], value: Subscription
) -> Iterator[SubscriptionItem]:
    if value.items.has_more:
        total = f" of {value.items.total_count}" if value.items.total_count else ""
        desk.export.note(
            f"{found.file}: {value.id} shows {len(value.items.data)}{total} items (has_more is true); the "
            "others are missing."
        )
    for raw in value.items.data:
        try:
            item = parsed(SubscriptionItem, raw)
        except ObjectUnreadable as fault:
            desk.export.refuse(found, f"{value.id} item {raw.get('id')}", str(fault))
            continue
        if not item.deleted:
            yield item


def _discounts(desk: Desk, value: Subscription) -> tuple[Any, ...]:
    """A subscription's own discounts, else its customer's."""
    own = value.discounts or ([value.discount] if value.discount else [])
    customer = desk.export.customers.get(value.customer or "")
    if not own and customer is not None and customer.value.discount:
        own = [customer.value.discount]
    return tuple(own)


def _tell_pause(desk: Desk, account: Account, value: Subscription) -> None:
    if value.pause_collection is not None:
        resumes = value.pause_collection.resumes_at
        until = f" until {desk.days(account).day(resumes)}" if resumes else ""
        desk.export.note(
            f"{account.account_id}: Stripe subscription {value.id} is paused{until} "
            f"({value.pause_collection.behavior}): its invoices are not collected."
        )
    if value.status == "paused":
        desk.export.note(
            f"{account.account_id}: Stripe subscription {value.id} is paused since its trial ended: it "
            "bills nothing."
        )


def _currency(value: Subscription, account: Account) -> str:
    return value.currency.upper() if value.currency else _item_currency(value) or account.currency


def _item_currency(value: Subscription) -> str | None:
    """Before 2020 only the price of an item says it."""
    for raw in value.items.data:
        held = raw.get("price") or raw.get("plan")
        if isinstance(held, dict) and isinstance(held.get("currency"), str):
            return str(held["currency"]).upper()
    return None
