"""`recoup eval`: how good an output is, alone or beside another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from app.output import to_people, write_json
from app.wrong_input import InputWrong


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup eval extraction` and `recoup eval cases`."""

    truth: Path
    output: Path
    out: str | None = None
    against: Path | None = None
    """An earlier output of the same kind."""
    fail_if_worse: bool = False


def extraction(asked: Asked) -> None:
    """Score terms."""
    from evals.report import extraction_report

    _score(asked, extraction_report)


def cases(asked: Asked) -> None:
    """Score cases."""
    from evals.report import cases_report

    _score(asked, cases_report)


def _score(asked: Asked, report_of: Callable[[Path, Path], dict[str, Any]]) -> None:
    """Exits with 1 where something is worse than in the other output and that was asked."""
    from evals.report import compare, print_comparison, print_report

    if asked.fail_if_worse and asked.against is None:
        raise InputWrong("--fail-if-worse needs --against OTHER_OUT: worse than what?")
    report = report_of(asked.truth, asked.output)
    if asked.against is None:
        write_json(asked.out, report)
        if to_people(asked.out):
            print_report(report)
        return
    comparison = compare(report_of(asked.truth, asked.against), report)
    write_json(asked.out, {**report, "against": str(asked.against), "comparison": comparison})
    if to_people(asked.out):
        print_comparison(comparison)
    if asked.fail_if_worse and comparison["worse_overall"]:
        raise typer.Exit(1)
