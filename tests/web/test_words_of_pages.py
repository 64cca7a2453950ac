"""Money, days, moments and sizes as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.web.browser_names import browser_name
from app.web.templating import count, day, environment, moment, money, percent, size


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        ("9200", "USD", "$9,200.00"),
        (Decimal("-1234.5"), "EUR", "-€1,234.50"),
        ("0.125", "USD", "$0.125"),  # never rounded
        ("1500", "JPY", "¥1,500"),
        (None, "USD", ""),
        ("", "USD", ""),
    ],
)
def test_money(value, currency, written):
    assert money(value, currency) == written


def test_days_and_moments():
    assert day("2026-07-01") == "Jul 1, 2026"
    assert day("2026-07-01T23:30:00+00:00") == "Jul 1, 2026"
    assert (day(None), day("")) == ("", "")
    assert moment("2026-07-01T23:30:00-04:00") == "Jul 2, 2026, 03:30 UTC"
    assert moment(datetime(2026, 7, 1, 5, 6, tzinfo=UTC)) == "Jul 1, 2026, 05:06 UTC"


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.85", "85%"), ("0.999", "99%"), (Decimal(1), "100%"), ("0", "0%"), (None, "")],
)
def test_a_percentage_is_cut_so_that_nothing_unsure_reads_as_certain(value, written):
    assert percent(value) == written


def test_percentages_with_digits():
    assert percent("0.8567", 1) == "85.6%"


def test_counts_and_sizes():
    assert [count(each, "case", "cases") for each in (0, 1, 1204)] == [
        "0 cases",
        "1 case",
        "1,204 cases",
    ]
    assert [size(each) for each in (None, 820, 12_345, 3_400_000)] == [
        "",
        "820 bytes",
        "12 kB",
        "3.4 MB",
    ]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605",
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", "A browser that does not say what it is"),
    ],
)
def test_browsers_have_names(agent, name):
    assert browser_name(agent) == name


def piece(source, **values):
    return environment().from_string("{{ " + source + " }}").render(**values)


def test_what_people_typed_is_never_markup():
    for source in (
        "parts.badge(words)",
        "parts.notice(words, 'bad')",
        "parts.field(words, 'name', words, hint=words, error=words)",
        "parts.area(words, 'name', words)",
        "parts.choice(words, 'name', [(words, words)])",
        "parts.empty(words, words, '/x', words)",
        "parts.button(words, name='a', value=words)",
        "parts.link_button(words, words)",
        "parts.pager(1, 2, words)",
    ):
        assert "<script" not in piece(source, words='"><script>alert(1)</script>'), source


def test_a_password_that_was_typed_is_not_sent_back():
    assert "secret" not in piece("parts.field('P', 'p', 'secret', type='password')")


def test_confidence_says_in_words_on_which_side_of_the_threshold_it_is():
    assert "(above the threshold of 85%)" in piece("parts.confidence('0.9', '0.85')")
    assert "(not above the threshold of 85%)" in piece("parts.confidence('0.84', '0.85')")
    capped = piece("parts.confidence('0.85', '0.85', cap='a passage is not understood')")
    assert "(capped: a passage is not understood; not above the threshold of 85%)" in capped
    assert "not weighed" in piece("parts.confidence(none, '0.85')")


def test_a_head_turns_its_order_round():
    head = "parts.sorted_head('Amount', 'amount', sort, '/cases?who=me')"
    first, second = piece(head, sort="amount"), piece(head, sort="-amount")
    assert 'aria-sort="ascending"' in first
    assert "sort=-amount" in first
    assert 'aria-sort="descending"' in second
    assert "sort=amount" in second
