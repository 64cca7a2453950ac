"""Accounts made up at random: plans of every charge model, as hypothesis strategies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st
from plain_biller import facts, months_of
from plan import DECIMALS, METERED, TIERED, Plan, Thing, days_in
from planned_contract import contract

__all__ = ["Plan", "Thing", "contract", "facts", "plans"]

NAMES = ("Harbour ledger", "Quarry scanner", "Violet mailbox", "Tundra archive")


@st.composite
def prices(draw: st.DrawFn, currency: str, low: int, high: int, more: int = 0) -> Decimal:
    """An amount with the currency's decimals, or `more` of them."""
    decimals = DECIMALS[currency] + more
    return Decimal(draw(st.integers(low * 10**decimals, high * 10**decimals))).scaleb(-decimals)


@st.composite
def things(draw: st.DrawFn, base: Plan, name: str, model: str) -> Thing:
    currency = base.currency
    first, last = base.periods()[0][0], base.periods()[-1][1]
    thing = Thing(name, model, draw(prices(currency, 10, 2000)))
    if model == "seats":
        counts = draw(st.lists(st.integers(1, 300), min_size=1, max_size=3))
        days = draw(
            st.lists(
                st.integers(1, (last - first).days - 1),
                min_size=len(counts) - 1,
                max_size=len(counts) - 1,
                unique=True,
            )
        )
        seats = [(first, counts[0])]
        seats += [
            (first + timedelta(days=d), n) for d, n in zip(sorted(days), counts[1:], strict=True)
        ]
        thing = replace(thing, seats=tuple(seats))
    if model in METERED:
        thing = replace(
            thing,
            price=draw(prices(currency, 1, 20, more=2)),
            included=draw(st.sampled_from([0, 50, 400])),
            used=draw(usage(base)),
        )
    if model in TIERED:
        bounds = draw(
            st.lists(st.integers(20, 1500), min_size=1, max_size=3, unique=True).map(sorted)
        )
        amounts = draw(
            st.lists(
                prices(currency, 1, 90), min_size=len(bounds) + 1, max_size=len(bounds) + 1
            ).map(lambda found: sorted(found, reverse=True))
        )
        thing = replace(thing, included=0, tiers=tuple(zip((*bounds, None), amounts, strict=True)))
    if model == "percentage":
        thing = replace(thing, price=Decimal(draw(st.integers(2, 30))))
        if base.start.day == base.anchor and draw(st.booleans()):
            thing = replace(thing, minimum=draw(prices(currency, 100, 5000)))
    return thing


@st.composite
def usage(draw: st.DrawFn, base: Plan) -> tuple[tuple[datetime, int], ...]:
    """Events in every month, some within hours of midnight at a period's bound."""
    found: list[tuple[datetime, int]] = []
    for begin, end in base.periods():
        for low, high in months_of(base, begin, end):
            middle = datetime.combine(low, datetime.min.time(), UTC) + (high - low) * 12 * 60 / 1440
            found.append(
                (middle.replace(tzinfo=UTC) + timedelta(hours=12), draw(st.integers(1, 900)))
            )
            if draw(st.booleans()):
                edge = datetime.combine(high, datetime.min.time(), UTC)
                edge += timedelta(hours=draw(st.sampled_from([-14, -3, 2, 9])), minutes=30)
                found.append((edge, draw(st.integers(1, 400))))
    return tuple(found)


