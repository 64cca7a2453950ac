"""Scores of an output against a truth file as plain JSON objects; `tables` prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals import cases, extraction
from evals.comparison import compare
from evals.comparison_tables import print_comparison
from evals.tables import print_report
from evals.truth import EvaluationUnreadable, load

__all__ = [
    "EvaluationUnreadable",
    "cases_report",
    "compare",
    "extraction_report",
    "print_comparison",
    "print_report",
]

Report = dict[str, Any]


@contextmanager
def _named(truth: Path, output: Path) -> Iterator[None]:
    """What a form lacks, told with the files in which it may be."""
    try:
        yield
    except (KeyError, AttributeError, TypeError) as error:
        what = f"an entry lacks {error}" if isinstance(error, KeyError) else str(error)
        raise EvaluationUnreadable(
            f"{truth.name} or {output.name} is not of its form (FORMATS, sections 2 to 4): {what}"
        ) from error


def _plain(report: Report) -> Report:
    """Only what JSON holds; exact decimals as text."""
    plain: Report = json.loads(json.dumps(report, default=str))
    return plain


def extraction_report(truth_path: Path, out_path: Path) -> Report:
    """The output of `recoup extract` scored against a truth file. Raises EvaluationUnreadable."""
    truth, output = load(truth_path, "terms"), load(out_path, "documents")
    with _named(truth_path, out_path):
        return _plain({"kind": "extraction", **extraction.score(truth, output).as_dict()})


def cases_report(truth_path: Path, out_path: Path) -> Report:
    """The output of `recoup run` scored against a truth file. Raises EvaluationUnreadable."""
    truth, output = load(truth_path, "cases"), load(out_path, "cases")
    with _named(truth_path, out_path):
        report = _plain({"kind": "cases", **cases.score(truth, output).as_dict()})
    days = {str(case.get("as_of")) for case in truth["cases"].values() if case.get("as_of")}
    if days and str(output.get("as_of")) not in days:
        report["warning"] = (
            f"the truth is as of {', '.join(sorted(days))}, the output as of {output.get('as_of')}: "
            "what has lapsed by then differs"
        )
    return report
