"""How amounts and days are written for an account: English words, in the manner of its country."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

DEFAULT = "en_US"


@lru_cache(maxsize=256)
def locale_of(timezone: str) -> str:
    """'Europe/London' → 'en_GB': the English of the time zone's country; 'en_US' where there is none.

    The countries of time zones, and how each writes numbers, are the Unicode CLDR's.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    territory = get_global("zone_territories").get(timezone)
    try:
        return str(Locale.parse(f"en_{territory}")) if territory else DEFAULT
    except (UnknownLocaleError, ValueError):
        return DEFAULT


@lru_cache(maxsize=256)
def reckoning_locale(timezone: str) -> str:
    """The same where it writes 1,234,567.50, as derivations and most quotes do; else 'en_US'.

    A table in which '8.500' and '8,500' are one amount cannot be checked by a person.
    """
    from babel.numbers import format_decimal

    found = locale_of(timezone)
    written = format_decimal(Decimal("1234567.5"), locale=found)
    return found if written == "1,234,567.5" else DEFAULT


def amount(value: str | Decimal, currency: str, locale: str) -> str:
    """'$9,200.00', '£2,759.40', '16.500,00 €': by the currency's and the country's rules."""
    return _amount(str(value), currency, locale)


@lru_cache(maxsize=8192)
def _amount(value: str, currency: str, locale: str) -> str:
    from babel.numbers import format_currency

    return str(format_currency(Decimal(value), currency, locale=locale, decimal_quantization=False))


def day(value: date, locale: str) -> str:
    """'Jul 1, 2026', '1 Jul 2026'."""
    from babel.dates import format_date

    return str(format_date(value, "medium", locale=locale))


def span(start: date, end: date, locale: str) -> str:
    """A period up to, and not including, `end`, with the last day that is in it."""
    last = max(end - timedelta(days=1), start)
    return day(start, locale) if last == start else f"{day(start, locale)} to {day(last, locale)}"
