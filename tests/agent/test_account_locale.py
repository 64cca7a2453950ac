"""Amounts and days as the account's country writes them."""

from __future__ import annotations

from datetime import date

import pytest

from agent.account_locale import amount, locale_of, reckoning_locale, span


@pytest.mark.parametrize(
    ("timezone", "currency", "written"),
    [
        ("America/Chicago", "USD", "$16,500.00"),
        ("Europe/London", "GBP", "£16,500.00"),
        ("Europe/Berlin", "EUR", "16.500,00\xa0€"),
        ("America/Toronto", "USD", "US$16,500.00"),
        ("UTC", "USD", "$16,500.00"),
        ("no such place", "JPY", "¥16,500"),
    ],
)
def test_an_amount_is_written_as_its_country_does(timezone, currency, written):
    assert amount("16500.00", currency, locale_of(timezone)) == written


def test_a_reckoning_keeps_the_separators_of_its_derivations():
    assert amount("16500.00", "EUR", reckoning_locale("Europe/Berlin")) == "€16,500.00"
    assert amount("16500.00", "GBP", reckoning_locale("Europe/London")) == "£16,500.00"


def test_a_period_is_named_with_the_last_day_that_is_in_it():
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    assert span(july, august, "en_US") == "Jul 1, 2026 to Jul 31, 2026"
    assert span(july, july, "en_GB") == "1 Jul 2026"
