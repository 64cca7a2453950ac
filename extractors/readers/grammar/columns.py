"""What each column of a price table holds: the thing sold, how many, for what, and which amount counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from extractors.document import Row, Table
from extractors.readers.grammar.numerals import DIGITS, Habits
from extractors.readers.grammar.quantities import find_money, find_percents
from extractors.readers.grammar.tiers import currency_in

_QUANTITY = re.compile(
    r"^(?:qty|quantity|quantities|how many|number(?: of [\w ]+)?|number on (?:site|hire|rent)|on (?:site|hire|rent)|no\. of [\w ]+|licen[cs]es|seats|users|units|count|volume|"
    r"(?:contracted|committed|ordered|minimum) (?:quantity|number|units|volume)|licen[cs]ed (?:users|units|quantity)|"
    r"beds|servers|sites|lines|devices|terminals|stores|vehicles|hours|headcount|employees|faces|panels|positions|containers|bins|machines|pieces|pcs\.?|nos\.?|ftes?|# ?of \w+)\Z",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:units?(?: of (?:measure(?:ment)?|charge|charging|billing|sale|account|price))?|charg(?:e|ing) units?|price units?|basis of (?:charge|charging|price|pricing)|charged for each|priced (?:per|by)|uom|per|basis|measure|metric|meter|charging basis|unit type|billing unit|charged (?:per|by)|"
    r"pricing (?:basis|metric)|frequency|billing frequency|period|interval|when (?:due|charged|invoiced)|billed|terms?)\Z",
    re.IGNORECASE,
)
_OTHER_AMOUNT = re.compile(
    r"^(?:until|before|through|up to)\b|\b(?:existing wording|list|standard|msrp|rrp|retail|catalogu?e|published|previous|former|old|prior|was|current|existing|present|rate[\s-]card|card rate|rack rate|indicative|comparison|competitor|extended|extension|sub-?total|total|"
    r"discount|saving|reduction|(?:replacement|insured|asset|book|contract|list) value|surcharge|deposit|difference|tax|vat|gst|before|"
    r"supplement|premium|increase|estimated|forecast)\b",
    re.IGNORECASE,
)
_INCLUDED = re.compile(r"\b(?:included|allowance|free|bundled)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(?:price|rate|fee|charge|cost|amount|rental|rent|tariff|toll|payable|net|per)\b",
    re.IGNORECASE,
)
_ELECTED = re.compile(
    r"\b(?:elected|ordered|selected|taken|included|opted|chosen|subscribed)\b", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"^(?:#|ref\.?|line|no\.?|nr\.?|item no\.?|pos\.?|lin\w*|id|code|sku|part (?:no\.?|number)|index|step|item #)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers by what they hold."""

    item: int
    amounts: tuple[int, ...]
    quantity: int | None = None
    units: tuple[int, ...] = ()
    elected: int | None = None
    heads: tuple[str, ...] = ()
    currencies: Mapping[int, str | None] = field(default_factory=dict)
    """The currency that some cell of a column writes: it holds for the bare figures below it."""
    others: tuple[int, ...] = field(default=())
    """Columns of amounts that are no price: list prices, totals, former prices."""

    included: int | None = None
    """How much of what the row prices is paid for by another price."""

    def currency(self, index: int) -> str | None:
        """The currency of a column's bare figures."""
        return self.currencies.get(index)

    def head(self, index: int) -> str:
        """The title of a column, or ''."""
        return self.heads[index] if 0 <= index < len(self.heads) else ""


def cell(row: Row, index: int | None) -> str:
    """The words of a cell, or '' where the row has none there."""
    return row.cells[index].text.strip() if index is not None and index < len(row.cells) else ""


def heads_of(table: Table, habits: Habits) -> tuple[str, ...]:
    """The column titles; none where the first row is a row like the others."""
    if table.head is None:
        return ()
    titles = tuple(c.text.strip() for c in table.head.cells)
    below = [c.text.strip() for c in table.rows[0].cells] if table.rows else []
    if below and not below[0] and all(re.fullmatch(r"(?:20\d\d)?", text) for text in below):
        titles = tuple(
            f"{title} {year}".strip() for title, year in zip_longest(titles, below, fillvalue="")
        )
    values = any(find_money(title, habits) or len(title) > 60 for title in titles)
    return () if values else titles


def rows_of(table: Table, habits: Habits) -> tuple[Row, ...]:
    """The rows, with the first one where it is no head."""
    if table.head is not None and not heads_of(table, habits):
        return (table.head, *table.rows)
    return table.rows


