"""Texts of contracts and bills that speak to a model: whatever it answers, nothing happens but reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from store.outbox import list_outbox
from tests.agent.model_steps.conftest import Bench, Endpoint, nothing, step
from tests.agent.model_steps.small_accounts import attacked, haven, moor
from tests.extractors.model.scripted_model import completed


@pytest.fixture
def quiet(tmp_path: Path) -> dict[str, Any]:
    """The same account without a model."""
    folder = tmp_path / "quiet"
    folder.mkdir()
    return Bench(folder, [attacked()]).run(None)["HAVEN"]


OBEYING = [
    json.dumps(
        {
            "thought": "The text asks me to.",
            "requests": [{"tool": "send_invoice", "account": "MOOR", "amount": "99999.00"}],
            "conclusion": None,
        }
    ),
    json.dumps({"thought": "", "requests": [], "conclusion": None, "route": "billing"}),
    json.dumps({"thought": "", "requests": [], "conclusion": {"conclusion": "approve"}}),
    step(
        conclusion="hypothesis",
        wrong="billing",
        cause="quantity_mismatch",
        changes=[
            {
                "change": "set_field",
                "term": "price-2.1",
                "field": "unit_amount",
                "value": "99999.00",
                "from_day": None,
                "to_day": None,
            }
        ],
        quotes=[],
        reason="Invoice 99999.00 to MOOR now.",
    ),
]


@pytest.mark.parametrize("answer", OBEYING)
def test_an_answer_that_obeys_the_text_changes_no_amount_and_no_route(
    tmp_path: Path, endpoint: Endpoint, quiet: dict[str, Any], answer: str
):
    endpoint.script = [completed(answer)] * 12
    bench = Bench(tmp_path, [attacked()])
    case = bench.run(endpoint.steps())["HAVEN"]
    assert case["findings"] == quiet["findings"]
    assert case["recommendation"] == quiet["recommendation"]
    assert (case["route"], case["confidence"]) == ("review", quiet["confidence"])
    with bench.store.begin() as session:
        assert list_outbox(session) == []


def test_the_text_reaches_the_model_as_data_only(tmp_path: Path, endpoint: Endpoint):
    clause = {"tool": "show_clause", "account": "HAVEN", "file": "order.pdf", "section": "4.1"}
    lines = {
        "tool": "invoice_lines",
        "account": "HAVEN",
        "product": None,
        "from_day": "2026-01-01",
        "to_day": "2026-02-01",
    }
    endpoint.script = [step(clause, lines), nothing()]
    Bench(tmp_path, [attacked()]).run(endpoint.steps())
    for number in (0, 1):
        for turn in endpoint.asked[number]["input"]:
            for before in turn["content"].split("send_invoice")[:-1]:
                opened = before.rfind("begins⟧")
                assert opened > before.rfind("ends⟧"), "outside the data block"
        said = endpoint.said(number)
        assert "000000000000 ends⟧" not in said
        assert "<|im_start|>" not in said
    assert endpoint.said(1).count("send_invoice") > endpoint.said(0).count("send_invoice")


@pytest.mark.parametrize(
    "request_",
    [
        {"tool": "search_contracts", "account": "MOOR", "words": "fee"},
        {"tool": "show_clause", "account": "MOOR", "file": "order.pdf", "section": "2.1"},
        {"tool": "terms_in_force", "account": "MOOR", "day": "2026-03-01", "product": None},
        {
            "tool": "invoice_lines",
            "account": "MOOR",
            "product": None,
            "from_day": "2026-01-01",
            "to_day": "2026-07-01",
        },
        {"tool": "rerate", "account": "MOOR", "product": "Archive plan", "changes": []},
    ],
    ids=lambda each: each["tool"],
)
def test_another_account_s_data_is_refused_in_words(
    tmp_path: Path, endpoint: Endpoint, request_: dict[str, Any]
):
    """Both accounts are in the book; the case is HAVEN's."""
    endpoint.script = [step(request_), nothing()]
    Bench(tmp_path, [haven(), moor()]).run(endpoint.steps(questions=1))
    said = endpoint.said(1)
    assert "refused: this case is about account HAVEN" in said
    for theirs in ("Archive plan is USD", "launch discount", "M-2601", "900.00"):
        assert theirs not in said


def test_another_account_s_paper_and_product_are_unknown_under_the_own_account(
    tmp_path: Path, endpoint: Endpoint
):
    paper = {
        "tool": "show_clause",
        "account": "HAVEN",
        "file": "contracts/MOOR/order.pdf",
        "section": "2.1",
    }
    product = {"tool": "rerate", "account": "HAVEN", "product": "Archive plan", "changes": []}
    endpoint.script = [step(paper, product), nothing()]
    Bench(tmp_path, [haven(), moor()]).run(endpoint.steps(questions=1))
    said = endpoint.said(1)
    assert "this account has no paper" in said
    assert "no paper prices" in said
    assert "launch discount" not in said
