"""rounding: amounts rounded another way than the contract says: a minor unit, again and again.

Seen in the data: re-rating with another rounding gives the bill. Proven by: the rounding clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.rated import WhatIf
from terms.measure import Rounding

MODES = ("half_up", "half_even", "up", "down")


@cause("rounding", 160)
def rounding(suspect: Suspect) -> Iterator[Candidate]:
    """The other rounding modes."""
    terms = tuple(
        placed
        for placed, term in suspect.comparison.agreement.of_type(Rounding)
        if suspect.comparison.catalog.concerns(term.product, suspect.compared.product)
    )
    for mode in MODES:
        detail = f"amounts were rounded {mode.replace('_', ' ')}"
        yield Candidate("rounding", Supposed(suspect, WhatIf(rounding=mode)), detail, terms)
