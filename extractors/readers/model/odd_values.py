"""Values that no contract means, whatever its words: what an answer may not state of any term."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from terms.contract import Term
from terms.money import UnknownCurrency, minor_unit


def odd_values(term: Term) -> Iterator[str]:
    """Values that no contract means: tiers that fall, an end before its start, no such currency."""
    if term.effective_from and term.effective_to and term.effective_to < term.effective_from:
        yield "effective_to is before effective_from"
    tiers = getattr(term, "tiers", None) or ()
    bounds = [tier.up_to for tier in tiers]
    halfway = any(bounds) and any(bound is None for bound in bounds[:-1])
    if halfway or not _rises([b for b in bounds if b]):
        yield "tiers: each up_to must be greater than the one before, and only the last may be null (or all, where the bands stand in another paper)"
    steps = getattr(term, "schedule", None) or ()
    days = [getattr(step, "on", None) or getattr(step, "start", None) for step in steps]
    if days != sorted(set(days)):  # type: ignore[type-var] # every step has a day
        yield "schedule: the steps must be in the order of their dates, one a day"
    if currency := getattr(term, "currency", None):
        try:
            minor_unit(currency)
        except UnknownCurrency as error:
            yield str(error)


def _rises(bounds: list[Decimal]) -> bool:
    return all(low < high for low, high in pairwise(bounds))
