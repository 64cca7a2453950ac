"""period_cutoff: events at a boundary were counted in the neighbouring period.

Seen in the data: re-rating with days of another timezone gives the bill. Proven by: the timezone or
cut-off clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.rated import WhatIf
from terms.measure import Metering


@cause("period_cutoff", 130)
def period_cutoff(suspect: Suspect) -> Iterator[Candidate]:
    """Days of UTC, and of the account's own timezone, where the contract counts others."""
    product = suspect.compared.product
    meter = suspect.comparison.rater.meter
    if not meter.has(product):
        return
    agreed = meter.measure(product).timezone
    terms = tuple(
        placed
        for placed, term in suspect.comparison.agreement.of_type(Metering)
        if term.timezone is not None
    )
    for zone in dict.fromkeys(("UTC", suspect.comparison.facts.account.timezone)):
        if zone != agreed:
            detail = f"days were counted in {zone} and not in {agreed}"
            yield Candidate(
                "period_cutoff", Supposed(suspect, WhatIf(timezone=zone)), detail, terms
            )
