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


@dataclass(frozen=True, slots=True)
class AgentAsked:
    """The options of `recoup eval agent`."""

    scenarios: int
    seed: int
    html: Path | None = None
    out: str | None = None


def agent(asked: AgentAsked) -> None:
    """Run accounts made up from a seed through every step of a case, and score them."""
    from app.output import progress
    from evals.scenarios.page import page
    from evals.scenarios.printing import PrinterMissing
    from evals.scenarios.report import agent_report, print_agent_report

    with progress() as tell:
        try:
            report = agent_report(
                asked.scenarios,
                asked.seed,
                lambda done, count: tell("made-up accounts", done, count),
            )
        except PrinterMissing as error:
            raise InputWrong(str(error)) from None
    write_json(asked.out, report)
    if asked.html is not None:
        _write_page(asked.html, page(report))
    if to_people(asked.out):
        print_agent_report(report)


def _write_page(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"--html {path}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error


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
