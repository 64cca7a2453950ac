"""What `recoup terms` shows is what billing rates: the same price of each product on each day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.given_terms import given_terms
from billing.catalog import Catalog
from terms.standing import Standing, standing
from terms.timeline import Agreement, Placed

TRUTH = Path(__file__).parents[2] / "samples" / "truth.json"
ACCOUNTS = given_terms(TRUTH, json.loads(TRUTH.read_text(encoding="utf-8"))["cases"])


def days_of_change(found: Standing) -> list[date]:
    """The first and last day of every stretch, with the days beside them."""
    bounds = {
        day
        for matter in found.matters
        for stretch in matter.stretches
        for day in (stretch.start, stretch.last)
        if day is not None
    }
    return sorted({day + timedelta(days=step) for day in bounds for step in (-1, 0, 1)})


def clause(placed: Placed) -> tuple[str, str, date | None]:
    return placed.document.file, placed.term.citations[0].quote, placed.start


@pytest.mark.parametrize("account", sorted(ACCOUNTS))
def test_the_price_in_force_is_the_one_that_is_rated(account):
    found, catalog = standing(ACCOUNTS[account]), Catalog(Agreement(ACCOUNTS[account]))
    compared = 0
    for day in days_of_change(found):
        shown = {
            clause(stretch.placed)
            for matter, stretch in found.on(day)
            if matter.type in {"price", "formula"}
        }
        for product in catalog.products:
            rated = product.price_on(day)
            if rated is not None:
                compared += 1
                assert clause(rated[0]) in shown, (product.name, day)
    assert compared
