"""unit_conversion: usage was converted with another unit size (10⁹ for 2³⁰ bytes, 1000 for 1024).

Seen in the data: quantities in a constant ratio; re-rating with the other size gives the bill.
Proven by: the unit's definition.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.pricing.charge import shown
from billing.rated import WhatIf
from terms.measure import Metering

SIZES = tuple(Decimal(base) ** power for power in (1, 2, 3, 4) for base in (1000, 1024))


@cause("unit_conversion", 120)
def unit_conversion(suspect: Suspect) -> Iterator[Candidate]:
    """The unit sizes next to the contract's."""
    product = suspect.compared.product
    meter = suspect.comparison.rater.meter
    agreed = meter.measure(product).unit_size if meter.has(product) else None
    if agreed is None:
        return
    terms = tuple(
        placed
        for placed, term in suspect.comparison.agreement.of_type(Metering)
        if term.unit_size is not None
    )
    for size in SIZES:
        if size != agreed and agreed / 2 < size < agreed * 2:
            yield Candidate(
                "unit_conversion",
                Supposed(suspect, WhatIf(unit_size=size)),
                f"a unit was taken as {shown(size)} and not {shown(agreed)} base units",
                terms,
            )
