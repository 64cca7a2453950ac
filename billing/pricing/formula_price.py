"""A formula term as a price: what it gives is worked out period by period (billing.formulas)."""

from __future__ import annotations

from collections.abc import Mapping

from terms.formula import Formula
from terms.price import Price


class FormulaPrice(Price):
    """A price whose amount is an expression; its own amounts stay empty."""

    expression: str
    inputs: Mapping[str, str] = {}
    """Named values, each a number or an expression over the period."""


def formula_price(term: Formula) -> FormulaPrice | None:
    """The price that a formula is; None where it waits for a person.

    It must carry a product, an interval and an expression, and not be doubtful: a formula that a
    model proposed counts once a person has approved it.
    """
    if term.doubtful or None in {term.product, term.interval, term.expression}:
        return None
    return FormulaPrice(
        id=term.id,
        product=term.product,
        effective_from=term.effective_from,
        effective_to=term.effective_to,
        expression=term.expression or "",
        inputs=dict(term.inputs or {}),
        unit=term.unit,
        currency=term.currency,
        interval=term.interval,
    )
