"""Rows of a price table that a reader left over although the table itself was read as a term."""

from __future__ import annotations

import re
from decimal import Decimal

from terms.contract import ContractDocument, Unresolved
from terms.price import Price, Tier

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LONGEST = 60
"""Characters: a row is short. A sentence says more than its numbers."""


def covered(document: ContractDocument, passage: Unresolved) -> bool:
    """Whether the passage is a row whose every number stands in one tiered price of its document."""
    numbers = {Decimal(token.replace(",", "")) for token in _NUMBER.findall(passage.quote)}
    if not numbers or len(passage.quote) > _LONGEST:
        return False
    return any(
        numbers <= _bounds(term.tiers) | _amounts(term.tiers)
        and bool(numbers & _amounts(term.tiers))
        for term in document.terms
        if isinstance(term, Price) and term.tiers
    )


def _bounds(tiers: tuple[Tier, ...]) -> set[Decimal]:
    tops = {tier.up_to for tier in tiers if tier.up_to is not None}
    return tops | {top + 1 for top in tops} | {Decimal(0), Decimal(1)}


def _amounts(tiers: tuple[Tier, ...]) -> set[Decimal]:
    return {
        amount
        for tier in tiers
        for amount in (tier.unit_amount, tier.flat_amount, tier.percent)
        if amount is not None
    }
