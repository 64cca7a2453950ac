"""A probability from features: plain arithmetic, the same everywhere, and never the other way round."""

from __future__ import annotations

import json

from agent.calibration import Calibration, read, shipped
from agent.pulls import pulls

MODEL = Calibration(start=3.0, weights={"few_periods": 1.0, "papers_beside": 2.0}, cases=10)


def test_the_arithmetic_is_the_logistic_function():
    # 1 / (1 + e^-3) = 0.9526; with both at 1 nothing is left of the 3: 0.5
    assert MODEL.hundredths({}) == 95
    assert MODEL.hundredths({"few_periods": 1, "papers_beside": 1}) == 50
    assert MODEL.hundredths({"unheard_of": 1}) == 95


def test_nothing_is_ever_certain():
    assert Calibration(50.0, {}, 1).hundredths({}) == 99
    assert Calibration(-50.0, {}, 1).hundredths({}) == 1


def test_no_shipped_weight_raises_confidence_for_what_speaks_against_it():
    model = shipped()
    assert model.cases > 0
    assert min(model.weights.values()) > 0


def test_a_calibration_is_read_from_its_json():
    body = {"basis": "a test", "start": 1.5, "weights": {"tie": 0.5}, "cases": 3}
    body["tried"] = ["late_start"]
    assert read(json.dumps(body)) == Calibration(1.5, {"tie": 0.5}, 3, frozenset({"late_start"}))


def test_pulls_say_what_lowered_what_raised_and_what_would_help():
    moved = pulls({"papers_beside": 1}, MODEL)
    down = [pull for pull in moved if pull.hundredths < 0]
    up = [pull for pull in moved if pull.hundredths > 0]
    # 3 - 2 = 1: 0.7311, against 0.9526 without; with few periods too: 0.5
    assert [(pull.feature, pull.hundredths) for pull in down] == [("papers_beside", -22)]
    assert "amendments" in down[0].raised_by
    assert [(pull.text, pull.hundredths) for pull in up] == [
        ("many periods repeat the same difference", 23)
    ]


def test_what_lacks_is_shared_out_by_weight():
    # 0.95 without anything, 0.50 with both: 45 hundredths, one part to two
    moved = pulls({"few_periods": 1, "papers_beside": 1}, MODEL)
    down = {pull.feature: pull.hundredths for pull in moved if pull.hundredths < 0}
    assert down == {"papers_beside": -30, "few_periods": -15}
