"""A plain biller: walks a plan month by month with plain arithmetic, and writes invoices.

It shares nothing with the engine, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import case_file
from plan import DECIMALS, METERED, Plan, Thing, days_in, rounded

from billing.facts import Account, AccountFacts, InvoiceLine, SubscriptionItem, UsageEvent
from terms.price import Tier

VISIT = "Installation visit"
"""The product that is due once."""

Row = tuple[date, date, Decimal]
"""First day, day after the last, amount."""


def price_on(plan: Plan, thing: Thing, day: date, amount: Decimal) -> Decimal:
    """An amount of the price list after the increases that have come by a day."""
    since = plan.start
    if thing.new_price and day >= thing.new_price[0]:
        since, amount = thing.new_price
    for on, percent in thing.raises:
        if since < on <= day:
            step = thing.raise_to
            if step is None:
                step = Decimal(1).scaleb(
                    -max(DECIMALS[plan.currency], -int(amount.as_tuple().exponent))
                )
            amount = rounded(plan, amount * (1 + percent / 100), step)
    return amount


def seats_on(thing: Thing, day: date) -> int:
    return [number for since, number in thing.seats if since <= day][-1]


def used_in(plan: Plan, thing: Thing, begin: date, end: date) -> Decimal:
    zone = ZoneInfo(plan.zone)
    total = sum(n for at, n in thing.used if begin <= at.astimezone(zone).date() < end)
    return Decimal(total) / thing.unit_size if thing.unit_size else Decimal(total)


def charge_of_usage(plan: Plan, thing: Thing, begin: date, units: Decimal) -> Decimal:
    def now(amount: Decimal) -> Decimal:
        return price_on(plan, thing, begin, amount)

    if thing.model == "usage":
        return max(units - thing.included, Decimal(0)) * now(thing.price)
    if thing.model == "package":
        over = max(units - thing.included, Decimal(0))
        return (over / thing.package).to_integral_value(ROUND_CEILING) * now(thing.price)
    reached = next(a for up_to, a in thing.tiers if up_to is None or units <= up_to)
    if thing.model == "stairstep":
        return now(reached)
    if thing.model == "volume":
        return units * now(reached)
    total, below = Decimal(0), Decimal(0)
    for up_to, amount in thing.tiers:
        top = units if up_to is None else min(units, Decimal(up_to))
        total += max(top - below, Decimal(0)) * now(amount)
        below = max(top, below)
    return total


def months_of(plan: Plan, begin: date, end: date) -> Iterator[tuple[date, date]]:
    """A billed period month by month, by the plan's anchor."""
    while begin < end:
        year, month = begin.year + begin.month // 12, begin.month % 12 + 1
        following = date(year, month, min(plan.anchor, days_in(year, month)))
        if begin == plan.start and begin.day < min(plan.anchor, days_in(begin.year, begin.month)):
            following = date(begin.year, begin.month, plan.anchor)
        yield begin, min(following, end)
        begin = min(following, end)


def fixed_fee(plan: Plan, thing: Thing, begin: date, end: date) -> tuple[Decimal, list[Row]]:
    """The fee of one month, unrounded, and rounded rows for units that came or went within it."""
    price = price_on(plan, thing, begin, thing.price)
    low, high = plan.whole(begin, end)
    days, part = (high - low).days, (end - begin).days
    full = price if thing.model == "flat" else price * seats_on(thing, begin)
    if part < days and plan.proration == "daily":
        full = full * part / days
    rows: list[Row] = []
    held = seats_on(thing, begin) if thing.seats else 0
    for day, number in thing.seats:
        if begin < day < end:
            rest = (end - day).days if plan.proration == "daily" else 0
            rows.append((day, end, rounded(plan, price * (number - held) * rest / days)))
            held = number
    return full, rows


def rows_of(plan: Plan, thing: Thing, begin: date, end: date) -> list[Row]:
    """What a period of a product costs, as rows before any discount."""
    if thing.model in METERED:
        total = sum(
            (
                charge_of_usage(plan, thing, low, used_in(plan, thing, low, high))
                for low, high in months_of(plan, begin, end)
            ),
            Decimal(0),
        )
        return [(begin, end, rounded(plan, total))]
    if thing.model == "percentage":
        others = [t for t in plan.things if t.model != "percentage"]
        total = Decimal(0)
        for low, high in months_of(plan, begin, end):
            base = sum((net(plan, other, low, high) for other in others), Decimal(0))
            total += max(base * thing.price / 100, thing.minimum or Decimal(0))
        return [(begin, end, rounded(plan, total))]
    whole, rows = Decimal(0), []
    for low, high in months_of(plan, begin, end):
        full, more = fixed_fee(plan, thing, low, high)
        whole += full
        rows += more
    return [(begin, end, rounded(plan, whole)), *(row for row in rows if row[2])]


def reduction(plan: Plan, thing: Thing, begin: date, amount: Decimal) -> Decimal:
    if not thing.discount or (thing.discount_until and begin > thing.discount_until):
        return Decimal(0)
    return rounded(plan, amount * thing.discount / 100)


def net(plan: Plan, thing: Thing, begin: date, end: date) -> Decimal:
    amount = sum((row[2] for row in rows_of(plan, thing, begin, end)), Decimal(0))
    return amount - reduction(plan, thing, begin, amount)


def is_billed(thing: Thing, begin: date) -> bool:
    return (thing.starts is None or begin >= thing.starts) and (
        thing.ends is None or begin < thing.ends
    )


