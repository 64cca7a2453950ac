"""Where a step fails, is not wanted, or was answered before: the case goes on, and nothing is asked twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.contracts import ReaderChoice
from agent.model_steps.settings import StepSettings
from agent.model_steps.steps import steps_for
from tests.agent.model_steps.conftest import (
    CUT_OFF,
    MINUTES,
    REFUSAL,
    RERATE,
    Bench,
    Endpoint,
    hypothesis,
    nothing,
    step,
)
from tests.agent.model_steps.small_accounts import haven
from tests.extractors.model.scripted_model import completed

# --- when it fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([REFUSAL] * 9, "refused to answer"),
        ([CUT_OFF] * 9, "cut off"),
        ([completed("not JSON")] * 9, "not the JSON that was asked for"),
        ([json.dumps({"thought": "", "requests": [], "conclusion": None})] * 9, "not the JSON"),
        ([(500, {"error": {"message": "down"}})] * 9, "busy"),
        ([(401, {"error": {"message": "no"}})] * 9, "turned the request down"),
        ([step(RERATE)] * 20, "no conclusion in 8 rounds"),
        ([nothing("Nothing reproduces it.")] * 9, "nothing was proposed"),
    ],
)
def test_the_case_goes_on_without_the_step(
    tmp_path: Path, endpoint: Endpoint, without: Any, script: list[Any], why: str
):
    endpoint.script = list(script)
    case = Bench(tmp_path, [haven()]).run(endpoint.steps())["HAVEN"]
    before = without(haven())
    assert case["findings"] == before["findings"]
    assert (case["route"], case["confidence"]) == (before["route"], before["confidence"])
    assert case["blockers"] == before["blockers"] == []
    assert any(why in words for words in case["notes"])


def test_the_budget_of_a_case_ends_its_questions(tmp_path: Path, endpoint: Endpoint):
    endpoint.script = [step(RERATE)] * 9
    case = Bench(tmp_path, [haven()]).run(endpoint.steps(budget=12_000))["HAVEN"]
    assert any("budget for the model is spent" in words for words in case["notes"])
    assert len(endpoint.asked) < 8


def test_no_budget_asks_nothing(tmp_path: Path, endpoint: Endpoint):
    Bench(tmp_path, [haven()]).run(endpoint.steps(budget=0))
    assert endpoint.asked == []


def test_money_buys_so_many_tokens_at_the_dearer_price():
    limits = StepSettings(money="0.50", price_in="1.25", price_out="10.00")
    assert limits.tokens == 50_000
    assert StepSettings(money="90", price_in="1", price_out="1").tokens == StepSettings().budget
    with pytest.raises(ValueError, match="RECOUP_MODEL_CASE_PRICE_IN"):
        StepSettings(money="1")


def test_the_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    for name, value in {"MONEY": "0.02", "PRICE_IN": "1", "PRICE_OUT": "4", "ROUNDS": "3"}.items():
        monkeypatch.setenv(f"RECOUP_MODEL_CASE_{name}", value)
    limits = StepSettings()
    assert (limits.tokens, limits.rounds) == (5_000, 3)
    assert limits.for_questions + limits.for_prose == limits.tokens
    monkeypatch.delenv("RECOUP_MODEL_CASE_PRICE_OUT")
    with pytest.raises(ValueError, match="RECOUP_MODEL_CASE_PRICE_OUT"):
        StepSettings()


def test_nothing_left_over_asks_nothing(tmp_path: Path, endpoint: Endpoint):
    """Only the crane, billed as agreed: no finding, no passage, no question, no prose."""
    account = haven()
    crane = [row for row in account.lines if "Crane" in row]
    right = replace(account, terms=account.terms[1:], lines=crane, usage=account.usage[5:])
    case = Bench(tmp_path, [right]).run(endpoint.steps())["HAVEN"]
    assert case["route"] == "none"
    assert endpoint.asked == []


def test_no_model_is_asked_where_none_was_chosen(
    tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    Bench(tmp_path, [haven()]).run(None)
    assert endpoint.asked == []


def test_the_steps_go_with_the_choice_of_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert steps_for(ReaderChoice("both"), tmp_path) is None, "no key"
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    assert steps_for(ReaderChoice("grammar"), tmp_path) is None
    made = steps_for(ReaderChoice("both"), tmp_path / "answers")
    assert made is not None
    assert made.model.settings.answers == tmp_path / "answers"
    monkeypatch.setenv("RECOUP_MODEL_ANSWERS", str(tmp_path / "kept"))
    named = steps_for(ReaderChoice("model"), tmp_path / "answers")
    assert named is not None
    assert named.model.settings.answers == tmp_path / "kept"


@pytest.mark.parametrize("limits", [{"questions": 0}, {"prose": False}])
def test_either_step_can_be_left_out(tmp_path: Path, endpoint: Endpoint, limits: dict[str, Any]):
    Bench(tmp_path, [haven()]).run(endpoint.steps(**limits))
    forms = {asked["text"]["format"]["name"] for asked in endpoint.asked}
    assert forms == ({"prose"} if limits == {"questions": 0} else {"next_step"})


# --- once asked, not asked again -------------------------------------------------------------------


def test_a_second_run_over_the_same_inputs_makes_no_call(tmp_path: Path, endpoint: Endpoint):
    endpoint.script = [step(RERATE), hypothesis(MINUTES)]
    bench = Bench(tmp_path, [haven()])
    first = bench.run(endpoint.steps())["HAVEN"]
    calls = len(endpoint.asked)
    second = bench.run(endpoint.steps())["HAVEN"]
    assert len(endpoint.asked) == calls
    assert second["change"] == "unchanged"
    assert json.dumps(first["findings"]) == json.dumps(second["findings"])


def test_a_store_that_was_lost_is_made_again_from_the_kept_answers(
    tmp_path: Path, endpoint: Endpoint
):
    endpoint.script = [step(RERATE), hypothesis(MINUTES)]
    kept = tmp_path / "answers"
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        bench = Bench(tmp_path / name, [haven()])
        found.append(bench.run(endpoint.steps(answers=kept))["HAVEN"]["findings"])
    explaining = [asked for asked in endpoint.asked if "next_step" in json.dumps(asked["text"])]
    assert len(explaining) == 2
    assert found[0] == found[1]


def test_nothing_is_to_be_stored_at_the_server_and_no_tool_is_offered(
    tmp_path: Path, endpoint: Endpoint
):
    endpoint.script = [nothing()]
    Bench(tmp_path, [haven()]).run(endpoint.steps())
    for asked in endpoint.asked:
        assert asked["store"] is False
        assert "tools" not in asked
        assert asked["text"]["format"]["strict"] is True
