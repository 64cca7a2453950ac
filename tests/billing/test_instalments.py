"""A yearly fee of 1,000.00 in twelve parts: odd cents may stand on any of them, and more than cents may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import case_file
import yaml

from billing.comparison import Comparison, compare
from billing.investigation import explain
from terms.period import add_months

ORDER = """
account: {currency: USD}
documents:
  - file: order.pdf
    kind: order_form
    term_start: 2024-01-01
    terms:
      - {type: price, product: Care, model: per_unit, unit: site, unit_amount: "500.00", currency: USD, interval: year}
      - {type: quantity, product: Care, quantity: "2", unit: site}
      - {type: lookback, direction: both, length: 5, unit: year, counted_from: invoice_date}
"""

EQUAL = ["83.33"] * 12
LAST_CARRIES = ["83.33"] * 11 + ["83.37"]
FIRST_CARRIES = ["83.37"] + ["83.33"] * 11


def billed(*amounts: str, more: tuple[str, ...] = ()) -> Comparison:
    """Two sites of 500.00 a year, billed month by month from January 2024."""
    case = yaml.safe_load(ORDER)
    case["documents"][0]["terms"] += [yaml.safe_load(each) for each in more]
    first = date(2024, 1, 1)
    case["invoices"] = [
        {"product": "Care", "amount": amount}
        | {"from": add_months(first, n), "until": add_months(first, n + 1)}
        for n, amount in enumerate(amounts)
    ]
    as_of = add_months(first, len(amounts))
    return compare(case_file.facts(case), case_file.contract(case), as_of)


def differences(comparison: Comparison) -> list[Decimal]:
    return [difference for _, _, difference in comparison.differences()]


def test_the_odd_cents_may_stand_on_any_month() -> None:
    for year in (LAST_CARRIES, FIRST_CARRIES):
        comparison = billed(*year)
        assert differences(comparison) == []
        assert explain(comparison).findings == ()


def test_they_are_told_where_they_stand() -> None:
    last = billed(*LAST_CARRIES).products[0].cells[-1].rated
    assert last.derivation.endswith("; odd cents of equal instalments = 83.37")
    assert [line.kind for line in last.lines] == ["charge", "proration"]
    assert sum(line.amount for line in last.lines) == last.amount == Decimal("83.37")


def test_a_year_that_lacks_its_odd_cents_lacks_them() -> None:
    """83.33 is a twelfth, rounded: each month is right by itself, and 4 cents are nobody's mistake."""
    assert differences(billed(*EQUAL)) == []


def test_more_than_cents_are_a_difference_though_the_year_adds_up() -> None:
    uneven = ["83.33"] * 10 + ["84.43", "82.27"]
    assert differences(billed(*uneven)) == [Decimal("-1.10"), Decimal("1.06")]


def test_a_wrong_year_does_not_hide_behind_a_right_one() -> None:
    for first, second in ((["80.00"] * 12, LAST_CARRIES), (LAST_CARRIES, ["80.00"] * 12)):
        assert differences(billed(*first, *second)) == [Decimal("3.33")] * 12


def test_a_year_in_which_the_number_changes_is_no_year_of_equal_parts() -> None:
    third = '{type: quantity, product: Care, quantity: "1", unit: site, change: add, effective_from: 2024-07-01}'
    year = ["83.33"] * 6 + ["125.00"] * 5 + ["125.04"]
    assert differences(billed(*year, more=(third,))) == [Decimal("-0.04")]


def test_parts_that_are_not_a_whole_year_yet_are_each_a_twelfth() -> None:
    assert differences(billed(*["83.33"] * 10, "83.37")) == [Decimal("-0.04")]
