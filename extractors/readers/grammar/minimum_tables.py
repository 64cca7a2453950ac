"""Tables of minimum quantities: 'Units to be purchased per annum' under a heading of minimums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Row, Table
from extractors.readers.grammar.columns import cell
from extractors.readers.grammar.commitment_words import consequence_of, per_in
from extractors.readers.grammar.effect import Effect
from extractors.readers.grammar.numerals import DIGITS, parse_digits
from extractors.readers.grammar.products import clean
from extractors.readers.grammar.quantities import find_money
from extractors.readers.grammar.sentences import Setting, setting_of
from extractors.readers.grammar.surroundings import surroundings_of
from extractors.readers.reading import Draft, Passage
from terms.commitment import Commitment

_MINIMUM = re.compile(r"\b(?:minimum|commitment|committed)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:quantity|quantities|units|volume)\b[^|]*\b(?:purchased?|ordered|order|taken|sold|per|annual)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """A minimum quantity for each row of a table that is headed as one of minimums."""
    setting = setting_of(document)
    for table in document.tables:
        head, rows = _head(table)
        if head is None or not rows:
            continue
        about = surroundings_of(document, table, setting, Effect())
        column = next(
            (at for at, part in enumerate(head.cells) if _COUNTED.search(part.text)), None
        )
        if column and _MINIMUM.search(f"{about.words} {head.cells[column].text}"):
            words = f"{head.cells[column].text} {about.heading} {about.lead}"
            yield from _rows(rows, column, words, setting)


def _head(table: Table) -> tuple[Row | None, tuple[Row, ...]]:
    """The titles, which may stand in the first row, and the rows under them."""
    if table.head is not None or not table.rows:
        return table.head, table.rows
    first = table.rows[0]
    titles = not any(re.search(r"\d", part.text) for part in first.cells)
    return (first, table.rows[1:]) if titles else (None, table.rows)


def _rows(rows: tuple[Row, ...], column: int, words: str, setting: Setting) -> Iterator[Draft]:
    per = per_in(words)
    if per is None:
        return
    above, start = "", None
    for row in rows:
        name, text = cell(row, 0), cell(row, column)
        bare = re.fullmatch(rf"\s*({DIGITS})\s*", text)
        if bare is None or find_money(text):
            above, start = (name, row.start) if not text else ("", None)
            continue
        term = Commitment(
            product=clean(f"{above} {name}" if above else name),
            measure="quantity",
            value=parse_digits(bare[1], comma=setting.habits.comma),
            unit="unit",
            per=per,
            shortfall=consequence_of(setting),
        )
        yield Draft(term, (Passage(row.start if start is None else start, row.end),))
        above, start = "", None
