"""Numbers, amounts, days and lists as a line of prose writes them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from terms.money import UnknownCurrency, minor_unit, plain
from terms.term import TermBase

INTERVALS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half_year": "half-year",
    "year": "year",
}

_LONGEST_CONDITION = 110


def number(value: Decimal) -> str:
    """'1,000,000', '0.5': grouped, without idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bare(value: Decimal, currency: str | None) -> str:
    """'95.00', '0.0042', JPY '1,200': the currency's decimals, or all that the price has."""
    try:
        least = minor_unit(currency) if currency else 2
    except UnknownCurrency:
        least = 2
    whole, _, decimals = plain(value).partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    grouped = f"{Decimal(whole):,f}" if whole not in {"-0", "0"} else whole
    return f"{grouped}.{decimals}" if decimals else grouped


def amount(value: Decimal, currency: str | None) -> str:
    """'USD 95.00'."""
    return f"{currency} {bare(value, currency)}" if currency else bare(value, currency)


def percent(value: Decimal) -> str:
    """'2.5%'."""
    return f"{number(value)}%"


def counted(count: int, unit: str) -> str:
    """'1 month', '90 days'."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def units(size: Decimal, unit: str | None) -> str:
    """'120 seats', '1 seat', '5 GB': the plural of a plain English word, others as they are."""
    if not unit:
        return number(size)
    plain_word = unit[-3:].isascii() and unit[-3:].isalpha() and unit.split()[-1].islower()
    if size == 1 or not plain_word or unit.endswith("s"):
        return f"{number(size)} {unit}"
    if unit.endswith(("ch", "sh", "x")):
        return f"{number(size)} {unit}es"
    if unit.endswith("y") and unit[-2] not in "aeiou":
        return f"{number(size)} {unit[:-1]}ies"
    return f"{number(size)} {unit}s"


def conditional(condition: str | None) -> str | None:
    """A condition as the contract words it, cut where it runs on."""
    words = " ".join((condition or "").split())
    if len(words) > _LONGEST_CONDITION:
        words = words[: _LONGEST_CONDITION - 1].rsplit(" ", 1)[0] + " …"
    return f"condition: {words}" if words else None


def several(names: Sequence[str] | None) -> str:
    """'a', 'a and b', 'a, b and c'; '' for none."""
    if not names:
        return ""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def line(*parts: str | None) -> str:
    """What is said of the parts, with commas; absent ones are left out."""
    return ", ".join(part for part in parts if part)


def since(term: TermBase) -> str:
    """'from 2026-05-01 to 2027-04-30': the days on which a term itself says it applies."""
    first = f"from {term.effective_from}" if term.effective_from else ""
    last = f"to {term.effective_to}" if term.effective_to else ""
    return f"{first} {last}".strip()


def often(months: int) -> str:
    """'every year', 'every 2 years', 'every 6 months'."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return "every month" if months == 1 else f"every {months} months"
    return "every year" if years == 1 else f"every {years} years"
