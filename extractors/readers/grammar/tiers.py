"""Tier tables and tier sentences: bounds, amounts, and how the tiers add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from extractors.document import Row, Table
from extractors.readers.grammar.bands import Band, band_of, bounds_of
from extractors.readers.grammar.numerals import DIGITS, Habits, parse_digits
from extractors.readers.grammar.quantities import find_money, find_percents
from extractors.readers.grammar.rates import Rate, basis_of, merged, rate_after, unit_of
from terms.period import Interval
from terms.price import Price, PriceModel, Tier

GRADUATED = re.compile(
    r"\bgraduated\b|\bprogressive(?:ly)?\b|\bmarginal\b|\bincremental(?:ly)?\b"
    r"|(?:inside|within|falling (?:in|into|within)|in) (?:that|each|such|the respective|its|the|an?) (?:tier|band|tranche|step|bracket|range|slab|line|row)"
    r"(?!\s+(?:in\s+)?(?:which|where|that|reached))"
    r"|\beach (?:tranche|tier|band|step|bracket|slice)(?:[’']s)?\b[^.]{0,60}\b(?:own|its|that (?:tranche|tier|band)|respective)\b"
    r"|\bonly (?:to )?(?:the|those)\b[^.]{0,40}\b(?:units|within|in excess|above|that fall)"
    r"|\b(?:portion|part|units|requests|quantity) (?:of [^.]{0,40})?(?:that )?fall(?:s|ing)? (?:with)?in(?:to)? (?:each|a|that)",
    re.IGNORECASE,
)
VOLUME = re.compile(
    r"\bwhole(?:[- ](?:of|quantity|volume|turnover|amount|usage|number))|\bentire (?:quantity|volume|usage|amount|number|order)"
    r"|\ball (?:the )?[\w\s-]{0,30}\b(?:are|is|at|charged|priced|billed)\b[^.]{0,30}\b(?:single|same|one|that|at the|the)\b"
    r"|\bsingle (?:rate|price) (?:of|for)|\b(?:rate|price) for every\b|\ball units\b|\bfrom the first unit\b|\bwhole[- ]quantity\b"
    r"|\bappl(?:y|ies) to (?:the )?(?:total|all|every|entire|whole)\b|\bevery one of them\b|\breached applies\b|\bvolume (?:pricing|model|price)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a tier table: its bounds and its amount."""

    band: Band
    amount: Decimal
    percent: bool
    currency: str | None
    rate: Rate


def steps_of(table: Table, habits: Habits) -> list[Step] | None:
    """The rows of a table of tiers, or None where the table is something else."""
    rows = table.rows
    while rows and not any(re.search(r"\d", part.text) for part in rows[0].cells):
        rows = rows[1:]
    if len(rows) < 2:
        return None
    width = max(len(row.cells) for row in rows)
    for column in range(width):
        bands = [_band_in(row, column, habits) for row in rows]
        if any(band is None for band in bands):
            continue
        steps = [
            _step(band, row, column, table, habits)
            for band, row in zip(bands, rows, strict=True)
            if band is not None
        ]
        found = [step for step in steps if step is not None]
        if len(found) == len(rows) and any(step.amount for step in found):
            return found
    return None


def _band_in(row: Row, column: int, habits: Habits) -> Band | None:
    return band_of(row.cells[column].text, habits) if column < len(row.cells) else None


def _step(band: Band, row: Row, column: int, table: Table, habits: Habits) -> Step | None:
    """The amount of a row: the last cell right of the bounds that holds one, else one left of them."""
    last = len(row.cells) - 1
    heads = _column_heads(table)
    for index in (*range(last, column, -1), *range(column - 1, -1, -1)):
        text = row.cells[index].text
        head = heads[index] if index < len(heads) else ""
        basis = basis_of(head)
        moneys = find_money(text, habits)
        if moneys:
            after = rate_after(text, moneys[-1].end, habits.comma)
            return Step(band, moneys[-1].value, False, moneys[-1].currency, merged(after, basis))
        if percents := find_percents(text, habits):
            return Step(band, percents[-1].value, True, None, basis)
        if plain_number := re.fullmatch(rf"\s*({DIGITS})(?:\s+(?:per|each)\b.*)?\s*", text):
            value = parse_digits(plain_number[1], comma=habits.comma)
            after = rate_after(text, plain_number.end(1), habits.comma)
            return Step(band, value, "%" in head, currency_in(head), merged(after, basis))
        if _FREE.match(text):
            return Step(band, Decimal(0), False, None, basis)
    return None


