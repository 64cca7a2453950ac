"""Prose of a memo: what stands, what falls, and that the templates say everything by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.memo import MemoFacts, values_of
from agent.model_steps.in_case import unsupported
from agent.model_steps.prose_checks import faults
from billing.finding import Finding
from store.cases import case_row
from tests.agent.model_steps.conftest import REFUSAL, Bench, Endpoint, nothing, prose
from tests.agent.model_steps.small_accounts import AS_OF, moor
from tests.extractors.model.scripted_model import completed

FACTS = [
    "customer: Moorfield Records Inc (MOOR)",
    "as of: 15 June 2026",
    "product: Archive plan",
    "cause: superseded price",
    "direction: under-billed (less than agreed)",
    "difference in all: $300.00",
    "periods: 3",
    "first day: 1 March 2026; last day: 31 May 2026",
    "period from 1 March 2026: agreed $1,000.00, billed $900.00, difference $100.00",
    "invoices: M-2603, M-2604, M-2605",
    "clause (contracts/MOOR/order.pdf, page 1, 2.2): From 1 March 2026 the fee is USD 1,000.00.",
]
STANDS = (
    "From 1 March 2026 the Archive plan cost $1,000.00 a month under section 2.2, and $900.00 was billed. "
    "Moorfield Records Inc was under-billed by $300.00 in 3 periods on invoices M-2603, M-2604 and M-2605."
)


def test_prose_that_says_only_its_facts_stands():
    assert faults(STANDS, FACTS) == []


def test_clauses_and_files_may_be_named_as_they_are():
    text = "Section 2.2 of contracts/MOOR/order.pdf sets the fee. Invoice M-2604 is for the Archive plan."
    assert faults(text, FACTS) == []


@pytest.mark.parametrize("section", ["2.2.1", "2.2(a)", "2.2 (a)", "Section 2.2"])
def test_a_section_may_be_named_without_its_parts(section: str):
    placed = [each.replace("page 1, 2.2)", f"page 1, {section})") for each in FACTS]
    assert faults("Section 2.2 sets the fee of $1,000.00.", placed) == []
    assert faults("Section 2.2 sets the fee of $2.20.", placed) != []
    assert faults("Section 2.3 sets the fee of $1,000.00.", placed) != []


def test_invoices_may_be_counted_and_named_by_their_number():
    for text in (
        "All three invoices are too low.",
        "The 3 invoices show $900.00.",
        "Invoice 2604.",
    ):
        assert faults(text, FACTS) == [], text
    for text in (
        "All four invoices are too low.",
        "The 5 invoices show $900.00.",
        "Invoice 2606 is too low.",
        "The 3 invoices were $4.00 too low.",
        "3 invoices show 4 discounts.",
    ):
        assert faults(text, FACTS) != [], text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Under-billed by $301.00.", "301"),
        ("Under-billed by $100.00 a month, $1,200.00 a year.", "1200"),
        ("Four periods were under-billed.", "the number 4, in words"),
        ("It has been so since 1 April 2026.", "1 April 2026 does not stand"),
        ("It has been so since March 2025.", "2025"),
        ("The Enterprise plan was under-billed.", "Enterprise is no word"),
        ("Northwind billed the plan too low.", "Northwind is no word"),
        ("Section 4.7 says so.", "4"),
        ("Exhibit B says so.", "Exhibit B is not referred to"),
        ("Invoice M-2606 is too low.", "2606"),
        ("The customer was over-billed by $300.00.", "nothing was over-billed"),
        ("The customer was charged too much.", "nothing was over-billed"),
        ("This should be approved.", "approved"),
        ("The recovery is lawful.", "lawful"),
        ("Our confidence is high.", "confidence"),
        ("Please invoice $300.00.", "Please"),
        ("**Under-billed** by $300.00.", "markup"),
        ("See https://example.com for $300.00.", "markup, a link"),
        ("Under-billed.\n\nBy $300.00.", "line break"),
        ("It is " + "so " * 400, "longer"),
        ("", "empty"),
    ],
)
def test_prose_that_says_more_falls(text: str, why: str):
    assert any(why in fault for fault in faults(text, FACTS)), faults(text, FACTS)


GOOD = prose("Moorfield Records Inc was under-billed by $300.00.", STANDS)
BAD = prose("Moorfield Records Inc was under-billed by $12,345.67.", STANDS)


def run(tmp_path: Path, endpoint: Endpoint, *answers: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    endpoint.script = [nothing(), *answers]
    bench = Bench(tmp_path, [moor()])
    case = bench.run(endpoint.steps())["MOOR"]
    with bench.store.begin() as session:
        return case, case_row(session, case["case_id"]).context["prose"]


def test_prose_stands_in_the_memo_beside_the_template_s_words(tmp_path: Path, endpoint: Endpoint):
    case, kept = run(tmp_path, endpoint, GOOD)
    assert kept["summary"] == "Moorfield Records Inc was under-billed by $300.00."
    memo = case["memo"].replace("\\", "")
    assert kept["summary"] in memo
    assert STANDS in memo
    assert "**Found:** Archive plan: superseded price" in memo
    assert "The bill is reproduced to the cent in 3 of 3 periods" in memo
    assert case["blockers"] == []


def test_an_invented_number_is_named_and_mended_once(tmp_path: Path, endpoint: Endpoint):
    case, kept = run(tmp_path, endpoint, BAD, GOOD)
    assert "the number 12345.67 does not stand in the facts" in endpoint.said(2)
    assert kept["explanations"]["1"] == STANDS
    assert "12,345.67" not in case["memo"]


@pytest.mark.parametrize(
    "answers",
    [
        (BAD, BAD),
        (prose("Moorfield Records Inc was under-billed by $300.00."), BAD),
        (prose("Fine.", STANDS, STANDS), prose("Fine.", STANDS, STANDS)),
        (REFUSAL, REFUSAL),
        (completed("{}"), completed("{}")),
    ],
    ids=["numbers", "finding left out", "finding that is not there", "refusal", "no prose"],
)
def test_where_nothing_stands_the_memo_is_the_template_s(
    tmp_path: Path, endpoint: Endpoint, answers: tuple[Any, ...]
):
    case, kept = run(tmp_path, endpoint, *answers)
    assert kept["summary"] == ""
    assert kept["why_not"]
    (tmp_path / "plain").mkdir()
    plain = Bench(tmp_path / "plain", [moor()]).run(None)["MOOR"]
    note = [row for row in case["memo"].splitlines() if "a model was asked" in row]
    rest = [row for row in case["memo"].splitlines() if row not in note]
    assert rest == plain["memo"].splitlines()


def test_prose_that_was_altered_in_the_store_is_a_blocker(tmp_path: Path, endpoint: Endpoint):
    """The check of the finished memo does not trust what the draft left."""
    case, kept = run(tmp_path, endpoint, GOOD)
    values = memo_values(case)
    assert unsupported({**values, "prose": kept}) == []
    altered = {**kept, "summary": "Moorfield Records Inc was under-billed by $9,999.00."}
    assert any("9999" in fault for fault in unsupported({**values, "prose": altered}))


def memo_values(case: dict[str, Any]) -> dict[str, Any]:
    """The values of the memo of a case, worked out again."""
    facts = MemoFacts(
        case_id=case["case_id"],
        version=1,
        change="new",
        account_id="MOOR",
        account_name="Moorfield Records Inc",
        currency="USD",
        as_of=AS_OF,
        documents=[],
        findings=[Finding.model_validate(each) for each in case["findings"]],
        questions=[],
        notes=[],
        flags=[],
        recommendation=case["recommendation"],
        engine="",
    )
    return values_of(facts)
