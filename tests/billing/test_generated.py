"""Accounts made up at random: right bills give nothing, planted mistakes come back as planted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from generated import plans
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_biller import facts
from plan import Plan
from planned_contract import contract
from planted import MISTAKES, Planted

from billing.finding import Finding
from billing.investigation import compare, explain

settings.register_profile(
    "generated",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("generated")

Row = tuple[str, Decimal, date, date]


@settings(max_examples=150)
@given(plans())
def test_a_right_bill_gives_nothing(plan: Plan) -> None:
    result = explain(compare(facts(plan), contract(plan), plan.as_of))
    assert result.findings == ()
    assert result.questions == ()


@pytest.mark.parametrize("mistake", MISTAKES)
@settings(max_examples=12)
@given(data=st.data())
def test_a_planted_mistake_is_found(mistake: str, data: st.DataObject) -> None:
    """Its cause, and for each direction its total, first and last period; nothing else."""
    made = data.draw(MISTAKES[mistake]())
    comparison = compare(made.book, contract(made.agreed), made.agreed.as_of)
    result = explain(comparison)
    assert {finding.cause for finding in result.findings} <= made.causes
    assert {finding.product for finding in result.findings} == {made.agreed.things[0].name}
    assert by_direction(result.findings) == planted_by_direction(made)
    assert result.questions == ()


def by_direction(findings: Iterable[Finding]) -> dict[str, tuple[Decimal, date, date]]:
    found: dict[str, tuple[Decimal, date, date]] = {}
    for finding in findings:
        total, first, last = found.get(finding.direction, (Decimal(0), date.max, date.min))
        found[finding.direction] = (
            total + finding.amount_total,
            min(first, finding.periods[0].period_start),
            max(last, finding.periods[-1].period_end),
        )
    return found


def planted_by_direction(made: Planted) -> dict[str, tuple[Decimal, date, date]]:
    found = {}
    for direction, sign in (("under", 1), ("over", -1)):
        rows = {p: d * sign for p, d in made.differences.items() if d * sign > 0}
        if rows:
            total = sum(rows.values(), Decimal(0))
            found[direction] = total, min(p[0] for p in rows), max(p[1] for p in rows)
    return found
