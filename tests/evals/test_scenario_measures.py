"""The measures of made-up accounts, on outcomes written down by hand."""

from __future__ import annotations

import re

from evals.scenarios.fit import as_json, changes, fitted, rows_of
from evals.scenarios.measuring import measured
from evals.scenarios.page import page
from evals.scenarios.running import Outcome


def outcome(number: int, hundredths: int, **changes: object) -> Outcome:
    values = {
        "number": number,
        "kind": "late_start",
        "tags": (),
        "route": "billing" if hundredths > 85 else "review",
        "hundredths": hundredths,
        "right": True,
        "owed": True,
        "due": ("500.00",),
        "score": {"right": 1, "wrong": [], "missed": [], "invented": [], "wrongly_claimed": {}},
        "reasons": (),
        "questions": (),
        "findings": ({"cause": "late_start"},),
    }
    return Outcome(**(values | changes))


INVENTED = {
    "right": 0,
    "wrong": [],
    "missed": [],
    "invented": [{"cause": "late_start"}],
    "wrongly_claimed": {"USD": "700.00"},
}
CLEAN = {"kind": "clean", "right": False, "owed": False, "due": (), "score": INVENTED}
BOOK = [
    outcome(0, 96),
    outcome(1, 96),
    outcome(2, 96),
    outcome(3, 60),
    outcome(4, 90, **CLEAN),
    outcome(5, 95, kind="clean", owed=False, due=(), route="none", findings=()),
]


def test_of_four_that_were_sent_one_is_wrong_and_of_four_owed_three_were_sent():
    rates = measured(BOOK)["threshold"]
    assert (rates["sent_wholly_right"]["hits"], rates["sent_wholly_right"]["n"]) == (3, 4)
    assert (rates["owed_sent_and_right"]["hits"], rates["owed_sent_and_right"]["n"]) == (3, 4)
    assert (rates["clean_claimed"]["hits"], rates["clean_claimed"]["n"]) == (1, 2)


def test_what_was_invented_is_counted_with_its_money():
    claims = measured(BOOK)["false_claims"]
    assert claims["sent"] == {"findings": 1, "money": {"USD": "700.00"}}
    assert claims["to_a_person"] == {"findings": 0, "money": {}}


def test_brier_and_calibration_error_are_as_by_hand():
    # squares: 3 x 0.04^2 + 0.4^2 + 0.9^2 = 0.9748, over 5 cases
    # bins: 0.60 (1 of 1 right): 0.4; 0.90 (0 of 1): 0.9; 0.96 (3 of 3): 0.04 x 3; together 1.42 / 5
    calibration = measured(BOOK)["calibration"]
    assert calibration["brier"] == 0.195
    assert calibration["ece"] == 0.284


def test_what_a_blocker_holds_back_is_measured_before_it_does_so():
    # held at 0.85 though 0.99 was reckoned, and right: 0.15 off as stated, 0.01 as reckoned
    report = measured([outcome(0, 85, calibrated=99), outcome(1, 99, calibrated=99)])
    assert report["calibration"]["ece"] == 0.08
    assert report["calibration_before_caps"]["ece"] == 0.01


def test_the_curve_says_what_another_threshold_would_have_done():
    points = {each["from"]: each for each in measured(BOOK)["risk_coverage"]}
    assert (points[96]["wrong"], points[96]["coverage"]) == (0, 0.75)
    assert (points[90]["wrong"], points[90]["risk"]) == (1, 0.25)
    assert points[60]["coverage"] == 1.0


def test_groups_are_by_cause_and_by_amount():
    report = measured([*BOOK, outcome(6, 96, kind="late_start+wrong_credit", due=("25000", "1"))])
    assert report["by_cause"]["two causes"]["accounts"] == 1
    assert report["by_amount"]["up to 1,000"]["accounts"] == 4
    assert report["by_amount"]["up to 100,000"]["accounts"] == 1


def test_the_page_needs_nothing_else_and_has_a_table_behind_each_plot():
    text = page({**measured(BOOK), "seed": 2})
    assert not re.search(r"https?://|<script|<link|<img", text)
    assert text.count("<svg") == text.count("<details>") == 3
    assert 'name="viewport"' in text


def test_an_empty_run_is_no_number():
    report = measured([])
    nothing = {"brier": None, "ece": None, "bins": []}
    assert report["calibration"] == report["calibration_before_caps"] == nothing
    assert report["threshold"]["sent_wholly_right"]["value"] is None
    assert "–" in page({**report, "seed": 2})


def test_a_fit_learns_what_lowers_and_drops_what_would_raise():
    good = [outcome(n, 90, features={"few_periods": 0.1, "tie": 1.0}) for n in range(40)]
    bad = [outcome(n, 90, right=False, features={"few_periods": 1.0}) for n in range(40)]
    made = fitted(rows_of([*good, *bad]))
    assert made.weights["few_periods"] > 0
    assert "tie" not in made.weights  # all ties here were right: by chance, says the rule
    assert made.hundredths({"few_periods": 0.1}) > 70
    assert made.hundredths({"few_periods": 1.0}) < 30
    assert made.cases == 80
    assert "few_periods" in as_json(made, "a test")
    assert changes(made, made) == []