def _column_heads(table: Table) -> list[str]:
    """The titles of the columns; where the head is one caption over all of them, the row below titles them."""
    if table.head is None:
        return []
    titles = [part.text for part in table.head.cells]
    if sum(bool(title.strip()) for title in titles) > 1:
        return titles
    return [title.strip() for title in tier_heads(table).split("|")]


_FREE = re.compile(
    r"\s*(?:included?\b|free\b|no (?:charge|fee)|without charge|nil\b|none\b|not charged)",
    re.IGNORECASE,
)
"""Words in the place of an amount that mean zero."""


def currency_in(text: str, dollar: str = "USD") -> str | None:
    """The currency that a column head names by code, sign or word: 'CHF', 'A$', 'Yen', 'in euros'."""
    if match := re.search(r"\b(USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SGD|HKD|SEK|NOK|DKK|INR)\b", text):
        return match[1]
    if re.search(r"\bRs\b|\brupees?\b|₹", text, re.IGNORECASE):
        return "INR"
    signs = {
        "€": "EUR",
        "£": "GBP",
        "¥": "JPY",
        "US$": "USD",
        "CA$": "CAD",
        "C$": "CAD",
        "A$": "AUD",
        "AU$": "AUD",
        "NZ$": "NZD",
        "S$": "SGD",
        "HK$": "HKD",
    }
    signed = re.search(r"(?<![A-Za-z])(?:US|CA|AU|NZ|HK|C|A|S)\$|[€£¥]", text)
    if signed:
        return signs[signed[0]]
    if "$" in text:
        return dollar
    return next(
        (code for word, code in _CURRENCY_WORDS if re.search(word, text, re.IGNORECASE)), None
    )


_CURRENCY_WORDS = (
    (r"\byen\b", "JPY"),
    (r"\beuros?\b", "EUR"),
    (r"\bsterling\b", "GBP"),
    (r"\bswiss francs?\b", "CHF"),
    (r"\bcanadian dollars?\b", "CAD"),
    (r"\baustralian dollars?\b", "AUD"),
    (r"\bnew zealand dollars?\b", "NZD"),
    (r"\bu\.?s\.? dollars?\b", "USD"),
)


def tiered_price(steps: list[Step], heads: str, around: str) -> Price | None:
    """The price that tier rows state, without product and dates; None where bounds do not rise.

    `heads` are the column heads, `around` the sentences about the table.
    """
    bounded = bounds_of([step.band for step in steps])
    if bounded is None:
        return None
    bounds, odd = bounded
    flat = _flat(steps, heads)
    tiers = tuple(
        Tier(
            up_to=bound,
            unit_amount=None if step.percent or _is_flat(step, flat) else step.amount,
            flat_amount=step.amount if _is_flat(step, flat) and not step.percent else None,
            percent=step.amount if step.percent else None,
        )
        for bound, step in zip(bounds, steps, strict=True)
    )
    unit = next((step.rate.unit for step in steps if step.rate.unit), None)
    interval = next((step.rate.interval for step in steps if step.rate.interval), None)
    interval = interval or period_in(heads)
    return Price(
        product=_product_of(heads),
        model=_model(steps, flat, f"{heads} {around}"),
        unit=None if any(step.percent for step in steps) else unit or _counted(heads, steps),
        tiers=tiers,
        currency=next((step.currency for step in steps if step.currency), None),
        interval=interval,
        status="stated",
        warnings=tuple(odd),
    )


_PERIOD = re.compile(
    r"\b(?:in|per|of|for|during) (?:the|a|each|that|any)?\s*(?:calendar |billing )?(month|quarter|year)\b",
    re.IGNORECASE,
)


