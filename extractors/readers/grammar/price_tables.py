"""Prices in tables: tables of tiers, and tables with a price in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Document, Table
from extractors.readers.grammar.allowances import allowances_of
from extractors.readers.grammar.billed_when import billing_in
from extractors.readers.grammar.effect import document_effect
from extractors.readers.grammar.price_rows import drafts_of
from extractors.readers.grammar.products import headings_product
from extractors.readers.grammar.rates import basis_of
from extractors.readers.grammar.sentences import Setting, main_currency, setting_of
from extractors.readers.grammar.surroundings import Surroundings, surroundings_of
from extractors.readers.grammar.table_parts import parts_of
from extractors.readers.grammar.tiers import (
    GRADUATED,
    VOLUME,
    Step,
    currency_in,
    period_in,
    steps_of,
    tier_heads,
    tiered_price,
)
from extractors.readers.reading import Draft, Passage
from terms.price import Price

_SPEAKS_OF_TIERS = re.compile(
    r"\b(?:tranche|tier|band|bracket|slab)s?\b|\bof a line\b|\bthat line\b", re.IGNORECASE
)


def read(document: Document) -> Iterator[Draft]:
    """Every price, contracted quantity and minimum that a table states."""
    if not document.tables:
        return
    setting = setting_of(document)
    whole = document_effect(setting)
    allowances = allowances_of(document)
    for part in (each for table in document.tables if table.rows for each in parts_of(table)):
        table = part.table
        about = surroundings_of(document, table, setting, whole)
        if part.heading:
            about = replace(about, headings=(part.heading, *about.headings[1:]), lead="")
        if about.illustrates:
            continue
        steps = steps_of(table, setting.habits)
        if steps is not None:
            yield from _tiers(table, steps, about, setting)
        else:
            yield from drafts_of(table, about, setting, allowances)


def _tiers(
    table: Table, steps: list[Step], about: Surroundings, setting: Setting
) -> Iterator[Draft]:
    heads = tier_heads(table)
    price = tiered_price(steps, heads, _about_tiers(about, setting))
    if price is None:
        return
    currency = price.currency or currency_in(heads) or main_currency(setting.text, setting.habits)
    update: dict[str, object] = {
        "product": headings_product(about.headings) or price.product,
        "currency": currency,
        "effective_from": about.effect.start,
        "effective_to": about.effect.end,
        "interval": price.interval
        or period_in(about.lead)
        or basis_of(about.heading).interval
        or basis_of(about.lead[-200:]).interval,
        "billing": price.billing or billing_in(about.lead),
        "unit": price.unit or (basis_of(about.heading).unit if not _in_percent(price) else None),
    }
    if about.declines:
        update |= {"status": "not_ordered", "doubtful": True}
    start = (table.head or table.rows[0]).start
    yield Draft(price.model_copy(update=update), (Passage(start, table.rows[-1].end),))


def _in_percent(price: Price) -> bool:
    return any(tier.percent is not None for tier in price.tiers or ())


def _about_tiers(about: Surroundings, setting: Setting) -> str:
    """The words that may say how tiers add up: about the table, else anywhere tiers are spoken of."""
    if VOLUME.search(about.words) or GRADUATED.search(about.words):
        return about.words
    far = [
        s.text
        for s in setting.sentences
        if _SPEAKS_OF_TIERS.search(s.text) and headings_product(s.headings[:1]) is None
    ]
    return " ".join([about.words, *far])
