"""late_start: the first periods after the effective date were not billed.

Seen in the data: periods without a line before the first billed one. Proven by: the term clause or
the order form that says from when the product is owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Suspect, cause
from billing.causes.unbilled_product import no_line
from billing.comparison import ComparedCell


@cause("late_start", 45)
def late_start(suspect: Suspect) -> Iterator[Candidate]:
    """Unbilled periods before the first billed one."""
    billed = [cell.period.start for cell in suspect.compared.cells if cell.cell.main]
    if not billed:
        return
    first = min(billed)

    def predict(cell: ComparedCell) -> Decimal | None:
        return no_line(cell) if cell.period.start < first else None

    terms = tuple(dict.fromkeys(p for cell in suspect.cells[:1] for p in cell.rated.terms))
    yield Candidate("late_start", predict, f"billing began on {first} only", terms, changed="start")
