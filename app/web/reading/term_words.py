"""What the fields of a term are called on a page, what to write into them, and their values in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agent.account_locale import DEFAULT
from agent.account_locale import amount as money_words
from agent.account_locale import day as day_words

LABELS: Mapping[str, str] = {
    "product": "Product",
    "effective_from": "Applies from",
    "effective_to": "Applies until",
    "currency": "Currency",
    "condition": "Condition",
    "includes": "Applies to",
    "excludes": "Leaves out",
    "unit": "Unit",
    "percent": "Percent",
    "percent_of": "Percent of what",
    "amount": "Amount",
    "rounding_to": "Rounded to",
    "notice_days": "Notice, days",
    "model": "How the price works",
    "unit_amount": "Price of one unit",
    "flat_amount": "Fixed price",
    "tiers": "Price table",
    "tier_unit": "What the table counts",
    "accumulates_over": "The table counts over",
    "package_size": "Units in a package",
    "included_quantity": "Units included",
    "minimum_charge": "At least",
    "maximum_charge": "At most",
    "interval": "Billed for each",
    "interval_count": "How many of these at a time",
    "billing": "Billed in",
    "status": "What the paper shows",
    "quantity": "Quantity",
    "change": "It sets, adds or removes",
    "measure": "Counted in",
    "commitment.value": "Minimum",
    "per": "For each",
    "shortfall": "If the minimum is missed",
    "shortfall_unit_amount": "Price of each missing unit",
    "counts": "What counts towards it",
    "net_of": "Less",
    "first_period": "First period",
    "schedule": "Dated steps",
    "applies_to": "What rises",
    "method": "How it rises",
    "proration.method": "How parts are priced",
    "index": "Index",
    "spread_percent": "Added to the index",
    "floor_percent": "At least",
    "cap_percent": "At most",
    "cap_index": "Capped by the index",
    "cumulative_cap_percent": "At most in all",
    "every_months": "Every … months",
    "trigger": "It rises on",
    "first_on": "First on",
    "deferred_until": "Not charged before",
    "index_month": "Month of the index",
    "percent_rounding_to": "Percent rounded to",
    "hold_months": "Youngest price, months",
    "direction": "Direction",
    "lookback.direction": "For what",
    "compounding": "On top of earlier rises",
    "automatic": "By itself",
    "months": "For … months",
    "min_quantity": "From a quantity of",
    "throughout": "Reached all period long",
    "combinable": "Together with others",
    "length": "Length",
    "lookback.unit": "Length in",
    "audit.unit": "Length in",
    "counted_from": "Counted from",
    "effect": "What the limit does",
    "scope": "Of which invoices",
    "threshold_percent": "Cost follows from",
    "threshold_amount": "Cost follows from, amount",
    "audit.every_months": "Once in … months",
    "initial_months": "First term, months",
    "initial_until": "First term until",
    "evergreen": "Without end",
    "renewal_months": "Each renewal, months",
    "max_renewals": "Renewals at most",
    "option_of": "Who may renew",
    "notice_months": "Notice, months",
    "uplift_percent": "Rise at renewal",
    "net_days": "Due after days",
    "working_days": "Due after working days",
    "day_of_month": "Due on day of month",
    "end_of_month": "Counted from the month’s end",
    "basis": "Counted from",
    "grace_days": "Days of grace",
    "late_percent_per_month": "Late interest a month",
    "late_index": "Late interest, index",
    "late_spread_percent_per_year": "Late interest over the index",
    "unit_size": "Size of a unit",
    "base_unit": "Made of",
    "rounding": "Rounded",
    "aggregate": "Over the period it takes the",
    "rounding_per": "Rounded for each",
    "timezone": "Time zone",
    "cutoff": "Cut-off",
    "week_starts": "Weeks start on",
    "period_by": "Belongs to the period of its",
    "days_basis": "Days of a month or year",
    "of": "What is rounded",
    "to": "To a multiple of",
    "mode": "How halves go",
    "expression": "Formula",
    "inputs": "What its names stand for",
    # columns of tables
    "up_to": "Up to",
    "on": "On",
    "from": "From",
    "value": "Value",
}
"""Field → label; 'type.field' where a type means something of its own by it."""

MONEY = frozenset(
    (
        *("amount", "unit_amount", "flat_amount", "minimum_charge", "maximum_charge"),
        *("shortfall_unit_amount", "threshold_amount"),
    )
)
PERCENT = frozenset(("percent", "late_percent_per_month", "late_spread_percent_per_year"))

_HINTS: Mapping[str, str] = {
    "product": "As the contract names it. Empty: the whole agreement.",
    "effective_from": "Empty: from the paper’s own first day.",
    "effective_to": "The last day. Empty: it has no end of its own.",
    "currency": "Three letters, such as USD. Empty: the paper’s.",
    "unit": "What is counted, such as seat or API call.",
    "lookback.unit": "",
    "audit.unit": "",
    "percent_of": "As written, such as net fees.",
    "tiers": "A step a row. “Up to” is inclusive; it is empty in the last step.",
    "schedule": "A step a row, each from its day on.",
    "tier_unit": "Such as seat.",
    "accumulates_over": "Empty: each billing period begins anew.",
    "package_size": "Such as 1000.",
    "included_quantity": "Free of charge in each period, such as 500.",
    "interval_count": "3, with month: every three months. Empty: 1.",
    "billing": "Advance: before the period. Arrears: after it.",
    "quantity": "Such as 40.",
    "commitment.value": "An amount or a quantity, such as 50000.",
    "counts": "As written.",
    "index": "Its name, such as CPI-U.",
    "cap_index": "Its name, such as CPI-U.",
    "spread_percent": "In points: 1.5 is 1.5% more than the index.",
    "every_months": "12: every year.",
    "audit.every_months": "12: once a year.",
    "index_month": "1 to 12.",
    "rounding_to": "1: to whole units of the currency. 0.01: to the cent.",
    "percent_rounding_to": "0.1: to a tenth of a percent.",
    "to": "0.01: to the cent.",
    "hold_months": "A price younger than this stays as it is.",
    "deferred_until": "Earlier steps count, and are charged from this day on.",
    "automatic": "No: somebody has to ask for it.",
    "length": "Such as 12.",
    "day_of_month": "1 to 31.",
    "timezone": "Such as America/New_York.",
    "cutoff": "A time of day, such as 17:00.",
    "expression": "In the language of docs/formulas.md.",
    "inputs": "",
    "condition": "As written.",
}
_OPTIONS: Mapping[str, str] = {
    "per_unit": "an amount for each unit",
    "flat": "a fixed amount",
    "graduated": "graduated: each step has its price",
    "volume": "volume: the step reached prices all",
    "stairstep": "stairstep: an amount for the step reached",
    "package": "an amount for each package",
    "percentage": "a percentage",
    "cost_plus": "cost plus a margin",
    "tiered": "tiers; how they add up is not said",
    "half_up": "up",
    "half_even": "to the even neighbour",
    "p95": "95th percentile",
    "one_time": "once",
    "underbilling": "what was billed too low",
    "overbilling": "what was billed too high",
    "may_invoice": "it may be invoiced until then",
    "waived_after": "afterwards it is waived",
    "must_dispute": "it must be disputed until then",
    "refund": "it is refunded until then",
    "final": "afterwards the bill is final",
    "action_barred": "afterwards nobody may sue",
    "greater_of": "the greater of both",
    "lesser_of": "the lesser of both",
    "fixed": "a fixed percent",
    "index": "an index",
    "schedule": "dated steps",
    "discretionary": "as the seller decides",
}


def label(type_name: str, field: str) -> str:
    """'Fixed price' of 'flat_amount'; 'Price table, step 1: up to' of 'tiers.0.up_to'."""
    name, *way = field.split(".")
    words = LABELS.get(f"{type_name}.{name}") or LABELS.get(name) or _plain(name)
    if not way:
        return words
    if way[0].isdecimal():
        inner = label(type_name, way[1]).lower() if len(way) > 1 else ""
        return f"{words}, step {int(way[0]) + 1}{': ' if inner else ''}{inner}"
    return f"{words}: {' '.join(way)}"


def hint(type_name: str, field: str, currency: str = "") -> str:
    """What to write into a field, with an example; '' where its label says it all."""
    for name in (f"{type_name}.{field}", field):
        if name in _HINTS:
            return _HINTS[name]
    if field in MONEY:
        return f"An amount in {currency}, such as 1250.00." if currency else "Such as 1250.00."
    if is_percent(field):
        return "3.5 is 3.5%."
    return ""


def is_percent(field: str) -> bool:
    """Whether the field holds percents."""
    return field in PERCENT or field.endswith("_percent")


def option(value: str) -> str:
    """One of a field's choices, as people say it."""
    return _OPTIONS.get(value, value.replace("_", " "))