def period_in(words: str) -> Interval | None:
    """'GB stored in the month': the period over which tiers are counted."""
    match = _PERIOD.search(words)
    return basis_of(f"per {match[1]}").interval if match else None


def _flat(steps: list[Step], heads: str) -> bool:
    """Whether the amounts are the fee of a whole tier: no unit, and they rise with the tiers."""
    if any(step.percent or step.rate.unit or step.rate.each for step in steps[:-1]):
        return False
    if re.search(
        r"\b(?:rate|price|charge|fee) (?:per|for every|for each|of each)\b(?! (?:month|year|quarter|calendar))|unit price|price per|whole",
        heads,
        re.IGNORECASE,
    ):
        return False
    amounts = [step.amount for step in steps if not step.rate.unit]
    return amounts == sorted(amounts) and len(set(amounts)) == len(amounts)


def _is_flat(step: Step, flat: bool) -> bool:
    """Of flat tiers, the last may still have a price per unit ('over 60: 1.50 per foot')."""
    return flat and not step.rate.unit


def _model(steps: list[Step], flat: bool, words: str) -> PriceModel:
    if flat:
        return "stairstep"
    volume, graduated = VOLUME.search(words), GRADUATED.search(words)
    if volume and not graduated:
        return "volume"
    if graduated and not volume:
        return "graduated"
    if volume and graduated:
        return "volume" if volume.start() < graduated.start() else "graduated"
    return "graduated" if any(step.band.marginal for step in steps) else "tiered"


def _counted(heads: str, steps: list[Step]) -> str | None:
    """What the tiers count: 'Active connectors' is 'connector', 'GB in the Month' is 'GB'."""
    if unit := next((step.band.unit for step in steps if step.band.unit), None):
        return unit_of(unit)
    head = _bounds_head(heads)
    if named := re.search(r"\(([A-Za-z]+(?: [A-Za-z]+)?)\)\s*\Z", head):
        return unit_of(named[1])
    words = _IN_PERIOD.sub("", head).rpartition(",")[2].strip()
    words = re.sub(
        r"^(?:active|total|average|number of|monthly|units? of|all)\s+",
        "",
        words,
        flags=re.IGNORECASE,
    )
    words = re.sub(
        r"\s+(?:protected|stored|connected|used|processed|sent|purchased|ordered|licensed)\Z",
        "",
        words,
    )
    return unit_of(words) if 0 < len(words.split()) <= 3 and not _GENERIC.search(words) else None


_IN_PERIOD = re.compile(
    r"\s*\(?\b(?:in|per|of|for|during|each)\s+(?:the|a|each|that|any)?\s*(?:calendar |billing )?(?:month|quarter|year)\b\)?.*",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:tier|band|tranche|range|quantity|volume|level|step|amount|turnover|from|to|usage|number|distance)\b",
    re.IGNORECASE,
)


def tier_heads(table: Table) -> str:
    """The column heads, with the rows under them that only go on with the titles, split by '|'."""
    titles = [part.text for part in table.head.cells] if table.head else []
    for row in table.rows:
        if any(re.search(r"\d", part.text) for part in row.cells):
            break
        below = [part.text for part in row.cells]
        titles = [
            f"{title} {more}".strip() for title, more in zip_longest(titles, below, fillvalue="")
        ]
    return " | ".join(titles)


def _bounds_head(heads: str) -> str:
    """The head of the column that holds the bounds: the last but one, or the first of two."""
    titles = [title.strip() for title in heads.split("|")]
    return titles[-2] if len(titles) > 1 else ""


def _product_of(heads: str) -> str | None:
    """'Object Storage, GB-month' and 'API Requests in the month' name what the tiers price."""
    words = _IN_PERIOD.sub("", _bounds_head(heads)).partition(",")[0].strip()
    words = re.sub(r"^(?:total|average|number of|units? of)\s+", "", words, flags=re.IGNORECASE)
    if (
        not re.match(r"[A-Z]", words)
        or _GENERIC.search(words)
        or len(words) < 4
        or re.search(r"\b(?:stored|GB|TB)\b", words)
    ):
        return None
    return words
