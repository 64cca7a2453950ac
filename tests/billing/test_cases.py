"""Every case file of tests/billing/cases gives exactly its findings, questions and nothing more."""

from __future__ import annotations

from pathlib import Path

import case_file
import pytest

from billing.causes.observed import NO_DIFFERENCE
from billing.investigation import compare, explain

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = case_file.load(path)
    comparison = compare(case_file.facts(case), case_file.contract(case), case["as_of"])
    result = explain(comparison)

    found = [
        {
            "cause": finding.cause,
            "product": finding.product,
            "direction": finding.direction,
            "total": f"{finding.amount_total:f}",
            "recoverable": f"{finding.amount_recoverable:f}",
            "first": finding.periods[0].period_start,
            "last": finding.periods[-1].period_end,
            "section": finding.clauses[0].section if finding.clauses else None,
            "currency": finding.currency,
            "evidence": finding.evidence,
            "low": None if finding.amount_low is None else f"{finding.amount_low:f}",
            "high": None if finding.amount_high is None else f"{finding.amount_high:f}",
        }
        for finding in result.findings
    ]
    wanted = case["findings"]
    assert [
        {key: row[key] for key in want} for row, want in zip(found, wanted, strict=True)
    ] == wanted

    for finding, want in zip(result.findings, case.get("doubts", [""] * len(wanted)), strict=True):
        assert want in " ".join(finding.doubts)
        if not want:
            assert finding.doubts == ()
    asked = " ".join(result.questions)
    assert all(words in asked for words in case.get("questions", ()))
    assert result.questions == () or case.get("questions")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_explained_is_what_differs(path: Path) -> None:
    """Expected − billed, summed over findings, is the whole difference of the account."""
    case = case_file.load(path)
    comparison = compare(case_file.facts(case), case_file.contract(case), case["as_of"])
    result = explain(comparison)
    sizes = [
        f.amount_total if f.direction == "under" else -f.amount_total
        for f in result.findings
        if f.cause not in NO_DIFFERENCE
    ]
    assert sum(sizes) == sum(difference for _, _, difference in comparison.differences())
