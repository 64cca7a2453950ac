"""Accounts made up at random: right bills give nothing, planted mistakes come back as planted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from generated import plans
from hypothesis import given, settings
from hypothesis import strategies as st
from nonsense import accounts, damaged, senseless
from plain_biller import VISIT, facts
from plan import DECIMALS, Plan
from planned_contract import contract
from planted import MISTAKES, Planted, right_plans
from self_billed import self_billed
from thoroughness import EACH_TIME, times

from billing.causes.observed import NO_DIFFERENCE
from billing.facts import AccountFacts
from billing.finding import Finding
from billing.investigation import compare, explain
from terms.contract import Extraction
from terms.period import Period


@settings(EACH_TIME, max_examples=times(200))
@given(plans())
def test_a_right_bill_gives_nothing(plan: Plan) -> None:
    result = explain(compare(facts(plan), contract(plan), plan.as_of))
    assert result.findings == ()
    assert result.questions == ()


@settings(EACH_TIME, max_examples=times(60))
@given(self_billed())
def test_what_our_own_rating_bills_is_right(made: tuple[Plan, AccountFacts, Extraction]) -> None:
    """Whatever the clauses say, a book at the engine's own amounts has no difference."""
    plan, book, papers = made
    assert explain(compare(book, papers, plan.as_of)).findings == ()


@pytest.mark.parametrize("mistake", MISTAKES)
@settings(EACH_TIME, max_examples=times(10))
@given(data=st.data())
def test_a_planted_mistake_is_found(mistake: str, data: st.DataObject) -> None:
    """Its cause, and for each direction its total, first and last period; nothing else."""
    made = data.draw(MISTAKES[mistake]())
    comparison = compare(made.book, contract(made.agreed), made.agreed.as_of)
    result = explain(comparison)
    assert {finding.cause for finding in result.findings} <= made.causes
    assert {finding.product for finding in result.findings} <= {
        made.agreed.things[0].name,
        VISIT,
        *(f"Minimum commitment per {per}" for per in ("month", "quarter", "year")),
    }
    assert by_direction(result.findings) == planted_by_direction(made)
    assert result.questions == ()


def by_direction(findings: Iterable[Finding]) -> dict[str, tuple[Decimal, date, date]]:
    found: dict[str, tuple[Decimal, date, date]] = {}
    for finding in findings:
        total, first, last = found.get(finding.direction, (Decimal(0), date.max, date.min))
        found[finding.direction] = (
            total + finding.amount_total,
            min(first, finding.periods[0].period_start),
            max(last, finding.periods[-1].period_end),
        )
    return found


def planted_by_direction(made: Planted) -> dict[str, tuple[Decimal, date, date]]:
    found = {}
    for direction, sign in (("under", 1), ("over", -1)):
        rows = {p: d * sign for p, d in made.differences.items() if d * sign > 0}
        if rows:
            total = sum(rows.values(), Decimal(0))
            found[direction] = total, min(p[0] for p in rows), max(p[1] for p in rows)
    return found


@settings(EACH_TIME, max_examples=times(60))
@given(damaged())
def test_what_is_explained_is_what_differs(
    made: tuple[Plan, AccountFacts, Extraction],
) -> None:
    """To the cent; no period of a product twice in one direction, but for causes that share it.

    Of a period no more can be recovered than it lacks, whatever it is that its causes make up for.
    """
    plan, book, papers = made
    comparison = compare(book, papers, plan.as_of)
    result = explain(comparison)
    signed = [
        f.amount_total if f.direction == "under" else -f.amount_total
        for f in result.findings
        if f.cause not in NO_DIFFERENCE
    ]
    assert sum(signed) == sum(difference for _, _, difference in comparison.differences())
    claimed = [
        (finding.product, finding.cause, finding.direction, period.period_start)
        for finding in result.findings
        for period in finding.periods
    ]
    assert len(claimed) == len(set(claimed))
    lacks = {(name, period.start): abs(size) for name, period, size in comparison.differences()}
    for (name, start), size in lacks.items():
        recovered = [
            period.recoverable
            for finding in result.findings
            for period in finding.periods
            if (finding.product, period.period_start) == (name, start)
            and finding.cause not in NO_DIFFERENCE
        ]
        assert sum(recovered) <= size
    for finding in result.findings:
        assert 0 <= finding.amount_recoverable <= finding.amount_total
        assert finding.amount_recoverable == sum(p.recoverable for p in finding.periods)
        assert finding.amount_total == sum(p.difference for p in finding.periods)
        assert all(abs(p.expected - p.billed) == p.difference for p in finding.periods)


@settings(EACH_TIME, max_examples=times(40))
@given(damaged(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_papers_changes_nothing(
    made: tuple[Plan, AccountFacts, Extraction], chance: Random
) -> None:
    plan, book, papers = made
    once = explain(compare(book, papers, plan.as_of))
    assert explain(compare(book, papers, plan.as_of)) == once
    mixed = replace(
        book,
        items=tuple(chance.sample(book.items, len(book.items))),
        lines=tuple(chance.sample(book.lines, len(book.lines))),
        usage=tuple(chance.sample(book.usage, len(book.usage))),
    )
    shuffled = Extraction(documents=tuple(reversed(papers.documents)))
    assert explain(compare(mixed, shuffled, plan.as_of)) == once


@settings(EACH_TIME, max_examples=times(40))
@given(right_plans("flat", "seats", raises=False, anchor=1, every=1, proration="daily"), st.data())
def test_a_split_period_costs_as_much_as_the_whole(plan: Plan, data: st.DataObject) -> None:
    """Each part is rounded once: two parts differ from the whole by one minor unit at most a line."""
    comparison = compare(facts(plan), contract(plan), plan.as_of)
    product = comparison.products[0].product
    begin, end = data.draw(st.sampled_from(plan.periods()[1:]))
    middle = begin + timedelta(days=data.draw(st.integers(1, (end - begin).days - 1)))
    whole = comparison.rater.rate(product, Period(begin, end))
    parts = [
        comparison.rater.rate(product, period)
        for period in (Period(begin, middle), Period(middle, end))
    ]
    lines = len(whole.lines) + sum(len(part.lines) for part in parts)
    unit = Decimal(1).scaleb(-DECIMALS[plan.currency])
    assert abs(whole.amount - sum(part.amount for part in parts)) <= unit * lines / 2


@settings(EACH_TIME, max_examples=times(150))
@given(accounts(), st.sampled_from([date(2025, 8, 15), date(2026, 11, 1)]))
def test_nonsense_never_raises(made: tuple[AccountFacts, Extraction], as_of: date) -> None:
    result = explain(compare(*made, as_of))
    for finding in result.findings:
        assert finding.amount_total > 0
        assert 0 <= finding.amount_recoverable <= finding.amount_total


@settings(EACH_TIME, max_examples=times(60))
@given(senseless())
def test_what_makes_no_sense_is_asked_about_and_not_claimed(
    made: tuple[Plan, AccountFacts, Extraction, str],
) -> None:
    plan, book, papers, _ = made
    result = explain(compare(book, papers, plan.as_of))
    assert result.findings == ()
    assert result.questions
