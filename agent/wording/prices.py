"""Prices and contracted quantities in words."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.numbers import (
    INTERVALS,
    amount,
    bare,
    conditional,
    counted,
    line,
    number,
    percent,
    several,
    since,
    units,
)
from terms.price import Price, Quantity, Tier

_STATUS = {
    "redacted": "the amount is blacked out",
    "blank": "the amount is left blank",
    "on_request": "the amount is on request",
    "not_ordered": "listed, not ordered",
}
_BILLING = {"advance": "billed in advance", "arrears": "billed in arrears"}
_TIERED = {
    "graduated": "graduated",
    "volume": "volume (all units at the tier reached)",
    "stairstep": "stairstep",
    "tiered": "tiers (how they add up is not said)",
}


def price(term: Price, currency: str | None) -> str:
    """'USD 95.00 per user and month from 2026-05-01'; 'graduated, USD per call: to 1,000 at 0.02; …'."""
    money = term.currency or currency
    if term.tiers:
        stated = line(_tiers(term, term.tiers, money), since(term))
    else:
        stated = " ".join(filter(None, (_amounts(term, money), since(term))))
    return line(
        stated,
        _STATUS.get(term.status or ""),
        _included(term),
        f"at least {amount(term.minimum_charge, money)}" if term.minimum_charge else None,
        f"at most {amount(term.maximum_charge, money)}" if term.maximum_charge else None,
        f"tiers run over a {term.accumulates_over}" if term.accumulates_over else None,
        f"of {several(term.includes)}" if term.includes else None,
        f"without {several(term.excludes)}" if term.excludes else None,
        _BILLING.get(term.billing or ""),
        conditional(term.condition),
    )


def _included(term: Price) -> str | None:
    if not term.included_quantity:
        return None
    return f"{units(term.included_quantity, term.unit)} included"


def _amounts(term: Price, money: str | None) -> str:
    return " plus ".join(_parts(term, money))


def _parts(term: Price, money: str | None) -> Iterator[str]:
    if term.flat_amount is not None:
        yield f"{amount(term.flat_amount, money)}{_per(term, None)}"
    if term.unit_amount is not None:
        yield f"{amount(term.unit_amount, money)}{_per(term, _unit(term))}"
    if term.percent is not None:
        of = f" of {term.percent_of}" if term.percent_of else ""
        plus = "cost plus " if term.model == "cost_plus" else ""
        yield f"{plus}{percent(term.percent)}{of}"
    elif term.model == "index":
        yield "by an index"


def _unit(term: Price) -> str | None:
    if term.package_size and term.package_size != 1:
        started = "started " if term.model == "package" else ""
        return f"{started}{units(term.package_size, term.unit)}"
    return term.unit or ("unit" if term.model == "per_unit" else None)


def _per(term: Price, unit: str | None) -> str:
    """' per user and month', ' per month', ' once', ' per user, once'."""
    if term.interval == "one_time":
        return f" per {unit}, once" if unit else " once"
    interval = INTERVALS.get(term.interval or "")
    if interval and term.interval_count and term.interval_count > 1:
        interval = counted(term.interval_count, interval)
    named = [name for name in (unit, interval) if name]
    return f" per {' and '.join(named)}" if named else ""


def _tiers(term: Price, tiers: tuple[Tier, ...], money: str | None) -> str:
    kind = _TIERED.get(term.model or "", "tiers")
    unit = term.unit or term.tier_unit
    flat_only = all(tier.unit_amount is None and tier.percent is None for tier in tiers)
    basis = [money] if money and not all(tier.percent is not None for tier in tiers) else []
    per = _per(term, None if flat_only else unit).strip()
    head = ", ".join(filter(None, (kind, " ".join([*basis, per]).strip())))
    return f"{head}: {'; '.join(_tier(tier, money) for tier in tiers)}"


def _tier(tier: Tier, money: str | None) -> str:
    stated = [
        f"at {bare(tier.unit_amount, money)}" if tier.unit_amount is not None else None,
        f"{percent(tier.percent)}" if tier.percent is not None else None,
        f"{bare(tier.flat_amount, money)} flat" if tier.flat_amount is not None else None,
    ]
    what = " plus ".join(part for part in stated if part) or "no price"
    if tier.up_to is None:
        return f"above {what.removeprefix('at ')}"
    return f"to {number(tier.up_to)} {what}"


def quantity(term: Quantity, _currency: str | None) -> str:
    """'120 seats from 2026-02-09'; '15 seats added'; '8 beds removed'."""
    if term.quantity is None:
        return line("a quantity that the clause does not state", since(term))
    change = {"add": " added", "remove": " removed"}.get(term.change or "", "")
    return " ".join(filter(None, (f"{units(term.quantity, term.unit)}{change}", since(term))))