def value_in_words(field: str, written: str | None, currency: str = "") -> str:
    """A value as the store keeps it (JSON) for people: '$8,500.00', 'Jul 1, 2026', 'not stated'."""
    try:
        value = json.loads(written or "null")
    except ValueError:
        return str(written)
    return _said(field.rpartition(".")[2] or field, value, currency)


def _said(field: str, value: Any, currency: str) -> str:
    if value in (None, [], {}):
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _several(value, currency)
    if isinstance(value, dict):
        return ", ".join(f"{key} = {each}" for key, each in value.items())
    return _plainly(field, str(value), currency)


def _plainly(field: str, text: str, currency: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return day_words(date.fromisoformat(text), DEFAULT)
    if field in MONEY and currency:
        try:
            return money_words(Decimal(text), currency, DEFAULT)
        except InvalidOperation:
            return text
    if is_percent(field):
        return f"{text}%"
    return option(text) if "_" in text or text in _OPTIONS else text


def _several(values: list[Any], currency: str) -> str:
    if not all(isinstance(each, dict) for each in values):
        return ", ".join(str(each) for each in values)
    rows = (
        ", ".join(
            f"{label('', name).lower()} {_said(name, each, currency)}"
            for name, each in row.items()
            if each is not None
        )
        for row in values
    )
    return "; ".join(rows)


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
