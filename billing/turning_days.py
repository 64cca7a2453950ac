"""The days on which a term, by itself or by those that end it, begins or ceases to apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from terms.term import TermBase
from terms.timeline import Placed


def turning_days(placed: Placed, term: TermBase) -> Iterator[date]:
    """Its first day, the day after its last, and the days on which another sets it aside or lets it be.

    `term` is what stands there, or what was made of it.
    """
    if placed.start is not None:
        yield placed.start
    ends = term.effective_to
    if ends is not None and ends < date.max:
        yield ends + timedelta(days=1)
    for cut in placed.cuts:
        yield from cut.turns
