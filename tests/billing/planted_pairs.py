"""Two mistakes of billing at once, planted, with the part of the difference that each has.

The parts follow the order in which a bill comes about (docs/decisions/0006): what is counted, its price,
its days, its discount. So the first part is what the first mistake alone would change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from generated import (
    plans,
    with_discount,
    with_new_price,
    with_raises,
    with_thing,
)
from hypothesis import assume
from hypothesis import strategies as st
from plain_biller import amounts, facts
from plan import Plan

from billing.facts import AccountFacts
from billing.finding import Cause

Parts = dict[Cause, Decimal]


@dataclass(frozen=True)
class Pair:
    """One account with two mistakes in its first product."""

    agreed: Plan
    book: AccountFacts
    parts: Parts
    """What each cause has of agreed − billed, over all periods."""


def pair(
    agreed: Plan,
    first: tuple[Cause, Plan],
    second: tuple[Cause, Plan],
    alone: Plan | None = None,
) -> Pair:
    """`first` is the plan with the first mistake alone, `second` the one with both.

    `alone` has the second mistake alone: where it gives the same bill, nobody can see the first.
    """
    name = agreed.things[0].name
    right, one, both = (amounts(plan, name) for plan in (agreed, first[1], second[1]))
    if alone is not None:
        other = amounts(alone, name)
        assume(all(other[p] != both[p] for p in right if right[p] != one[p] != both[p]))
    together = [p for p in right if right[p] != one[p] != both[p]]
    assume(len({(right[p], both[p]) for p in together}) >= 1)
    assume(all(right[p] != both[p] for p in right if right[p] != one[p] or one[p] != both[p]))
    parts: Parts = {
        first[0]: sum((right[p] - one[p] for p in right), Decimal(0)),
        second[0]: sum((one[p] - both[p] for p in right), Decimal(0)),
    }
    return Pair(agreed, facts(agreed, second[1]), parts)


@st.composite
def one_product(draw: st.DrawFn, *models: str, **fixed: object) -> Plan:
    """A plan whose first product is of one of `models`, an ordinary fee beside it."""
    kinds = (draw(st.sampled_from(models)), "flat")
    return draw(plans(kinds, extras=False, raises=False, **fixed))


@st.composite
def raised(draw: st.DrawFn, *models: str) -> Plan:
    """A plan whose price has risen at least once."""
    plan = draw(with_raises(draw(one_product(*models, months=27))))
    assume(plan.things[0].raises and all(percent for _, percent in plan.things[0].raises))
    return plan


def not_raised(plan: Plan) -> Plan:
    return with_thing(plan, 0, raises=())


def fewer(plan: Plan, off: int) -> Plan:
    seats = tuple((day, number - off) for day, number in plan.things[0].seats)
    assume(all(number > 0 for _, number in seats))
    return with_thing(plan, 0, seats=seats)


def other_mode(plan: Plan) -> Plan:
    model = "volume" if plan.things[0].model == "graduated" else "graduated"
    return with_thing(plan, 0, model=model)


def in_bytes(plan: Plan, size: int) -> Plan:
    used = tuple((at, n * 1000) for at, n in plan.things[0].used)
    return with_thing(plan, 0, unit_size=size, used=used)


@st.composite
def too_few_at_the_old_price(draw: st.DrawFn) -> Pair:
    plan = draw(raised("seats"))
    one = fewer(plan, draw(st.sampled_from([1, 3, 20])))
    return pair(plan, ("quantity_mismatch", one), ("missed_escalation", not_raised(one)))


@st.composite
def too_few_at_a_superseded_price(draw: st.DrawFn) -> Pair:
    plan = draw(with_new_price(draw(one_product("seats"))))
    one = fewer(plan, draw(st.sampled_from([1, 3, 20])))
    both = with_thing(one, 0, new_price=None)
    return pair(plan, ("quantity_mismatch", one), ("superseded_price", both))


@st.composite
def superseded_and_still_reduced(draw: st.DrawFn) -> Pair:
    plan = draw(with_new_price(draw(one_product("flat", "seats"))))
    plan = draw(with_discount(plan, ends=True))
    one = with_thing(plan, 0, new_price=None)
    both = with_thing(one, 0, discount_until=None)
    alone = with_thing(plan, 0, discount_until=None)
    return pair(plan, ("superseded_price", one), ("expired_discount", both), alone)


@st.composite
def not_raised_and_still_reduced(draw: st.DrawFn) -> Pair:
    plan = draw(with_discount(draw(raised("flat", "seats", "usage")), ends=True))
    one = not_raised(plan)
    both = with_thing(one, 0, discount_until=None)
    alone = with_thing(plan, 0, discount_until=None)
    return pair(plan, ("missed_escalation", one), ("expired_discount", both), alone)


@st.composite
def reduced_too_far_for_too_few(draw: st.DrawFn) -> Pair:
    plan = draw(with_discount(draw(one_product("seats")), ends=False))
    one = fewer(plan, draw(st.sampled_from([1, 3, 20])))
    both = with_thing(one, 0, discount=plan.things[0].discount + draw(st.integers(1, 30)))
    return pair(plan, ("quantity_mismatch", one), ("excess_discount", both))


@st.composite
def other_units_in_the_other_mode(draw: st.DrawFn) -> Pair:
    agreed, other = draw(st.permutations([1000, 1024]))
    plan = in_bytes(draw(one_product("graduated", "volume")), agreed)
    one = with_thing(plan, 0, unit_size=other)
    return pair(plan, ("unit_conversion", one), ("wrong_tier_mode", other_mode(one)))


@st.composite
def not_raised_in_the_other_mode(draw: st.DrawFn) -> Pair:
    plan = draw(raised("graduated", "volume"))
    one = not_raised(plan)
    both = "wrong_tier_mode", other_mode(one)
    return pair(plan, ("missed_escalation", one), both, other_mode(plan))


@st.composite
def not_raised_and_cut_off(draw: st.DrawFn) -> Pair:
    plan = draw(raised("usage", "graduated"))
    plan = replace(plan, zone="Asia/Tokyo")
    one = replace(plan, zone="UTC")
    return pair(plan, ("period_cutoff", one), ("missed_escalation", not_raised(one)))


@st.composite
def too_much_included_at_the_old_price(draw: st.DrawFn) -> Pair:
    plan = with_thing(draw(raised("usage", "package")), 0, included=50)
    one = with_thing(plan, 0, included=draw(st.sampled_from([0, 100, 150])))
    return pair(plan, ("unbilled_overage", one), ("missed_escalation", not_raised(one)))


@st.composite
def late_and_not_raised(draw: st.DrawFn) -> Pair:
    """One after the other: the first periods without a line, the later ones at the old price."""
    plan = draw(raised("flat", "seats"))
    late: date = draw(st.sampled_from(plan.periods()[1:8]))[0]
    one = with_thing(plan, 0, starts=late)
    made = pair_of_periods(plan, one, not_raised(one))
    return replace(made, agreed=plan)


def pair_of_periods(agreed: Plan, first: Plan, both: Plan) -> Pair:
    """Two mistakes in different periods, by period."""
    name = agreed.things[0].name
    right, one, all_of_it = (amounts(plan, name) for plan in (agreed, first, both))
    parts: Parts = {
        "late_start": sum((right[p] - one[p] for p in right), Decimal(0)),
        "missed_escalation": sum((one[p] - all_of_it[p] for p in right), Decimal(0)),
    }
    assume(all(parts.values()))
    return Pair(agreed, facts(agreed, both), parts)


@st.composite
def late_and_in_full(draw: st.DrawFn) -> Pair:
    """Begun a month late, within a month, and that part of a month billed as a whole one."""
    plan = draw(one_product("flat", anchor=1, every=1, proration="daily", zone="UTC"))
    name = plan.things[0].name
    begin, end = plan.periods()[1]
    late = begin.replace(day=draw(st.integers(5, 25)))
    right = amounts(plan, name)
    assume(all(right.values()))
    book = facts(plan)
    lines = []
    for line in book.lines:
        if line.product != name or line.period_start is None:
            lines.append(line)
        elif line.period_start == begin:
            lines.append(replace(line, period_start=late, period_end=end))
        elif line.period_start > begin:
            lines.append(line)
    days = (end - begin).days
    full = right[begin, end]
    step = Decimal(1).scaleb(full.as_tuple().exponent)  # type: ignore[arg-type]  # a finite amount
    share = (full * (end - late).days / days).quantize(step)
    before = (full * (late - begin).days / days).quantize(step)
    assume(share + before == full)
    parts: Parts = {
        "late_start": right[plan.periods()[0]] + before,
        "wrong_proration": share - full,
    }
    return Pair(plan, replace(book, lines=tuple(lines)), parts)


PAIRS: dict[str, Callable[[], st.SearchStrategy[Pair]]] = {
    made.__name__: made
    for made in (
        too_few_at_the_old_price, too_few_at_a_superseded_price, superseded_and_still_reduced,
        not_raised_and_still_reduced, reduced_too_far_for_too_few, other_units_in_the_other_mode,
        not_raised_in_the_other_mode, not_raised_and_cut_off, too_much_included_at_the_old_price,
        late_and_not_raised, late_and_in_full,
    )
}  # fmt: skip
