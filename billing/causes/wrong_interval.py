"""wrong_interval: a fee per month was billed once for a longer period, or a yearly one each month.

Seen in the data: the bill equals the fee of one interval for a period that holds several or a part of
one; or it is what the fee would come to if it were for another interval, or one instalment of it.
Proven by: the price clause that names the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from billing.whole_months import months_in, months_of
from terms.period import MONTHS_OF
from terms.price import Price

Part = tuple[int, int]
"""So many parts of so many: 1 of 12 of a yearly fee."""


@cause("wrong_interval", 150)
def wrong_interval(suspect: Suspect) -> Iterator[Candidate]:
    """The whole billed period priced as one interval, then as any part of it that gives the bill."""
    yield _candidate(suspect, _as_one, "the fee of one interval was billed for the whole period")
    for name, months in MONTHS_OF.items():
        words = f"the fee was billed as if it were for a {name.replace('_', ' ')}"
        yield from _fitting(suspect, partial(_as_if, months=months), words)
        words = f"one {name.replace('_', ' ')}'s share of the fee was billed for the whole period"
        yield from _fitting(suspect, partial(_share, months=months), words)


def _as_one(cell: ComparedCell) -> WhatIf | None:
    price = cell.rated.price
    if price is None or price.interval is None:
        return None
    return WhatIf(price=price.model_copy(update={"interval": None}))


def _as_if(cell: ComparedCell, months: int) -> Part | None:
    """What the billed months come to at a fee for so many months."""
    billed, own = months_in(cell.period), months_of(cell.rated.price)
    return (billed, months) if billed and own and months not in {billed, own} else None


def _share(cell: ComparedCell, months: int) -> Part | None:
    """A share of the fee for fewer months than are billed."""
    billed, own = months_in(cell.period), months_of(cell.rated.price)
    return (months, own) if own and months < min(billed, own) else None


def _fitting(
    suspect: Suspect, part: Callable[[ComparedCell], Part | None], words: str
) -> Iterator[Candidate]:
    """The candidate where it gives some period's bill to the cent: alone, never beside another cause."""

    def supposed(cell: ComparedCell) -> WhatIf | None:
        price, of = cell.rated.price, part(cell)
        return None if price is None or of is None else _scaled(price, of)

    made = _candidate(suspect, supposed, words)
    if any(
        made.predict(cell) in {cell.billed, cell.cell.first_billed}
        for cell in suspect.cells
        if cell.cell.lines
    ):
        yield made


def _scaled(price: Price, part: Part) -> WhatIf | None:
    """A part of a plain fee for the whole period; None where tiers or a percentage make it."""
    amounts = {
        name: amount * part[0] / Decimal(part[1])
        for name in ("unit_amount", "flat_amount")
        if (amount := getattr(price, name)) is not None
    }
    if price.tiers or price.percent is not None or not amounts:
        return None
    return WhatIf(price=price.model_copy(update={"interval": None, **amounts}))


def _candidate(
    suspect: Suspect, supposed: Callable[[ComparedCell], WhatIf | None], words: str
) -> Candidate:
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    return Candidate(
        "wrong_interval", Supposed(suspect, supposed), words, terms, changed="interval"
    )
