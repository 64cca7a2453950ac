"""Which terms speak of the same matter: of those, one decides on a day.

A matter is a type, a product and, where a type says several things, which of them ('due' and 'late'
of a payment clause, the direction of a lookback). Discounts, escalations, commitments and renewals
stand beside each other, each a matter of its own: only a link or a date ends one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from terms.contract import Term
from terms.escalation import Escalation
from terms.lookback import Lookback
from terms.price import Price
from terms.tenure import Payment
from terms.term import TermBase

UNRATED = frozenset({"redacted", "blank", "on_request", "not_ordered"})
"""Statuses of prices that this customer does not owe, or whose amount no paper shows."""

_AMOUNTS = ("unit_amount", "flat_amount", "percent", "tiers")
_PRICED = ("model", *_AMOUNTS, "included_quantity")
_DUE = ("net_days", "working_days", "day_of_month", "end_of_month")
_PROSE = frozenset({"unit", "tier_unit", "base_unit", "condition", "counts", "percent_of"})
"""Fields that two papers word differently and mean alike."""
_BASE = frozenset(TermBase.model_fields) | {"type"}


def states_amount(price: Price) -> bool:
    """Whether the price says how much, of something that this customer has."""
    return price.status not in UNRATED and any(
        getattr(price, name) is not None for name in _AMOUNTS
    )


def _price(term: Price) -> Hashable:
    return "amount" if states_amount(term) else None


def _payment(term: Payment) -> Hashable:
    return "due" if any(getattr(term, name) is not None for name in _DUE) else "late"


def _lookback(term: Lookback) -> Hashable:
    return term.direction, term.effect, term.scope, term.includes


_EXCLUSIVE: Mapping[str, Callable[[Any], Hashable]] = {
    "price": _price,
    "quantity": lambda term: "number" if term.change in {None, "set"} else None,
    "payment": _payment,
    "lookback": _lookback,
    "proration": lambda _: "rule",
    "rounding": lambda term: (term.of or "line",),
}
"""Type → what a term of it is about; None where a term competes with nobody."""


def _escalation(term: Escalation) -> Hashable:
    return term.applies_to or "price", term.first_on, term.trigger, term.every_months


_ADDING: Mapping[str, Callable[[Any], Hashable]] = {
    "escalation": _escalation,
    "commitment": lambda term: (term.measure, term.per),
    "metering": lambda term: (term.unit, term.base_unit),
    "renewal": lambda _: "term",
    "audit": lambda _: "right",
}
"""Types whose terms stand beside each other; two papers of one day may still contradict each other."""


def competes_as(term: Term) -> Hashable | None:
    """What the term decides alone; None where it stands beside others of its type."""
    about = _EXCLUSIVE.get(term.type)
    return about(term) if about else None


def contradicts_as(term: Term) -> Hashable | None:
    """What two terms must share for their values to contradict each other; None for no such thing."""
    about = _EXCLUSIVE.get(term.type) or _ADDING.get(term.type)
    return about(term) if about else None


def same_values(one: Term, other: Term) -> bool:
    """Whether two terms of one type say the same: no field that both state differs.

    Prices differ also where one states an amount that the other lacks.
    """
    if isinstance(one, Price) and isinstance(other, Price):
        return all(getattr(one, name) == getattr(other, name) for name in _PRICED)
    return all(
        mine is None or theirs is None or mine == theirs
        for name in type(one).model_fields
        if name not in _BASE and name not in _PROSE
        for mine, theirs in ((getattr(one, name), getattr(other, name, None)),)
    )
