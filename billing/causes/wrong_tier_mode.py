"""wrong_tier_mode: the right tiers, added up the wrong way (graduated billed as volume, …).

Seen in the data: re-rating with the other mode gives the bill. Proven by: the wording of the tier
table ("each tranche at its own rate", "all units at the rate of the band").
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.pricing.models import TIERED
from billing.rated import WhatIf


@cause("wrong_tier_mode", 90)
def wrong_tier_mode(suspect: Suspect) -> Iterator[Candidate]:
    """Each other way of adding up the same tiers."""
    prices = [cell.rated.price for cell in suspect.cells if cell.rated.price]
    agreed = {str(price.model) for price in prices if price.model in TIERED and price.tiers}
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    if not agreed:
        return
    for mode in TIERED:
        if mode not in agreed:
            detail = f"the tiers were added up as {mode} and not as {' or '.join(sorted(agreed))}"
            yield Candidate(
                "wrong_tier_mode",
                Supposed(suspect, WhatIf(fields={"model": mode})),
                detail,
                terms,
                changed="model",
            )
