"""A real model's reading of a two-page order, recorded once and replayed through the real SDK.

The expectations are those of a person who read the order; how to record is in docs/model.md.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.opening import open_pdf
from extractors.readers.model import ModelReader, ModelSettings
from extractors.readers.reading import Reading
from tests.extractors.model.service_order import write_service_order

CASSETTE = "recorded_service_order.yaml"
ENDPOINT = "http://127.0.0.1:8765/v1"


@pytest.fixture
def reading(tmp_path: Path, replayed: Any) -> Reading:
    document = open_pdf(write_service_order(tmp_path / "order.pdf"), "order.pdf")
    settings = ModelSettings(OPENAI_API_KEY="not-a-key", OPENAI_BASE_URL=ENDPOINT, timeout=3_000)
    with replayed.use_cassette(CASSETTE):
        return ModelReader(settings).read(document)


def terms(reading: Reading, kind: str, by: str) -> list[Any]:
    return [
        draft.term
        for draft in reading.drafts
        if draft.term.type == kind and draft.term.readers == (by,)
    ]


@pytest.mark.parametrize("by", ["model.passage", "model.field"])
def test_the_order_is_read(reading: Reading, by: str):
    rates = {term.unit_amount for term in terms(reading, "price", by) if term.unit_amount}
    assert Decimal("64.00") in rates
    (tiers,) = [term for term in terms(reading, "price", by) if term.tiers]
    assert tiers.model == "graduated"
    assert [(tier.up_to, tier.unit_amount) for tier in tiers.tiers] == [
        (Decimal(200), Decimal("9.80")),
        (Decimal(1000), Decimal("8.40")),
        (None, Decimal("7.10")),
    ]
    (rise,) = [term for term in terms(reading, "escalation", by) if term.percent]
    assert rise.percent == Decimal("3.5")
    assert rise.every_months == 12
    assert str(rise.first_on) == "2026-04-01"
    (quantity,) = terms(reading, "quantity", by)
    assert quantity.quantity == 40
    (minimum,) = terms(reading, "commitment", by)
    assert (minimum.value, minimum.per, minimum.shortfall) == (Decimal(12000), "year", "billed")
    windows = {(w.direction, w.length, w.unit) for w in terms(reading, "lookback", by)}
    assert {("underbilling", 12, "month"), ("overbilling", 60, "day")} <= windows
    (payment,) = terms(reading, "payment", by)
    assert payment.net_days == 45


@pytest.mark.parametrize("by", ["model.passage", "model.field"])
def test_traps_stay_traps(reading: Reading, by: str):
    prices = terms(reading, "price", by)
    owed = [price for price in prices if not price.doubtful and price.status != "not_ordered"]
    amounts = {amount for price in owed for amount in (price.unit_amount, price.flat_amount)}
    assert amounts.isdisjoint({Decimal("71.50"), Decimal("51.75"), Decimal("1.00"), Decimal(210)})


def test_nothing_failed(reading: Reading):
    assert not reading.warnings
    assert reading.usage.calls >= 2
    assert reading.usage.output_tokens > 0
