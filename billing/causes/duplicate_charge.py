"""duplicate_charge: one period was billed twice, or by two subscriptions at once.

Seen in the data: two lines of one amount for one period, on different invoices; or one charge as agreed
and a further one beside it. Proven by: the price clause, and by the invoices themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Afterwards, Candidate, Suspect, cause
from billing.comparison import ComparedCell


@cause("duplicate_charge", 20)
def duplicate_charge(suspect: Suspect) -> Iterator[Candidate]:
    """Each period as often as its lines stand; then as agreed, with what was charged beside it."""
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    yield Candidate(
        "duplicate_charge", Afterwards(_twice), "the period was invoiced more than once", terms
    )
    yield Candidate(
        "duplicate_charge",
        Afterwards(_beside),
        "the period was invoiced as agreed, and another charge for it stands beside that",
        terms,
        doubts=(
            (
                "the further charge is on the same invoice or of another amount: it may be for a second "
                "subscription that was ordered, so ask before it is credited"
            ),
        ),
    )


def _twice(cell: ComparedCell, amount: Decimal) -> Decimal | None:
    main = cell.cell.main
    amounts = Counter((line.amount, line.period_start, line.period_end) for line in main)
    invoices = {line.invoice_id for line in main}
    repeated = max(amounts.values(), default=0)
    if repeated < 2 or len(invoices) < 2:
        return None
    return amount * repeated


def _beside(cell: ComparedCell, amount: Decimal) -> Decimal | None:
    """Everything charged, where one charge of several alone is the right amount."""
    main = cell.cell.main
    if amount <= 0 or len(main) < 2 or any(line.amount < 0 for line in main):
        return None
    if all(line.amount != amount for line in main):
        return None
    charged = (line.amount for line in cell.cell.lines if line.kind != "credit")
    return sum(charged, Decimal(0))
