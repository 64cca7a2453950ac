"""What makes an account harder to judge: clauses that excuse a bill, cannot be settled, or mislead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from evals.scenarios.deal import Deal
from evals.scenarios.drafting import Wants
from terms.period import add_months

Trapped = tuple[Deal, Deal, Wants]
"""What is agreed, what billing believes, and what the papers say besides."""


def excused(chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """Billing is right, though without one clause it would look wrong; None where nothing fits."""
    kinds = [waived_rise, extended_discount, kept_by_choice]
    chance.shuffle(kinds)
    kinds.insert(0 if chance.random() < 0.25 else len(kinds), free_months)
    for kind in kinds:
        if (made := kind(chance, deal, wants)) is not None:
            return made
    return None


def waived_rise(_chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """The last increase was waived by a letter, and billing did as the letter says."""
    due = sum(1 for year in range(1, 9) if add_months(deal.start, 12 * year) <= deal.as_of)
    if not deal.rise or not due:
        return None
    agreed = replace(deal, rises_applied=due - 1)
    day = add_months(deal.start, 12 * due)
    return agreed, agreed, replace(wants, waived=day, tags=(*wants.tags, "waived"))


def extended_discount(chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """A discount that would have ended was extended by a letter."""
    for index, product in enumerate(deal.products):
        if product.discount and product.discount_until:
            spans = [span for span in deal.spans() if span[0] > product.discount_until]
            if len(spans) < 2:
                continue
            end = chance.choice(spans)[1]
            until = date.fromordinal(end.toordinal() - 1)
            extended = deal.with_product(index, discount_until=until)
            old = (product.name, product.discount_until, until)
            return extended, extended, replace(wants, extended=old, tags=(*wants.tags, "extended"))
    return None


def free_months(chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """The first periods of a product are free."""
    if deal.products[0].model not in {"flat", "seats"}:
        return None
    spans = list(deal.spans())
    if len(spans) < 5:
        return None
    begin = spans[chance.choice((1, 2, 3))][0]
    agreed = deal.with_product(0, billed_from=begin)
    last = date.fromordinal(begin.toordinal() - 1)
    free = (deal.products[0].name, deal.start, last)
    return agreed, agreed, replace(wants, free=free, tags=(*wants.tags, "free"))


def kept_by_choice(chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """The seller may raise its prices, and did not."""
    if deal.rise:
        return None
    percent = Decimal(chance.choice((3, 5, 7)))
    return deal, deal, replace(wants, may_rise=percent, tags=(*wants.tags, "may"))


def unsettled(chance: Random, deal: Deal, wants: Wants) -> Trapped | None:
    """The papers do not say what is right; billing holds one of the two readings."""
    kind = chance.choice(("words", "conflict", "blank"))
    if kind == "conflict":
        product = deal.products[0]
        spans = list(deal.spans())
        if product.model not in {"flat", "seats"} or len(spans) < 4:
            return None
        begin = spans[chance.randint(1, len(spans) - 2)][0]
        one = (product.price * Decimal("1.10")).quantize(Decimal("0.01"))
        other = (product.price * Decimal("1.20")).quantize(Decimal("0.01"))
        agreed = deal.with_product(0, later=(begin, one), rises=False)
        tags = (*wants.tags, "conflict")
        believed = agreed if chance.random() < 0.3 else deal
        return agreed, believed, replace(wants, conflict=other, unsettled=True, tags=tags)
    if not deal.rise or add_months(deal.start, 12) > deal.as_of:
        return None
    believed = replace(deal, rises_applied=0)
    if kind == "words":
        return (
            deal,
            believed,
            replace(wants, misread=True, unsettled=True, tags=(*wants.tags, "words")),
        )
    # a blank percentage: there is nothing to claim
    nothing = replace(deal, rise=Decimal(0))
    return nothing, nothing, replace(wants, blank=True, tags=(*wants.tags, "blank"))
