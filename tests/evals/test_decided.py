"""Precision by cause from decisions, its alarm, and a calibration that is taken only where it is better."""

from __future__ import annotations

from agent.calibration import shipped
from evals.decided import overall, precision, refit
from store.tables import OutcomeRow


def outcome(cause: str, right: bool | None, features: dict[str, float] | None = None) -> OutcomeRow:
    action = "approve" if right else "reject"
    return OutcomeRow(
        case_id="c", version=1, action=action, right=right, causes=[cause], features=features or {}
    )


def test_a_cause_below_seven_in_ten_is_an_alarm_once_there_are_enough():
    rows = [outcome("late_start", True)] * 3 + [outcome("late_start", False)] * 2
    rows += [outcome("rounding", False)] * 4 + [outcome("wrong_tiers", True)] * 10
    alarms = {each.cause: each.alarm for each in precision(rows)}
    assert alarms == {"late_start": True, "rounding": False, "wrong_tiers": False}


def test_seven_in_ten_is_no_alarm():
    rows = [outcome("late_start", True)] * 7 + [outcome("late_start", False)] * 3
    assert [each.alarm for each in precision(rows)] == [False]


def test_a_decision_that_says_nothing_is_not_counted():
    rows = [outcome("late_start", None), outcome("late_start", True)]
    assert (overall(rows).hits, overall(rows).of) == (1, 1)


def test_few_decisions_refit_nothing():
    assert refit([outcome("late_start", True, {"tie": 1.0})] * 10, shipped()).made is None


def test_a_refit_on_what_really_happens_is_better_than_the_present():
    rows = []
    for number in range(100):  # a feature that is harmless today decides everything here
        bad = number % 2 == 0
        rows.append(outcome("late_start", not bad, {"seen_here_only": 1.0} if bad else {"x": 0.0}))
    found = refit(rows, shipped())
    assert found.better
    assert found.made is not None
    assert found.made.weights["seen_here_only"] > 0
