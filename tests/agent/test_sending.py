"""What policy.toml may ask beyond 0.85: more for a cause, more for much money, a second look."""

from __future__ import annotations

from decimal import Decimal

from small_book import finding

from agent.sending import required, second_look
from billing.policy import Policy


def test_the_default_is_the_rule_as_stated():
    assert required(Policy(), [finding("ACME")]) == Decimal("0.85")


def test_a_cause_may_need_more_and_never_less():
    strict = Policy.model_validate({"threshold_by_cause": {"missed_escalation": "0.95"}})
    lax = Policy.model_validate({"threshold_by_cause": {"missed_escalation": "0.20"}})
    assert required(strict, [finding("ACME")]) == Decimal("0.95")
    assert required(strict, [finding("ACME", cause="late_start")]) == Decimal("0.85")
    assert required(lax, [finding("ACME")]) == Decimal("0.85")


def test_much_money_may_need_more():
    # four months of 2,300.00 are 9,200.00
    rules = [{"above": "5000", "threshold": "0.90"}, {"above": "9200", "threshold": "0.98"}]
    policy = Policy.model_validate({"threshold_by_amount": rules})
    assert required(policy, [finding("ACME")]) == Decimal("0.90")
    assert required(policy, [finding("ACME"), finding("ACME")]) == Decimal("0.98")


def test_a_second_look_takes_its_share_and_always_the_same_cases():
    policy = Policy.model_validate({"second_look": "0.10"})
    names = [f"case-{number}" for number in range(2000)]
    chosen = [name for name in names if second_look(policy, name)]
    assert 150 < len(chosen) < 250
    assert chosen == [name for name in names if second_look(policy, name)]
    assert not any(second_look(Policy(), name) for name in names)
    assert all(second_look(Policy(second_look=Decimal(1)), name) for name in names)
