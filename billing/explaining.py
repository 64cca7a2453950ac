"""Which cause explains which periods: each differing period is re-rated under every hypothesis.

The hypothesis that gives the billed amount to the cent in the most periods is taken, then the next
for what is left; what none reproduces stays unexplained, with what was tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from billing.causes import CAUSES, Candidate, Suspect
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.finding import Hypothesis

_SAME_STORY = (
    frozenset({"missed_escalation", "superseded_price", "wrong_unit_price"}),
    frozenset({"late_start", "ended_early", "unbilled_product", "unbilled_overage"}),
    frozenset({"expired_discount", "excess_discount", "stacked_discount"}),
    frozenset({"wrong_tiers", "wrong_tier_mode", "superseded_price"}),
    frozenset({"wrong_tiers", "missed_escalation"}),
    frozenset({"quantity_mismatch", "unit_conversion", "period_cutoff"}),
)
"""Causes that name one fact from two sides: no rivals of each other."""

KEPT = 6
"""How many tried hypotheses a finding keeps."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Some periods of one product, and the candidate that reproduces them (None: nothing does)."""

    candidate: Candidate | None
    cells: tuple[ComparedCell, ...]
    tried: tuple[Hypothesis, ...] = ()
    rivals: tuple[Candidate, ...] = ()
    """Other causes that fit as well and tell another story: ties."""


@dataclass(slots=True)
class _Trial:
    order: int
    candidate: Candidate
    reproduced: list[ComparedCell] = field(default_factory=list)


def explained(comparison: Comparison, compared: ProductComparison) -> Iterator[Explained]:
    """The product's differing periods in groups, one cause each."""
    remaining = list(compared.differing)
    total = len(remaining)
    while remaining:
        trials = _trials(Suspect(comparison, compared, remaining))
        best = trials[0] if trials else None
        tried = tuple(_tried(trial, trials[0], total) for trial in trials[:KEPT])
        if best is None or not best.reproduced:
            yield Explained(None, tuple(remaining), tried)
            return
        rivals = tuple(trial.candidate for trial in trials[1:] if _rivals(trial, best))
        yield Explained(best.candidate, tuple(best.reproduced), tried, rivals)
        gone = {id(cell) for cell in best.reproduced}
        remaining = [cell for cell in remaining if id(cell) not in gone]


def _tried(trial: _Trial, best: _Trial, total: int) -> Hypothesis:
    return Hypothesis(
        cause=trial.candidate.cause,
        reproduces=len(trial.reproduced),
        of=total,
        detail=trial.candidate.detail,
        rival=trial is not best and _rivals(trial, best),
    )


def _rivals(trial: _Trial, best: _Trial) -> bool:
    """Whether a trial fits as many periods as the best and tells another story."""
    if not best.reproduced or len(trial.reproduced) < len(best.reproduced):
        return False
    return not _same_story(trial.candidate, best.candidate)


def _trials(suspect: Suspect) -> list[_Trial]:
    """Every candidate with the periods it reproduces, the best first."""
    trials: list[_Trial] = []
    for order, clue in sorted(CAUSES.values(), key=lambda pair: pair[0]):
        for candidate in clue(suspect):
            reproduced = [cell for cell in suspect.cells if _reproduces(candidate, cell)]
            trials.append(_Trial(order, candidate, reproduced))
    trials.sort(key=lambda trial: (-len(trial.reproduced), trial.order))
    return trials


def _reproduces(candidate: Candidate, cell: ComparedCell) -> bool:
    """Whether the hypothesis gives what was billed: in all, at first, or before credits."""
    predicted = candidate.predict(cell)
    if predicted is None or predicted == cell.expected:
        return False
    before_credits = sum(
        (line.amount for line in cell.cell.lines if line.kind != "credit"), Decimal(0)
    )
    return predicted in {cell.billed, cell.cell.first_billed, before_credits}


def _same_story(one: Candidate, other: Candidate) -> bool:
    if one.cause == other.cause:
        return True
    return any(one.cause in story and other.cause in story for story in _SAME_STORY)
