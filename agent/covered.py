"""What a reader left over of a price table although the table itself was read as a term."""

from __future__ import annotations

import re
from decimal import Decimal

from terms.contract import ContractDocument, Unresolved
from terms.price import Price, Tier

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LONGEST = 60
"""Characters: a row is short. A sentence says more than its numbers."""
_INTRODUCES = re.compile(r"\b(?:tiers?|bands?|brackets?|volume)\b[^.;]*:\s*$", re.IGNORECASE)
"""A sentence that ends in the table it introduces."""


def covered(document: ContractDocument, passage: Unresolved) -> bool:
    """Whether the passage is a row or the introduction of a price table that was read."""
    return _is_row(document, passage) or _introduces(document, passage)


def _introduces(document: ContractDocument, passage: Unresolved) -> bool:
    """Whether it says how the tiers below it add up, and tiers of that page were read with how they do."""
    if _NUMBER.search(_numbered(passage.quote)) or not _INTRODUCES.search(passage.quote):
        return False
    return any(
        isinstance(term, Price)
        and bool(term.tiers)
        and term.model not in {None, "tiered"}
        and any(one.page == passage.page for one in term.citations)
        for term in document.terms
    )


def _numbered(quote: str) -> str:
    """The words of a clause without the clause's own number: '2.1 All calls …' begins with 'All'."""
    return re.sub(r"^\W*\d+(?:\.\d+)*\.?\)?\s+(?=[A-Z])", "", quote)


def _is_row(document: ContractDocument, passage: Unresolved) -> bool:
    """Whether its every number stands in one tiered price of its document."""
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
