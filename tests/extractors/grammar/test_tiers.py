"""Tables of tiers: bounds in many wordings, and how the tiers add up."""

from decimal import Decimal

import pytest

from extractors.readers.grammar.bands import Band, band_of, bounds_of
from extractors.readers.grammar.numerals import Habits
from tests.extractors.grammar.price_papers import reading, terms


def bounds(*cells: str) -> list[Decimal | None]:
    bands = [band for cell in cells if (band := band_of(cell, Habits())) is not None]
    assert len(bands) == len(cells)
    found = bounds_of(bands)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    "cells",
    [
        ("first 100", "next 400", "thereafter"),
        ("1 to 100", "101 to 500", "501 or more"),
        ("1-100", "101-500", "501+"),
        ("up to and including 100", "over 100, up to and including 500", "over 500"),
        ("not more than 100", "more than 100 but not more than 500", "more than 500"),
        ("0 to 100", "101 to 500", "501 and above"),
        ("from 1 up to 100", "from 101 up to and including 500", "above 500"),
        ("less than 101", "101 – 500", "in excess of 500"),
    ],
)
def test_bounds_are_inclusive_whatever_the_wording(cells: tuple[str, ...]) -> None:
    assert bounds(*cells) == [100, 500, None]


def test_gaps_and_overlaps_are_noticed() -> None:
    def odd(*cells: str) -> list[str]:
        found = bounds_of([band for cell in cells if (band := band_of(cell, Habits()))])
        assert found is not None
        return found[1]

    assert "stands in two tiers" in odd("1 to 100", "100 to 500", "over 500")[0]
    assert "no tier covers" in odd("1 to 100", "151 to 500", "over 500")[0]


def test_dates_and_words_are_no_bounds() -> None:
    assert band_of("July 1, 2023", Habits()) is None
    assert band_of("Enterprise plan", Habits()) is None
    assert bounds_of([Band(None, False, None, False)] * 2) is None


def _tiers(wording: str, unit: str = "Price per GB") -> dict[str, object]:
    (found,) = terms(
        f"""
        # Egress
        {wording}
        GB in the month | {unit}
        up to 1,000 | $0.10
        over 1,000 | $0.08
        """,
        "price",
    )
    return found


@pytest.mark.parametrize(
    ("wording", "model"),
    [
        ("Each tier's price applies to the GB inside that tier.", "graduated"),
        ("The fee is graduated.", "graduated"),
        ("The price of the tier reached applies to the whole quantity.", "volume"),
        ("All GB of a month are charged at the single rate of the row.", "volume"),
    ],
)
def test_how_tiers_add_up_is_taken_from_the_wording(wording: str, model: str) -> None:
    found = _tiers(wording)
    assert found["model"] == model
    assert found["product"] == "Egress"
    assert found["unit"] == "GB"
    assert found["interval"] == "month"
    assert found["tiers"] == [
        {"up_to": "1000", "unit_amount": "0.10"},
        {"unit_amount": "0.08"},
    ]


def test_tiers_that_do_not_say_how_they_add_up_are_left_over() -> None:
    found = reading(
        """
        # Egress
        The prices are as follows.
        GB in the month | Price per GB
        up to 1,000 | $0.10
        over 1,000 | $0.08
        """
    )
    assert not found.drafts
    assert any("add up" in left.why for left in found.leftovers)


def test_fees_of_a_band_are_a_stairstep() -> None:
    (found,) = terms(
        """
        # Connector band
        Active connectors | Monthly charge (EUR)
        1 to 25 | 300.00
        26 to 100 | 750.00
        101 and more | 1,400.00
        """,
        "price",
    )
    assert found["model"] == "stairstep"
    assert found["currency"] == "EUR"
    assert found["unit"] == "connector"
    assert found["tiers"][0] == {"up_to": "25", "flat_amount": "300.00"}


def test_tiers_in_percent_of_turnover() -> None:
    (found,) = terms(
        """
        # Card acceptance
        The percentage of the band is applied to the whole of that turnover:
        Card turnover in the month | Rate on whole turnover
        up to and including £400,000 | 1.60%
        over £400,000 | 1.45%
        """,
        "price",
    )
    assert found["model"] == "volume"
    assert [tier.get("percent") for tier in found["tiers"]] == ["1.60", "1.45"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Calls: first 1,000 calls at $1.00 each, next 4,000 calls at $0.90 each, and all further calls at $0.80 each.",
        "The charge is $1.00 per call for the first 1,000 calls, $0.90 per call for the next 4,000 calls and $0.80 per call thereafter.",
    ],
)
def test_tiers_in_a_sentence(sentence: str) -> None:
    (found,) = terms(f"# Calls\n{sentence}", "price")
    assert found["model"] == "graduated"
    assert found["tiers"] == [
        {"up_to": "1000", "unit_amount": "1.00"},
        {"up_to": "5000", "unit_amount": "0.90"},
        {"unit_amount": "0.80"},
    ]
