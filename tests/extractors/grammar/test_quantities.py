"""Amounts, percents, durations, dates and counts, as contracts of several countries write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from extractors.readers.grammar.quantities import (
    Habits,
    find_dates,
    find_durations,
    find_money,
    find_months,
    find_numbers,
    find_percents,
    habits_of,
    words_to_number,
)

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _spelled(number: int) -> str:
    """A number below 100,000 in words, written here independently of the reader."""
    teens = [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    if number >= 1000:
        rest = f" {_spelled(number % 1000)}" if number % 1000 else ""
        return f"{_spelled(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {_spelled(number % 100)}" if number % 100 else ""
        return f"{_UNITS[number // 100 - 1]} hundred{rest}"
    if number >= 20:
        rest = f"-{_UNITS[number % 10 - 1]}" if number % 10 else ""
        return _TENS[number // 10 - 2] + rest
    return teens[number - 10] if number >= 10 else _UNITS[number - 1]


@given(some.integers(1, 99_999))
def test_words_give_the_number_they_spell(number: int) -> None:
    assert words_to_number(_spelled(number)) == number


@given(some.integers(0, 10**9), some.integers(0, 99))
def test_an_amount_is_read_as_it_was_printed(whole: int, cents: int) -> None:
    (money,) = find_money(f"a fee of ${whole:,}.{cents:02d} per month")
    assert money.value == Decimal(whole) + Decimal(cents) / 100
    assert money.currency == "USD"


@given(some.integers(1, 10**9), some.integers(0, 99))
def test_an_amount_with_a_decimal_comma_is_read_as_it_was_printed(whole: int, cents: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    (money,) = find_money(f"EUR {printed} monthly", Habits(comma=True))
    assert money.value == Decimal(whole) + Decimal(cents) / 100


@given(some.text(max_size=300))
def test_any_text_is_read_without_error_and_spans_lie_in_it(text: str) -> None:
    spans = [
        *((each.start, each.end) for each in find_money(text)),
        *((each.start, each.end) for each in find_percents(text)),
        *((each.start, each.end) for each in find_durations(text)),
        *((each.start, each.end) for each in find_dates(text)),
        *((each.start, each.end) for each in find_numbers(text)),
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("USD 1,234.56", "1234.56", "USD"),
        ("EUR 84,50", "84.50", "EUR"),
        ("€0.018", "0.018", "EUR"),
        ("$.05", "0.05", "USD"),
        ("CHF 4'500.–", "4500", "CHF"),
        ("EUR 500,-", "500", "EUR"),
        ("¥180,000", "180000", "JPY"),
        ("US$8,500.00", "8500.00", "USD"),
        ("C$20", "20", "CAD"),
        ("6p", "0.06", "GBP"),
        ("six pence (£0.06)", "0.06", "GBP"),
        ("3.5 cents", "0.035", "USD"),
        ("$1.5 million", "1500000", "USD"),
        ("eighteen million yen (JPY 18,000,000)", "18000000", "JPY"),
        ("nineteen hundred euro", "1900", "EUR"),
        ("$95.00 (ninety-five dollars)", "95.00", "USD"),
        ("ninety-five dollars and fifty cents", "95.50", "USD"),
        ("ten thousand and no/100 dollars ($10,000)", "10000", "USD"),
        ("Four and One-Half Million Dollars ($4,500,000)", "4500000", "USD"),
    ],
)
def test_money_is_one_span(words: str, value: str, currency: str) -> None:
    text = f"the sum of {words}, payable"
    (money,) = find_money(text)
    assert money.value == Decimal(value)
    assert money.currency == currency
    assert text[money.start : money.end] == words
    assert not money.conflict


def test_words_and_digits_that_disagree_are_flagged() -> None:
    assert find_money("five thousand dollars ($6,000)")[0].conflict
    assert find_percents("five percent (6%)")[0].conflict
    assert find_durations("ninety (60) days")[0].conflict


def test_pounds_of_weight_are_no_money() -> None:
    text = "10,000 pounds of product a year at $4.00 each"
    assert [str(money.value) for money in find_money(text, habits_of(text))] == ["4.00"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("5%", "5"),
        ("3,0 %", "3.0"),
        ("twenty per cent (20%)", "20"),
        ("ten (10) percent", "10"),
        ("eight and two-tenths percent (8.2%)", "8.2"),
        ("one and one-half percent (1 1/2%)", "1.5"),
        ("one-half of one percent (0.5%)", "0.5"),
        ("50 basis points", "0.50"),
        ("12.500%", "12.500"),
    ],
)
def test_percents(words: str, value: str) -> None:
    (percent,) = find_percents(f"by {words} of the fee")
    assert percent.value == Decimal(value)
    assert not percent.conflict


@pytest.mark.parametrize(
    ("words", "length", "unit"),
    [
        ("ninety (90) days", 90, "day"),
        ("five (5) business days", 5, "working_day"),
        ("three (3) consecutive calendar months", 3, "month"),
        ("twelve-month", 12, "month"),
        ("two (2) years", 2, "year"),
        ("one hundred and eighty (180) days", 180, "day"),
        ("180 (one hundred eighty) days", 180, "day"),
        ("one and a half years", 18, "month"),
        ("third anniversary", 3, "year"),
    ],
)
def test_durations(words: str, length: int, unit: str) -> None:
    found = find_durations(f"within {words} of it")
    assert [(each.length, each.unit) for each in found] == [(length, unit)]


@pytest.mark.parametrize(
    "words",
    [
        "May 1, 2026",
        "1 May 2026",
        "1st day of May, 2026",
        "2026-05-01",
        "01.05.2026",
        "May 1st, 2026",
    ],
)
def test_dates(words: str) -> None:
    assert [found.value for found in find_dates(f"from {words} on")] == [date(2026, 5, 1)]


def test_a_month_is_not_read_out_of_a_full_date() -> None:
    assert find_months("on 1 May 2026") == []
    assert [found.value for found in find_months("the May 2026 invoice")] == [date(2026, 5, 1)]


def test_slash_dates_follow_the_habit_of_the_document() -> None:
    assert find_dates("03/04/2026")[0].value == date(2026, 3, 4)
    assert find_dates("03/04/2026", Habits(day_first=True))[0].value == date(2026, 4, 3)


def test_counts_leave_out_what_is_money_time_or_a_section_number() -> None:
    text = "Under Section 4 the 500 users pay $85.00 for twelve (12) months, 5% less."
    assert [(str(each.value), each.unit) for each in find_numbers(text)] == [("500", "users")]


def test_the_decimal_mark_is_the_documents_own() -> None:
    assert habits_of("EUR 3.480,00 and 2.760,00 and 84,50 %").comma
    assert not habits_of("$3,480.00 and $2,760.00").comma
    assert habits_of("All sums are in Canadian dollars (CAD). A fee of $5.").dollar == "CAD"
    assert habits_of("An AUDIT costs $5.").dollar == "USD"
