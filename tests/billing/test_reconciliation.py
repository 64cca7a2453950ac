"""A book reconciled: usage to rated, rated to billed, billed to collected, gap by gap."""

from datetime import date
from decimal import Decimal

import case_file
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planned_contract import contract
from planted import MISTAKES

from billing.investigation import compare
from billing.policy import Policy, Tolerances
from billing.reconciliation import reconcile
from billing.reconciliation.stage import StageTotal

AS_OF = date(2026, 5, 1)

CONTRACT = """
account: {currency: USD}
documents:
  - file: order.pdf
    kind: order_form
    term_start: 2026-01-01
    terms:
      - {type: price, product: Archive, model: flat, flat_amount: "100", interval: month}
      - {type: price, product: Calls, model: per_unit, unit: call, unit_amount: "0.10", interval: month}
"""


def account(invoices="", usage=""):
    """An account with 100.00 a month for Archive and 0.10 a call."""
    import yaml

    case = yaml.safe_load(CONTRACT)
    case["invoices"] = yaml.safe_load(invoices or "[]")
    case["usage"] = yaml.safe_load(usage or "[]")
    return compare(case_file.facts(case), case_file.contract(case), AS_OF)


ARCHIVE = """
- {product: Archive, from: 2026-01-01, until: 2026-05-01, every: month, amount: "100.00", status: paid}
"""


def stages(*comparisons, tolerances=None):
    found = reconcile(comparisons, AS_OF, tolerances)
    return {stage.name: stage for stage in found.stages}


def gaps(stage):
    return {(gap.category, gap.unit): (gap.amount, gap.items) for gap in stage.gaps}


def test_an_empty_book_says_what_is_missing():
    for stage in stages().values():
        assert stage.empty
        assert stage.totals == stage.gaps == ()
    assert "billing/usage.csv" in stages()["usage_to_rated"].empty


def test_billed_as_agreed_has_no_gap():
    stage = stages(account(ARCHIVE))["rated_to_billed"]
    (total,) = stage.totals
    assert (total.unit, total.before, total.after) == ("USD", Decimal(400), Decimal(400))
    assert total.within
    assert stage.gaps == ()
    assert stage.compared == stage.equal == 4


def test_usage_without_a_price_is_a_gap_of_its_own():
    usage = """
    - {product: Calls, at: 2026-02-10, quantity: 50, unit: call}
    - {product: Uploads, at: 2026-02-10, quantity: 7, unit: file}
    """
    invoices = ARCHIVE + (
        '- {product: Calls, kind: usage, from: 2026-02-01, until: 2026-03-01, amount: "5.00"}\n'
    )
    stage = stages(account(invoices, usage))["usage_to_rated"]
    assert [(t.unit, t.before, t.after) for t in stage.totals] == [
        ("call", Decimal(50), Decimal(50)),
        ("file", Decimal(7), Decimal(0)),
    ]
    assert gaps(stage) == {("no product of the contract", "file"): (Decimal(-7), 1)}


def test_under_and_over_billing_are_not_set_off():
    invoices = """
    - {product: Archive, from: 2026-01-01, until: 2026-03-01, every: month, amount: "90.00"}
    - {product: Archive, from: 2026-03-01, until: 2026-05-01, every: month, amount: "110.00"}
    """
    stage = stages(account(invoices))["rated_to_billed"]
    assert gaps(stage) == {
        ("billed below what was rated", "USD"): (Decimal(-20), 2),
        ("billed above what was rated", "USD"): (Decimal(20), 2),
    }
    (total,) = stage.totals
    assert total.difference == 0
    assert (stage.compared, stage.equal) == (4, 0)


def test_open_invoices_are_overdue_after_their_due_date():
    # invoiced on the last day of the month, due thirty days later: January to March are overdue
    invoices = ARCHIVE.replace("paid", "open")
    stage = stages(account(invoices))["billed_to_collected"]
    assert gaps(stage) == {
        ("overdue", "USD"): (Decimal(-300), 3),
        ("open, not due yet", "USD"): (Decimal(-100), 1),
    }
    (total,) = stage.totals
    assert (total.before, total.after, total.within) == (Decimal(400), Decimal(0), None)


def test_the_accounts_behind_a_gap_come_largest_first():
    from dataclasses import replace

    def named(name, amount):
        made = account(ARCHIVE.replace("100.00", amount))
        renamed = replace(made.facts.account, account_id=name)
        made.facts = replace(made.facts, account=renamed)
        return made

    stage = stages(named("SMALL", "99.00"), named("LARGE", "50.00"))["rated_to_billed"]
    (gap,) = stage.gaps
    assert [(each.account_id, each.amount) for each in gap.accounts] == [
        ("LARGE", Decimal(-200)),
        ("SMALL", Decimal(-4)),
    ]


@pytest.mark.parametrize(
    ("before", "after", "percent", "within"),
    [
        ("1000", "995", "0.5", True),
        ("1000", "994.99", "0.5", False),
        ("1000", "999.9", "0.01", True),
        ("0", "0", "0.01", True),
        ("0", "0.01", "0.01", False),
        ("-200", "-201", "0.5", True),
    ],
)
def test_a_tolerance_is_a_share_of_what_was_before(before, after, percent, within):
    total = StageTotal("USD", Decimal(before), Decimal(after), Decimal(percent))
    assert total.within is within


def test_the_tolerances_are_the_sellers():
    stage = stages(
        account(ARCHIVE.replace("100.00", "99.00")),
        tolerances=Tolerances(billed_percent=Decimal(1)),
    )["rated_to_billed"]
    assert stage.totals[0].within
    assert Policy().reconciliation.usage_percent == Decimal("0.5")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_rated_plus_the_gaps_is_what_was_billed(data):
    """Of every account made up at random, whatever its biller did wrong."""
    mistake = data.draw(st.sampled_from(sorted(MISTAKES)))
    made = data.draw(MISTAKES[mistake]())
    as_of = made.agreed.as_of
    compared = compare(made.book, contract(made.agreed), as_of)
    stage = reconcile([compared], as_of).stages[1]
    for total in stage.totals:
        between = sum((gap.amount for gap in stage.gaps if gap.unit == total.unit), Decimal(0))
        assert total.before + between == total.after
