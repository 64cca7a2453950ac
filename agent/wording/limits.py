"""Minimums, windows for corrections, and audits in words."""

from __future__ import annotations

from decimal import Decimal

from agent.wording.numbers import (
    INTERVALS,
    amount,
    counted,
    line,
    often,
    percent,
    several,
    since,
    units,
)
from terms.commitment import Commitment
from terms.lookback import Audit, Lookback

_PER = {name: f" a {word}" for name, word in INTERVALS.items()} | {
    "order": " an order",
    "once": " once",
    "term": " over the term",
}
_SHORTFALL = {
    "billed": "shortfall billed",
    "forfeited": "what is unused is forfeited",
    "rolled_over": "what is unused rolls over",
    "loses_right": "missing it ends a right",
}
_FIRST = {
    "prorated": "first period prorated",
    "full": "first period in full",
    "none": "none in the first period",
}
_EFFECT = {
    "may_invoice": "late invoices",
    "waived_after": "charges not invoiced lapse",
    "must_dispute": "disputes",
    "refund": "refunds",
    "final": "invoices are final",
    "action_barred": "claims at law are barred",
}
_LAPSES = frozenset({"waived_after", "final", "action_barred"})
"""Effects that begin when the window ends: 'after 90 days', not '90 days'."""
_IMPLIED = {
    "may_invoice": "underbilling",
    "waived_after": "underbilling",
    "must_dispute": "overbilling",
    "refund": "overbilling",
}
_DIRECTION = {
    "underbilling": "for what was billed too low",
    "overbilling": "for what was billed too high",
    "both": "for what was billed too low or too high",
}


def commitment(term: Commitment, currency: str | None) -> str:
    """'minimum EUR 5,000.00 a month, shortfall billed'."""
    money = term.currency or currency
    rate = term.shortfall_unit_amount
    missing = _SHORTFALL.get(term.shortfall or "")
    if rate is not None:
        missing = f"{missing or 'shortfall'} at {amount(rate, money)} a unit"
    return line(
        f"minimum {_minimum(term, money)}",
        since(term),
        missing,
        f"counting {term.counts}" if term.counts else None,
        f"of {several(term.includes)}" if term.includes else None,
        f"without {several(term.excludes)}" if term.excludes else None,
        f"net of {several(term.net_of)}" if term.net_of else None,
        _FIRST.get(term.first_period or ""),
    )


def _minimum(term: Commitment, money: str | None) -> str:
    def value(size: Decimal) -> str:
        """A quantity with its unit, or an amount of money."""
        return units(size, term.unit) if term.measure == "quantity" else amount(size, money)

    per = _PER.get(term.per or "", "")
    stated = [f"{value(term.value)}{per}"] if term.value is not None else []
    steps = [f"{value(step.value)}{per} from {step.start}" for step in term.schedule or ()]
    return "; ".join([*stated, *steps]) or f"of a size that is not stated{per}"


def lookback(term: Lookback, _currency: str | None) -> str:
    """'late invoices: 90 days from the due date'; 'invoices are final: after 12 months'."""
    effect = _EFFECT.get(term.effect or "", "corrections")
    after = "after " if term.effect in _LAPSES else ""
    length = f"{after}{term.duration}" if term.duration else "a time that is not stated"
    counted_from = term.counted_from
    start = f" from {_day(counted_from)}" if counted_from else ""
    implied = _IMPLIED.get(term.effect or "") == term.direction
    return line(
        f"{effect}: {length}{start}",
        None if implied else _DIRECTION.get(term.direction or ""),
        f"{term.scope} invoices only" if term.scope else None,
        f"for {several(term.includes)}" if term.includes else None,
        f"not for {several(term.excludes)}" if term.excludes else None,
        since(term),
    )


def _day(counted_from: str) -> str:
    """'the due date', 'the end of the period', 'discovery'."""
    if counted_from == "period_end":
        return "the end of the period"
    if counted_from.endswith("_date"):
        return f"the {counted_from.replace('_', ' ')}"
    return counted_from


def audit(term: Audit, currency: str | None) -> str:
    """'records may be inspected, 2 years back, every year, with consequences above 5%'."""
    back = None
    if term.length and term.unit:
        back = f"{counted(term.length, term.unit.replace('_', ' '))} back"
    above = [percent(term.threshold_percent)] if term.threshold_percent is not None else []
    if term.threshold_amount is not None:
        above.append(amount(term.threshold_amount, term.currency or currency))
    return line(
        "records may be inspected",
        back,
        often(term.every_months) if term.every_months else None,
        f"with consequences above {' or '.join(above)}" if above else None,
        since(term),
    )
