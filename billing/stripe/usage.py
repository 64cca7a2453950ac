"""Stripe's meters and usage records as the book's usage.

The API lists no meter events back; where a seller keeps them in its shape, they are read. Sums of a meter
name no customer by themselves: `customer` must be added to each when they are exported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from billing.facts import Account, UsageEvent
from billing.stripe.desk import Desk
from billing.stripe.export import Found, Some, parsed
from billing.stripe.fields import ObjectUnreadable, exact, needed
from billing.stripe.invoice_objects import Span
from billing.stripe.objects import Meter, MeterEvent, MeterSummary, Price, UsageSummary


class Metered:
    """Which product of which customer a meter or a subscription item counts."""

    def __init__(self, desk: Desk) -> None:
        """Collect the metered prices of subscriptions, then those of prices.json."""
        self._desk = desk
        self._by_meter: dict[tuple[str | None, str], Price] = {}
        self.items: dict[str, tuple[str | None, Price]] = {}
        for found in desk.export.subscriptions.values():
            for raw in found.value.items.data:
                price = self._price(raw)
                if price is None:
                    continue
                self.items[str(raw.get("id"))] = found.value.customer, price
                self._learn(found.value.customer, price)
        for kept in desk.export.prices.values():
            self._learn(None, kept.value)

    def _price(self, raw: dict[str, Any]) -> Price | None:
        try:
            return self._desk.prices.find(raw.get("price"), raw.get("plan"))
        except ObjectUnreadable:
            return None  # told where the item itself is read

    def _learn(self, customer: str | None, price: Price) -> None:
        if price.recurring is not None and price.recurring.meter is not None:
            self._by_meter.setdefault((customer, price.recurring.meter), price)

    def product(self, customer: str | None, meter: Meter) -> tuple[str, str | None]:
        """The product (and its unit) that the customer is billed for by the meter."""
        price = self._by_meter.get((customer, meter.id)) or self._by_meter.get((None, meter.id))
        if price is None:
            return meter.display_name or meter.event_name or meter.id, None
        return self.named(price)

    def named(self, price: Price) -> tuple[str, str | None]:
        """What billing calls a price's product, and its unit."""
        product = self._desk.prices.product(price.product)
        name = self._desk.prices.name(price.product, price.nickname) or price.id
        return name, product.unit_label if product else None


def read_usage(desk: Desk) -> Iterator[UsageEvent]:
    """Usage of every account; what cannot be read is in the quarantine."""
    metered = Metered(desk)
    meters = {each.value.event_name: each.value for each in desk.export.meters.values()}
    yield from _each(desk, desk.export.events, lambda found: _event(desk, metered, meters, found))
    yield from _each(desk, desk.export.summaries, lambda found: _summary(desk, metered, found))
    yield from _each(desk, desk.export.records, lambda found: _record(desk, metered, found))


def _each(
    desk: Desk,
    objects: Mapping[str, Found[Some]],
    read: Callable[[Found[Some]], UsageEvent | None],
) -> Iterator[UsageEvent]:
    for key, found in objects.items():
        try:
            event = read(found)
        except ObjectUnreadable as fault:
            desk.export.refuse(found, key, str(fault))
        else:
            if event is not None:
                yield event


def _event(
    desk: Desk, metered: Metered, meters: dict[str | None, Meter], found: Found[MeterEvent]
) -> UsageEvent | None:
    event = found.value
    meter = meters.get(event.event_name) or Meter(id=event.event_name, event_name=event.event_name)
    mapping, settings, adds_up = (
        meter.customer_mapping,
        meter.value_settings,
        meter.default_aggregation,
    )
    customer_key = (mapping.event_payload_key if mapping else None) or "stripe_customer_id"
    value_key = (settings.event_payload_key if settings else None) or "value"
    named = event.payload.get(customer_key)
    customer = None if named is None else str(named)
    account = desk.customers.account(found, event.identifier or event.event_name, customer)
    if account is None:
        return None
    counts = adds_up is not None and adds_up.formula == "count"
    quantity = Decimal(1) if counts else exact(event.payload.get(value_key), f"payload.{value_key}")
    moment = needed(event.timestamp or event.created, "'timestamp'")
    product, unit = metered.product(customer, meter)
    said = str(event.payload["unit"]) if event.payload.get("unit") else None
    return _usage(account, product, moment, quantity, (said or unit, event.identifier))


def _usage(
    account: Account,
    product: str,
    at: datetime | date,
    quantity: Decimal,
    unit_and_id: tuple[str | None, str | None],
) -> UsageEvent:
    if quantity < 0:
        raise ObjectUnreadable(f"its value is {quantity}, and usage cannot be negative")
    return UsageEvent(account.account_id, product, at, quantity, *unit_and_id)


def _summary(desk: Desk, metered: Metered, found: Found[MeterSummary]) -> UsageEvent | None:
    summary = found.value
    if summary.customer is None:
        raise ObjectUnreadable(
            'a meter\'s sum names no customer: add "customer": "cus_…" to it, the one it was asked for'
        )
    account = desk.customers.account(found, summary.id or "a meter's sum", summary.customer)
    if account is None:
        return None
    value = needed(summary.aggregated_value, "'aggregated_value'")
    known = desk.export.meters.get(summary.meter or "")
    meter = known.value if known else Meter(id=summary.meter or "meter")
    product, unit = metered.product(summary.customer, meter)
    day = desk.days(account).day(needed(summary.start_time, "'start_time'"))
    return _usage(account, product, day, value, (unit, summary.id))


def _record(desk: Desk, metered: Metered, found: Found[UsageSummary]) -> UsageEvent | None:
    record = found.value
    if record.subscription_item not in metered.items:
        raise ObjectUnreadable(
            f"its subscription item {record.subscription_item} is in no subscription that was exported"
        )
    customer, price = metered.items[record.subscription_item or ""]
    account = desk.customers.account(found, record.id, customer)
    if account is None:
        return None
    start = needed(parsed(Span, record.period).start, "'period.start'")
    total = needed(record.total_usage, "'total_usage'")
    product, unit = metered.named(price)
    day = desk.days(account).day(start)
    return _usage(account, product, day, total, (unit, record.id))
