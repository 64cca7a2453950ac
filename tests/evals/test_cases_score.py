"""Scoring of cases: one account under-billed by 300 a month for two months, one that is clean."""

from copy import deepcopy

import pytest

from evals.cases import score

DUE = {
    "cause": "missed_escalation", "product": "Cold chain monitor", "direction": "under", "currency": "GBP",
    "amount_total": "600.00", "amount_recoverable": "300.00",
    "first_period_start": "2026-07-01", "last_period_end": "2026-09-01",
    "clause": {"file": "contracts/NORTH/master.pdf", "page": 2, "section": "3.2"},
}  # fmt: skip
TRUTH = {"cases": {"NORTH": {"findings": [DUE]}, "SOUTH": {"findings": []}}}
FOUND = {
    "cause": "missed_escalation", "product": "Cold chain monitor", "direction": "under", "currency": "GBP",
    "amount_total": "600", "amount_recoverable": "300.00",
    "periods": [
        {"period_start": "2026-07-01", "period_end": "2026-08-01", "difference": "300.00"},
        {"period_start": "2026-08-01", "period_end": "2026-09-01", "difference": "300.00"},
    ],
    "clauses": [{"file": "master.pdf", "page": 2, "section": "3.2"}],
}  # fmt: skip


def judged(north, south=(), truth=None, route="billing"):
    cases = [
        {"account_id": "NORTH", "route": route, "confidence": 0.9, "findings": list(north)},
        {"account_id": "SOUTH", "route": "billing" if south else "none", "findings": list(south)},
    ]
    return score(truth or TRUTH, {"cases": cases}).as_dict()


def hits(rate):
    return rate["hits"], rate["n"]


def test_findings_that_are_the_truth_are_wholly_right():
    report = judged([FOUND])
    assert hits(report["accounts_wholly_right"]) == (2, 2)
    assert hits(report["billing_precision"]) == (1, 1)
    assert report["money"]["rightly_claimed"] == {"GBP": "300.00"}
    assert report["money"]["wrongly_claimed"] == {}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"cause": "superseded_price"}, "cause"),
        ({"product": "Gateway"}, "product"),
        ({"direction": "over"}, "direction"),
        ({"currency": "EUR"}, "currency"),
        ({"amount_total": "600.01"}, "amount_total"),
        ({"amount_recoverable": "600.00"}, "amount_recoverable"),
        ({"periods": FOUND["periods"][:1]}, "last_period_end"),
        ({"periods": FOUND["periods"][1:]}, "first_period_start"),
        ({"clauses": []}, "clause"),
        ({"clauses": [{"file": "master.pdf", "page": 5, "section": "9"}]}, "clause"),
        ({"clauses": [{"file": "order.pdf", "page": 2, "section": "3.2"}]}, "clause"),
    ],
)
def test_one_thing_wrong_makes_the_account_wrong(changes, fault):
    report = judged([FOUND | changes])
    (north, _) = report["accounts"]
    assert list(north["wrong"][0]["faults"]) == [fault]
    assert not north["wholly_right"]
    assert hits(report["billing_precision"]) == (0, 1)


def test_readings_that_the_truth_allows_are_right():
    allowed = DUE | {
        "also_causes": ["superseded_price"],
        "also_products": ["Sensor"],
        "also_amounts": [{"amount_total": "620.00", "amount_recoverable": "310.00"}],
        "other_clauses": [{"file": "contracts/NORTH/order.pdf", "page": 1}],
    }
    ours = FOUND | {
        "cause": "superseded_price",
        "product": "Sensors",
        "amount_total": "620.00",
        "amount_recoverable": "310.00",
        "clauses": [{"file": "order.pdf", "page": 1, "section": None}],
    }
    report = judged([ours], truth={"cases": {"NORTH": {"findings": [allowed]}}})
    assert hits(report["accounts_wholly_right"]) == (1, 1)


HALVES = [
    FOUND | {"amount_total": "400.00", "amount_recoverable": "200.00"},
    FOUND
    | {"cause": "quantity_mismatch", "amount_total": "200.00", "amount_recoverable": "100.00"}
    | {"clauses": []},
]


