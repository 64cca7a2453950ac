"""When a value of ours is the truth's."""

import pytest

from evals.agreement import quote_text, same_section, same_value


@pytest.mark.parametrize(
    ("field", "truth", "ours"),
    [
        ("unit_amount", "95.00", "95"),
        ("unit_amount", "0.10", "0.100"),
        ("length", 3, "3"),
        ("product", "Enterprise Plan", "the enterprise plan"),
        ("product", "Cold-Chain Monitors", "Cold Chain Monitor"),
        ("product", "Monitor", "Northmoor Monitor Fee"),
        ("unit", "user", "users"),
        ("unit", "GPU Hour", "GPU hours"),
        ("index", "cpi-u", "Consumer Price Index for All Urban Consumers"),
        ("index", "Harmonised Index of Consumer Prices", "HICP"),
        ("includes", ["Seats", "Support"], ["support", "seat"]),
        ("schedule", [{"on": "2026-01-01", "percent": "3"}], [{"on": "2026-01-01", "percent": "3.0"}]),
        ("tiers", [{"up_to": "10", "unit_amount": "1"}], [{"up_to": "10", "unit_amount": "1.00", "flat_amount": None}]),
        ("automatic", False, False),
        ("condition", "availability below 99.5% in a month", "if availability in any month is below 99.5%"),
        ("currency", "EUR", "eur"),
    ],
)  # fmt: skip
def test_the_same(field, truth, ours):
    assert same_value(field, truth, ours)


@pytest.mark.parametrize(
    ("field", "truth", "ours"),
    [
        ("unit_amount", "95.00", "85.00"),
        ("unit_amount", "95.00", None),
        ("unit_amount", None, "95.00"),
        ("direction", "underbilling", "overbilling"),
        ("model", "per_unit", "percentage"),
        ("effective_from", "2026-01-01", "2026-01-02"),
        ("unit", "GB", "GB-month"),
        ("unit", "hour", "half hour"),
        ("product", "Duisburg site", "Rotterdam site"),
        ("includes", ["Seats", "Support"], ["Seats"]),
        ("tiers", [{"up_to": "10", "unit_amount": "1"}], [{"up_to": "20", "unit_amount": "1"}]),
        ("automatic", False, None),
        ("automatic", True, 1),
        ("index", "cpi-u", "hicp-ie"),
    ],
)
def test_not_the_same(field, truth, ours):
    assert not same_value(field, truth, ours)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4.2", "Section 4.2"),
        ("§ 5 (1)", "5(1)"),
        ("Article 10", "10."),
        ("III.D", "Section III.D"),
        ("Plan Fee from the Renewal Date", "Plan fee from the renewal date."),
    ],
)
def test_sections_are_named_in_many_ways(one, other):
    assert same_section(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("4.2", "4.3"), ("4.2", "4"), ("A", "B"), ("4.2", None)]
)
def test_sections_that_differ(one, other):
    assert not same_section(one, other)


def test_quotes_are_compared_without_what_typesetting_adds():
    assert quote_text("five per-\ncent “net”\u00ad of ﬁnal\ncharges") == quote_text(
        'five percent "net" of final charges'
    )
