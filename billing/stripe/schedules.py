"""Stripe subscription schedules: the past and the coming phases of a subscription, dated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from billing.facts import Account, SubscriptionItem
from billing.stripe.configuration_rows import Entry, Place, price_id, rows_of
from billing.stripe.desk import Desk
from billing.stripe.export import Found
from billing.stripe.objects import Phase, PhaseItem, Schedule


def read_alone(desk: Desk, found: Found[Schedule]) -> Iterator[SubscriptionItem]:
    """A schedule whose subscription has not begun, or was not exported."""
    value = found.value
    account = desk.customers.account(found, value.id, value.customer)
    if account is None or not value.phases:
        return
    own = value.subscription or value.released_subscription or value.id
    place = Place(found, account, own, account.currency, ())
    entries, _ = phase_entries(desk, account, value, {}, since=None)
    for entry, phase in entries:
        yield from rows_of(desk, of_phase(place, found, phase), entry)


def phase_entries(
    desk: Desk, account: Account, schedule: Schedule, ids: dict[str, str], since: date | None
) -> tuple[list[tuple[Entry, Phase]], date | None]:
    """The phases' entries, and the day from which the subscription's own items hold again.

    The first phase begins when the schedule was made; what it says held since the subscription's start.
    """
    days = desk.days(account)
    found: list[tuple[Entry, Phase]] = []
    stop = schedule.released_at if schedule.status == "released" else schedule.canceled_at
    until = days.day(stop) if stop else None
    last: date | None = since
    goes_on = schedule.end_behavior != "cancel"
    for number, phase in enumerate(schedule.phases, 1):
        if phase.start_date is None:
            continue
        start = days.day(phase.start_date)
        if number == 1 and since is not None:
            start = min(start, since)
        end = days.day(phase.end_date) if phase.end_date else None
        final = number == len(schedule.phases)
        if final and goes_on and schedule.status in {"active", "not_started"}:
            end = None
        if until is not None:
            end = until if end is None else min(end, until)
        last = end
        if end is not None and end <= start:
            continue
        for place, item in enumerate((*phase.items, *phase.plans), 1):
            item_id = ids.get(price_id(item.price, item.plan), f"{schedule.id} {number}.{place}")
            found.append((_phase_entry(desk, account, phase, item, (item_id, start, end)), phase))
    released = schedule.status == "released" or (schedule.status == "completed" and goes_on)
    return found, (last if released or not found else None)


def _phase_entry(
    desk: Desk,
    account: Account,
    phase: Phase,
    item: PhaseItem,
    named: tuple[str, date, date | None],
) -> Entry:
    item_id, start, end = named
    trial = desk.days(account).day(phase.trial_end) if phase.trial_end else None
    return Entry(
        item_id, item.price, item.plan, item.quantity, item.discounts, start, end, trial, end
    )


def of_phase(place: Place, found: Found[Schedule], phase: Phase) -> Place:
    """The same place with the phase's own discounts and currency."""
    own = phase.discounts or ([{"coupon": phase.coupon}] if phase.coupon else [])
    code = phase.currency.upper() if phase.currency else place.currency
    return replace(place, found=found, currency=code, discounts=tuple(own))


def first_start(found: Found[Schedule]) -> datetime:
    """When a schedule begins."""
    first = found.value.phases[0].start_date if found.value.phases else None
    return first or datetime.min.replace(tzinfo=UTC)
