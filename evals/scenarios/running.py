"""Scenarios through the steps of a case: read, compare, explain, verify, weigh, route."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.checks import Subject, failed_checks
from agent.confidence import open_ends, weigh
from agent.contracts import ReaderChoice, extract_with
from agent.features import features
from agent.recommendation import CaseName, deliveries
from billing.finding import AccountResult
from billing.investigation import compare, explain
from evals.cases import score
from evals.scenarios.scenario import ACCOUNT, Scenario, make
from evals.scenarios.styles import Pool
from terms.contract import Extraction

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one scenario."""

    number: int
    kind: str
    tags: tuple[str, ...]
    route: str
    hundredths: int
    right: bool
    """The findings are the truth's, wholly."""
    owed: bool
    """The truth has something that can be recovered, and it can be settled."""
    due: tuple[str, ...]
    """What the truth says can be recovered, a finding each."""
    score: dict[str, Any]
    """As `recoup eval cases` scores an account."""
    reasons: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    findings: tuple[dict[str, Any], ...]
    features: Mapping[str, float] = field(default_factory=dict)
    calibrated: int = 0
    """The probability before anything open held it back; 0 where there is nothing to weigh."""


def examine(scenario: Scenario) -> Outcome:
    """The case of one scenario, as `recoup run` would have it, without a store."""
    contract = extract_with(list(scenario.documents), ReaderChoice())
    result = explain(compare(scenario.facts, contract, scenario.as_of))
    return _outcome(scenario, contract, result)


def _outcome(scenario: Scenario, contract: Extraction, result: AccountResult) -> Outcome:
    findings = result.findings
    blockers = failed_checks(Subject(scenario.facts, contract, scenario.as_of, findings))
    weighing = weigh(findings, contract, blockers, result.questions)
    route = "review"
    if not findings:
        route = "review" if blockers or open_ends(contract, result.questions) else "none"
    elif not blockers and weighing.hundredths > 85:
        name = CaseName(ACCOUNT, 1, ACCOUNT, scenario.as_of.isoformat(), findings[0].currency)
        unpaid = any(finding.cause == "unpaid" for finding in findings)
        route = "billing" if deliveries(name, findings, ()) and not unpaid else "review"
    bodies = [finding.model_dump(mode="json") for finding in findings]
    case = {"account_id": ACCOUNT, "route": route, "findings": bodies}
    scored = score({"cases": {ACCOUNT: scenario.truth}}, {"cases": [case]}).accounts[0]
    due = tuple(each["amount_recoverable"] for each in scenario.truth["findings"])
    settled = not scenario.truth.get("unsettled")
    return Outcome(
        number=scenario.number,
        kind=scenario.kind,
        tags=scenario.tags,
        route=route,
        hundredths=weighing.hundredths,
        right=scored.wholly_right and settled,
        owed=any(Decimal(amount) for amount in due),
        due=due,
        score=scored.as_dict(),
        reasons=tuple((reason.text, reason.effect) for reason in weighing.reasons),
        questions=result.questions,
        findings=tuple(bodies),
        calibrated=weighing.calibrated,
        features=features(findings, contract, result.questions) if findings else {},
    )


def _one(job: tuple[int, int, Pool]) -> Outcome:
    number, seed, pool = job
    with tempfile.TemporaryDirectory(prefix="recoup-scenario-") as folder:
        return examine(make(number, seed, pool, Path(folder)))


def run(
    count: int, seed: int, pool: Pool, progress: Progress, workers: int = 2
) -> Iterator[Outcome]:
    """Scenarios 0 to `count` of a seed, in order. Raises PrinterMissing."""
    jobs = [(number, seed, pool) for number in range(count)]
    if workers < 2:
        for number, job in enumerate(jobs, start=1):
            yield _one(job)
            progress(number, count)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as made:
        for number, outcome in enumerate(made.map(_one, jobs, chunksize=4), start=1):
            yield outcome
            progress(number, count)
