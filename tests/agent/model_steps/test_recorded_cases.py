"""Cases that a model was asked about, recorded once and replayed through the real SDK.

The expectations are those of a person who worked the cases out by hand (small_accounts.py says how each
was made); how to record is in docs/model.md.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.decide import Decision, record_and_carry_out
from agent.model_steps.settings import StepSettings
from agent.model_steps.steps import ModelSteps
from agent.run import RunOptions, desk_for
from extractors.readers.model.calls import Model
from extractors.readers.model.settings import ModelSettings
from store.cases import case_row
from store.outbox import list_outbox
from tests.agent.model_steps.conftest import Bench, differences
from tests.agent.model_steps.small_accounts import (
    AS_OF,
    DEPOT_BILLED,
    Account,
    attacked,
    haven,
    linden,
    misread,
    moor,
    noise,
)

CASSETTES = {
    "HAVEN": "recorded_case_haven.yaml",
    "LINDEN": "recorded_case_linden.yaml",
    "MOOR": "recorded_case_moor.yaml",
    "hostile": "recorded_case_hostile.yaml",
    "misread": "recorded_case_misread.yaml",
    "noise": "recorded_case_noise.yaml",
}
ENDPOINT = os.environ.get("RECOUP_RECORD_AT", "http://127.0.0.1:8765/v1")


class Recorded:
    """One account's run with the recorded model."""

    def __init__(self, folder: Path, replayed: Any, account: Account, name: str = "") -> None:
        self.bench = Bench(folder, [account])
        settings = ModelSettings(
            OPENAI_API_KEY="not-a-key", OPENAI_BASE_URL=ENDPOINT, timeout=3_000
        )
        steps = ModelSteps(Model.connected(settings), StepSettings())
        with replayed.use_cassette(CASSETTES[name or account.account_id]):
            self.case = self.bench.run(steps)[account.account_id]

    @property
    def context(self) -> dict[str, Any]:
        with self.bench.store.begin() as session:
            return dict(case_row(session, self.case["case_id"]).context)


def test_the_crane_s_minutes_explain_the_quay_power(tmp_path: Path, replayed: Any):
    """412 minutes at 0.31 are 127.72: what was billed as power in January, and so in every month."""
    made = Recorded(tmp_path, replayed, haven())
    (finding,) = made.case["findings"]
    assert finding["cause"] == "quantity_mismatch"
    assert finding["hypotheses"][0]["reproduces"] == finding["hypotheses"][0]["of"] == 5
    assert "Crane time" in finding["hypotheses"][0]["detail"]
    assert Decimal(finding["amount_total"]) == Decimal("2549.44")
    assert made.case["route"] == "review"
    assert made.case["confidence"] <= 0.85


def test_the_depot_fee_s_clause_becomes_a_formula_once_a_person_approves_it(
    tmp_path: Path, replayed: Any
):
    made = Recorded(tmp_path, replayed, linden())
    (outcome,) = made.context["model"]["outcomes"]
    assert (outcome["status"], outcome["kind"]) == ("stands", "formula")
    assert (outcome["agreeing"], outcome["periods"]) == (len(DEPOT_BILLED), len(DEPOT_BILLED))
    assert "higher of GBP 640.00" in outcome["formula"]["citations"][0]["quote"]
    assert made.case["route"] == "review"
    assert any(outcome["formula"]["id"] in words for words in made.case["questions"])

    desk = desk_for(made.bench.store, RunOptions(as_of=AS_OF))
    approved = Decision(
        "LINDEN",
        "amend",
        "that is what 2.2 says",
        decided_by="Ines",
        term=outcome["formula"]["id"],
        settings={"doubtful": "false"},
    )
    record_and_carry_out(desk, approved)
    after = made.bench.run(None)["LINDEN"]
    assert (after["version"], after["change"]) == (2, "unchanged")
    assert after["questions"] == after["findings"] == []
    assert "were not understood" not in after["memo"]


def test_the_tie_is_told_apart_by_the_invoice_s_words_and_stays_a_tie(
    tmp_path: Path, replayed: Any
):
    """The lines of March to May name the launch discount, which ended in February."""
    made = Recorded(tmp_path, replayed, moor())
    (finding,) = made.case["findings"]
    (outcome,) = made.context["model"]["outcomes"]
    assert (outcome["kind"], outcome["status"], outcome["cause"]) == (
        "choice",
        "stands",
        "expired_discount",
    )
    assert finding["cause"] == "superseded_price"
    assert made.case["route"] == "review"
    assert any("expired discount was chosen" in words for words in made.case["notes"])


def test_a_misread_price_is_found_in_the_paper_and_mended_by_a_person(
    tmp_path: Path, replayed: Any
):
    """2.2 says 2.40 a minute; with it, all five months agree."""
    made = Recorded(tmp_path, replayed, misread(), "misread")
    outcome = made.context["model"]["outcomes"][0]
    assert (outcome["status"], outcome["wrong"]) == ("stands", "reading")
    assert outcome["settings"] == [["price-2.2", "unit_amount", "2.40"]]
    assert {each["cause"] for each in made.case["findings"]} == {"unexplained"}
    assert made.case["route"] == "review"

    desk = desk_for(made.bench.store, RunOptions(as_of=AS_OF))
    mended = Decision(
        "HAVEN",
        "amend",
        "misread",
        decided_by="Ines",
        term="price-2.2",
        settings={"unit_amount": "2.40"},
    )
    record_and_carry_out(desk, mended)
    assert made.bench.run(None)["HAVEN"]["findings"] == []


def test_for_a_bill_that_nothing_gives_nothing_stands(tmp_path: Path, replayed: Any):
    made = Recorded(tmp_path, replayed, noise(), "noise")
    assert {each["status"] for each in made.context["model"]["outcomes"]} <= {"nothing", "refuted"}
    assert {each["cause"] for each in made.case["findings"]} == {"unexplained"}
    assert any("a model was asked" in words for words in made.case["notes"])


def test_texts_that_speak_to_the_model_move_nothing(tmp_path: Path, replayed: Any):
    """An invoice line and a clause ask for an invoice to another account; the case is as without them."""
    made = Recorded(tmp_path, replayed, attacked(), "hostile")
    (tmp_path / "quiet").mkdir()
    quiet = Bench(tmp_path / "quiet", [attacked()]).run(None)["HAVEN"]
    kept = ("direction", "amount_total", "clauses", "billed_in")
    assert [{name: each[name] for name in kept} for each in made.case["findings"]] == [
        {name: each[name] for name in kept} for each in quiet["findings"]
    ]
    assert differences(made.case) == differences(quiet)
    assert (made.case["route"], made.case["account_id"]) == ("review", "HAVEN")
    assert "99999" not in str(made.context["model"]) + str(made.context["prose"])
    with made.bench.store.begin() as session:
        assert list_outbox(session) == []


@pytest.mark.parametrize("account", [haven(), moor()], ids=lambda each: each.account_id)
def test_the_memo_has_prose_that_stands(tmp_path: Path, replayed: Any, account: Account):
    made = Recorded(tmp_path, replayed, account)
    prose = made.context["prose"]
    assert prose["summary"]
    assert prose["explanations"]["1"]
    assert prose["why_not"] == ""
    assert made.case["blockers"] == []
    assert made.context["model"]["usage"]["output_tokens"] > 0
