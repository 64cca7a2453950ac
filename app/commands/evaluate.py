"""`recoup eval`: how good an output is."""

from __future__ import annotations

from pathlib import Path

from app.output import to_people, write_json


def extraction(truth: Path, output: Path, out: str | None) -> None:
    """Score terms."""
    from evals.report import extraction_report, print_report

    report = extraction_report(truth, output)
    write_json(out, report)
    if to_people(out):
        print_report(report)


def cases(truth: Path, output: Path, out: str | None) -> None:
    """Score cases."""
    from evals.report import cases_report, print_report

    report = cases_report(truth, output)
    write_json(out, report)
    if to_people(out):
        print_report(report)
