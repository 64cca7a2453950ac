"""Escalations, discounts, surcharges and credits in words."""

from __future__ import annotations

from calendar import month_name

from agent.wording.numbers import (
    amount,
    bare,
    conditional,
    counted,
    line,
    number,
    often,
    percent,
    several,
    since,
    units,
)
from terms.adjustment import Credit, Discount, Surcharge
from terms.escalation import Escalation
from terms.price import Tier

_EACH = {
    "anniversary": "each anniversary",
    "renewal": "at each renewal",
    "calendar_year": "each calendar year",
}
_ONCE = {
    "anniversary": "at the anniversary",
    "renewal": "at renewal",
    "calendar_year": "with the calendar year",
    "event": "on the event that the clause names",
}


def escalation(term: Escalation, currency: str | None) -> str:
    """'5% each anniversary, compounding, from 2026-03-01, cap 4%'."""
    commitment = "the commitment: " if term.applies_to == "commitment" else ""
    stated = " ".join(filter(None, (_rise(term), _when(term))))
    return commitment + line(
        stated,
        {True: "compounding", False: "on the first price, not compounding"}.get(
            term.compounding  # type: ignore[arg-type] # None finds nothing, as meant
        ),
        _first(term),
        *_bounds(term),
        *_details(term, currency),
    )


def _rise(term: Escalation) -> str:
    fixed = percent(term.percent) if term.percent is not None else ""
    index = _index(term)
    if term.method in {"greater_of", "lesser_of"}:
        word = term.method.removesuffix("_of")
        return f"the {word} of {several([part for part in (fixed, index) if part])}"
    if term.method == "schedule":
        steps = (f"{percent(step.percent)} on {step.on}" for step in term.schedule or ())
        return "; ".join(steps) or fixed or "by a schedule"
    named = {
        "index": f"by {index}",
        "discretionary": f"the seller may raise prices{f' by {fixed}' if fixed else ''}",
        "cost": "by what the seller's own cost rises",
        "formula": f"by a formula{f' on {index}' if index else ''}",
    }.get(term.method or "")
    return named or fixed or (f"by {index}" if index else "a rise whose size is not stated")


def _index(term: Escalation) -> str:
    index = term.index or ("the index" if term.method == "index" else "")
    if index and term.spread_percent is not None:
        sign = "minus" if term.spread_percent < 0 else "plus"
        return f"{index} {sign} {percent(abs(term.spread_percent))}"
    return index


def _when(term: Escalation) -> str:
    """How often. Without `every_months` it happens once (docs of the term types)."""
    if term.every_months is None:
        return _ONCE.get(term.trigger or "", "")
    if term.every_months == 12 and term.trigger in _EACH:
        return _EACH[term.trigger]
    return often(term.every_months)


def _first(term: Escalation) -> str | None:
    if term.first_on is None:
        return since(term) or None
    if term.every_months is None and term.method != "schedule":
        return f"on {term.first_on}"
    return f"from {term.first_on}"


def _bounds(term: Escalation) -> tuple[str | None, ...]:
    return (
        f"floor {percent(term.floor_percent)}" if term.floor_percent is not None else None,
        f"cap {percent(term.cap_percent)}" if term.cap_percent is not None else None,
        f"cap {term.cap_index}" if term.cap_index else None,
        f"in all at most {percent(term.cumulative_cap_percent)}"
        if term.cumulative_cap_percent is not None
        else None,
    )


def _details(term: Escalation, currency: str | None) -> tuple[str | None, ...]:
    optional = term.automatic is False and term.method != "discretionary"
    digits, month = term.percent_rounding_to, term.index_month or 0
    return (
        "only if the seller chooses" if optional else None,
        "up or down" if term.direction == "both" else None,
        f"not charged before {term.deferred_until}" if term.deferred_until else None,
        f"by the index of {month_name[month]}" if 1 <= month <= 12 else None,
        f"percent rounded to {number(digits)}" if digits is not None else None,
        f"rounded to {amount(term.rounding_to, currency)}"
        if term.rounding_to is not None
        else None,
        f"not on prices younger than {counted(term.hold_months, 'month')}"
        if term.hold_months
        else None,
        f"not on {several(term.excludes)}" if term.excludes else None,
        f"on {counted(term.notice_days, 'day')}’ notice" if term.notice_days else None,
    )


def discount(term: Discount, currency: str | None) -> str:
    """'10% off for 12 months, from 100 on'; 'USD 5.00 off per seat'."""
    money = term.currency or currency
    off = [f"{percent(term.percent)} off"] if term.percent is not None else []
    if term.amount is not None:
        unit = f" per {term.unit}" if term.unit else ""
        off.append(f"{amount(term.amount, money)} off{unit}")
    if term.tiers:
        off.append("off: " + "; ".join(_off(tier, money) for tier in term.tiers))
    whole = " throughout the period" if term.throughout else ""
    return line(
        " and ".join(off) or "a reduction whose size is not stated",
        f"for {counted(term.months, 'month')}" if term.months else None,
        since(term),
        f"from {units(term.min_quantity, term.unit)} on{whole}"
        if term.min_quantity is not None
        else None,
        conditional(term.condition),
        {True: "together with others", False: "not together with others"}.get(
            term.combinable  # type: ignore[arg-type] # as above
        ),
    )


def _off(tier: Tier, money: str | None) -> str:
    if tier.percent is not None:
        what = percent(tier.percent)
    else:
        value = tier.unit_amount if tier.unit_amount is not None else tier.flat_amount
        what = bare(value, money) if value is not None else "nothing"
    return f"above {what}" if tier.up_to is None else f"to {number(tier.up_to)} {what}"


def surcharge(term: Surcharge, currency: str | None) -> str:
    """'plus 3% of the monthly fee, condition: billed monthly'."""
    of = f" of {term.percent_of}" if term.percent_of else ""
    added = [f"{percent(term.percent)}{of}"] if term.percent is not None else []
    if term.amount is not None:
        added.append(amount(term.amount, term.currency or currency))
    return line(
        f"plus {' and '.join(added)}" if added else "a premium whose size is not stated",
        since(term),
        f"on {several(term.includes)}" if term.includes else None,
        f"not on {several(term.excludes)}" if term.excludes else None,
        conditional(term.condition),
    )


def credit(term: Credit, currency: str | None) -> str:
    """'5% back to the customer, condition: availability below 99.5%'."""
    back = [percent(term.percent)] if term.percent is not None else []
    if term.amount is not None:
        back.append(amount(term.amount, term.currency or currency))
    return line(
        f"{' and '.join(back) or 'a credit'} back to the customer",
        since(term),
        conditional(term.condition),
    )
