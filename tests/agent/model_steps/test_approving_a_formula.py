"""A proposed formula on its way to being a term: approved by a person, it serves the contract from then on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.corrections import AmendmentUnfit, Signed, correct, corrected
from agent.decide import Decision, propose, record_and_carry_out
from agent.run import RunOptions, desk_for
from agent.story import story
from store.audit import rows_of
from store.cases import case_row
from terms.contract import Extraction
from terms.formula import Formula
from tests.agent.model_steps.conftest import Bench, Endpoint, step
from tests.agent.model_steps.small_accounts import AS_OF, DEPOT, cited, linden

SAID = 'ceil(max(640.00, amount("Haulage") × 3%), -1)'
ANSWER = step(
    conclusion="formula",
    formula={
        "product": "Depot fee",
        "interval": "month",
        "expression": SAID,
        "inputs": [],
        "effective_from": None,
        "quotes": [{"file": "order.pdf", "section": "2.2", "quote": DEPOT}],
    },
    reason="2.2 says so.",
)


@pytest.fixture
def bench(tmp_path: Path, endpoint: Endpoint) -> Bench:
    """The account with its formula proposed."""
    endpoint.script = [ANSWER]
    made = Bench(tmp_path, [linden()])
    made.run(endpoint.steps())
    return made


def proposed(bench: Bench) -> str:
    with bench.store.begin() as session:
        row = case_row(session, bench.run(None)["LINDEN"]["case_id"])
        return str(row.context["model"]["outcomes"][0]["formula"]["id"])


def approval(term: str, **settings: str) -> Decision:
    return Decision(
        "LINDEN",
        "amend",
        "that is what 2.2 says",
        decided_by="Ines",
        term=term,
        settings={"doubtful": "false", **settings},
    )


def test_approved_it_rates_the_bill_and_the_case_is_at_rest(bench: Bench):
    desk = desk_for(bench.store, RunOptions(as_of=AS_OF))
    record_and_carry_out(desk, approval(proposed(bench)))
    case = bench.run(None)["LINDEN"]
    assert (case["version"], case["findings"], case["questions"]) == (2, [], [])
    with bench.store.begin() as session:
        told = [words for _, words in story(rows_of(session, case["case_id"]))]
    (asked,) = [words for words in told if "was asked about" in words]
    assert SAID in asked
    (said,) = [words for words in told if "approved the proposed formula" in words]
    assert "Ines" in said
    assert SAID in said


def test_from_then_on_it_finds_what_billing_forgets(bench: Bench, endpoint: Endpoint):
    """June: 15,000 km × 1.85 × 3% = 832.50, made up to 840.00; billed 640.00, so 200.00 are missing."""
    desk = desk_for(bench.store, RunOptions(as_of=AS_OF))
    record_and_carry_out(desk, approval(proposed(bench)))
    account = linden()
    june = [
        "LINDEN,L-2606,2026-06-30,2026-07-30,paid,1,Haulage,usage,,2026-06-01,2026-07-01,,,,27750.00,GBP",
        "LINDEN,L-2606,2026-06-30,2026-07-30,paid,2,Depot fee,charge,,2026-06-01,2026-07-01,,,,640.00,GBP",
    ]
    with (bench.book / "billing" / "invoice_lines.csv").open("a") as file:
        file.write("\n".join(june) + "\n")
    with (bench.book / "billing" / "usage.csv").open("a") as file:
        file.write("LINDEN,Haulage,2026-06-01,15000,kilometre,\n")
    from agent.run import run_book

    calls = len(endpoint.asked)
    options = RunOptions(as_of=AS_OF.replace(month=7), extract=bench.extract)
    body = run_book(bench.store, bench.book, options).body
    (finding,) = body["cases"][0]["findings"]
    assert (finding["product"], Decimal(finding["amount_total"])) == (
        "Depot fee",
        Decimal("200.00"),
    )
    assert finding["direction"] == "under"
    assert finding["clauses"][0]["quote"] == DEPOT
    assert len(endpoint.asked) == calls
    assert account.account_id == "LINDEN"


def test_it_is_not_approved_by_the_way(bench: Bench):
    desk = desk_for(bench.store, RunOptions(as_of=AS_OF))
    term = proposed(bench)
    with pytest.raises(AmendmentUnfit, match="--set doubtful=false"):
        propose(desk, replace(approval(term), settings={"interval": "month"}))
    with pytest.raises(AmendmentUnfit, match="no term 'proposed-formula-00000000'"):
        propose(desk, approval("proposed-formula-00000000"))
    with pytest.raises(AmendmentUnfit, match="is not a value"):
        propose(desk, approval(term, citations="[]"))


def test_approved_with_a_change_it_is_the_changed_formula(bench: Bench):
    """With 4% and no making up to tens, every month differs from the bill."""
    desk = desk_for(bench.store, RunOptions(as_of=AS_OF))
    made = propose(
        desk, approval(proposed(bench), expression='max(640.00, amount("Haulage") × 4%)')
    )
    assert {each.product for each in made.after} == {"Depot fee"}


def test_rejected_it_is_not_proposed_again(bench: Bench, endpoint: Endpoint):
    """With another month in the book the model proposes the same; the specialist has said no."""
    desk = desk_for(bench.store, RunOptions(as_of=AS_OF))
    term = proposed(bench)
    no = Decision(
        "LINDEN",
        "reject",
        "the fee is waived by letter",
        decided_by="Ines",
        ground="agreed_otherwise",
    )
    record_and_carry_out(desk, no)
    june = "LINDEN,L-2606,2026-06-30,2026-07-30,paid,1,Haulage,usage,,2026-06-01,2026-07-01,,,,27750.00,GBP"
    with (bench.book / "billing" / "invoice_lines.csv").open("a") as file:
        file.write(june + "\n")
    endpoint.script = [ANSWER]
    case = bench.run(endpoint.steps(prose=False))["LINDEN"]
    assert case["version"] == 2
    assert not any(term in words for words in case["questions"])
    assert any("a specialist rejected it on" in words for words in case["notes"])
    assert case["route"] == "review"


# --- corrections by themselves ---------------------------------------------------------------------


def waiting() -> Formula:
    return Formula(
        id="proposed-formula-1",
        product="Depot fee",
        expression=SAID,
        interval="month",
        currency="GBP",
        doubtful=True,
        citations=cited("LINDEN", "2.2", DEPOT),
        readers=("model.case",),
    )


SIGNED = Signed("LINDEN", "linden-1", 1, "Ines", "that is what 2.2 says")


def laid_over(reading: Extraction) -> Any:
    rows = correct(reading, waiting().id, {"doubtful": "false"}, SIGNED, [waiting()])
    return corrected(reading, rows)


def test_a_later_reading_of_the_same_paper_has_the_approved_formula():
    (document,) = laid_over(linden().extraction()).documents
    formula = document.terms[-1]
    assert (formula.id, formula.doubtful) == ("proposed-formula-1", False)
    assert formula.readers == ("model.case", "given")
    assert formula.provenance["corrected_by"] == "Ines"
    assert document.unresolved == ()


def test_laid_over_twice_it_is_there_once():
    once = laid_over(linden().extraction())
    rows = correct(linden().extraction(), waiting().id, {"doubtful": "false"}, SIGNED, [waiting()])
    assert len(corrected(once, rows).documents[0].terms) == len(once.documents[0].terms)


def test_a_paper_that_is_gone_takes_no_formula():
    elsewhere = waiting().model_copy(update={"citations": cited("MOOR", "2.2", DEPOT)})
    with pytest.raises(AmendmentUnfit, match="which the account has not"):
        correct(linden().extraction(), elsewhere.id, {"doubtful": "false"}, SIGNED, [elsewhere])


def test_a_doubtful_formula_of_a_reader_is_approved_the_same_way():
    (document,) = linden().extraction().documents
    read = document.model_copy(update={"terms": (*document.terms, waiting())})
    reading = Extraction(documents=(read,))
    after = corrected(reading, correct(reading, waiting().id, {"doubtful": "false"}, SIGNED))
    assert isinstance(after, Extraction)
    assert after.documents[0].terms[-1].doubtful is False


def test_no_other_term_s_doubt_can_be_set():
    with pytest.raises(AmendmentUnfit, match="is not a value"):
        correct(linden().extraction(), "price-2.1", {"doubtful": "true"}, SIGNED)
