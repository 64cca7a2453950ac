"""Tools that have something reckoned: periods under a hypothesis, and a formula, beside the bill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.model_steps.asked import ReRate, TryFormula
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import shown
from agent.model_steps.formulas import tried
from agent.model_steps.rerating import CannotTry, Rerated, rerated
from terms.money import plain

MOST_ROWS = 60


def rerate(file: CaseFile, request: ReRate) -> Iterator[str]:
    """Each period: what the hypothesis gives, what was billed, and whether they agree."""
    compared = file.product(request.product)
    if compared is None:
        raise CannotTry(f"no paper prices {request.product!r}; there is {', '.join(file.products)}")
    return table(rerated(file, compared, request.changes))


def try_formula(file: CaseFile, request: TryFormula) -> Iterator[str]:
    """Each period: what the formula gives, what was billed; then what its quotes lack."""
    trial = tried(file, request.formula)
    yield from table(trial.rows)
    for fault in trial.faults:
        yield shown(f"it would not stand: {fault}")


def table(rows: Sequence[Rerated]) -> Iterator[str]:
    """The rows, and how many agree."""
    for row in rows[-MOST_ROWS:]:
        amount = (
            f"gives {plain(row.amount)}"
            if row.amount is not None
            else f"gives nothing: {row.reason}"
        )
        agrees = "agrees to the cent" if row.reproduces else "differs"
        beside = "" if row.touched else " (no change speaks of this period)"
        yield shown(
            f"{row.cell.period}: {amount}, billed {plain(row.cell.billed)}, {agrees}{beside}"
        )
    yield f"{sum(row.reproduces for row in rows)} of {len(rows)} periods agree"
