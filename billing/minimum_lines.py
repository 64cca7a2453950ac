"""Which minimum each line of kind `minimum` settles: one, for one of its periods.

A line of a month settles no year's minimum where there is one for months. Of several minimums of one
length it is the one whose product the line bills, the narrowest first, else the one whose name is most
alike; of equals the one of which just this amount is missing. A line of just what all of them lack
settles all; one that still fits several settles none of them before a person says which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from billing.catalog import Product
from billing.facts import InvoiceLine
from billing.ledger import period_of
from billing.matching import Matching
from billing.whole_months import months_in
from terms.commitment import Commitment
from terms.names import likeness
from terms.period import MONTHS_OF, Period

LEAST_LIKE = 0.3
"""Below this a line's name speaks for no minimum rather than for another."""


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """One period of one commitment, as its lines see it."""

    term: Commitment
    period: Period
    name: str
    products: tuple[Product, ...]
    """What counts towards it."""
    shortfall: Decimal

    @property
    def months(self) -> int:
        """The months of a whole period of it."""
        return MONTHS_OF.get(self.term.per or "year") or months_in(self.period)


@dataclass(frozen=True, slots=True)
class Settled:
    """The lines of each minimum, and the lines that may be of several or are of none."""

    lines: dict[int, list[InvoiceLine]]
    """By the identity of the minimum."""
    open: dict[int, InvoiceLine]
    """A line that fits this minimum as well as another."""
    left_over: list[InvoiceLine]


def settled(
    lines: Iterable[InvoiceLine],
    minimums: Sequence[Minimum],
    lengths: Collection[int],
    matching: Matching,
) -> Settled:
    """Sort the lines by the minimum that each settles; `lengths` are the months of all that were read."""
    found = Settled({}, {}, [])
    for line in lines:
        fitting = _fitting(line, minimums, lengths, matching)
        if not fitting:
            found.left_over.append(line)
        elif len(fitting) == 1:
            found.lines.setdefault(id(fitting[0]), []).append(line)
        elif line.amount == sum(each.shortfall for each in fitting):
            for each in fitting:
                part = replace(line, amount=each.shortfall)
                found.lines.setdefault(id(each), []).append(part)
        else:
            found.open.update((id(each), line) for each in fitting)
    return found


def _fitting(
    line: InvoiceLine,
    minimums: Sequence[Minimum],
    lengths: Collection[int],
    matching: Matching,
) -> list[Minimum]:
    """The minimums that a line settles best: several where it fits them equally well."""
    own = period_of(line)
    if own is None:
        return []
    around = [each for each in minimums if own.start in each.period and own.end <= each.period.end]
    months = months_in(own)
    if months in lengths:
        around = [each for each in around if each.months == months]
    product = matching.product_of(line.product)
    ranks = [(_rank(line, product, each), each) for each in around]
    best = max((rank for rank, _ in ranks), default=None)
    return [each for rank, each in ranks if rank == best]


def _rank(line: InvoiceLine, product: Product | None, minimum: Minimum) -> tuple[int, float, bool]:
    """How well a line fits a minimum: by its product, the narrower the better; else by name."""
    exact = line.amount == minimum.shortfall
    if product is not None and any(each is product for each in minimum.products):
        return 1, -len(minimum.products), exact
    return 0, max(likeness(line.product, minimum.name), LEAST_LIKE), exact
