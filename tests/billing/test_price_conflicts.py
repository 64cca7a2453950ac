"""Two prices of one product from one day: when they are one price said twice, and when nobody has decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from billing.catalog import Catalog
from billing.price_conflicts import conflict
from terms.contract import ContractDocument, Extraction, term
from terms.timeline import Agreement

DAY = date(2026, 3, 1)
FEE = {"model": "flat", "flat_amount": "500.00", "interval": "month"}


def paper(file: str, *prices: dict[str, Any], start: date = date(2026, 1, 1)) -> ContractDocument:
    cited = {"file": file, "page": 1, "section": "1", "quote": "x", "match": "exact"}
    rows = [
        {
            "type": "price",
            "product": "Lens plan",
            "id": f"{file}#{n}",
            "citations": [cited],
            **price,
        }
        for n, price in enumerate(prices)
    ]
    return ContractDocument(
        file=file, kind="order_form", term_start=start, terms=tuple(map(term, rows))
    )


def asked(*papers: ContractDocument) -> str | None:
    catalog = Catalog(Agreement(Extraction(documents=papers)))
    return conflict(catalog.products[0], DAY)


SAME = {
    "a month's fee and twelve of it a year": {
        "model": "flat",
        "flat_amount": "6000.00",
        "interval": "year",
    },
    "the same fee once more": {"model": "flat", "flat_amount": "500.00", "interval": "month"},
    "a quarter's as every three months": {
        "model": "flat",
        "flat_amount": "1500.00",
        "interval": "month",
        "interval_count": 3,
    },
    "the same without an interval": {"model": "flat", "flat_amount": "500.00"},
    "the same without a model": {"flat_amount": "500.00", "interval": "month"},
    "the same in the account's currency": FEE | {"currency": "USD"},
}

OTHER = {
    "another fee": FEE | {"flat_amount": "510.00"},
    "the same number for a year": FEE | {"interval": "year"},
    "another currency": FEE | {"currency": "EUR"},
    "per user": {"model": "per_unit", "unit": "user", "unit_amount": "500.00", "interval": "month"},
    "at least so much": FEE | {"minimum_charge": "600.00"},
    "each week": FEE | {"interval": "week"},
    "once": FEE | {"interval": "one_time"},
}


@pytest.mark.parametrize("second", SAME.values(), ids=SAME)
def test_one_price_said_twice_is_settled(second: dict[str, Any]) -> None:
    first = FEE | ({"currency": "USD"} if "currency" in second else {})
    assert asked(paper("order.pdf", first, second)) is None
    assert asked(paper("order.pdf", second, first)) is None


@pytest.mark.parametrize("second", OTHER.values(), ids=OTHER)
def test_two_prices_of_one_paper_are_asked_about(second: dict[str, Any]) -> None:
    first = FEE | ({"currency": "USD"} if "currency" in second else {})
    for prices in ((first, second), (second, first)):
        words = asked(paper("order.pdf", *prices))
        assert words is not None
        assert words.startswith("order.pdf states two prices of Lens plan, ")
        assert words.endswith("from one day, and no clause that was read says which applies")


def test_a_weekly_price_said_twice_is_one_price() -> None:
    week = FEE | {"interval": "week"}
    assert asked(paper("order.pdf", week, week | {"model": None})) is None


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (FEE | {"flat_amount": "1510.00", "currency": "USD"}, "USD 1,510.00 per month"),
        ({"model": "per_unit", "unit": "user", "unit_amount": "7.50", "interval": "month"},
         "7.50 per user and month"),
        ({"model": "per_unit", "unit_amount": "7.50"}, "7.50, "),
        ({"model": "graduated", "tiers": [{"up_to": None, "unit_amount": "2"}]}, "one by tiers"),
        ({"model": "percentage", "percent": "4", "percent_of": "fees"}, "one of another kind"),
    ],
    ids=("a fee", "per user", "without unit", "tiers", "a percentage"),
)  # fmt: skip
def test_both_prices_are_told(second: dict[str, Any], told: str) -> None:
    words = asked(paper("order.pdf", FEE, second)) or ""
    assert "500.00 per month" in words
    assert told in words
    assert "  " not in words


def test_two_papers_of_one_day_are_asked_about() -> None:
    words = asked(paper("order.pdf", FEE), paper("schedule.pdf", OTHER["another fee"]))
    assert words is not None
    assert "take effect on one day and price Lens plan differently" in words
    assert words.endswith("differently, and no clause that was read says which prevails")


def test_two_papers_of_one_day_that_agree_are_not() -> None:
    assert asked(paper("order.pdf", FEE), paper("schedule.pdf", FEE)) is None


def test_the_later_paper_prevails() -> None:
    later = paper("renewal.pdf", OTHER["another fee"], start=date(2026, 2, 1))
    assert asked(paper("order.pdf", FEE), later) is None


def test_a_price_on_request_conflicts_with_none() -> None:
    on_request = FEE | {"flat_amount": "510.00", "status": "on_request"}
    assert asked(paper("order.pdf", FEE, on_request)) is None