def amounts(plan: Plan, name: str) -> dict[tuple[date, date], Decimal]:
    """What each period of one product was billed at."""
    thing = next(t for t in plan.things if t.name == name)
    return {
        (begin, end): net(plan, thing, begin, end) if is_billed(thing, begin) else Decimal(0)
        for begin, end in plan.periods()
    }


def invoice_lines(plan: Plan) -> list[InvoiceLine]:
    found: list[InvoiceLine] = []
    for begin, end in plan.periods():
        for thing in plan.things:
            if not is_billed(thing, begin):
                continue
            advance = plan.advance and thing.model not in METERED
            day = begin if advance else end - timedelta(days=plan.advance)
            rows = rows_of(plan, thing, begin, end)
            charged = sum((row[2] for row in rows), Decimal(0))
            for number, (low, high, amount) in enumerate(rows):
                kind = "usage" if thing.model in METERED else "charge"
                kind = kind if number == 0 else "proration"
                found.append(a_line(plan, thing, day, kind, (low, high, amount)))
            off = reduction(plan, thing, begin, charged)
            if off:
                found.append(a_line(plan, thing, day, "discount", (begin, end, -off)))
    found += minimum_lines(plan)
    if plan.one_time:
        day, amount = plan.one_time
        row = day, day + timedelta(days=1), amount
        found.append(a_line(plan, Thing(VISIT, "one_time", amount), day, "one_time", row))
    return found


def a_line(plan: Plan, thing: Thing, day: date, kind: str, row: Row) -> InvoiceLine:
    begin, end, amount = row
    quantity: Decimal | None = None
    unit_amount: Decimal | None = None
    if kind in {"charge", "usage"}:
        if thing.model == "seats":
            quantity = Decimal(seats_on(thing, begin))
        elif thing.model in METERED:
            quantity = used_in(plan, thing, begin, end)
        if thing.model in {"flat", "seats", "usage"}:
            unit_amount = price_on(plan, thing, begin, thing.price)
    invoice = f"I-{day:%Y%m%d}"
    return InvoiceLine(
        account_id="ACC",
        invoice_id=invoice,
        invoice_date=day,
        due_date=day + timedelta(days=30),
        status="paid",
        line_id=f"{invoice}-{thing.name}-{kind}-{begin}",
        product=thing.name,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds of FORMATS.md
        description=thing.name,
        period_start=begin,
        period_end=end,
        quantity=quantity,
        unit=None,
        unit_amount=unit_amount,
        amount=amount,
        currency=plan.currency,
    )


def commitment_periods(plan: Plan) -> list[tuple[date, date]]:
    assert plan.commitment is not None
    size = plan.commitment[0] // plan.every
    bounds = [begin for begin, _ in plan.periods()] + [plan.periods()[-1][1]]
    return list(zip(bounds[::size], bounds[size::size], strict=False))


def shortfalls(plan: Plan) -> dict[tuple[date, date], Decimal]:
    if plan.commitment is None:
        return {}
    found = {}
    for low, high in commitment_periods(plan):
        counted = sum(
            (
                row[2]
                for begin, end in plan.periods()
                if low <= begin < high
                for thing in plan.things
                for row in rows_of(plan, thing, begin, end)
            ),
            Decimal(0),
        )
        found[low, high] = max(plan.commitment[1] - counted, Decimal(0))
    return found


def minimum_lines(plan: Plan) -> list[InvoiceLine]:
    thing = Thing("Minimum commitment", "flat", Decimal(0))
    return [
        a_line(plan, thing, high, "minimum", (low, high, amount))
        for (low, high), amount in shortfalls(plan).items()
        if amount
    ]


def items(plan: Plan) -> Iterator[SubscriptionItem]:
    """The billing configuration as the biller believes it to be at the end."""
    for number, thing in enumerate(plan.things):
        values: dict[str, Any] = {
            "product": thing.name,
            "model": {"usage": "per_unit", "seats": "per_unit"}.get(thing.model, thing.model),
            "start": thing.starts or plan.start,
            "end": thing.ends,
            "interval_count": plan.every,
        }
        if thing.model in {"seats", "usage", "package"}:
            values["unit_amount"] = price_on(plan, thing, plan.as_of, thing.price)
        if thing.model == "flat":
            values["flat_amount"] = price_on(plan, thing, plan.as_of, thing.price)
        if thing.model == "seats":
            values["quantity"] = seats_on(thing, plan.as_of)
        if thing.model in {"usage", "package"}:
            values["included_quantity"] = thing.included
        if thing.discount:
            values["discount_percent"] = thing.discount
        item = case_file._item(number, values, {"currency": plan.currency})
        yield replace(item, tiers=tier_terms(thing)) if thing.tiers else item


def tier_terms(thing: Thing) -> tuple[Tier, ...]:
    name = "flat_amount" if thing.model == "stairstep" else "unit_amount"
    return tuple(
        Tier(**{"up_to": None if up_to is None else Decimal(up_to), name: amount})
        for up_to, amount in thing.tiers
    )


def facts(plan: Plan, billed: Plan | None = None) -> AccountFacts:
    """The book of an account whose contract is `plan` and whose biller believed `billed`."""
    billed = billed or plan
    return AccountFacts(
        account=Account("ACC", "The customer", plan.currency, "UTC"),
        items=tuple(items(billed)),
        lines=tuple(invoice_lines(billed)),
        usage=tuple(
            UsageEvent(
                "ACC", thing.name, at, Decimal(n), "byte" if thing.unit_size else None, str(at)
            )
            for thing in plan.things
            for at, n in thing.used
        ),
        indices=plan.indices,
    )
