"""wrong_proration: a partial period costs what the contract's rule does not give.

Seen in the data: re-rating the partial period with another method gives the bill. Proven by: the
proration clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.partial import FIXED_MONTHS
from billing.rated import WhatIf
from terms.measure import Proration

METHODS = {
    "daily": "by the day",
    "daily/30": "by days of a month of 30",
    FIXED_MONTHS: "by days as if each month had 30, those of the part too",
    "daily/365": "by days of a year of 365",
    "full_period": "as a full period",
    "none_within": "not at all before the next period",
}


@cause("wrong_proration", 140)
def wrong_proration(suspect: Suspect) -> Iterator[Candidate]:
    """The other methods."""
    agreed = suspect.comparison.rater.proration(suspect.compared.product)
    terms = tuple(
        placed
        for placed, term in suspect.comparison.agreement.of_type(Proration)
        if suspect.comparison.catalog.concerns(term.product, suspect.compared.product)
    )
    prices = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    for method, words in METHODS.items():
        if method != agreed:
            yield Candidate(
                "wrong_proration",
                Supposed(suspect, WhatIf(proration=method)),
                f"the partial period was billed {words}",
                terms or prices,
            )
