"""What a model may bring into a case, through the real SDK against an endpoint that answers by script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.cases import case_row
from store.outbox import list_outbox
from tests.agent.model_steps.conftest import (
    MINUTES,
    RERATE,
    Bench,
    Endpoint,
    differences,
    hypothesis,
    step,
)
from tests.agent.model_steps.small_accounts import (
    DEPOT,
    MONTHS,
    haven,
    linden,
    line,
    misread,
    moor,
)

FORMULA: dict[str, Any] = {
    "product": "Depot fee",
    "interval": "month",
    "expression": 'ceil(max(640.00, amount("Haulage") × 3%), -1)',
    "inputs": [],
    "effective_from": None,
    "quotes": [{"file": "order.pdf", "section": "2.2", "quote": DEPOT}],
}


def formula(**changes: Any) -> str:
    return step(conclusion="formula", formula={**FORMULA, **changes}, reason="2.2 says so.")


def set_field(value: str, **more: Any) -> dict[str, Any]:
    given = {"term": "price-2.1", "field": "unit_amount", "from_day": None, "to_day": None}
    return {"change": "set_field", "value": value, **given, **more}


def outcomes(bench: Bench, case: dict[str, Any]) -> list[dict[str, Any]]:
    with bench.store.begin() as session:
        return list(case_row(session, case["case_id"]).context["model"]["outcomes"])


# --- a hypothesis ----------------------------------------------------------------------------------


def test_a_hypothesis_that_reproduces_the_bill_names_the_cause_and_changes_no_difference(
    tmp_path: Path, endpoint: Endpoint, without: Any
):
    endpoint.script = [step(RERATE), hypothesis(MINUTES)]
    bench = Bench(tmp_path, [haven()])
    case = bench.run(endpoint.steps())["HAVEN"]
    before = without(haven())

    assert before["findings"][0]["cause"] == "unexplained"
    assert case["findings"][0]["cause"] == "quantity_mismatch"
    assert differences(case) == differences(before)
    held, claimed = before["findings"][0], case["findings"][0]
    assert held["amount_recoverable"] == "0.00", "nobody knew the cause of a bill that never agrees"
    assert claimed["amount_recoverable"] == claimed["amount_total"] == held["amount_total"]
    (outcome,) = outcomes(bench, case)
    assert (outcome["status"], outcome["agreeing"], outcome["periods"]) == ("stands", 5, 5)
    assert "5 of 5 periods agree" in endpoint.said(1)


def test_a_proposed_cause_waits_for_a_person_whatever_the_policy_lets_pass(
    tmp_path: Path, endpoint: Endpoint
):
    endpoint.script = [hypothesis(MINUTES)]
    bench = Bench(tmp_path, [haven()])
    (bench.book / "policy.toml").write_text("threshold = 0.01\n")
    case = bench.run(endpoint.steps())["HAVEN"]
    assert case["findings"][0]["cause"] == "quantity_mismatch"
    assert case["route"] == "review"
    with bench.store.begin() as session:
        assert list_outbox(session) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([set_field("2.40")], "does not reproduce the bill (0 of 5 periods)"),
        ([{**MINUTES[0], "to_day": "2026-05-01"}], "does not reproduce the bill (4 of 5 periods)"),
        ([set_field("0.0702")], "0.0702 stands in no paper and in no row of the bill"),
        ([set_field("0.31", term="price-9")], "no term 'price-9'"),
        ([set_field("0.31", field="id")], "says what a term is and where it stands"),
        ([set_field("much")], "cannot be"),
        ([*MINUTES * 5], "at most 4 changes"),
    ],
)
def test_what_does_not_reproduce_or_cannot_be_tried_is_noted_and_changes_nothing(
    tmp_path: Path, endpoint: Endpoint, without: Any, changes: list[dict[str, Any]], why: str
):
    endpoint.script = [hypothesis(changes), hypothesis(changes)]
    bench = Bench(tmp_path, [haven()])
    case = bench.run(endpoint.steps())["HAVEN"]
    assert case["findings"] == without(haven())["findings"]
    (outcome,) = outcomes(bench, case)
    assert outcome["status"] == "refuted"
    assert why in outcome["words"]
    assert any(why in words for words in case["notes"])


def test_a_price_that_only_the_bill_divided_by_the_quantity_gives_proves_nothing(
    tmp_path: Path, endpoint: Endpoint
):
    """1,820 kilowatt hours at 0.0546 are 99.37: any single bill can be met so."""
    account = haven()
    odd = line("HAVEN", "Quay power", MONTHS[0], "99.37", "EUR", kind="usage")
    one = replace(account, lines=[odd], usage=account.usage[:1])
    as_billed = [set_field("flat", field="model"), set_field("99.37", field="flat_amount")]
    endpoint.script = [hypothesis([set_field("0.0546")]), hypothesis(as_billed)]
    case = Bench(tmp_path, [one]).run(endpoint.steps(questions=1))["HAVEN"]
    assert {each["cause"] for each in case["findings"]} <= {"unexplained", "unbilled_product"}
    assert "0.0546 stands in no paper" in endpoint.said(1)
    assert any("99.37 stands in no paper and in no row" in words for words in case["notes"])


def test_a_conclusion_that_falls_is_told_why_and_may_be_mended_once(
    tmp_path: Path, endpoint: Endpoint
):
    endpoint.script = [hypothesis([set_field("2.40")]), hypothesis(MINUTES)]
    case = Bench(tmp_path, [haven()]).run(endpoint.steps())["HAVEN"]
    assert case["findings"][0]["cause"] == "quantity_mismatch"
    assert "The conclusion does not stand: tried: unit_amount of price-2.1" in endpoint.said(1)


def test_a_misread_term_is_a_question_with_the_words_and_the_way_to_correct_it(
    tmp_path: Path, endpoint: Endpoint
):
    quote = {"file": "order.pdf", "section": "2.2", "quote": "EUR 2.40 per minute of use"}
    answer = hypothesis(
        [set_field("2.40", term="price-2.2")],
        wrong="reading",
        quotes=[quote],
        cause="wrong_unit_price",
    )
    endpoint.script = [answer]
    case = Bench(tmp_path, [misread()]).run(endpoint.steps(questions=1))["HAVEN"]
    assert {each["cause"] for each in case["findings"]} == {"unexplained"}
    assert any("--term price-2.2 --set unit_amount=2.40" in words for words in case["questions"])
    assert case["route"] == "review"


# --- a formula -------------------------------------------------------------------------------------


def test_a_clause_of_no_type_becomes_a_proposed_formula_that_rates_nothing_yet(
    tmp_path: Path, endpoint: Endpoint
):
    endpoint.script = [
        step({"tool": "try_formula", "account": "LINDEN", "formula": FORMULA}),
        formula(),
    ]
    bench = Bench(tmp_path, [linden()])
    case = bench.run(endpoint.steps())["LINDEN"]
    assert "5 of 5 periods agree" in endpoint.said(1)
    (outcome,) = outcomes(bench, case)
    assert outcome["formula"]["doubtful"] is True
    assert outcome["formula"]["provenance"] or outcome["provenance"]["prompt_sha256"]
    assert case["findings"] == []
    assert case["route"] == "review"
    (words,) = [each for each in case["questions"] if "a model proposes" in each]
    assert DEPOT in words
    assert outcome["formula"]["id"] in words
    assert words.split("“")[0] in case["memo"].replace("\\", "")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"quotes": [{"file": "order.pdf", "section": "2.2", "quote": "GBP 650.00"}]},
            "do not stand in",
        ),
        (
            {"expression": 'max(650.00, amount("Haulage") × 3%)'},
            "650.00 stands in none of its quotes",
        ),
        (
            {"expression": "base × 2", "inputs": [{"name": "base", "value": "320"}]},
            "stands in none",
        ),
        ({"expression": 'max(640.00, amount("Haulge") × 3%'}, "character"),
        (
            {"quotes": [{"file": "contracts/MOOR/order.pdf", "section": "2.2", "quote": DEPOT}]},
            "no paper",
        ),
    ],
)
def test_a_formula_that_its_words_do_not_bear_is_noted_and_not_proposed(
    tmp_path: Path, endpoint: Endpoint, changes: dict[str, Any], why: str
):
    endpoint.script = [formula(**changes), formula(**changes)]
    bench = Bench(tmp_path, [linden()])
    case = bench.run(endpoint.steps())["LINDEN"]
    (outcome,) = outcomes(bench, case)
    assert outcome["status"] == "refuted"
    assert outcome["formula"] is None
    assert why in outcome["words"]
    assert not any("a model proposes" in words for words in case["questions"])


def test_a_formula_that_gives_other_amounts_than_were_billed_is_offered_with_how_many_agree(
    tmp_path: Path, endpoint: Endpoint
):
    """Without making up to tens, only January (640.00) agrees."""
    endpoint.script = [formula(expression='max(640.00, amount("Haulage") × 3%)')]
    bench = Bench(tmp_path, [linden()])
    case = bench.run(endpoint.steps())["LINDEN"]
    (outcome,) = outcomes(bench, case)
    assert (outcome["status"], outcome["agreeing"], outcome["periods"]) == ("offered", 1, 5)
    assert any("agree in 1 of 5 periods" in words for words in case["questions"])
    assert case["route"] == "review"


# --- a tie -----------------------------------------------------------------------------------------


def choice(cause: str, **more: Any) -> str:
    given: dict[str, Any] = {"quotes": [], "reason": "The lines name the launch discount."}
    return step(conclusion="choice", cause=cause, **{**given, **more})


def test_a_choice_between_ties_is_a_note_and_the_finding_stays(
    tmp_path: Path, endpoint: Endpoint, without: Any
):
    endpoint.script = [choice("expired_discount")]
    case = Bench(tmp_path, [moor()]).run(endpoint.steps())["MOOR"]
    before = without(moor())
    assert case["findings"] == before["findings"]
    assert (case["route"], case["confidence"]) == (before["route"], before["confidence"])
    assert case["questions"] == before["questions"]
    (note,) = [each for each in case["notes"] if "was chosen" in each]
    assert "expired discount" in note
    assert "The lines name the launch discount." in note
    assert "--cause 1=expired_discount" in note


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (choice("late_start"), "none of the tied causes"),
        (choice("expired_discount", reason=" "), "without a reason"),
        (hypothesis(MINUTES), "for periods that nothing explains"),
        (formula(), "settles nothing"),
    ],
)
def test_what_is_no_choice_among_the_tied_is_noted(
    tmp_path: Path, endpoint: Endpoint, answer: str, why: str
):
    endpoint.script = [answer, answer]
    case = Bench(tmp_path, [moor()]).run(endpoint.steps())["MOOR"]
    assert any(why in words for words in case["notes"])


def test_a_reason_with_a_number_of_its_own_is_left_out(tmp_path: Path, endpoint: Endpoint):
    endpoint.script = [choice("expired_discount", reason="The customer owes 7,431.09 more.")]
    case = Bench(tmp_path, [moor()]).run(endpoint.steps())["MOOR"]
    assert not any("7,431.09" in words for words in case["notes"])
    assert "7,431.09" not in case["memo"]
