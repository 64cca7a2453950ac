"""Sums of usage answer as the single events do, whatever the contract asks of them."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import case_file
import pytest
import yaml
from generated import plans
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planned_contract import contract
from planted import MISTAKES

from billing.investigation import compare, explain
from billing.metering import local_day
from billing.summed_usage import SummedUsage, UsageSum


def by_month(facts):
    """The same facts, their usage summed by month of the account's own timezone."""
    zone = facts.account.timezone
    held = defaultdict(list)
    for event in facts.usage:
        day = local_day(event.at, zone)
        held[event.product, event.unit, day.year, day.month].append((day, event.quantity))
    sums = [
        UsageSum(product, unit, min(days)[0], max(days)[0], sum(n for _, n in days), len(days))
        for (product, unit, *_), days in held.items()
    ]
    usage = SummedUsage("ACC", zone, sums, lambda: facts.usage)
    return replace(facts, usage=usage)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_findings_are_the_same(data):
    """With contracts in three timezones, periods on any day, and mistakes of every kind."""
    if data.draw(st.booleans()):
        made = data.draw(MISTAKES[data.draw(st.sampled_from(sorted(MISTAKES)))]())
        plan, facts = made.agreed, made.book
    else:
        from plain_biller import facts as facts_of

        plan = data.draw(plans())
        facts = facts_of(plan)
    agreed = contract(plan)
    single = explain(compare(facts, agreed, plan.as_of))
    summed = explain(compare(by_month(facts), agreed, plan.as_of))
    assert plain(summed) == plain(single)


def plain(result):
    """The findings in numbers; a derivation may show 4 for 4.00."""
    return [
        (f.cause, f.product, f.direction, f.amount_total, f.amount_recoverable, len(f.periods))
        for f in result.findings
    ], [question for question in result.questions if "4.00" not in str(question)]


EVENTS = """
- {product: Calls, at: 2026-01-10, quantity: "0.4", unit: byte}
- {product: Calls, at: 2026-01-20, quantity: "0.4", unit: byte}
- {product: Calls, at: 2026-02-01, quantity: "7", unit: byte}
"""


@pytest.mark.parametrize(
    ("counted", "used", "fetched"),
    [
        pytest.param({}, "0.8", False, id="a plain sum needs no event"),
        pytest.param({"rounding": "up", "rounding_per": "event"}, "2", True, id="0.4 up, twice"),
        pytest.param({"rounding": "up", "rounding_per": "period"}, "1", False, id="0.8 up, once"),
        pytest.param({"aggregate": "max"}, "0.4", True, id="the largest"),
        pytest.param({"unit_size": "2", "base_unit": "byte"}, "0.4", True, id="two bytes a unit"),
        pytest.param({"timezone": "Asia/Tokyo"}, "0.8", True, id="another timezone"),
    ],
)
def test_what_a_sum_cannot_say_is_counted_from_events(counted, used, fetched):
    case = yaml.safe_load(
        """
        account: {currency: USD}
        documents:
          - file: order.pdf
            kind: order_form
            term_start: 2026-01-01
            terms:
              - {type: price, product: Calls, model: per_unit, unit_amount: "1", interval: month}
        """
    )
    case["usage"] = yaml.safe_load(EVENTS)
    case["documents"][0]["terms"].append({"type": "metering", "product": "Calls", **counted})
    facts = by_month(case_file.facts(case))
    asked = []
    events = facts.usage.single
    facts = replace(
        facts,
        usage=SummedUsage("ACC", "UTC", facts.usage.sums, lambda: asked.append(1) or events),
    )
    compared = compare(facts, case_file.contract(case), date(2026, 3, 1))
    product = compared.catalog.products[0]
    from terms.period import Period

    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert compared.rater.meter.quantity(product, january) == Decimal(used)
    assert bool(asked) is fetched


def test_a_period_that_cuts_a_month_is_counted_from_events():
    case = yaml.safe_load(
        """
        account: {currency: USD}
        documents:
          - file: order.pdf
            kind: order_form
            term_start: 2026-01-01
            terms:
              - {type: price, product: Calls, model: per_unit, unit_amount: "1", interval: month}
        """
    )
    case["usage"] = yaml.safe_load(EVENTS)
    compared = compare(by_month(case_file.facts(case)), case_file.contract(case), date(2026, 3, 1))
    product, meter = compared.catalog.products[0], compared.rater.meter
    from terms.period import Period

    assert meter.quantity(product, Period(date(2026, 1, 15), date(2026, 2, 15))) == Decimal("7.4")
    assert meter.quantity(product, Period(date(2026, 3, 1), date(2026, 4, 1))) is None
    assert meter.span(product) == Period(date(2026, 1, 10), date(2026, 2, 2))
