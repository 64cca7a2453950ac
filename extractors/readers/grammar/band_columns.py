"""Price breaks set across the columns: each row a product, each amount column the quantities it is for."""

from __future__ import annotations

from dataclasses import replace

from extractors.readers.grammar.bands import Band, band_of
from extractors.readers.grammar.quantities import find_money
from extractors.readers.grammar.rates import basis_of, merged, rate_after
from extractors.readers.grammar.row_amounts import Offer, rate_of
from extractors.readers.grammar.sentences import main_currency
from extractors.readers.grammar.tiers import (
    GRADUATED,
    VOLUME,
    Step,
    currency_in,
    period_in,
    tiered_price,
)
from terms.price import Price


def bands_of(offer: Offer) -> list[Band] | None:
    """The quantities that the titles of the amount columns name, or None where they name none."""
    columns, habits = offer.columns, offer.setting.habits
    if len(columns.amounts) < 2:
        return None
    found = [band_of(columns.head(at), habits) for at in columns.amounts]
    bands = [band for band in found if band is not None]
    return bands if len(bands) == len(found) else None


def price_across(offer: Offer, bands: list[Band]) -> Price | None:
    """The tiers of one row; None where a cell holds no amount or the words do not say how tiers add up."""
    steps: list[Step] = []
    heads = " | ".join(offer.columns.head(at) for at in offer.columns.amounts)
    words = f"{offer.about.words} {offer.about.lead}"
    if not (VOLUME.search(words) or GRADUATED.search(words)):
        return None
    for band, at in zip(bands, offer.columns.amounts, strict=True):
        text = offer.text(at)
        moneys = find_money(text, offer.setting.habits)
        if len(moneys) != 1 or moneys[0].conflict:
            return None
        rate = merged(rate_after(text, moneys[0].end), rate_of(offer, at))
        rate = replace(rate, interval=None, each=True)
        steps.append(Step(band, moneys[0].value, False, moneys[0].currency, rate))
    price = tiered_price(steps, "", words)
    if price is None:
        return None
    spoken = basis_of(offer.about.lead)
    return price.model_copy(
        update={
            "unit": price.unit or spoken.unit,
            "interval": price.interval or period_in(heads) or basis_of(heads).interval,
            "currency": price.currency
            or currency_in(heads)
            or main_currency(offer.setting.text, offer.setting.habits),
        }
    )
