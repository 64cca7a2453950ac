"""Which paper wins, as masters say it."""

from __future__ import annotations

import pytest

from extractors.precedence import read_precedence


@pytest.mark.parametrize(
    "words",
    [
        "In the event of a conflict between this Agreement and an Order Form, this Agreement shall prevail.",
        "To the extent of any conflict the Master Terms govern over any Statement of Work.",
        "In case of conflict, the following order of precedence applies: (1) this Agreement; (2) the Order Form.",
        "If the Agreement and an Order disagree, the Agreement wins.",
    ],
)
def test_a_master_that_stands_first(words: str) -> None:
    clause = read_precedence(words, "master")

    assert clause is not None
    assert (clause.unless_named, clause.prices_free, clause.sections) == (False, False, ())


@pytest.mark.parametrize(
    "words",
    [
        "The terms of an Order Form shall prevail over this Agreement in case of inconsistency.",
        "In the event of a conflict, the terms of the Order Form will control over the terms of this Agreement.",
        "In case of conflict the order of precedence is: (a) the Order Form; (b) this Agreement.",
        "Where an amendment, an Order and this Master differ, the amendment is followed first, then the Order, then this Master.",
        "This Agreement prevails over the terms of any purchase order of Customer in case of conflict.",
        "A conflict of laws is settled by the courts of Ohio.",
    ],
)
def test_no_clause_by_which_a_master_wins_over_its_orders(words: str) -> None:
    assert read_precedence(words, "master") is None


def test_an_order_may_win_by_naming_the_section() -> None:
    words = "If they conflict, this Agreement prevails over an Order Form, except where it names the section that it varies."
    clause = read_precedence(words, "master")

    assert clause is not None
    assert clause.unless_named


def test_an_order_may_be_free_to_set_prices() -> None:
    words = "In case of conflict between an Order Form and this Agreement, this Agreement controls, except as to prices."
    clause = read_precedence(words, "master")

    assert clause is not None
    assert clause.prices_free


def test_a_master_may_win_in_some_sections_only() -> None:
    words = "If an Order Form and these Terms disagree, the Order Form is followed, except as regards § 7 and § 9, where these Terms are followed."
    clause = read_precedence(words, "master")

    assert clause is not None
    assert clause.sections == ("7", "9")


def test_only_masters_are_asked() -> None:
    words = "In the event of a conflict, this Agreement prevails over an Order Form."

    assert read_precedence(words, "order_form") is None
