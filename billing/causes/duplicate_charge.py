"""duplicate_charge: one period was billed twice.

Seen in the data: two lines of one amount for one period, on different invoices. Proven by: the price
clause, and by the invoices themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Suspect, cause
from billing.comparison import ComparedCell


@cause("duplicate_charge", 20)
def duplicate_charge(suspect: Suspect) -> Iterator[Candidate]:
    """Each period with its lines counted as often as they stand, credits apart."""
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    yield Candidate("duplicate_charge", _twice, "the period was invoiced more than once", terms)


def _twice(cell: ComparedCell) -> Decimal | None:
    main = cell.cell.main
    amounts = Counter((line.amount, line.period_start, line.period_end) for line in main)
    invoices = {line.invoice_id for line in main}
    (_, repeated) = max(
        ((key, n) for key, n in amounts.items()), key=lambda kv: kv[1], default=(None, 0)
    )
    if repeated < 2 or len(invoices) < 2:
        return None
    return cell.expected * repeated
