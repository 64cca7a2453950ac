"""ended_early: billing stopped before the agreement did.

Seen in the data: periods without a line after the last billed one. Proven by: the term clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from billing.causes.candidate import Candidate, Suspect, cause
from billing.causes.unbilled_product import no_line
from billing.comparison import ComparedCell
from billing.ledger import MAIN, period_of

LEFT = (
    "nothing of this account is billed since, and no paper that was read says until when it runs: ask "
    "the account's manager whether it was terminated"
)


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
    detail = f"billing stopped after the period from {last}"
    doubts = (LEFT,) if _may_have_left(suspect, last) else ()
    yield Candidate("ended_early", predict, detail, terms, "end", doubts)


def _may_have_left(suspect: Suspect, last: date) -> bool:
    """Whether all billing of the account stopped, and neither a paper nor the configuration says it runs on."""
    comparison = suspect.comparison
    unbilled = [cell.period for cell in suspect.cells if cell.period.start > last]
    if not unbilled:
        return False
    if any(
        line.kind in MAIN
        and (period := period_of(line)) is not None
        and period.end > unbilled[0].start
        for line in comparison.ledger.counted
    ):
        return False
    if any(item.end is None or item.end > unbilled[-1].start for item in comparison.facts.items):
        return False
    ends = [placed.document.term_end for placed, _ in suspect.compared.product.prices]
    return not any(end is not None and end >= unbilled[-1].last_day for end in ends)
