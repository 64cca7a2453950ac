"""excess_discount: a discount larger than the one agreed, or given where none is owed.

Seen in the data: the bill equals the period rated with the configured discount. Proven by: the
discount clause, or by the price clause where no document grants a discount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.discounts import last_day
from billing.rated import WhatIf
from terms.adjustment import Discount
from terms.money import plain
from terms.timeline import Placed


@cause("excess_discount", 80)
def excess_discount(suspect: Suspect) -> Iterator[Candidate]:
    """The configuration's discount, and the percentage that the bill's discount lines show."""
    agreed = suspect.comparison.rater.discounts.of(suspect.compared.product)
    percents = {percent for cell in suspect.cells for percent in _shown(suspect, cell)}
    known = {term.percent for _, term in agreed}
    terms = tuple(placed for placed, _ in agreed)
    for percent in sorted(percents - known):
        given = Discount(percent=percent)
        yield Candidate(
            "excess_discount",
            Supposed(suspect, WhatIf(no_discount=True, discount=given)),
            f"a discount of {plain(percent)}% was given"
            + ("" if agreed else ", and no document grants one"),
            terms,
            changed="discount_percent",
        )
    yield from _unearned(suspect)


def _unearned(suspect: Suspect) -> Iterator[Candidate]:
    """A discount given while it lasts, where its condition is not met; several at a time one by one."""
    lasting = {id(cell): _conditional(suspect, cell) for cell in suspect.cells}
    for number in range(max(map(len, lasting.values()), default=0)):
        found = [terms[number] for terms in lasting.values() if len(terms) > number]
        in_words = any(term.min_quantity is None for _, term in found)
        yield Candidate(
            "excess_discount",
            Supposed(suspect, _given(number, lasting)),
            "a discount was given in periods that did not earn it",
            tuple(dict.fromkeys(p for placed, _ in found for p in (placed, *placed.sources))),
            doubts=(_IN_WORDS,) if in_words else (),
        )


_IN_WORDS = "the discount's condition is in words only: ask whether it was met"

Conditional = list[tuple[Placed, Discount]]


def _given(number: int, lasting: dict[int, Conditional]) -> Callable[[ComparedCell], WhatIf | None]:
    def given(cell: ComparedCell) -> WhatIf | None:
        terms = lasting.get(id(cell), [])
        return WhatIf(discount=terms[number][1]) if len(terms) > number else None

    return given


def _conditional(suspect: Suspect, cell: ComparedCell) -> Conditional:
    """The discounts in force in a period that are owed under a condition."""
    product, day = suspect.compared.product, cell.period.start
    return [
        (placed, term)
        for placed, term in suspect.comparison.rater.discounts.of(product)
        if (term.min_quantity is not None or term.condition is not None)
        and placed.in_force(day, product.name)
        and ((last := last_day(placed, term)) is None or day <= last)
    ]


def _shown(suspect: Suspect, cell: ComparedCell) -> Iterator[Decimal]:
    item = suspect.item_on(cell.period.start)
    if item is not None and item.discount_percent:
        yield item.discount_percent
    taken = -sum(line.amount for line in cell.cell.lines if line.kind == "discount")
    charged = sum((line.amount for line in cell.cell.main), Decimal(0))
    if taken > 0 and charged > 0:
        yield (taken / charged * 100).quantize(Decimal("0.01")).normalize()
