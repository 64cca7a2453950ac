"""An account's facts written as the Stripe API would return them: the same customer, billed by Stripe.

Two shapes: "2025-09-30" (`pricing.price_details`, `parent`, `taxes`, `discount.source`) and "2020-08-27" (`price` in the line,
`proration`, `tax_amounts`, `discount.coupon`). Periods turn over at midnight UTC.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stripe_writing import WHOLE_INTERVALS, amounts, in_list, minor, seconds

from billing.facts import AccountFacts, InvoiceLine, SubscriptionItem, UsageEvent

NEW, OLD = "2025-09-30", "2020-08-27"


@dataclass
class StripeExport:
    """The objects of one or more accounts, by file."""

    shape: str = NEW
    files: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def save(self, book: Path) -> None:
        folder = book / "stripe"
        folder.mkdir(parents=True, exist_ok=True)
        for name, objects in self.files.items():
            body = in_list(objects, f"/v1/{name}")
            (folder / f"{name}.json").write_text(json.dumps(body, indent=1), encoding="utf-8")

    def add(self, facts: AccountFacts) -> None:
        """Write one account."""
        Account(self, facts).write()


class Account:
    """Writes the objects of one account."""

    def __init__(self, export: StripeExport, facts: AccountFacts) -> None:
        self.export, self.facts, self.files = export, facts, export.files
        self.customer = f"cus_{facts.account.account_id}"
        self.currency = facts.account.currency.lower()
        self.products: dict[str, str] = {}
        self.metered = {event.product for event in facts.usage} | {
            line.product for line in facts.lines if line.kind == "usage"
        }
        self.prices: dict[str, dict[str, Any]] = {}
        self.coupons: dict[str, dict[str, Any]] = {}

    def write(self) -> None:
        account = self.facts.account
        self.files["customers"].append(
            {
                "id": self.customer,
                "object": "customer",
                "name": account.name,
                "currency": self.currency,
                "metadata": {"account_id": account.account_id, "timezone": account.timezone},
                "discount": None,
            }
        )
        by_subscription: dict[str, list[SubscriptionItem]] = defaultdict(list)
        for item in self.facts.items:
            by_subscription[item.subscription_id].append(item)
        for name, items in by_subscription.items():
            self.subscription(name, items)
        by_invoice: dict[str, list[InvoiceLine]] = defaultdict(list)
        for line in self.facts.lines:
            by_invoice[line.invoice_id].append(line)
        for lines in by_invoice.values():
            self.invoice(lines)
        self.usage()
        self.files["coupons"] += self.coupons.values()

    def product(self, name: str, unit: str | None) -> str:
        if name not in self.products:
            number = len(self.products) + 1
            self.products[name] = f"prod_{self.facts.account.account_id}_{number}"
            self.files["products"].append(
                {"id": self.products[name], "object": "product", "name": name, "unit_label": unit}
            )
        return self.products[name]

    def price(self, item: SubscriptionItem) -> dict[str, Any]:
        metered = item.product in self.metered
        product = self.product(item.product, item.unit)
        interval, months = WHOLE_INTERVALS.get(item.interval, (item.interval, 1))
        price: dict[str, Any] = {
            "id": f"price_{item.item_id}",
            "object": "price",
            "active": True,
            "currency": self.currency,
            "product": product,
            "type": "recurring",
            "nickname": None,
            "billing_scheme": "per_unit",
            "tiers_mode": None,
            "transform_quantity": None,
            "recurring": {
                "interval": interval,
                "interval_count": months * item.interval_count,
                "usage_type": "metered" if metered else "licensed",
                "meter": f"mtr_{product}" if metered else None,
            },
        }
        if item.tiers:
            price |= {
                "billing_scheme": "tiered",
                "tiers_mode": "volume" if item.model == "stairstep" else item.model,
            }
            price["tiers"] = [
                {
                    "up_to": None if tier.up_to is None else int(tier.up_to),
                    **self.amounts(tier.unit_amount, "unit_amount"),
                    **self.amounts(tier.flat_amount, "flat_amount"),
                }
                for tier in item.tiers
            ]
        elif item.included_quantity is not None:
            price |= {"billing_scheme": "tiered", "tiers_mode": "graduated"}
            free = {"up_to": int(item.included_quantity), **self.amounts(Decimal(0), "unit_amount")}
            price["tiers"] = [
                free,
                {"up_to": None, **self.amounts(item.unit_amount, "unit_amount")},
            ]
        else:
            amount = item.unit_amount if item.unit_amount is not None else item.flat_amount
            price |= self.amounts(amount, "unit_amount")
        self.prices[item.product] = price
        self.files["prices"].append(price)
        return {name: value for name, value in price.items() if name != "tiers"}

    def minor(self, amount: Decimal) -> int:
        return minor(amount, self.currency)

    def amounts(self, amount: Decimal | None, name: str) -> dict[str, Any]:
        return amounts(amount, name, self.currency)

    def discount(self, item: SubscriptionItem) -> dict[str, Any] | None:
        if item.discount_percent is None:
            return None
        coupon = f"coupon_{item.item_id}"
        self.coupons.setdefault(
            coupon,
            {
                "id": coupon,
                "object": "coupon",
                "percent_off": float(item.discount_percent),
                "amount_off": None,
                "duration": "repeating" if item.discount_end else "forever",
            },
        )
        source = (
            {"source": {"type": "coupon", "coupon": coupon}}
            if self.export.shape == NEW
            else {"coupon": self.coupons[coupon]}
        )
        return {
            "id": f"di_{item.item_id}",
            "object": "discount",
            "start": seconds(item.start),
            "end": seconds(item.discount_end) if item.discount_end else None,
            **source,
        }

    def subscription(self, name: str, items: list[SubscriptionItem]) -> None:
        start = min(item.start for item in items)
        current = [item for item in items if item.end is None]
        changing = len(current) < len(items)
        turn = {
            "current_period_start": seconds(date(2026, 10, 1)),
            "current_period_end": seconds(date(2026, 11, 1)),
        }
        written = []
        for item in current:
            discount = self.discount(item)
            written.append(
                {
                    "id": item.item_id,
                    "object": "subscription_item",
                    "price": self.price(item),
                    "quantity": None if item.quantity is None else int(item.quantity),
                    "created": seconds(item.start),
                    "discounts": [discount] if discount else [],
                    **(turn if self.export.shape == NEW else {}),
                }
            )
        self.files["subscriptions"].append(
            {
                "id": name,
                "object": "subscription",
                "customer": self.customer,
                "status": "active",
                "currency": self.currency,
                "created": seconds(start),
                "start_date": seconds(start),
                "ended_at": None,
                "cancel_at": None,
                "cancel_at_period_end": False,
                "trial_start": None,
                "trial_end": None,
                "discounts": [],
                "schedule": f"sub_sched_{name}" if changing else None,
                "items": in_list(written, f"/v1/subscription_items?subscription={name}"),
                **({} if self.export.shape == NEW else turn),
            }
        )
        if changing:
            self.schedule(name, items)

    def schedule(self, name: str, items: list[SubscriptionItem]) -> None:
        """The history of a subscription as phases, cut wherever an item changes."""
        cuts = {item.start for item in items}
        cuts |= {day for item in items for day in (item.end, item.discount_end) if day}
        bounds = sorted(cuts)
        for item in items:
            if item.end is not None:
                self.price(item)
        phases = []
        for number, low in enumerate(bounds):
            high = bounds[number + 1] if number + 1 < len(bounds) else None
            active = [i for i in items if i.start <= low and (i.end is None or i.end > low)]
            phases.append(
                {
                    "start_date": seconds(low),
                    "end_date": seconds(high or date(2027, 1, 1)),
                    "currency": self.currency,
                    "discounts": [],
                    "items": [self.phase_item(item, low) for item in active],
                }
            )
        self.files["subscription_schedules"].append(
            {
                "id": f"sub_sched_{name}",
                "object": "subscription_schedule",
                "customer": self.customer,
                "subscription": name,
                "status": "active",
                "end_behavior": "release",
                "phases": phases,
            }
        )

    def phase_item(self, item: SubscriptionItem, day: date) -> dict[str, Any]:
        off = item.discount_percent and (item.discount_end is None or day < item.discount_end)
        if off:
            self.discount(item)  # writes its coupon
        return {
            "price": f"price_{item.item_id}",
            "quantity": None if item.quantity is None else int(item.quantity),
            "discounts": [{"coupon": f"coupon_{item.item_id}", "discount": None}] if off else [],
        }

    def invoice(self, lines: list[InvoiceLine]) -> None:
        first = lines[0]
        invoice_id = f"in_{first.invoice_id}"
        charged = [line for line in lines if line.kind not in {"discount", "tax"}]
        discounts = [line for line in lines if line.kind == "discount"]
        taxes = [line for line in lines if line.kind == "tax"]
        exact = {(line.product, line.period_start) for line in charged}
        written = []
        for line in charged:
            of_product = [each for each in discounts if each.product == line.product]
            own = [
                each
                for each in of_product
                if each.period_start == line.period_start
                or (each.product, each.period_start) not in exact
            ]
            written.append(self.line(line, invoice_id, own))
        tax = sum((line.amount for line in taxes), Decimal(0))
        if taxes:
            written[0] |= (
                {"taxes": [{"amount": self.minor(tax), "tax_behavior": "exclusive"}]}
                if self.export.shape == NEW
                else {"tax_amounts": [{"amount": self.minor(tax), "inclusive": False}]}
            )
        self.files["invoices"].append(
            {
                "id": invoice_id,
                "object": "invoice",
                "number": first.invoice_id,
                "customer": self.customer,
                "status": first.status,
                "currency": self.currency,
                "created": seconds(first.invoice_date),
                "effective_at": None
                if first.status == "draft"
                else seconds(first.invoice_date) + 3700,
                "due_date": seconds(first.due_date) if first.due_date else None,
                "status_transitions": {"finalized_at": None, "paid_at": None},
                "total": self.minor(sum((line.amount for line in lines), Decimal(0))),
                "subtotal": self.minor(sum((line.amount for line in charged), Decimal(0))),
                "lines": in_list(written, f"/v1/invoices/{invoice_id}/lines"),
            }
        )

    def line(
        self, line: InvoiceLine, invoice_id: str, discounts: list[InvoiceLine]
    ) -> dict[str, Any]:
        from_item = line.kind in {"charge", "usage", "proration"} and line.product in self.prices
        written: dict[str, Any] = {
            "id": line.line_id,
            "object": "line_item",
            "invoice": invoice_id,
            "amount": self.minor(line.amount),
            "currency": self.currency,
            "description": line.description,
            "quantity": None if line.quantity is None else int(line.quantity),
            "period": {"start": seconds(line.period_start), "end": seconds(line.period_end)},
            "discount_amounts": [
                {"amount": -self.minor(each.amount), "discount": "di_of_invoice"}
                for each in discounts
            ],
            "metadata": {},
        }
        product = self.product(line.product, line.unit)
        unit = self.amounts(line.unit_amount, "unit_amount")
        price = self.prices[line.product] if from_item else {"id": f"price_once_{product}"}
        details = {
            "proration": line.kind == "proration",
            "subscription": "sub" if from_item else None,
            "subscription_item": f"si_of_{product}" if from_item else None,
        }
        if self.export.shape == NEW:
            name = "subscription_item_details" if from_item else "invoice_item_details"
            return written | {
                "parent": {"type": name, name: details},
                "pricing": {
                    "type": "price_details",
                    "price_details": {"price": price["id"], "product": product},
                    "unit_amount_decimal": unit["unit_amount_decimal"],
                },
            }
        once = {
            "type": "one_time",
            "recurring": None,
            "billing_scheme": "per_unit",
            "currency": self.currency,
        }
        held = {k: v for k, v in price.items() if k != "tiers"} if from_item else once
        return (
            written
            | details
            | {
                "type": "subscription" if from_item else "invoiceitem",
                "price": held | {"id": price["id"], "product": product, **unit},
            }
        )

    def usage(self) -> None:
        for name in dict.fromkeys(event.product for event in self.facts.usage):
            product = self.product(name, None)
            self.files["meters"].append(
                {
                    "id": f"mtr_{product}",
                    "object": "billing.meter",
                    "display_name": name,
                    "event_name": f"used_{product}",
                    "customer_mapping": {
                        "type": "by_id",
                        "event_payload_key": "stripe_customer_id",
                    },
                    "value_settings": {"event_payload_key": "value"},
                    "default_aggregation": {"formula": "sum"},
                }
            )
        for number, event in enumerate(self.facts.usage):
            self.files["meter_events"].append(self.event(number, event))

    def event(self, number: int, event: UsageEvent) -> dict[str, Any]:
        zone = ZoneInfo(self.facts.account.timezone)
        at = (
            event.at
            if isinstance(event.at, datetime)
            else datetime.combine(event.at, time(12), zone)
        )
        return {
            "object": "billing.meter_event",
            "event_name": f"used_{self.products[event.product]}",
            "identifier": event.event_id or f"{self.customer}-{number}",
            "payload": {
                "stripe_customer_id": self.customer,
                "value": f"{event.quantity:f}",
                **({"unit": event.unit} if event.unit else {}),
            },
            "timestamp": int(at.timestamp()),
        }
