"""expired_discount: a discount was given past its end.

Seen in the data: the bill equals the period rated with a discount that had ended. Proven by: the
clause (or the letter that extended it) which says when it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.discounts import last_day
from billing.rated import WhatIf
from terms.adjustment import Discount


@cause("expired_discount", 70)
def expired_discount(suspect: Suspect) -> Iterator[Candidate]:
    """Each discount of the product that has an end, given on; the last to end first."""
    discounts = suspect.comparison.rater.discounts.of(suspect.compared.product)
    ended = [(end, placed, term) for placed, term in discounts if (end := last_day(placed, term))]
    for end, placed, term in sorted(ended, key=lambda row: row[0], reverse=True):
        yield Candidate(
            "expired_discount",
            _given_on(suspect, term, end),
            f"the discount that ended on {end} was given on",
            (placed, *placed.sources),
            changed="discount_end",
        )


def _given_on(suspect: Suspect, term: Discount, end: date) -> Supposed:
    def after_its_end(cell: ComparedCell) -> WhatIf | None:
        return WhatIf(discount=term) if cell.period.start > end else None

    return Supposed(suspect, after_its_end)
