"""An output beside an earlier one: which terms and findings got better or worse, and the exit code."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.cli import main
from evals.report import cases_report, compare, extraction_report, print_comparison, print_report

FILE = "contracts/N/order-form.pdf"


def truth_term(section: str, **fields: Any) -> dict[str, Any]:
    return {"page": 1, "section": section, "quote_contains": f"words of {section}", **fields}


PRICE = truth_term("A", type="price", product="Seat", unit_amount="10.00")
RENEWAL = truth_term("B", type="renewal", automatic=True)
PAYMENT = truth_term("C", type="payment", net_days=30)
TRUTH = {"terms": {FILE: [PRICE, RENEWAL, PAYMENT]}}


def read(*terms: dict[str, Any]) -> dict[str, Any]:
    """An output that found these terms, each on its words."""
    return {
        "documents": [
            {
                "file": FILE,
                "terms": [
                    {name: value for name, value in term.items() if name in {"type", "product", "unit_amount", "automatic", "net_days"}}
                    | {"citations": [{"file": FILE, "page": 1, "section": term["section"], "quote": term["quote_contains"]}]}
                    for term in terms
                ],
            }
        ]
    }  # fmt: skip


@pytest.fixture
def compared(tmp_path: Path):
    """A function that scores two outputs and lays them beside each other."""

    def both(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        paths = {}
        for name, value in {"truth": TRUTH, "old": old, "new": new}.items():
            paths[name] = tmp_path / f"{name}.json"
            paths[name].write_text(json.dumps(value))
        return compare(
            extraction_report(paths["truth"], paths["old"]),
            extraction_report(paths["truth"], paths["new"]),
        )

    return both


def changes(comparison: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    return {
        (each["verdict"], each["type"], each["was"], each["now"]) for each in comparison["terms"]
    }


def shown(print_it: Any, thing: Any) -> str:
    text = StringIO()
    print_it(thing, Console(file=text, width=100))
    return text.getvalue()


def test_each_term_that_changed_its_state_is_named(compared):
    wrong = PAYMENT | {"net_days": 45}
    extra = truth_term("D", type="credit")
    comparison = compared(read(PRICE, wrong), read(RENEWAL, PAYMENT, extra))
    assert changes(comparison) == {
        ("worse", "price", "right", "missed"),
        ("better", "renewal", "missed", "right"),
        ("better", "payment", "wrong", "right"),
        ("worse", "credit", "none", "surplus"),
    }


def test_a_wrong_term_that_is_now_missed_is_neither_better_nor_worse(compared):
    assert changes(compared(read(PAYMENT | {"net_days": 45}), read())) == {
        ("neither", "payment", "wrong", "missed")
    }


def test_a_surplus_term_that_went_is_better_and_a_double_one_counts_twice(compared):
    extra = truth_term("D", type="credit")
    assert changes(compared(read(extra), read())) == {("better", "credit", "surplus", "gone")}
    assert len(compared(read(extra), read(extra, extra))["terms"]) == 1


def test_types_and_documents_are_counted_before_and_now(compared):
    comparison = compared(read(PRICE), read(PRICE, PAYMENT))
    assert [each["name"] for each in comparison["types"]] == ["payment"]
    assert [each["name"] for each in comparison["documents"]] == [FILE]
    assert comparison["documents"][0]["rates"]["recall"] == ((1, 3), (2, 3))


def test_a_person_reads_what_got_lost_within_a_hundred_columns(compared):
    comparison = compared(read(PRICE, PAYMENT), read(PAYMENT | {"net_days": 45}))
    text = shown(print_comparison, comparison)
    flat = " ".join(text.split())
    assert "worse: price Seat (N/order-form.pdf p. 1 A): right → missed" in flat
    assert "net_days 45 for 30): right → wrong" in flat
    assert "0 terms better, 2 worse; worse overall: pooled.precision, pooled.recall" in flat
    assert max(map(len, text.splitlines())) <= 100


def test_findings_that_changed_their_state_are_named(tmp_path: Path):
    finding = {
        "cause": "unpaid", "product": "Seat", "direction": "under", "currency": "USD",
        "amount_total": "80.00", "amount_recoverable": "80.00",
        "first_period_start": "2026-01-01", "last_period_end": "2026-02-01",
        "clause": {"file": FILE, "page": 1, "section": "A"},
    }  # fmt: skip
    period = {"period_start": "2026-01-01", "period_end": "2026-02-01", "difference": "80.00"}
    ours = finding | {"clauses": [finding["clause"]], "periods": [period]}
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps({"cases": {"N": {"findings": [finding]}}}))
    reports = []
    for name, found in (
        ("old", [ours]),
        ("new", [ours | {"product": "Tank", "cause": "rounding", "amount_total": "5.00"}]),
    ):
        path = tmp_path / f"{name}.json"
        case = {"account_id": "N", "route": "review", "findings": found}
        path.write_text(json.dumps({"as_of": "2026-11-01", "cases": [case]}))
        reports.append(cases_report(truth, path))
    comparison = compare(*reports)
    assert {
        (each["verdict"], each["product"], each["was"], each["now"])
        for each in comparison["findings"]
    } == {
        ("worse", "Seat", "right", "missed"),
        ("worse", "Tank", "none", "invented"),
    }
    assert "worse: N, unpaid of Seat from 2026-01-01: right → missed" in shown(
        print_comparison, comparison
    )


def test_a_table_of_types_has_every_rate_with_its_interval(tmp_path: Path):
    truth, out = tmp_path / "truth.json", tmp_path / "out.json"
    link = {"replaces": [{"file": "m.pdf", "section": "1"}]}
    truth.write_text(json.dumps({"terms": {FILE: [PRICE | link, PAYMENT]}}))
    out.write_text(json.dumps(read(PRICE)))
    text = shown(print_report, extraction_report(truth, out))
    for heading in ("recall", "precision", "covered", "fields", "cited", "links", "found", "right"):
        assert heading in text
    assert "0.03–1.00" in text  # the interval of 1 of 1
    assert "worst document: contracts/N/order-form.pdf, recall 1/2, precision 1/1" in text
    assert max(map(len, text.splitlines())) <= 100


def recoup(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_the_command_fails_only_where_something_is_worse_and_that_was_asked(tmp_path, capsys):
    for name, value in {"truth": TRUTH, "few": read(PRICE), "more": read(PRICE, PAYMENT)}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value))
    truth, few, more = (str(tmp_path / f"{name}.json") for name in ("truth", "few", "more"))
    score = ("eval", "extraction", truth)
    assert recoup(*score, few, "--against", more) == 0
    assert "right → missed" in capsys.readouterr().out
    assert recoup(*score, few, "--against", more, "--fail-if-worse") == 1
    assert recoup(*score, more, "--against", few, "--fail-if-worse") == 0
    capsys.readouterr()
    assert recoup(*score, more, "--against", few, "--json", "-") == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["kind"], body["comparison"]["terms"][0]["now"]) == ("extraction", "right")
    assert recoup(*score, few, "--fail-if-worse") == 2
    assert "--against" in capsys.readouterr().err
