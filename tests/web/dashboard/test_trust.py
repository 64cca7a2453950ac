"""Precision with its interval, overrides, time to decision; and the plots, with a table behind each."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from made_store import Made, finding, make, period

from app.web.charts.bars import Column, Series, month_bars, months_between
from app.web.charts.calibration import reliability_chart, risk_chart
from app.web.charts.drawing import nice_steps
from app.web.dashboard.trust import duration_in_words, read_trust
from store.outcomes import save_outcome
from store.tables import OutcomeRow

MONTH = [finding(period("2026-07", "100.00"))]


def learned(session, account, right, confidence, causes=("missed_escalation",)):
    """A decided case, and what it taught."""
    action = "approve" if right else "reject"
    case_id, version = make(
        session, Made(account, MONTH, status="done", action=action, confidence=confidence)
    )
    save_outcome(
        session,
        OutcomeRow(
            case_id=case_id,
            version=version,
            action=action,
            right=right,
            causes=list(causes),
            confidence=Decimal(confidence),
            decided_at="2026-11-02T10:00:00+00:00",
        ),
    )


@pytest.fixture
def decided(web):
    """Eight of ten right; both wrong ones below 0.70, where two others were right."""
    with web.store.begin() as session:
        for number in range(6):
            learned(session, f"R{number}", True, "0.95")
        for number in range(2):
            learned(session, f"S{number}", True, "0.60")
            learned(session, f"W{number}", False, "0.60", ("rounding",))


def test_precision_overrides_and_the_interval(web, decided):
    with web.store.read() as session:
        trust = read_trust(session, None)
    assert (trust.rate.hits, trust.rate.of) == (8, 10)
    low, high = trust.interval
    assert (round(low, 3), round(high, 3)) == (0.444, 0.975)  # tables of Clopper and Pearson
    assert trust.actions == {"approve": 8, "amend": 0, "reject": 2}
    assert (trust.overridden.hits, trust.overridden.of) == (2, 10)
    assert trust.times is not None
    assert trust.times.count == 10


def test_below_seventy_percent_of_five_there_is_an_alarm(web, client_of):
    with web.store.begin() as session:
        for number in range(6):
            learned(session, f"A{number}", number < 3, "0.80")
    text = client_of("admin").get("/dashboard").text
    assert "Memos on one cause were right in less than 70% of the decided cases" in text
    assert "Missed escalation: right in 3 of 6" in text


def test_risk_and_coverage_are_those_of_the_decided_cases(web, decided):
    with web.store.read() as session:
        trust = read_trust(session, None)
    assert [
        (each["from"], each["sent"], each["wrong"], each["coverage"]) for each in trust.points
    ] == [(95, 6, 0, 0.75), (60, 10, 2, 1.0)]
    assert [(each["from"], each["right"]["hits"], each["right"]["n"]) for each in trust.bins] == [
        (60, 2, 4),
        (95, 6, 6),
    ]


def test_decisions_on_accounts_one_may_not_see_do_not_count(web, decided):
    with web.store.read() as session:
        trust = read_trust(session, frozenset({"W0", "R0"}))
    assert (trust.rate.hits, trust.rate.of) == (1, 2)
    assert trust.overridden.of == 2


def test_each_plot_has_a_table_and_says_what_it_shows(web, decided, client_of):
    text = client_of("admin").get("/dashboard").text
    plots = re.findall(r'<svg class="chart".*?</svg>', text, re.DOTALL)
    assert len(plots) == 3  # two of trust, and the months; nothing was delivered
    assert all('role="img" aria-label="' in each for each in plots)
    assert text.count("<summary>As a table") == len(plots)
    assert " style=" not in text
    assert "<script>" not in text


def test_a_plot_is_well_formed_and_says_each_number():
    drawn = reliability_chart(
        [
            {
                "confidence": 0.9,
                "right": {"value": 0.8, "low": 0.4, "high": 0.97, "hits": 8, "n": 10},
            }
        ],
        0.85,
    )
    root = ET.fromstring(drawn)
    texts = [each.text for each in root.iter("title")]
    assert texts == ["confidence around 0.90: 8 of 10 right, between 0.40 and 0.97"]
    dot = next(each for each in root.iter("circle"))
    assert (dot.get("cx"), dot.get("cy")) == ("310.8", "54")  # 48 + 0.9 × 292; 10 + 0.2 × 220


def test_the_ring_lies_where_the_threshold_sends():
    points = [
        {"from": 95, "sent": 6, "wrong": 0, "risk": 0.0, "coverage": 0.75},
        {"from": 60, "sent": 10, "wrong": 2, "risk": 0.2, "coverage": 1.0},
    ]
    root = ET.fromstring(risk_chart(points, 0.85, 0.50))
    rings = {
        each.get("class"): (each.get("cx"), each.get("cy"))
        for each in root.iter("circle")
        if "ring" in (each.get("class") or "")
    }
    assert rings["ring threshold"] == ("267", "230")  # 48 + 0.75 × 292, no risk
    assert rings["ring tried"] == ("340", "54")  # everything; 0.2 of an axis up to 0.25


def test_columns_are_as_high_as_their_amounts():
    drawn = month_bars(
        "Months",
        [Series("recovered", "recovered"), Series("lapsed", "lapsed")],
        [
            Column("2026-01", (Decimal(50), Decimal(25))),
            Column("2026-02", (Decimal(0), Decimal(0))),
        ],
        "USD",
    )
    root = ET.fromstring(drawn)
    heights = [float(each.get("height") or 0) for each in root.iter("rect")]
    assert heights == [118.8, 59.4]  # of 190 for 80
    assert [each.text for each in root.iter("title")] == [
        "Jan 2026, recovered: $50.00",
        "Jan 2026, lapsed: $25.00",
    ]


@pytest.mark.parametrize(
    ("most", "steps"),
    [("0", ["0", "1"]), ("75", ["0", "20", "40", "60", "80"]), ("1000", ["0", "500", "1000"])],
)
def test_axes_have_round_numbers_that_reach_the_top(most, steps):
    assert nice_steps(Decimal(most)) == [Decimal(each) for each in steps]


def test_months_without_amounts_are_shown_as_such():
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_durations_in_words():
    words = [duration_in_words(each) for each in (20, 60, 2400, 12600, 181440)]
    assert words == ["less than a minute", "1 minute", "40 minutes", "3.5 hours", "2.1 days"]


def test_the_words_of_two_rings_side_by_side_stand_apart_and_within_the_plane():
    points = [{"from": 60, "sent": 10, "wrong": 0, "risk": 0.0, "coverage": 1.0}]
    drawn = ET.fromstring(risk_chart(points, 0.85, 0.97))  # above both nothing was sent
    heights = {
        each.text.partition(":")[0]: float(each.get("y"))
        for each in drawn.iter("text")
        if each.get("class") == "mark"
    }
    assert abs(heights["now"] - heights["tried"]) >= 14
    assert max(heights.values()) < 230  # the axis, below which its numbers stand
