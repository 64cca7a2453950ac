"""Exact intervals, against closed forms and published figures."""

from math import sqrt

import pytest

from evals.intervals import Rate, clopper_pearson, lower_bound


@pytest.mark.parametrize(("of", "bound"), [(19, 0.85), (59, 0.95), (299, 0.99)])
def test_without_an_error_the_bound_needs_so_many_cases(of, bound):
    assert lower_bound(of, of) == pytest.approx(0.05 ** (1 / of))
    assert lower_bound(of, of) >= bound
    assert lower_bound(of - 1, of - 1) < bound


def test_the_interval_of_one_in_two_is_the_closed_form():
    low, high = clopper_pearson(1, 2)
    assert low == pytest.approx(1 - sqrt(0.975))
    assert high == pytest.approx(sqrt(0.975))


def test_the_interval_of_seven_in_twenty_is_the_published_one():
    # R: binom.test(7, 20)
    assert clopper_pearson(7, 20) == (
        pytest.approx(0.1539, abs=1e-4),
        pytest.approx(0.5922, abs=1e-4),
    )


def test_the_ends_are_closed():
    assert clopper_pearson(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))
    assert clopper_pearson(10, 10) == (pytest.approx(0.025**0.1), 1.0)


def test_large_counts_are_computed_in_the_logarithm():
    low, high = clopper_pearson(4_900, 5_000)
    assert 0.975 < low < 0.98 < high < 0.985


def test_unscored_is_never_zero():
    assert Rate(0, 0).value is None
    assert str(Rate(0, 0)) == "–"
    assert Rate(0, 0).as_dict() == {"value": None, "low": None, "high": None, "hits": 0, "n": 0}
    assert Rate(0, 3).value == 0


def test_rates_add_by_counting():
    assert Rate(1, 2) + Rate(3, 4) == Rate(4, 6)
    with pytest.raises(ValueError, match="5 of 4 is not a share"):
        Rate(5, 4)
