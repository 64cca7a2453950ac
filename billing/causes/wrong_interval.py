"""wrong_interval: a fee per month was billed once for a longer period, or a yearly one each month.

Seen in the data: the bill equals the fee of one interval for a period that holds several. Proven by:
the price clause that names the interval.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf


@cause("wrong_interval", 150)
def wrong_interval(suspect: Suspect) -> Iterator[Candidate]:
    """The whole billed period priced as one interval."""
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))

    def as_one(cell: ComparedCell) -> WhatIf | None:
        price = cell.rated.price
        if price is None or price.interval is None:
            return None
        return WhatIf(price=price.model_copy(update={"interval": None}))

    yield Candidate(
        "wrong_interval",
        Supposed(suspect, as_one),
        "the fee of one interval was billed for the whole period",
        terms,
        changed="interval",
    )
