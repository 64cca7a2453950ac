"""The tools by themselves: what each gives of one account, and how it says that it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.model_steps.asked import Step, step_of, step_schema
from agent.model_steps.case_file import CaseFile
from agent.model_steps.occasions import occasions
from agent.model_steps.papers import Papers
from agent.model_steps.tools import TOOLS, carried_out
from billing.book import read_book
from billing.investigation import compare, explain
from terms.contract import Unresolved
from tests.agent.model_steps.conftest import step
from tests.agent.model_steps.small_accounts import (
    AS_OF,
    CRANE,
    DEPOT,
    POWER,
    Account,
    haven,
    linden,
    moor,
    write_book,
)


def case_file(folder: Path, account: Account, *, with_paper: bool = True) -> CaseFile:
    book = write_book(folder, [account])
    facts = read_book(book, AS_OF).accounts[account.account_id]
    contract = account.extraction()
    comparison = compare(facts, contract, AS_OF)
    paths = {account.file: book / account.file} if with_paper else {}
    return CaseFile(comparison.facts, contract, AS_OF, comparison, Papers(contract, paths))


def ask(case: CaseFile, /, **request: Any) -> str:
    given = {"account": case.account_id, **request}
    asked = step_of(step(given))
    assert asked is not None, given
    return str(carried_out(case, asked.requests)[0])


@pytest.fixture
def file(tmp_path: Path) -> CaseFile:
    return case_file(tmp_path, haven())


def change(**given: Any) -> dict[str, Any]:
    return {"from_day": None, "to_day": None, **given}


def test_search_finds_the_section_that_holds_the_rarest_words(file: CaseFile):
    said = ask(file, tool="search_contracts", words="price of a kilowatt hour of power")
    assert "⟦contracts/HAVEN/order.pdf | 2.1 | page 1⟧" in said
    assert "EUR 0.31 per kilowatt hour" in said
    assert said.index("2.1") < said.find("2.2") or "2.2" not in said


def test_search_for_nothing_that_stands_there_says_so(file: CaseFile):
    assert "nothing found" in ask(file, tool="search_contracts", words="zeppelin")


def test_a_clause_comes_with_its_neighbours(file: CaseFile):
    said = ask(file, tool="show_clause", file="order.pdf", section="Section 2.2")
    assert CRANE in said
    assert POWER in said
    assert "invoiced monthly in arrears" in said


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (
            {"tool": "show_clause", "file": "msa.pdf", "section": "1"},
            "has no paper 'msa.pdf'; it has",
        ),
        (
            {"tool": "show_clause", "file": "order.pdf", "section": "9.9"},
            "no section '9.9'; it has",
        ),
        ({"tool": "terms_in_force", "day": "2026-03-01", "product": "Balloon"}, "no paper prices"),
        (
            {
                "tool": "quantities",
                "product": "Balloon",
                "from_day": "2026-01-01",
                "to_day": "2026-02-01",
            },
            "nothing counts 'Balloon'; there is Quay power, Crane time",
        ),
        ({"tool": "rerate", "product": "Balloon", "changes": []}, "no paper prices 'Balloon'"),
        (
            {
                "tool": "rerate",
                "product": "Quay power",
                "changes": [change(change="without_term", term="price-7")],
            },
            "there is no term 'price-7'",
        ),
        (
            {
                "tool": "rerate",
                "product": "Quay power",
                "changes": [
                    change(change="set_field", term="price-2.1", field="colour", value="red")
                ],
            },
            "a price has no field 'colour'",
        ),
        (
            {
                "tool": "rerate",
                "product": "Quay power",
                "changes": [
                    change(change="quantity_from", source="other_product", other_product=None)
                ],
            },
            "needs the name of the other product",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(
    file: CaseFile, request_: dict[str, Any], why: str
):
    said = ask(file, **request_)
    assert ": refused: " in said
    assert why in said


def test_invoice_lines_of_a_product_and_of_all(file: CaseFile):
    days = {"from_day": "2026-02-01", "to_day": "2026-03-01"}
    own = ask(file, tool="invoice_lines", product="Quay power", **days)
    assert "H-2602" in own
    assert "120.28 EUR" in own
    assert "Crane" not in own
    assert "H-2603" not in own
    assert "Crane time" in ask(file, tool="invoice_lines", product=None, **days)


def test_quantities_by_period(file: CaseFile):
    said = ask(
        file, tool="quantities", product="Crane time", from_day="2026-01-01", to_day="2026-03-01"
    )
    assert "2026-01-01..2026-02-01: used 412" in said
    assert "2026-02-01..2026-03-01: used 388" in said
    assert "2026-03-01.." not in said


def test_terms_in_force_name_the_ids_that_changes_need(file: CaseFile):
    said = ask(file, tool="terms_in_force", day="2026-03-01", product="Quay power")
    assert "term price-2.1" in said
    assert "term price-2.2" not in said
    assert "term lookback-3.1" in said


@pytest.mark.parametrize(
    ("changes", "january"),
    [
        (
            [change(change="set_field", term="price-2.1", field="unit_amount", value="2.40")],
            "4368.00",
        ),
        (
            [change(change="quantity_from", source="other_product", other_product="Crane time")],
            "127.72",
        ),
        ([change(change="quantity_from", source="following_period", other_product=None)], "664.95"),
        ([change(change="quantity_from", source="usage", other_product=None)], "564.20"),
        ([], "564.20"),
    ],
    ids=["1,820 × 2.40", "412 × 0.31", "2,145 × 0.31", "1,820 × 0.31", "as agreed"],
)
def test_rerating_works_a_period_out_anew(file: CaseFile, changes: list[Any], january: str):
    said = ask(file, tool="rerate", product="Quay power", changes=changes)
    assert f"2026-01-01..2026-02-01: gives {january}, billed 127.72" in said


def test_a_change_speaks_of_its_days_only(file: CaseFile):
    minutes = {"change": "quantity_from", "source": "other_product", "other_product": "Crane time"}
    since_may = {**minutes, "from_day": "2026-05-01", "to_day": None}
    said = ask(file, tool="rerate", product="Quay power", changes=[since_may])
    assert "1 of 5 periods agree" in said
    assert said.count("no change speaks of this period") == 4


def test_without_its_term_a_product_has_no_price(file: CaseFile):
    gone = change(change="without_term", term="price-2.1")
    said = ask(file, tool="rerate", product="Quay power", changes=[gone])
    assert "gives nothing: no term prices Quay power then" in said


def test_one_step_carries_out_six_requests(file: CaseFile):
    search = {"tool": "search_contracts", "account": "HAVEN", "words": "power"}
    asked = step_of(step(*[search] * 8))
    assert asked is not None
    results = carried_out(file, asked.requests)
    assert [bool(each.refused) for each in results] == [False] * 6 + [True] * 2


def test_papers_that_are_not_there_are_searched_as_quoted(tmp_path: Path):
    file = case_file(tmp_path, linden(), with_paper=False)
    assert "higher of GBP 640.00" in ask(file, tool="search_contracts", words="depot fee")
    assert file.papers.named("order.pdf").place_of(DEPOT).page == 1  # type: ignore[union-attr]
    assert file.papers.named("order.pdf").place_of("GBP 650.00") is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("account", "kinds"),
    [(haven(), ["unexplained"]), (linden(), ["passage"]), (moor(), ["tie"])],
    ids=["HAVEN", "LINDEN", "MOOR"],
)
def test_only_what_is_left_over_is_asked_about(tmp_path: Path, account: Account, kinds: list[str]):
    file = case_file(tmp_path, account)
    assert [each.kind for each in occasions(file, explain(file.comparison).findings)] == kinds


def passages_of(folder: Path, *quotes: str) -> list[str]:
    """Of these unread passages, those that are asked about, in their order."""
    unread = [Unresolved(page=1, section=f"9.{n}", quote=q, why="") for n, q in enumerate(quotes)]
    file = case_file(folder, replace(linden(), unresolved=unread))
    return [each.passage.quote for each in occasions(file, ()) if each.passage]


def test_a_passage_is_asked_about_if_it_holds_a_price_first_what_is_billed_and_unpriced(
    tmp_path: Path,
):
    rise = "All charges increase by 2% in 2027."
    haulage = "Haulage over weekends is charged at GBP 2.10 per kilometre."
    assert passages_of(
        tmp_path,
        rise,
        "Section 4.02 on the minimum continues to apply.",
        "Haulage is counted as in 3.4.",
        haulage,
        "Overdue amounts bear interest of 4% a year.",
        DEPOT,
    ) == [DEPOT, haulage, rise]


def test_every_tool_of_the_schema_exists_and_none_beside():
    offered = {
        words
        for each in step_schema().schema["$defs"].values()
        if "tool" in each.get("properties", {})
        for words in [each["properties"]["tool"]["const"]]
    }
    assert offered == set(TOOLS)


def test_the_schema_is_strict():
    """Every object closed, every field required: what strict structured outputs ask for."""
    schema = step_schema().schema
    for each in [schema, *schema["$defs"].values()]:
        if each.get("type") == "object":
            assert each["additionalProperties"] is False
            assert set(each["required"]) == set(each["properties"])
    assert set(Step.model_fields) == {"thought", "requests", "conclusion"}
