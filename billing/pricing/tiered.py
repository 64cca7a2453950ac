"""Tier tables: graduated, volume and stairstep, in unit amounts, flat amounts or percentages.

`up_to` is inclusive (Stripe, Lago, OpenMeter, Flexprice): quantity 1,000 is in the tier up to 1,000;
a fraction above a bound is in the next tier. `Conventions.tier_bound` can say otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
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


def graduated(
    tiers: Sequence[Tier], quantity: Decimal, conventions: Conventions = STANDARD
) -> Charge:
    """Each tier's units at that tier's price, and the flat fee of every tier entered.

    At quantity 0 no tier is entered (Flexprice, Meteroid), unless `graduated_fee_at_zero`.
    """
    total, parts, below = Decimal(0), [], Decimal(0)
    for number, tier in enumerate(checked(tiers)):
        if not _entered(number, quantity, below, conventions):
            break
        upper = quantity if tier.up_to is None else min(quantity, tier.up_to)
        amount, text = _in_tier(tier, upper - below)
        total += amount
        parts.append(text)
        below = upper
    if quantity > below:
        raise _beyond(below, quantity)
    return Charge(total, " + ".join(parts) or "0 units")


def _entered(number: int, quantity: Decimal, below: Decimal, conventions: Conventions) -> bool:
    """Whether a quantity enters the tier that begins above `below` units."""
    if quantity == 0:
        return number == 0 and conventions.graduated_fee_at_zero
    return quantity > below or (quantity == below and conventions.tier_bound == "exclusive")


def reached(tiers: Sequence[Tier], quantity: Decimal, conventions: Conventions = STANDARD) -> Tier:
    """The tier that a quantity reaches; raises NotPriceable above the last bound."""
    exclusive = conventions.tier_bound == "exclusive"
    for tier in checked(tiers):
        if tier.up_to is None or quantity < tier.up_to:
            return tier
        if quantity == tier.up_to and (not exclusive or tier is tiers[-1]):
            return tier
    raise _beyond(tiers[-1].up_to, quantity)


def volume(tiers: Sequence[Tier], quantity: Decimal, conventions: Conventions = STANDARD) -> Charge:
    """All units at the price of the tier that the total reaches, plus that tier's flat fee.

    The total can fall as the quantity rises. At quantity 0 the first tier is reached, and its fee
    is due unless `volume_fee_at_zero` says otherwise.
    """
    tier = reached(tiers, quantity, conventions)
    if quantity == 0 and (tier.flat_amount is None or not conventions.volume_fee_at_zero):
        return Charge(Decimal(0), "0 units")
    amount, text = _in_tier(tier, quantity)
    return Charge(amount, text)


def stairstep(
    tiers: Sequence[Tier], quantity: Decimal, conventions: Conventions = STANDARD
) -> Charge:
    """The flat fee of the tier reached; the quantity itself costs nothing more."""
    tier = reached(tiers, quantity, conventions)
    if tier.flat_amount is None:
        raise NotPriceable("a stairstep tier has no flat amount")
    bound = "above all bounds" if tier.up_to is None else f"up to {shown(tier.up_to)}"
    return Charge(tier.flat_amount, f"{shown(quantity)} units: {shown(tier.flat_amount)} ({bound})")


def _beyond(bound: Decimal | None, quantity: Decimal) -> NotPriceable:
    return NotPriceable(f"the tiers end at {bound}, and the quantity is {quantity}")


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
