"""A term in one line: each expected line says in English what the fields beside it say."""

from __future__ import annotations

import pytest

from agent.wording import term_in_words
from terms.contract import term

TIERS = [
    {"up_to": "1000000", "unit_amount": "0.0042"},
    {"up_to": "5000000", "unit_amount": "0.0031"},
    {"up_to": None, "unit_amount": "0.0015"},
]


def said(kind: str, **fields: object) -> str:
    return term_in_words(term({"type": kind, **fields}), "EUR")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {
                "model": "per_unit",
                "unit": "user",
                "unit_amount": "95",
                "currency": "USD",
                "interval": "month",
                "effective_from": "2026-05-01",
            },
            "USD 95.00 per user and month from 2026-05-01",
        ),
        (
            {
                "model": "flat",
                "flat_amount": "6200.00",
                "interval": "month",
                "billing": "arrears",
                "effective_from": "2025-07-01",
                "effective_to": "2026-06-30",
            },
            "EUR 6,200.00 per month from 2025-07-01 to 2026-06-30, billed in arrears",
        ),
        (
            {"model": "flat", "flat_amount": "12500", "interval": "one_time"},
            "EUR 12,500.00 once",
        ),
        (
            {"model": "flat", "flat_amount": "300", "interval": "month", "interval_count": 3},
            "EUR 300.00 per 3 months",
        ),
        (
            {"model": "graduated", "unit": "call", "interval": "month", "tiers": TIERS},
            (
                "graduated, EUR per call and month: to 1,000,000 at 0.0042; to 5,000,000 at 0.0031; "
                "above 0.0015"
            ),
        ),
        (
            {
                "model": "stairstep",
                "tiers": [
                    {"up_to": "10", "flat_amount": "50"},
                    {"up_to": None, "flat_amount": "80"},
                ],
            },
            "stairstep, EUR: to 10 50.00 flat; above 80.00 flat",
        ),
        (
            {"model": "percentage", "tiers": [{"up_to": "400000", "percent": "1.55"}]},
            "tiers: to 400,000 1.55%",
        ),
        (
            {"model": "percentage", "percent": "2.50", "percent_of": "net sales"},
            "2.5% of net sales",
        ),
        (
            {"model": "package", "unit_amount": "4", "package_size": "1000", "unit": "message"},
            "EUR 4.00 per started 1,000 messages",
        ),
        (
            {
                "model": "per_unit",
                "flat_amount": "100",
                "unit_amount": "5",
                "unit": "site",
                "included_quantity": "10",
                "interval": "month",
            },
            "EUR 100.00 per month plus EUR 5.00 per site and month, 10 sites included",
        ),
        ({"model": "cost_plus", "percent": "10"}, "cost plus 10%"),
        ({"status": "redacted"}, "the amount is blacked out"),
        ({"model": "flat", "flat_amount": "1200", "currency": "JPY"}, "JPY 1,200"),
        ({}, "the clause states nothing that a bill could use"),
    ],
)
def test_a_price(fields, line):
    assert said("price", **fields) == line


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"quantity": "120", "unit": "seat", "effective_from": "2026-02-09"}, "120 seats from 2026-02-09"),
        ({"quantity": "4", "unit": "club", "change": "add"}, "4 clubs added"),
        ({"quantity": "1", "unit": "site", "change": "remove"}, "1 site removed"),
        ({"quantity": "500", "unit": "GB"}, "500 GB"),
        ({"quantity": "3", "unit": "company"}, "3 companies"),
        ({}, "a quantity that the clause does not state"),
    ],
)  # fmt: skip
def test_a_quantity(fields, line):
    assert said("quantity", **fields) == line


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"measure": "amount", "value": "5000", "per": "month", "shortfall": "billed"},
            "minimum EUR 5,000.00 a month, shortfall billed",
        ),
        (
            {"measure": "quantity", "value": "800", "unit": "bed", "per": "year",
             "shortfall_unit_amount": "2.5", "shortfall": "billed"},
            "minimum 800 beds a year, shortfall billed at EUR 2.50 a unit",
        ),
        (
            {"measure": "amount", "per": "year", "net_of": ["credits", "taxes"],
             "schedule": [{"from": "2026-01-01", "value": "100"}, {"from": "2027-01-01", "value": "200"}]},
            ("minimum EUR 100.00 a year from 2026-01-01; EUR 200.00 a year from 2027-01-01, "
            "net of credits and taxes"),
        ),
        ({}, "minimum of a size that is not stated"),
    ],
)  # fmt: skip
def test_a_commitment(fields, line):
    assert said("commitment", **fields) == line


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"method": "fixed", "percent": "5", "every_months": 12, "trigger": "anniversary",
             "compounding": True, "first_on": "2026-03-01", "cap_percent": "4"},
            "5% each anniversary, compounding, from 2026-03-01, cap 4%",
        ),
        ({"method": "fixed", "percent": "3", "first_on": "2027-01-01"}, "3%, on 2027-01-01"),
        (
            {"method": "index", "index": "CPI-U", "spread_percent": "-0.5", "every_months": 24,
             "index_month": 7, "direction": "both", "floor_percent": "0"},
            "by CPI-U minus 0.5% every 2 years, floor 0%, up or down, by the index of July",
        ),
        (
            {"method": "greater_of", "percent": "3", "index": "HICP", "every_months": 12},
            "the greater of 3% and HICP every year",
        ),
        (
            {"method": "schedule", "schedule": [{"on": "2026-01-01", "percent": "3"},
                                                 {"on": "2027-01-01", "percent": "2"}]},
            "3% on 2026-01-01; 2% on 2027-01-01",
        ),
        (
            {"method": "discretionary", "cap_percent": "5", "automatic": False, "notice_days": 60},
            "the seller may raise prices, cap 5%, on 60 days’ notice",
        ),
        (
            {"method": "fixed", "percent": "4", "applies_to": "commitment", "every_months": 12,
             "rounding_to": "1", "excludes": ["Support"]},
            "the commitment: 4% every year, rounded to EUR 1.00, not on Support",
        ),
        ({}, "a rise whose size is not stated"),
    ],
)  # fmt: skip
def test_an_escalation(fields, line):
    assert said("escalation", **fields) == line


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        ("discount", {"percent": "10", "months": 6}, "10% off, for 6 months"),
        ("discount", {"amount": "5", "unit": "seat", "min_quantity": "100", "combinable": False},
         "EUR 5.00 off per seat, from 100 seats on, not together with others"),
        ("discount", {"tiers": [{"up_to": "100", "percent": "5"}, {"percent": "8"}]},
         "off: to 100 5%; above 8%"),
        ("discount", {"percent": "0", "combinable": True}, "0% off, together with others"),
        ("surcharge", {"percent": "3", "percent_of": "the fee", "condition": "billed monthly"},
         "plus 3% of the fee, condition: billed monthly"),
        ("surcharge", {}, "a premium whose size is not stated"),
        ("credit", {"percent": "5"}, "5% back to the customer"),
        ("credit", {"amount": "20", "currency": "GBP"}, "GBP 20.00 back to the customer"),
    ],
)  # fmt: skip
def test_what_changes_a_charge(kind, fields, line):
    assert said(kind, **fields) == line


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"effect": "may_invoice", "length": 90, "unit": "day", "counted_from": "due_date",
          "direction": "underbilling"}, "late invoices: 90 days from the due date"),
        ({"effect": "may_invoice", "length": 1, "unit": "year", "direction": "both"},
         "late invoices: 1 year, for what was billed too low or too high"),
        ({"effect": "final", "length": 12, "unit": "month", "counted_from": "period_end",
          "scope": "paid"}, "invoices are final: after 12 months from the end of the period, paid invoices only"),
        ({"effect": "must_dispute", "length": 10, "unit": "working_day", "counted_from": "receipt",
          "direction": "overbilling"}, "disputes: 10 working days from receipt"),
        ({"effect": "refund"}, "refunds: a time that is not stated"),
    ],
)  # fmt: skip
def test_a_lookback(fields, line):
    assert said("lookback", **fields) == line


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        ("audit", {"length": 2, "unit": "year", "every_months": 12, "threshold_percent": "5"},
         "records may be inspected, 2 years back, every year, with consequences above 5%"),
        ("renewal", {"initial_months": 24, "automatic": True, "renewal_months": 12, "notice_days": 60},
         "24 months, renews by itself for 12 months, notice 60 days"),
        ("renewal", {"automatic": False, "renewal_months": 12, "option_of": "customer", "max_renewals": 2},
         "does not renew by itself, may be renewed for 12 months, at most 2 times, option of the customer"),
        ("renewal", {"evergreen": True, "uplift_percent": "3"},
         "runs on until ended, 3% more at each renewal"),
        ("payment", {"net_days": 30, "basis": "invoice_date", "late_percent_per_month": "1.5"},
         "due 30 days from the invoice date, late: 1.5% a month"),
        ("payment", {"net_days": 0, "basis": "receipt"}, "due at once on receipt"),
        ("payment", {"net_days": 30, "end_of_month": True, "late_index": "EURIBOR",
                     "late_spread_percent_per_year": "8"},
         "due 30 days, at the end of the month, late: EURIBOR plus 8% a year"),
        ("metering", {"unit": "GB", "unit_size": "1000", "base_unit": "MB", "rounding": "up",
                      "rounding_per": "event", "aggregate": "p95", "timezone": "Europe/Paris"},
         ("counted in GB of 1,000 MB, rounded up per event, the 95th percentile counts, "
         "days by Europe/Paris")),
        ("proration", {"method": "daily", "days_basis": "30"},
         "partial periods are charged by the day, by months of 30 days"),
        ("proration", {"method": "full_period"}, "a period begun is charged in full"),
        ("rounding", {"of": "line", "to": "0.01", "mode": "half_up"},
         "invoice lines rounded to 0.01, half up"),
        ("formula", {"expression": "max(used - 100, 0) * 0.02", "interval": "month"},
         "EUR a month: max(used - 100, 0) * 0.02"),
    ],
)  # fmt: skip
def test_the_other_types(kind, fields, line):
    assert said(kind, **fields) == line


def test_a_long_condition_is_cut_between_words():
    line = said("credit", percent="5", condition="the service was away " * 20)
    assert line.endswith(" …")
    assert len(line) < 160
    assert "serv …" not in line


def test_an_unknown_currency_is_said_as_it_stands():
    assert said("price", flat_amount="7", currency="XXQ") == "XXQ 7.00"
