"""One line of a Stripe invoice as the book's lines: its product, days, kind, units and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing.facts import Account, InvoiceLine, InvoiceStatus, LineKind
from billing.stripe.desk import Desk
from billing.stripe.fields import ObjectUnreadable
from billing.stripe.invoice_amounts import amounts_of
from billing.stripe.invoice_objects import Line, Span
from billing.stripe.line_kinds import details_of, kind_of
from billing.stripe.money import major, major_or_none
from billing.stripe.objects import Price


@dataclass(frozen=True, slots=True)
class Head:
    """What every line of an invoice shares."""

    account: Account
    invoice_id: str
    name: str
    """For messages: number and id."""
    dated: date
    due: date | None
    status: InvoiceStatus
    currency: str


def grouped(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines one by one, but the tiers of one item and period together; a line twice is a double charge."""
    groups: dict[Any, list[Line]] = {}
    for line in lines:
        details = details_of(line)
        item, span = details.subscription_item, line.period or Span()
        key: Any = (item, _price_id(line), line.currency, span.start, span.end)
        alone = item is None or details.proration or (line.amount or 0) < 0
        if alone or any(_same(line, other) for other in groups.get(key, ())):
            key = line.id
        groups.setdefault(key, []).append(line)
    yield from groups.values()


def _same(one: Line, other: Line) -> bool:
    names = ("amount", "quantity", "description")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def line_facts(
    desk: Desk, head: Head, group: list[Line], shared: dict[str, int]
) -> Iterator[InvoiceLine]:
    """A line (or the tiers of one item), and what is discounted of it. Raises ObjectUnreadable.

    `shared` is what each line bears of discounts that only the invoice states, in minor units.
    """
    first = group[0]
    currency = (first.currency or head.currency).upper()
    price, product = _price(desk, first)
    product = product or (first.description or "").strip()
    if not product:
        raise ObjectUnreadable(
            "it has neither a price nor a description: what was billed is not known"
        )
    start, end = period_of_line(desk, head, first)
    product_id = _product_id(first, price)
    # what a draft covers is not claimed, and so a period on a draft counts as one that recurs
    recurs = head.status == "draft" or desk.recurring.of(head.account, product_id)
    kind = kind_of(first, price, start, end, recurs=recurs)
    unit = desk.prices.product(product_id)
    parts = [amounts_of(line, shared.get(line.id, 0)) for line in group]
    net = sum(part.net for part in parts)
    within = any(part.tax_within for part in parts)
    yield InvoiceLine(
        account_id=head.account.account_id,
        invoice_id=head.invoice_id,
        invoice_date=head.dated,
        due_date=head.due,
        status=head.status,
        line_id=first.id,
        product=product,
        kind=kind,
        description=first.description or "",
        period_start=start,
        period_end=end,
        quantity=_quantity(group),
        unit=unit.unit_label if unit else None,
        unit_amount=None if within or len(group) > 1 else _unit_amount(first, price, currency),
        amount=major(net, currency),
        currency=currency,
    )
    off = sum(part.off for part in parts)
    if off:
        taken = major(-off, currency)
        yield made_line(
            head, f"{first.id}/discount", product, "discount", taken, (start, end), currency
        )


def made_line(
    head: Head,
    line_id: str,
    product: str,
    kind: LineKind,
    amount: Decimal,
    period: tuple[date | None, date | None],
    currency: str | None = None,
) -> InvoiceLine:
    """A line that Stripe states as an amount of an invoice or of another line."""
    return InvoiceLine(
        account_id=head.account.account_id,
        invoice_id=head.invoice_id,
        invoice_date=head.dated,
        due_date=head.due,
        status=head.status,
        line_id=line_id,
        product=product,
        kind=kind,
        description=f"{product}, {kind}" if kind == "discount" else product,
        period_start=period[0],
        period_end=period[1],
        quantity=None,
        unit=None,
        unit_amount=None,
        amount=amount,
        currency=currency or head.currency,
    )


def period_of_line(desk: Desk, head: Head, line: Line) -> tuple[date | None, date | None]:
    """The line's days; a period without length is the day on which it stands."""
    span = line.period
    if span is None or span.start is None or span.end is None:
        return None, None
    if span.end < span.start:
        raise ObjectUnreadable("its period ends before it starts")
    days = desk.days(head.account)
    start = days.day(span.start)
    return start, max(days.end(span.end), start + timedelta(days=1))


def first_period(desk: Desk, head: Head, lines: list[Line]) -> tuple[date | None, date | None]:
    """The days of the first line that has some."""
    for line in lines:
        try:
            return period_of_line(desk, head, line)
        except ObjectUnreadable:
            continue
    return None, None


def _price_id(line: Line) -> str | None:
    details = line.pricing.price_details if line.pricing else None
    if details is not None:
        return details.price
    held = line.price or line.plan
    held = held.get("id") if isinstance(held, dict) else held
    return None if held is None else str(held)


def _product_id(line: Line, price: Price | None) -> str | None:
    details = line.pricing.price_details if line.pricing else None
    if details is not None and details.product is not None:
        return details.product
    if price is not None:
        return price.product
    held = line.price or line.plan
    named = held.get("product") if isinstance(held, dict) else None
    return str(named.get("id") if isinstance(named, dict) else named) if named else None


def _price(desk: Desk, line: Line) -> tuple[Price | None, str | None]:
    """The line's price where it is known, and what billing calls its product."""
    price_id = _price_id(line)
    price: Price | None = None
    if price_id is not None:
        try:
            price = desk.prices.find(line.price or (None if line.plan else price_id), line.plan)
        except ObjectUnreadable:
            price = None  # a deleted price: the line says itself what was billed
    product_id = _product_id(line, price)
    if product_id is None:
        return price, price.nickname if price else None
    nickname = price.nickname if price else None
    return price, desk.prices.name(product_id, nickname or (line.description or "").strip() or None)


def _quantity(group: list[Line]) -> Decimal | None:
    """The units of a line; of tiers their sum, without the flat fees of tiers."""
    counted = [line for line in group if len(group) == 1 or not _is_flat_fee(line)]
    quantities = [line.quantity for line in counted if line.quantity is not None]
    return sum(quantities, Decimal(0)) if quantities else None


def _is_flat_fee(line: Line) -> bool:
    return "flat fee" in (line.description or "").lower()


def _unit_amount(line: Line, price: Price | None, currency: str) -> Decimal | None:
    if line.pricing is not None and line.pricing.unit_amount_decimal is not None:
        return major(line.pricing.unit_amount_decimal, currency)
    if price is None or price.currency.upper() != currency:
        return None
    exact = price.unit_amount_decimal
    return major_or_none(exact if exact is not None else price.unit_amount, currency)
