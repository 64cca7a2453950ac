"""ended_early: billing stopped before the agreement did.

Seen in the data: periods without a line after the last billed one. Proven by: the term clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Suspect, cause
from billing.causes.unbilled_product import no_line
from billing.comparison import ComparedCell


@cause("ended_early", 46)
def ended_early(suspect: Suspect) -> Iterator[Candidate]:
    """Unbilled periods after the last billed one."""
    billed = [cell.period.start for cell in suspect.compared.cells if cell.cell.main]
    if not billed:
        return
    last = max(billed)

    def predict(cell: ComparedCell) -> Decimal | None:
        return no_line(cell) if cell.period.start > last else None

    terms = tuple(dict.fromkeys(p for cell in suspect.cells[-1:] for p in cell.rated.terms))
    yield Candidate(
        "ended_early", predict, f"billing stopped after the period from {last}", terms, "end"
    )
