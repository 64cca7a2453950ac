"""wrong_tiers: a tier table typed in wrong, or tiers of a longer window filled from the wrong day.

Seen in the data: re-rating with the configured table gives the bill; or, where tiers run over a year,
counting on past its end, or anew in each billed period. Proven by: the tier table and its window.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.facts import SubscriptionItem
from billing.rated import WhatIf
from billing.whole_months import window
from terms.period import MONTHS_OF, add_months


@cause("wrong_tiers", 100)
def wrong_tiers(suspect: Suspect) -> Iterator[Candidate]:
    """The tiers of each billing item that was active in a differing period."""
    items: dict[str, SubscriptionItem] = {}
    for cell in suspect.cells:
        item = suspect.item_on(cell.period.start)
        price = cell.rated.price
        if item and item.tiers and price and price.tiers and item.tiers != price.tiers:
            items[item.item_id] = item
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    for item in items.values():
        yield Candidate(
            "wrong_tiers",
            Supposed(suspect, WhatIf(fields={"tiers": item.tiers})),
            f"the tiers of item {item.item_id} were used",
            terms,
            changed="tiers",
        )
    for day, detail in _other_counts(suspect):
        predict = Supposed(suspect, WhatIf(counted_since=day))
        yield Candidate("wrong_tiers", predict, detail, terms)


def _other_counts(suspect: Suspect) -> Iterator[tuple[date, str]]:
    """Days from which the units of a longer window may have been counted instead."""
    windows = [cell for cell in suspect.cells if _window_months(cell)]
    if not windows:
        return
    used = suspect.comparison.rater.meter.span(suspect.compared.product)
    starts = suspect.compared.product.starts()
    months = _window_months(windows[0])
    if used is not None and starts:
        first = max(starts[0], used.start)
        yield first, f"the tiers' count was not begun anew since {first}"
    own = windows[0].rated.terms[0].start
    if own is not None:
        earlier = add_months(window(own, months, windows[0].period.start).start, -months)
        yield earlier, f"the tiers' count of {earlier} was not begun anew"
    yield date.max, "the tiers' count was begun anew with each billed period"


def _window_months(cell: ComparedCell) -> int:
    price = cell.rated.price
    return MONTHS_OF.get(price.accumulates_over or "", 0) if price is not None else 0
