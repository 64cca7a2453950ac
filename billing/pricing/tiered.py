"""Tier tables: graduated, volume and stairstep, in unit amounts, flat amounts or percentages.

`up_to` is inclusive (Stripe, Lago, OpenMeter, Flexprice): quantity 1,000 is in the tier up to 1,000;
a fraction above a bound is in the next tier.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from billing.pricing.charge import Charge, NotPriceable, shown
from terms.price import Tier


def checked(tiers: Sequence[Tier]) -> Sequence[Tier]:
    """The tiers, if their bounds rise and only the last is open; raises NotPriceable otherwise."""
    if not tiers:
        raise NotPriceable("the price has no tiers")
    if any(tier.up_to is None for tier in tiers[:-1]):
        raise NotPriceable("a tier without an upper bound stands before the last one")
    rising = [tier.up_to for tier in tiers if tier.up_to is not None]
    if any(low >= high for low, high in itertools.pairwise(rising)):
        raise NotPriceable("the bounds of the tiers do not rise: they overlap or leave gaps")
    return tiers


def graduated(tiers: Sequence[Tier], quantity: Decimal) -> Charge:
    """Each tier's units at that tier's price, and the flat fee of every tier entered.

    At quantity 0 no tier is entered (Flexprice, Meteroid; Lago and OpenMeter bill the first fee).
    """
    total, parts, below = Decimal(0), [], Decimal(0)
    for tier in checked(tiers):
        if quantity <= below:
            break
        upper = quantity if tier.up_to is None else min(quantity, tier.up_to)
        amount, text = _in_tier(tier, upper - below)
        total += amount
        parts.append(text)
        below = upper
    if quantity > below:
        raise NotPriceable(f"the tiers end at {below}, and the quantity is {quantity}")
    return Charge(total, " + ".join(parts) or "0 units")


def reached(tiers: Sequence[Tier], quantity: Decimal) -> Tier:
    """The tier that a quantity reaches; raises NotPriceable above the last bound."""
    for tier in checked(tiers):
        if tier.up_to is None or quantity <= tier.up_to:
            return tier
    raise NotPriceable(f"the tiers end at {tiers[-1].up_to}, and the quantity is {quantity}")


def volume(tiers: Sequence[Tier], quantity: Decimal) -> Charge:
    """All units at the price of the tier that the total reaches, plus that tier's flat fee."""
    tier = reached(tiers, quantity)
    if quantity == 0 and tier.flat_amount is None:
        return Charge(Decimal(0), "0 units")
    amount, text = _in_tier(tier, quantity)
    return Charge(amount, text)


def stairstep(tiers: Sequence[Tier], quantity: Decimal) -> Charge:
    """The flat fee of the tier reached; the quantity itself costs nothing more."""
    tier = reached(tiers, quantity)
    if tier.flat_amount is None:
        raise NotPriceable("a stairstep tier has no flat amount")
    bound = "above all bounds" if tier.up_to is None else f"up to {shown(tier.up_to)}"
    return Charge(tier.flat_amount, f"{shown(quantity)} units: {shown(tier.flat_amount)} ({bound})")


def _in_tier(tier: Tier, units: Decimal) -> tuple[Decimal, str]:
    """The amount of `units` in one tier, and its formula."""
    amount, parts = Decimal(0), []
    if tier.unit_amount is not None:
        amount += units * tier.unit_amount
        parts.append(f"{shown(units)} × {shown(tier.unit_amount)}")
    if tier.percent is not None:
        amount += units * tier.percent / 100
        parts.append(f"{shown(units)} × {shown(tier.percent)}%")
    if tier.flat_amount is not None:
        amount += tier.flat_amount
        parts.append(shown(tier.flat_amount))
    if not parts:
        raise NotPriceable("a tier states neither a unit amount, a flat amount nor a percentage")
    return amount, " + ".join(parts)
