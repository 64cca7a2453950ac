"""Tiers of blocks: each tier has its own block size and a number of blocks (Kill Bill, in arrears)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from billing.pricing.charge import Charge, NotPriceable, shown


@dataclass(frozen=True, slots=True)
class Blocks:
    """One tier: blocks of `size` units at `amount` each, at most `count` of them (None: no end)."""

    size: Decimal
    count: Decimal | None
    amount: Decimal

    def charge(self, units: Decimal) -> Charge:
        """The started blocks of `units`."""
        if self.size <= 0:
            raise NotPriceable(f"a block of {self.size} units cannot be priced")
        blocks = (units / self.size).to_integral_value(rounding=ROUND_CEILING)
        formula = f"{shown(blocks)} blocks of {shown(self.size)} × {shown(self.amount)}"
        return Charge(blocks * self.amount, formula)

    @property
    def capacity(self) -> Decimal | None:
        """The units that its blocks hold."""
        return None if self.count is None else self.count * self.size


def block_graduated(tiers: Sequence[Blocks], quantity: Decimal) -> Charge:
    """Units fill the tiers in order, each part in started blocks of its own tier.

    What exceeds the last tier's blocks is billed in that tier (Kill Bill "all tiers").
    """
    parts, left = [], quantity
    for number, tier in enumerate(_some(tiers)):
        last = number == len(tiers) - 1
        held = left if last or tier.capacity is None else min(left, tier.capacity)
        if held > 0:
            parts.append(tier.charge(held))
        left -= held
    amount = sum((part.amount for part in parts), Decimal(0))
    return Charge(amount, " + ".join(part.formula for part in parts) or "0 units")


def block_volume(tiers: Sequence[Blocks], quantity: Decimal) -> Charge:
    """All units in started blocks of the tier that the total reaches; bounds add up over the tiers.

    The last tier holds whatever exceeds them (Kill Bill "top tier").
    """
    bound = Decimal(0)
    for tier in _some(tiers):
        if tier.capacity is None:
            return tier.charge(quantity)
        bound += tier.capacity
        if quantity <= bound:
            return tier.charge(quantity)
    return tiers[-1].charge(quantity)


def _some(tiers: Sequence[Blocks]) -> Sequence[Blocks]:
    if not tiers:
        raise NotPriceable("the price has no blocks")
    return tiers