def columns_of(table: Table, habits: Habits, *, stated: bool = False) -> Columns | None:
    """The table's columns, or None where no column holds amounts.

    `stated`: the words over the table say in what its bare figures are.
    """
    width = max((len(row.cells) for row in table.rows), default=0)
    heads = heads_of(table, habits)
    amounts: list[int] = []
    others: list[int] = []
    for index in range(width):
        head = heads[index] if index < len(heads) else ""
        if _holds_amounts(table, index, head, habits) or (stated and _decimals(table, index)):
            (others if _OTHER_AMOUNT.search(head) else amounts).append(index)
    if not amounts and others:
        amounts = [
            at
            for at in others
            if re.search(
                r"\b(?:list|total|standard|current|existing|present)\b", heads[at], re.IGNORECASE
            )
        ][:1]
        others = [at for at in others if at not in amounts]
    if not amounts:
        return None
    rest = [at for at in range(width) if at not in amounts and at not in others]
    quantity = next(
        (at for at in rest if _QUANTITY.match(_at(heads, at)) and _numeric(table, at)), None
    )
    included = next(
        (at for at in rest if _INCLUDED.search(_at(heads, at)) and _numeric(table, at)), None
    )
    units = tuple(
        at for at in rest if at and _UNIT.match(_at(heads, at)) and at not in {quantity, included}
    )
    elected = next(
        (at for at in rest if _ELECTED.search(_at(heads, at)) and _answers(table, at)), None
    )
    if units and not any(at < units[0] and _worded(table, at) for at in rest):
        # Nothing before it names the thing sold: 'Line | Unit | Faces | Rate' sells the unit itself.
        units = tuple(at for at in units if at != units[0] or not _worded(table, at))
    item = _item(
        table, [at for at in rest if at not in {quantity, elected, included, *units}], heads
    )
    if item is None:
        return None
    return Columns(
        item,
        tuple(amounts),
        quantity,
        units,
        elected,
        heads,
        {at: _written(table, at, habits) for at in amounts},
        tuple(others),
        included,
    )


def _written(table: Table, index: int, habits: Habits) -> str | None:
    for row in table.rows:
        if moneys := find_money(cell(row, index), habits):
            return moneys[0].currency
    return None


def _at(heads: tuple[str, ...], index: int) -> str:
    return heads[index] if index < len(heads) else ""


def _holds_amounts(table: Table, index: int, head: str, habits: Habits) -> bool:
    if _QUANTITY.match(head):
        return False
    rows = [row for row in rows_of(table, habits) if not _sums(row)]
    texts = [cell(row, index) for row in rows]
    percents = bool(_AMOUNT.search(head)) and not _OTHER_AMOUNT.search(head)
    moneys = sum(
        bool(find_money(text, habits) or (percents and find_percents(text, habits)))
        for text in texts
    )
    if moneys and index == 0:
        return False
    if moneys:
        return any(_short(text) for text in texts if text)
    plain = sum(bool(re.fullmatch(rf"\s*{DIGITS}\s*", text)) for text in texts)
    named = _AMOUNT.search(head) or _CURRENCY_ONLY.fullmatch(head.strip())
    return bool(plain and head and named and currency_in(head))


_CURRENCY_ONLY = re.compile(
    r"(?:in\s+)?\(?(?:Rs\.?|INR|USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SGD|HKD|SEK|NOK|DKK|"
    r"(?:US|CA|AU|NZ|HK|C|A|S)?\$|[€£¥₹]|yen|euros?|(?:pounds )?sterling|"
    r"(?:swiss francs|(?:US|U\.S\.|canadian|australian|new zealand) dollars))\)?",
    re.IGNORECASE,
)


def _decimals(table: Table, index: int) -> bool:
    """Whether most cells of a column are figures with decimals: '38.58'."""
    texts = [cell(row, index) for row in table.rows]
    return index > 0 and 2 * sum(bool(re.match(r"\d+[.,]\d{2}\b", t)) for t in texts) > len(texts)


def _sums(row: Row) -> bool:
    """Whether the row is one of totals, whose cells may stand in any column."""
    return any(
        re.match(r"\W*(?:sub-?\s?|grand )?total\b", part.text, re.IGNORECASE) for part in row.cells
    )


def _short(text: str) -> bool:
    return len(text) < 160


def _numeric(table: Table, index: int) -> bool:
    return any(re.match(rf"\s*(?:{DIGITS})", cell(row, index)) for row in table.rows)


def _answers(table: Table, index: int) -> bool:
    return all(
        cell(row, index).lower()
        in {
            "yes",
            "no",
            "y",
            "n",
            "x",
            "✓",
            "✗",
            "–",
            "-",
            "",
            "ordered",
            "not ordered",
            "not elected",
            "elected",
        }
        for row in table.rows
    )


def _item(table: Table, candidates: list[int], heads: tuple[str, ...]) -> int | None:
    """The first column with words in it that is no line number."""
    for index in candidates:
        if _REFERENCE.match(_at(heads, index)) and len(candidates) > 1:
            continue
        if _worded(table, index):
            return index
    return candidates[0] if candidates else None


def _worded(table: Table, index: int) -> bool:
    """Whether at least half the cells of a column hold words."""
    words = [cell(row, index) for row in table.rows]
    return sum(bool(re.search(r"[A-Za-z]{3,}", text)) for text in words) * 2 >= len(words)
