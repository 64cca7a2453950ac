"""`recoup extract --differences`: two readers' values of one clause, side by side with their words."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.cli import main
from app.differences import (
    difference_table,
    differences,
    differences_json,
    found_by_one,
    heading,
)
from extractors.agreement import merge
from terms.contract import ContractDocument, Extraction, Term, term

SAMPLES = Path(__file__).parents[2] / "samples" / "book" / "contracts"


def price(amount: str, quote: str, at: int, **fields: Any) -> Term:
    cited = {
        "file": "order.pdf", "page": 2, "section": "4.2", "quote": quote,
        "span": (at, at + len(quote)), "match": "exact",
    }  # fmt: skip
    return term(
        {"type": "price", "product": "Seat", "unit": "seat", "interval": "month"}
        | {"unit_amount": amount, "citations": [cited]}
        | fields
    )


def extraction(grammar: list[Term], model: list[Term]) -> Extraction:
    """One order form as both readers give it, merged as reading merges it."""
    terms, warnings = merge({"grammar": grammar, "model.passage": model})
    document = ContractDocument(
        file="contracts/A/order.pdf", currency="USD", terms=tuple(terms), warnings=tuple(warnings)
    )
    return Extraction(documents=(document,))


DIFFERENT = extraction(
    [price("95.00", "95.00 per seat and month", 10)],
    [
        price("9.50", "at 95.00 per seat and month", 7),
        price("20.00", "20.00 for Insight", 90, product="Insight"),
    ],
)


def printed(found: Extraction) -> str:
    text = StringIO()
    for each in differences(found):
        Console(file=text, width=100).print(heading(each))
        Console(file=text, width=100).print(difference_table(each, 100))
    return text.getvalue()


def test_both_values_stand_side_by_side_with_their_words():
    text = printed(DIFFERENT)
    assert "order.pdf: price of Seat" in text
    says = next(line for line in text.splitlines() if line.strip().startswith("it says"))
    assert "USD 95.00 per seat and month" in says
    assert "USD 9.50 per seat and month" in says
    field = next(line for line in text.splitlines() if line.strip().startswith("unit_amount"))
    assert field.split() == ["unit_amount", "95.00", "9.50"]
    assert "“95.00 per seat and month”" in text
    assert "“at 95.00 per seat and month”" in text
    assert max(map(len, text.splitlines())) <= 100


def test_only_the_fields_that_differ_are_listed():
    [found] = differences(DIFFERENT)
    assert found.fields == ["unit_amount"]
    assert [each.readers for each in found.terms] == [("grammar",), ("model.passage",)]


def test_what_readers_agree_on_and_what_one_found_alone_is_no_difference():
    same = [price("95.00", "95.00 per seat and month", 10)]
    assert differences(extraction(same, same)) == []
    assert found_by_one(DIFFERENT) == {"model.passage": 1}


def test_two_clauses_with_differences_are_told_apart():
    def clause(amount: str, at: int) -> Term:
        return price(amount, "so much per seat", at)

    both = extraction([clause("1", 0), clause("3", 50)], [clause("2", 0), clause("4", 50)])
    assert [[str(t.unit_amount) for t in each.terms] for each in differences(both)] == [
        ["1", "2"],
        ["3", "4"],
    ]


def test_json_names_each_side_with_its_reader_and_quote():
    [found] = differences_json(DIFFERENT)
    assert found["subject"] == "price of Seat"
    assert [(side["readers"], side["fields"]) for side in found["sides"]] == [
        (["grammar"], {"unit_amount": "95.00"}),
        (["model.passage"], {"unit_amount": "9.50"}),
    ]
    assert found["sides"][1]["quote"] == "at 95.00 per seat and month"


def test_with_one_reader_it_says_that_there_is_nothing_to_compare(monkeypatch, capsys):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    paper = next(iter(sorted(SAMPLES.glob("A-7208/order*.pdf"))))
    with pytest.raises(SystemExit):
        main(["extract", str(paper), "--differences"])
    text = capsys.readouterr().out
    assert "read by grammar alone" in text
    assert "--reader both" in text
