"""What a cause proposes: a hypothesis that predicts what billing would have charged.

A cause file registers one function with `@cause(name, order)`. Given a product whose periods differ
it yields candidates; explaining re-rates each differing period under each and keeps what gives the
billed amount to the cent. `order` breaks ties: the lower, the more specific the cause.

A prediction that is a re-rating (`Supposed`) or arithmetic on the finished bill (`Afterwards`) can be
made together with another one; a plain function stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.conventions import Conventions
from billing.facts import SubscriptionItem
from billing.finding import Cause
from billing.rated import Rated, WhatIf
from terms.timeline import Placed

Predict = Callable[[ComparedCell], Decimal | None]
"""The amount that billing would have charged; None where the hypothesis says nothing."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The period as billing would have rated it under a supposition."""

    suspect: Suspect
    of: WhatIf | Callable[[ComparedCell], WhatIf | None]

    def what_if(self, cell: ComparedCell) -> WhatIf | None:
        """The supposition for one period; None where it says nothing of it."""
        return self.of if isinstance(self.of, WhatIf) else self.of(cell)

    def __call__(self, cell: ComparedCell) -> Decimal | None:
        """The period's amount; None where the supposition says nothing, or it cannot be computed."""
        what_if = self.what_if(cell)
        return None if what_if is None else self.suspect.rate(cell, what_if)

    def under(self, cell: ComparedCell, reading: Conventions) -> Decimal | None:
        """The same where what the contract leaves open is read in another usual way."""
        what_if = self.what_if(cell)
        return (
            None if what_if is None else self.suspect.rate(cell, replace(what_if, reading=reading))
        )


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What was done to the finished bill: an amount made of the amount that rating gives."""

    of: Callable[[ComparedCell, Decimal], Decimal | None]

    def __call__(self, cell: ComparedCell) -> Decimal | None:
        """What it makes of the agreed amount; None where it says nothing."""
        return self.of(cell, cell.expected)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hypothesis on one product."""

    cause: Cause
    predict: Predict
    detail: str
    """What billing did, as the end of 'The bill is reproduced if …'."""
    terms: tuple[Placed, ...] = ()
    """The terms that prove it, the one that governs first."""
    changed: str | None = None
    """The field of the billing configuration that is wrong."""
    doubts: tuple[str, ...] = ()
    circular: bool = False
    """Whether it takes the billed amount itself for its value, and so fits whatever was billed."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """One product of one account, whose bill differs."""

    comparison: Comparison
    compared: ProductComparison
    cells: list[ComparedCell] = field(default_factory=list)
    """The differing periods that are not explained yet."""

    def rated(self, cell: ComparedCell, what_if: WhatIf) -> Rated:
        """The period rated under a hypothesis."""
        return self.comparison.rater.rate(self.compared.product, cell.period, what_if)

    def rate(self, cell: ComparedCell, what_if: WhatIf) -> Decimal | None:
        """The period's amount under a hypothesis; None where it cannot be computed."""
        rated = self.rated(cell, what_if)
        return rated.amount if rated.known else None

    def item_on(self, day: date) -> SubscriptionItem | None:
        """The product's billing item that is active on a day."""
        matching = self.comparison.matching
        for item in self.comparison.facts.items:
            if matching.product_of(item.product) is not self.compared.product:
                continue
            if (item.start is None or item.start <= day) and (item.end is None or day < item.end):
                return item
        return None


Clue = Callable[[Suspect], Iterator[Candidate]]

CAUSES: dict[Cause, tuple[int, Clue]] = {}
"""Every registered cause with its order."""


def cause(name: Cause, order: int) -> Callable[[Clue], Clue]:
    """Register a cause's function under its name of FORMATS.md section 3."""

    def register(clue: Clue) -> Clue:
        CAUSES[name] = order, clue
        return clue

    return register