@pytest.mark.parametrize(
    ("split", "right"),
    [
        (["quantity_mismatch", "missed_escalation"], True),
        ([{"cause": "missed_escalation", "amount_total": "400"}, {"cause": "quantity_mismatch"}], True),
        ([{"cause": "missed_escalation", "amount_total": "500"}, {"cause": "quantity_mismatch"}], False),
        (["wrong_tiers", "missed_escalation"], False),
        (True, False),
        (None, False),
    ],
)  # fmt: skip
def test_one_finding_may_be_told_as_two_that_add_up_to_it(split, right):
    allowed = {"cases": {"NORTH": {"findings": [DUE | {"also_split": split}]}}}
    report = judged(HALVES, truth=allowed)
    assert hits(report["accounts_wholly_right"]) == (int(right), 1)
    whole = judged([FOUND], truth=allowed)
    assert hits(whole["accounts_wholly_right"]) == (1, 1)
    short = [HALVES[0], HALVES[1] | {"amount_total": "199.00"}]
    assert hits(judged(short, truth=allowed)["accounts_wholly_right"]) == (0, 1)


def test_parts_of_a_split_are_right_money():
    allowed = DUE | {"also_split": ["missed_escalation", "quantity_mismatch"]}
    report = judged(HALVES, truth={"cases": {"NORTH": {"findings": [allowed]}}})
    assert hits(report["findings_recall"]) == hits(report["findings_precision"]) == (1, 1)
    assert report["money"]["rightly_claimed"] == {"GBP": "300.00"}
    assert report["money"]["wrongly_claimed"] == {}


def test_a_finding_split_within_its_own_cause_is_right_where_the_truth_says_so():
    months = [
        FOUND | {"amount_total": "300.00", "amount_recoverable": each, "periods": [period]}
        for each, period in zip(("0.00", "300.00"), FOUND["periods"], strict=True)
    ]
    for split, right in ((True, 1), (None, 0)):
        truth = {"cases": {"NORTH": {"findings": [DUE | {"also_split": split}]}}}
        assert hits(judged(months, truth=truth)["accounts_wholly_right"]) == (right, 1)


def test_a_clause_of_another_accounts_paper_proves_nothing():
    other = FOUND | {"clauses": [{"file": "contracts/SOUTH/master.pdf", "page": 2}]}
    assert list(judged([other])["accounts"][0]["wrong"][0]["faults"]) == ["clause"]


def test_a_period_without_a_difference_does_not_move_the_ends():
    even = {"period_start": "2026-09-01", "period_end": "2026-10-01", "difference": "0.00"}
    assert hits(judged([FOUND | {"periods": [*FOUND["periods"], even]}])["findings_recall"]) == (
        1,
        1,
    )


def test_too_much_money_is_counted_as_wrongly_claimed():
    money = judged([FOUND | {"amount_recoverable": "450.00"}])["money"]
    assert money["billing_rightly_claimed"] == {"GBP": "300.00"}
    assert money["billing_wrongly_claimed"] == {"GBP": "150.00"}


def test_a_claim_in_the_wrong_direction_is_wrong_as_a_whole():
    money = judged([FOUND | {"direction": "over"}])["money"]
    assert money["billing_wrongly_claimed"] == {"GBP": "300.00"}
    assert money["billing_rightly_claimed"] == {}


def test_a_finding_on_a_clean_account_is_invented():
    report = judged([FOUND], [FOUND | {"cause": "unexplained", "product": "Gateway"}])
    assert hits(report["accounts_wholly_right"]) == (1, 2)
    assert report["billing_not_in_truth"] == 1
    assert report["money"]["billing_wrongly_claimed"] == {"GBP": "300.00"}


def test_a_wrong_finding_that_waits_for_a_person_is_not_billed():
    report = judged([FOUND, FOUND | {"product": "Gateway", "cause": "unpaid"}], route="review")
    assert report["billing_not_in_truth"] == 0
    assert report["billing_precision"]["value"] is None
    assert hits(report["findings_precision"]) == (1, 2)


def test_a_missed_finding_makes_the_account_wrong():
    report = judged([], route="none")
    assert hits(report["accounts_wholly_right"]) == (1, 2)
    assert report["accounts"][0]["missed"][0]["amount_total"] == "600.00"


def test_an_account_that_was_never_looked_at_is_not_right():
    report = score(TRUTH, {"cases": []}).as_dict()
    assert hits(report["accounts_wholly_right"]) == (0, 2)
    assert report["sent_to_billing"]["n"] == 2


def test_findings_find_their_partner_whatever_their_order():
    sites = [
        DUE | {"product": site, "amount_total": f"{n}00.00"}
        for n, site in enumerate(("Hull", "Leith", "Cork"), 1)
    ]
    ours = [
        deepcopy(FOUND) | {"product": one["product"], "amount_total": one["amount_total"]}
        for one in reversed(sites)
    ]
    report = judged(ours, truth={"cases": {"NORTH": {"findings": sites}}})
    assert hits(report["findings_recall"]) == hits(report["findings_precision"]) == (3, 3)
