"""Reports from files, in words, and beside an earlier run."""

import json
from io import StringIO

import pytest
from rich.console import Console

from evals.report import (
    EvaluationUnreadable,
    cases_report,
    compare,
    extraction_report,
    print_comparison,
    print_report,
)

TERM = {
    "type": "payment",
    "net_days": 30,
    "page": 1,
    "section": "5",
    "quote_contains": "net thirty",
}
FINDING = {
    "cause": "unpaid", "product": "Seat", "direction": "under", "currency": "USD",
    "amount_total": "80.00", "amount_recoverable": "80.00",
    "first_period_start": "2026-01-01", "last_period_end": "2026-02-01",
    "clause": {"file": "contracts/N/m.pdf", "page": 1, "section": "5"},
}  # fmt: skip
TRUTH = {
    "terms": {"contracts/N/m.pdf": [TERM]},
    "cases": {"N": {"as_of": "2026-11-01", "findings": [FINDING]}},
}


@pytest.fixture
def write(tmp_path):
    def to_file(name, value):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return to_file


def shown(print_it, *things):
    text = StringIO()
    print_it(*things, Console(file=text, width=100))
    return text.getvalue()


def extracted(net_days):
    citation = {"file": "m.pdf", "page": 1, "section": "5", "quote": "are due net thirty days"}
    term = {"type": "payment", "net_days": net_days, "citations": [citation], "confidence": 0.9}
    return {"documents": [{"file": "m.pdf", "terms": [term]}]}


def test_a_report_of_reading_is_json_and_can_be_read_by_a_person(write):
    report = extraction_report(write("truth.json", TRUTH), write("out.json", extracted(45.5)))
    assert json.loads(json.dumps(report)) == report
    text = shown(print_report, report)
    assert "terms of the truth that we have right: 0.00 [0.00–0.97], n = 1" in text
    assert "links of the truth that we have: –" in text
    assert "wrong: payment (contracts/N/m.pdf p. 1 5): net_days 45.5 for 30" in text
    assert "worst document: contracts/N/m.pdf" in text


def test_a_report_of_cases_shows_money_and_accounts(write):
    case = {"account_id": "N", "route": "review", "findings": []}
    output = {"as_of": "2026-11-01", "cases": [case]}
    report = cases_report(write("truth.json", TRUTH), write("out.json", output))
    text = shown(print_report, report)
    assert "accounts wholly right: 0.00 [0.00–0.97], n = 1" in text
    assert "missed: unpaid of Seat, USD 80.00" in text
    assert "warning" not in report


def test_another_day_than_the_truth_is_told(write):
    output = {"as_of": "2026-12-01", "cases": []}
    report = cases_report(write("truth.json", TRUTH), write("out.json", output))
    assert "the truth is as of 2026-11-01, the output as of 2026-12-01" in report["warning"]


def test_two_runs_are_compared_number_by_number(write):
    truth = write("truth.json", TRUTH)
    old = extraction_report(truth, write("old.json", extracted(45)))
    new = extraction_report(truth, write("new.json", extracted(30)))
    verdicts = {row["metric"]: row["verdict"] for row in compare(old, new)["rows"]}
    assert verdicts["pooled.recall"] == "better"
    assert verdicts["pooled.citations"] == "same"
    assert verdicts["pooled.links"] == "unscored"
    assert {row["verdict"] for row in compare(new, old)["rows"] if "recall" in row["metric"]} == {
        "worse"
    }
    assert compare(old, new)["changed"] == ["contracts/N/m.pdf: 1 terms right, were 0 (of 1)"]
    assert "pooled.recall" in shown(print_comparison, compare(old, new))
    assert "Every number is the same" in shown(print_comparison, compare(old, old))


def test_an_account_that_got_worse_is_named(write):
    truth = write("truth.json", TRUTH)
    period = {"period_start": "2026-01-01", "period_end": "2026-02-01", "difference": "80.00"}
    found = FINDING | {"clauses": [FINDING["clause"]], "periods": [period]}
    runs = [
        cases_report(
            truth,
            write(f"{n}.json", {"as_of": "2026-11-01", "cases": [{"account_id": "N", "route": "billing", "findings": f}]}),
        )
        for n, f in enumerate(([found], [found, found | {"product": "Tank", "cause": "rounding"}]))
    ]  # fmt: skip
    comparison = compare(*runs)
    verdicts = {row["metric"]: row["verdict"] for row in comparison["rows"]}
    assert comparison["changed"] == ["N: no longer right"]
    assert verdicts["billing_not_in_truth"] == "worse"
    assert verdicts["money.billing_wrongly_claimed"] == "worse"


def test_a_file_of_another_form_is_told(write):
    broken = {"cases": {"N": {"findings": [{"product": "Seat"}]}}}
    with pytest.raises(EvaluationUnreadable, match=r"truth\.json or out\.json is not of its form"):
        cases_report(write("truth.json", broken), write("out.json", {"cases": []}))
