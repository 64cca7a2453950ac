"""Accounts made up at random: right bills give nothing, planted mistakes come back as planted."""

from __future__ import annotations

import generated
from hypothesis import HealthCheck, given, settings

from billing.investigation import compare, explain

settings.register_profile(
    "generated",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("generated")


@settings(max_examples=200)
@given(generated.plans())
def test_a_right_bill_gives_nothing(plan: generated.Plan) -> None:
    result = explain(compare(generated.facts(plan), generated.contract(plan), plan.as_of))
    assert result.findings == ()
    assert result.questions == ()
