"""The billing side of a deal: configuration, invoice lines and usage, as a plain biller writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from billing.facts import Account, AccountFacts, InvoiceLine, SubscriptionItem, UsageEvent
from billing.policy import Policy
from evals.scenarios.deal import (
    METERED,
    Deal,
    Product,
    Span,
    charge,
    is_billed,
    price_on,
    reduction,
    seats_on,
    shortfalls,
)
from terms.period import Interval
from terms.price import Tier

ACCOUNT = "S-1"
_INTERVALS: dict[int, Interval] = {1: "month", 3: "quarter", 12: "year"}


def facts(deal: Deal, believed: Deal, policy: Policy | None = None) -> AccountFacts:
    """The book of an account whose biller believes in `believed`."""
    return AccountFacts(
        account=Account(ACCOUNT, deal.buyer, deal.currency, "UTC"),
        items=tuple(_items(believed)),
        lines=tuple(lines(believed)),
        usage=tuple(
            UsageEvent(
                ACCOUNT,
                product.billed_as or product.name,
                day + timedelta(days=13),
                Decimal(units),
                product.unit,
                f"{product.name}-{day}",
            )
            for product in deal.products
            for day, units in product.used
        ),
        aliases={p.name: (p.billed_as,) for p in deal.products if p.billed_as},
        policy=policy or Policy(),
    )


def lines(deal: Deal) -> list[InvoiceLine]:
    """Every invoice line, fixed fees in advance and usage once its period is over."""
    found: list[InvoiceLine] = []
    for span in deal.spans():
        for product in deal.products:
            if is_billed(product, span):
                found += _of_period(deal, product.on(span[0]), span)
    for (low, high), amount in shortfalls(deal).items():
        if amount:
            minimum = Product("Minimum commitment", "flat", Decimal(0))
            found.append(line(deal, minimum, high, "minimum", (low, high), amount))
    if deal.one_time:
        name, day, amount = deal.one_time
        span = day, day + timedelta(days=1)
        found.append(line(deal, Product(name, "flat", amount), day, "one_time", span, amount))
    return found


def _of_period(deal: Deal, product: Product, span: Span) -> Iterator[InvoiceLine]:
    metered = product.model in METERED
    day = span[1] if metered else span[0]
    if day > deal.as_of:
        return
    amount = charge(deal, product, span)
    made = line(deal, product, day, "usage" if metered else "charge", span, amount)
    if product.model == "seats":
        made = replace(made, quantity=Decimal(seats_on(product, span[0])), unit=product.unit)
    elif metered:
        used = sum(units for at, units in product.used if span[0] <= at < span[1])
        made = replace(made, quantity=Decimal(used), unit=product.unit)
    if product.model in {"flat", "seats", "usage"}:
        made = replace(made, unit_amount=price_on(deal, product, span[0]))
    yield made
    if off := reduction(product, span, amount):
        yield line(deal, product, day, "discount", span, -off)


def line(
    deal: Deal, product: Product, day: date, kind: str, span: Span, amount: Decimal
) -> InvoiceLine:
    """One line on the invoice of `day`."""
    invoice = f"INV-{day:%Y%m%d}"
    name = product.billed_as or product.name
    return InvoiceLine(
        account_id=ACCOUNT,
        invoice_id=invoice,
        invoice_date=day,
        due_date=day + timedelta(days=deal.net_days),
        status="paid" if day + timedelta(days=deal.net_days) < deal.as_of else "open",
        line_id=f"{invoice}-{name}-{kind}-{span[0]}",
        product=name,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds of the book
        description=name,
        period_start=span[0],
        period_end=span[1],
        quantity=None,
        unit=None,
        unit_amount=None,
        amount=amount,
        currency=deal.currency,
    )


def _items(deal: Deal) -> Iterator[SubscriptionItem]:
    """The configuration as it stands on the day of the examination."""
    for number, product in enumerate(deal.products, start=1):
        if product.billed_from and product.billed_from > deal.as_of:
            continue
        now = price_on(deal, product, deal.as_of)
        tiered = product.model in {"graduated", "volume"}
        yield SubscriptionItem(
            account_id=ACCOUNT,
            subscription_id="sub_1",
            item_id=f"si_{number}",
            product=product.billed_as or product.name,
            model=product.model if tiered or product.model == "flat" else "per_unit",
            unit_amount=None if tiered or product.model == "flat" else now,
            flat_amount=now if product.model == "flat" else None,
            tiers=tuple(
                Tier(
                    up_to=None if up_to is None else Decimal(up_to),
                    unit_amount=price_on(deal, product, deal.as_of, price),
                )
                for up_to, price in product.tiers
            ),
            package_size=None,
            included_quantity=Decimal(product.included) if product.model == "usage" else None,
            quantity=Decimal(seats_on(product, deal.as_of)) if product.seats else None,
            unit=product.unit or None,
            minimum_amount=None,
            minimum_per=None,
            discount_percent=product.discount or None,
            discount_amount=None,
            discount_end=product.discount_until and product.discount_until + timedelta(days=1),
            currency=deal.currency,
            interval=_INTERVALS[deal.every],
            interval_count=1,
            billing="arrears" if product.model in METERED else "advance",
            start=product.billed_from or product.since or deal.start,
            end=product.billed_until,
        )
