"""Made-up accounts: sums as by hand, truths that hold, and the same account from the same seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from evals.scenarios import wordings
from evals.scenarios.billed import lines
from evals.scenarios.deal import Deal, Product, amounts, charge, price_on, shortfalls
from evals.scenarios.making import make_deal
from evals.scenarios.mistakes import MISTAKES
from evals.scenarios.running import examine
from evals.scenarios.scenario import make
from evals.scenarios.styles import BUYERS, PRODUCTS, SELLERS, STYLES, of_pool

START = date(2024, 3, 1)
MARCH = START, date(2024, 4, 1)


def deal(*products: Product, **changes: object) -> Deal:
    made = Deal("Seller", "Buyer", "USD", START, date(2026, 3, 10), 1, products)
    return replace(made, **changes)


def test_increases_compound_and_round_once_a_year():
    # 99.95 x 1.05 = 104.9475 -> 104.95; x 1.05 = 110.1975 -> 110.20
    fee = Product("Ledger", "flat", Decimal("99.95"))
    agreed = deal(fee, rise=Decimal(5))
    days = (date(2025, 2, 28), date(2025, 3, 1), date(2026, 3, 1))
    assert [price_on(agreed, fee, day) for day in days] == list(
        map(Decimal, ("99.95", "104.95", "110.20"))
    )
    missed = replace(agreed, rises_applied=1)
    assert price_on(missed, fee, date(2026, 3, 1)) == Decimal("104.95")


def test_tiers_add_up_by_their_mode():
    # 250 units: graduated 100 x 1.00 + 100 x 0.80 + 50 x 0.50 = 205.00; volume 250 x 0.50 = 125.00
    tiers = ((100, Decimal("1.00")), (200, Decimal("0.80")), (None, Decimal("0.50")))
    used = ((START, 250),)
    graduated = Product("Calls", "graduated", Decimal(0), "call", tiers=tiers, used=used)
    volume = replace(graduated, model="volume")
    assert charge(deal(graduated), graduated, MARCH) == Decimal("205.00")
    assert charge(deal(volume), volume, MARCH) == Decimal("125.00")


def test_a_minimum_lacks_what_the_year_did_not_bring():
    # twelve months of 100.00 are 1,200.00; the minimum is 1,500.00; two years are over
    agreed = deal(Product("Ledger", "flat", Decimal(100)), commitment=Decimal(1500))
    assert set(shortfalls(agreed).values()) == {Decimal("300.00")}
    assert len(shortfalls(agreed)) == 2


def test_what_is_billed_as_agreed_has_lines_of_the_agreed_amounts():
    agreed = deal(Product("Ledger", "flat", Decimal(100), discount=Decimal(10)))
    billed = Counter()
    for line in lines(agreed):
        billed[line.period_start, line.period_end] += line.amount
    assert dict(billed) == amounts(agreed, agreed.products[0])
    assert set(billed.values()) == {Decimal("90.00")}


@pytest.mark.parametrize("options", [STYLES, SELLERS, BUYERS, PRODUCTS, *wordings.CLAUSES.values()])
def test_what_is_fitted_on_is_not_tested_on(options):
    fit, test = of_pool(options, "fit"), of_pool(options, "test")
    assert fit
    assert test
    assert not {str(each) for each in fit} & {str(each) for each in test}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_each_mistake_can_be_planted_and_differs_by_what_its_truth_says(name):
    wish, mistake = MISTAKES[name]
    tries = (mistake(Random(n), make_deal(Random(n), "fit", wish)) for n in range(200))
    planted = next(made for made in tries if made is not None)
    expected = planted.expected[0]
    right = sum((line.amount for line in lines(planted.agreed)), Decimal(0))
    billed = [*lines(planted.believed), *planted.extra]
    difference = right - sum((line.amount for line in billed), Decimal(0))
    assert expected.cause == name
    assert difference == sum(
        sum(each.differences.values(), Decimal(0)) for each in planted.expected
    )


def test_the_same_seed_gives_the_same_papers_and_the_same_truth(tmp_path):
    one = make(5, 9, "test", tmp_path / "one")
    again = make(5, 9, "test", tmp_path / "again")
    assert one.truth == again.truth
    assert one.facts == again.facts
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "again")
    assert make(6, 9, "test", tmp_path / "other").facts != one.facts


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.pdf")}


def test_a_third_of_the_accounts_has_nothing_wrong(tmp_path):
    kinds = Counter(make(n, 4, "fit", tmp_path / str(n)).kind for n in range(60))
    assert kinds["clean"] + kinds["excused"] >= 15
    assert len(kinds) > 8


def test_accounts_go_through_every_step_and_come_out_the_same(tmp_path):
    outcomes = [examine(make(n, 2, "fit", tmp_path / str(n))) for n in range(4)]
    assert outcomes == [examine(make(n, 2, "fit", tmp_path / f"{n}-again")) for n in range(4)]
    assert {each.route for each in outcomes} <= {"billing", "review", "none"}
    assert all(1 <= each.hundredths <= 99 for each in outcomes)
