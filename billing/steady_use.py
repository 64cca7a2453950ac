"""Periods between which nothing changes but what was used: the price of one serves for all of them.

Price, terms and history are those of the period that was rated first; counted, priced and rounded is
each period by itself, as rating does it.
"""

from __future__ import annotations

from billing.catalog import Product
from billing.conventions import Conventions
from billing.counting import Counting
from billing.line_rules import LineRules
from billing.metered_charges import metered
from billing.pricing.charge import NotPriceable
from billing.rated import AS_AGREED, Rated, RatedLine
from billing.segments import Segment
from terms.money import NotAnAmount, UnknownCurrency
from terms.period import Period


class SteadyUse:
    """Prices what was used of one account's products."""

    def __init__(self, counting: Counting, rules: LineRules, conventions: Conventions) -> None:
        """How much was used, how lines are rounded, and what holds where terms are silent."""
        self._counting = counting
        self._rules = rules
        self._conventions = conventions

    def rated(self, product: Product, period: Period, like: Rated) -> Rated | None:
        """The period at the price of a `like` one; None where it must be rated by itself."""
        price = like.price
        if price is None or like.quantity_source != "usage":
            return None
        segment = Segment(period, like.terms[0], price, like.terms)
        try:
            units = self._counting.of(product, segment, AS_AGREED)
            made = metered(price, units, self._conventions)
            lines = self._rules.summed(product, [RatedLine(made.amount, made.formula)], AS_AGREED)
        except (NotPriceable, ArithmeticError, NotAnAmount, UnknownCurrency):
            return None
        return Rated(
            amount=lines[0].amount,
            lines=tuple(lines),
            quantity=units.quantity,
            quantity_source="usage",
            metered=units.recorded,
            price=price,
            terms=like.terms,
            doubts=like.doubts,
            history=like.history,
        )
