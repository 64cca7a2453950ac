"""Which causes give what was billed in every period of a finding: what a person may name instead."""

from __future__ import annotations

from billing.causes import CAUSES, Candidate, Suspect
from billing.claims import claims, with_cause
from billing.combining import billed_amounts
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.comparison_cells import whole
from billing.explaining import Explained
from billing.finding import Cause, Finding, Hypothesis


def alternatives(comparison: Comparison, finding: Finding) -> dict[Cause, Finding]:
    """Cause → the finding as it would be with that cause, the finding's own cause among them.

    A cause stands here only if it gives the billed amount to the cent in each of the periods. The
    amounts of the finding stay: a cause says why, not how much.
    """
    compared = _product(comparison, finding)
    if compared is None:
        return {}
    periods = {(each.period_start, each.period_end) for each in finding.periods}
    cells = [cell for cell in compared.differing if (cell.period.start, cell.period.end) in periods]
    if len(cells) != len(periods):
        return {}
    suspect = Suspect(comparison, compared, cells)
    found: dict[Cause, Finding] = {}
    for _, clue in sorted(CAUSES.values(), key=lambda pair: pair[0]):
        for candidate in clue(suspect):
            if candidate.cause not in found and all(_gives(candidate, cell) for cell in cells):
                made = _as_finding(comparison, compared, cells, candidate, finding)
                if made is not None:
                    found[candidate.cause] = made
    return found


def _product(comparison: Comparison, finding: Finding) -> ProductComparison | None:
    return next(
        (each for each in comparison.products if each.product.name == finding.product), None
    )


def _gives(candidate: Candidate, cell: ComparedCell) -> bool:
    predicted = candidate.predict(cell)
    return predicted not in {None, cell.expected} and predicted in billed_amounts(cell)


def _as_finding(
    comparison: Comparison,
    compared: ProductComparison,
    cells: list[ComparedCell],
    candidate: Candidate,
    finding: Finding,
) -> Finding | None:
    own = Hypothesis(
        cause=candidate.cause, reproduces=len(cells), of=len(cells), detail=candidate.detail
    )
    tried = (own, *(each for each in finding.hypotheses if each.cause != candidate.cause))
    group = Explained(candidate, tuple(whole(cell) for cell in cells), tried, count=len(tried))
    made = claims(comparison, compared, group)
    if len(made) != 1 or made[0].amount_total != finding.amount_total:
        return None
    kept = with_cause(finding)
    update = {"periods": kept.periods, "amount_recoverable": kept.amount_recoverable}
    return made[0].model_copy(update=update)