@st.composite
def bases(draw: st.DrawFn, **fixed: Any) -> Plan:
    """An account without products."""
    anchor = draw(st.sampled_from([1, 1, 15, 31]))
    every = draw(st.sampled_from([1, 1, 1, 3]))
    year, month = 2024, draw(st.integers(1, 12))
    start = date(year, month, min(anchor, days_in(year, month)))
    proration = draw(st.sampled_from(["daily", "none"]))
    if anchor == 1 and every == 1 and proration == "daily" and draw(st.booleans()):
        start = start.replace(day=draw(st.integers(2, 28)))
    values: dict[str, Any] = {
        "currency": draw(st.sampled_from(sorted(DECIMALS))),
        "start": start,
        "anchor": anchor,
        "months": draw(st.sampled_from([6, 15, 27])),
        "every": every,
        "advance": draw(st.booleans()),
        "zone": draw(st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles"])),
        "proration": proration,
        "things": (),
    }
    return Plan(**(values | fixed))


@st.composite
def plans(
    draw: st.DrawFn,
    models: tuple[str, ...] | None = None,
    *,
    raises: bool = True,
    extras: bool = True,
    **fixed: Any,
) -> Plan:
    """A whole account; `models` fixes what kinds of products it has.

    Without `extras` it has no discount, renewal order or commitment.
    """
    plan = draw(bases(**fixed))
    if models is None:
        kinds = st.sampled_from(["flat", "seats", "usage", "package", *TIERED])
        models = tuple(draw(st.lists(kinds, min_size=1, max_size=3)))
        if draw(st.integers(0, 3)) == 0:
            models = (*models, "percentage")
    made = [draw(things(plan, name, model)) for name, model in zip(NAMES, models, strict=False)]
    plan = replace(plan, things=tuple(made))
    plan = draw(with_raises(plan)) if raises and draw(st.booleans()) else plan
    if not extras:
        return plan
    if draw(st.booleans()):
        plan = replace(plan, one_time=(plan.start, draw(prices(plan.currency, 100, 9000))))
    if draw(st.booleans()):
        plan = draw(with_discount(plan, ends=None))
    if made[0].model in {"flat", "seats"} and draw(st.integers(0, 2)) == 0:
        plan = draw(with_new_price(plan))
    if draw(st.integers(0, 2)) == 0:
        plan = draw(with_commitment(plan))
    return plan


def with_thing(plan: Plan, index: int, **changed: Any) -> Plan:
    made = list(plan.things)
    made[index] = replace(made[index], **changed)
    return replace(plan, things=tuple(made))


@st.composite
def with_discount(draw: st.DrawFn, plan: Plan, *, ends: bool | None) -> Plan:
    """The first product reduced, for good or until a day; `ends` None leaves that to chance."""
    begin, end = draw(st.sampled_from(plan.periods()))
    until = draw(st.sampled_from([begin, end - timedelta(days=1)]))
    if ends is False or (ends is None and draw(st.booleans())):
        until = None
    percent = Decimal(draw(st.integers(1, 60)))
    return with_thing(plan, 0, discount=percent, discount_until=until)


@st.composite
def with_new_price(draw: st.DrawFn, plan: Plan) -> Plan:
    begin, _ = draw(st.sampled_from(plan.periods()[1:]))
    return with_thing(plan, 0, new_price=(begin, draw(prices(plan.currency, 10, 3000))))


@st.composite
def with_commitment(draw: st.DrawFn, plan: Plan) -> Plan:
    if plan.start.day != min(plan.anchor, days_in(plan.start.year, plan.start.month)):
        return plan
    if plan.anchor == 31 and plan.start.day != 31:
        return plan
    months = draw(st.sampled_from([m for m in (1, 3, 12) if m >= plan.every]))
    return replace(plan, commitment=(months, draw(prices(plan.currency, 100, 90000))))


@st.composite
def with_raises(draw: st.DrawFn, plan: Plan) -> Plan:
    """Increases on periods' first days: fixed, by schedule, by an index with a cap, the greater."""
    firsts = [begin for begin, _ in plan.periods()]
    method = draw(st.sampled_from(["fixed", "schedule", "index", "greater_of"]))
    percent = Decimal(draw(st.integers(1, 90))) / 10
    step = draw(st.sampled_from([None, Decimal(1), Decimal("0.05")]))
    if step is not None and DECIMALS[plan.currency] == 0:
        step = Decimal(10)
    word: dict[str, Any] = {"method": method, "rounding_to": None if step is None else str(step)}
    indices: dict[str, dict[str, Decimal]] = {}
    days = firsts[12 // plan.every :: 12 // plan.every]
    percents = [percent] * len(days)
    if method == "schedule":
        days = sorted(draw(st.sets(st.sampled_from(firsts[1:]), min_size=1, max_size=2)))
        percents = [percent + number for number in range(len(days))]
        word["schedule"] = [
            {"on": on, "percent": str(p)} for on, p in zip(days, percents, strict=True)
        ]
    elif not days or days[0].day != plan.start.day:
        return plan
    else:
        word |= {"first_on": days[0], "every_months": 12, "percent": str(percent)}
    if method in {"index", "greater_of"}:
        levels = {year: Decimal(draw(st.integers(1000, 1200))) / 10 for year in range(2022, 2028)}
        indices = {"cpi-u": {f"{year}-06": level for year, level in levels.items()}}
        cap = draw(st.sampled_from([None, Decimal(4)]))
        word |= {
            "index": "CPI-U",
            "index_month": 6,
            "percent_rounding_to": "0.1",
            "cap_percent": None if cap is None else str(cap),
        }
        if method == "index":
            word["percent"] = None
        percents = [
            index_percent(levels, on, percent if method == "greater_of" else None, cap)
            for on in days
        ]
    raises = tuple(zip(days, percents, strict=True))
    made = [
        thing if thing.model == "percentage" else replace(thing, raises=raises, raise_to=step)
        for thing in plan.things
    ]
    return replace(plan, things=tuple(made), raise_term=word, indices=indices)


def index_percent(
    levels: dict[int, Decimal], on: date, at_least: Decimal | None, cap: Decimal | None
) -> Decimal:
    year = on.year if on.month > 6 else on.year - 1
    change = (levels[year] / levels[year - 1] - 1) * 100
    change = change.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if at_least is not None:
        change = max(change, at_least)
    if cap is not None:
        change = min(change, cap)
    return max(change, Decimal(0))
