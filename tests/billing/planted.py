"""Mistakes of billing, planted: each gives the agreed plan, what was billed, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from generated import (
    plans,
    prices,
    with_commitment,
    with_discount,
    with_new_price,
    with_raises,
    with_thing,
)
from hypothesis import assume
from hypothesis import strategies as st
from plain_biller import amounts, facts, invoice_lines, shortfalls
from plan import Plan

from billing.facts import AccountFacts, InvoiceLine

FIXED = ("flat", "seats")


@dataclass(frozen=True)
class Planted:
    """One account with one mistake in its first product."""

    agreed: Plan
    book: AccountFacts
    differences: dict[tuple[date, date], Decimal]
    """Agreed − billed, by period of the first product; none is 0."""
    causes: frozenset[str]
    """The cause, and the names under which another sees the same fact."""


def planted(
    agreed: Plan, believed: Plan, *causes: str, book: AccountFacts | None = None
) -> Planted:
    name = agreed.things[0].name
    right, billed = amounts(agreed, name), amounts(believed, name)
    differences = {p: right[p] - billed[p] for p in right if right[p] != billed[p]}
    assume(differences)
    return Planted(agreed, book or facts(agreed, believed), differences, frozenset(causes))


@st.composite
def right_plans(
    draw: st.DrawFn, *models: str, raises: bool = True, alone: bool = False, **fixed: object
) -> Plan:
    """A plan whose first product is of one of `models`, with an ordinary one beside it or alone."""
    kinds = (draw(st.sampled_from(models)), "flat")[: 1 if alone else 2]
    return draw(plans(kinds, extras=False, raises=raises, **fixed))


@st.composite
def missed_escalation(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED, "usage", "graduated", raises=False, months=27))
    plan = draw(with_raises(plan))
    raises = plan.things[0].raises
    assume(raises and all(percent for _, percent in raises))
    kept = draw(st.integers(0, len(raises) - 1))
    return planted(plan, with_thing(plan, 0, raises=raises[:kept]), "missed_escalation")


@st.composite
def superseded_price(draw: st.DrawFn) -> Planted:
    plan = draw(with_new_price(draw(right_plans(*FIXED, raises=False))))
    return planted(plan, with_thing(plan, 0, new_price=None), "superseded_price")


@st.composite
def wrong_unit_price(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED, "usage", raises=False))
    wrong = draw(prices(plan.currency, 10, 2000))
    return planted(plan, with_thing(plan, 0, price=wrong), "wrong_unit_price")


@st.composite
def wrong_tiers(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("graduated", "volume", "stairstep", raises=False))
    shift = draw(st.integers(5, 300))
    tiers = tuple(
        (None if up_to is None else up_to + shift, amount) for up_to, amount in plan.things[0].tiers
    )
    return planted(plan, with_thing(plan, 0, tiers=tiers), "wrong_tiers")


@st.composite
def wrong_tier_mode(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("graduated", "volume"))
    other = "volume" if plan.things[0].model == "graduated" else "graduated"
    return planted(plan, with_thing(plan, 0, model=other), "wrong_tier_mode")


@st.composite
def expired_discount(draw: st.DrawFn) -> Planted:
    plan = draw(with_discount(draw(right_plans(*FIXED, "usage")), ends=True))
    return planted(plan, with_thing(plan, 0, discount_until=None), "expired_discount")


@st.composite
def excess_discount(draw: st.DrawFn) -> Planted:
    plan = draw(with_discount(draw(right_plans(*FIXED, "usage")), ends=False))
    more = plan.things[0].discount + draw(st.integers(1, 30))
    return planted(plan, with_thing(plan, 0, discount=more), "excess_discount")


@st.composite
def quantity_off(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("seats"))
    seats = plan.things[0].seats
    if draw(st.booleans()):
        fewer = seats[:1]
    else:
        off = draw(st.sampled_from([-3, -1, 2, 20]))
        assume(all(number + off > 0 for _, number in seats))
        fewer = tuple((day, number + off) for day, number in seats)
    also = ("wrong_proration",) if len(seats) > 1 else ()
    return planted(plan, with_thing(plan, 0, seats=fewer), "quantity_mismatch", *also)


@st.composite
def other_allowance(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("usage", "package"))
    plan = with_thing(plan, 0, included=50)
    allowed = draw(st.sampled_from([0, 100, 150, 500, 100000]))
    return planted(plan, with_thing(plan, 0, included=allowed), "unbilled_overage")


@st.composite
def no_overage_line(draw: st.DrawFn) -> Planted:
    plan = with_thing(draw(right_plans("usage")), 0, included=50)
    never = with_thing(plan, 0, starts=date(2100, 1, 1))
    return planted(plan, never, "unbilled_overage", "unbilled_product")


@st.composite
def never_billed(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED))
    never = with_thing(plan, 0, starts=date(2100, 1, 1))
    return planted(plan, never, "unbilled_product")


@st.composite
def late_start(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED))
    begin, _ = draw(st.sampled_from(plan.periods()[1:]))
    return planted(plan, with_thing(plan, 0, starts=begin), "late_start")


@st.composite
def ended_early(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED))
    begin, _ = draw(st.sampled_from(plan.periods()[1:]))
    return planted(plan, with_thing(plan, 0, ends=begin), "ended_early")


@st.composite
def billed_twice(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED, "usage", "stairstep"))
    name = plan.things[0].name
    period = draw(st.sampled_from(plan.periods()))
    again = [
        replace(line, invoice_id=line.invoice_id + "-B", line_id=line.line_id + "-B")
        for line in invoice_lines(plan)
        if line.product == name and line.invoice_id == of(plan, name, period).invoice_id
    ]
    book = facts(plan)
    amount = sum((line.amount for line in again), Decimal(0))
    assume(amount)
    book = replace(book, lines=(*book.lines, *again))
    return Planted(plan, book, {period: -amount}, frozenset({"duplicate_charge"}))


@st.composite
def credited(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED, "usage", "stairstep"))
    name = plan.things[0].name
    period = draw(st.sampled_from(plan.periods()))
    line = of(plan, name, period)
    size = draw(prices(plan.currency, 1, 9))
    credit = replace(
        line, kind="credit", amount=-size, line_id="CR-1", invoice_id="CR", quantity=None
    )
    book = facts(plan)
    book = replace(book, lines=(*book.lines, credit))
    return Planted(plan, book, {period: size}, frozenset({"wrong_credit"}))


@st.composite
def cut_off(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("usage", "graduated", zone="Asia/Tokyo"))
    return planted(plan, replace(plan, zone="UTC"), "period_cutoff")


@st.composite
def other_unit(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("usage", "graduated"))
    agreed, other = draw(st.permutations([1000, 1024]))
    thing = plan.things[0]
    used = tuple((at, n * 1000) for at, n in thing.used)
    plan = with_thing(plan, 0, unit_size=agreed, used=used)
    return planted(plan, with_thing(plan, 0, unit_size=other), "unit_conversion")


@st.composite
def wrong_proration(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans("flat", alone=True, anchor=1, every=1, proration="daily"))
    assume(plan.start.day > 1)
    return planted(plan, replace(plan, proration="none"), "wrong_proration")


@st.composite
def rounded_down(draw: st.DrawFn) -> Planted:
    """Without amounts on the exact half: where the contract is silent, both ways are usual."""
    plan = draw(right_plans("usage", raises=False, alone=True))
    name = plan.things[0].name
    assume(amounts(plan, name) == amounts(replace(plan, rounding_mode="ROUND_HALF_DOWN"), name))
    return planted(plan, replace(plan, rounding_mode="ROUND_DOWN"), "rounding")


@st.composite
def one_time_missing(draw: st.DrawFn) -> Planted:
    plan = draw(right_plans(*FIXED, raises=False))
    day, amount = plan.start, draw(prices(plan.currency, 100, 9000))
    plan = replace(plan, one_time=(day, amount))
    book = facts(plan, replace(plan, one_time=None))
    period = day, day + timedelta(days=1)
    return Planted(plan, book, {period: amount}, frozenset({"unbilled_one_time"}))


@st.composite
def shortfall_not_billed(draw: st.DrawFn) -> Planted:
    plan = draw(with_commitment(draw(right_plans(*FIXED, "usage"))))
    differences = {period: amount for period, amount in shortfalls(plan).items() if amount}
    assume(differences)
    book = facts(plan, replace(plan, commitment=None))
    return Planted(plan, book, differences, frozenset({"commitment_shortfall"}))


def of(plan: Plan, name: str, period: tuple[date, date]) -> InvoiceLine:
    """The main line of a product's period."""
    return next(
        line
        for line in invoice_lines(plan)
        if line.product == name
        and (line.period_start, line.period_end) == period
        and line.kind in {"charge", "usage"}
    )


MISTAKES: dict[str, Callable[[], st.SearchStrategy[Planted]]] = {
    made.__name__: made
    for made in (
        missed_escalation, superseded_price, wrong_unit_price, wrong_tiers, wrong_tier_mode,
        expired_discount, excess_discount, quantity_off, other_allowance, no_overage_line,
        never_billed, late_start, ended_early, billed_twice, credited, cut_off, other_unit,
        wrong_proration, rounded_down, shortfall_not_billed,
        one_time_missing,
    )
}  # fmt: skip
