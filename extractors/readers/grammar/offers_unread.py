"""Passages on what is sold, at what price and how counted, that no term rests on: for a person to read.

Rows of a table of prices whose figure was not read, and sentences that speak of contracted numbers,
premiums in fractions, counting or partial periods. Nothing is read from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.columns import cell, columns_of, rows_of
from extractors.readers.grammar.contracted import NAMED_THING
from extractors.readers.grammar.quantities import find_numbers
from extractors.readers.grammar.sentences import Sentence, Setting, numbered, setting_of
from extractors.readers.reading import Draft, Leftover, Passage
from extractors.telltales import telling

_FIGURE = re.compile(
    r"\d|\[\s*\*|_{3,}|\bTB[AD]\b|\bask\b|\bon (?:request|application)\b", re.IGNORECASE
)
_NUMBERS = telling(
    r"\b(?:there are|stands? at|goes to|go to|go out|in all|in addition|added|additional|remains?|making|leaving|reserved?|occupied|"
    r"increased by|reduced by|number of|orders?|takes|assigned|substituted|inserted|placed|capacity\s+of|contracted|connected\s+load)\b",
    re.IGNORECASE,
)
_FRACTION = telling(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|a)[\s-](?:half|third|quarter|fifth|sixth|eighth|tenth|twelfth|twentieth|thirtieth)s?\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    r"\b(?:charg\w+|rates?|prices?|fees?|hire|rent\w*|costs?|added|due)\b", re.IGNORECASE
)
_MULTIPLIED = telling(
    r"\b(?:rate|price|charge|fee)s?\b[^.;]{0,40}\b(?:doubled|trebled|halved)\b|\bcharged (?:for )?(?:at half|in full|for the whole)\b|"
    r"\bdue (?:in full|for the whole)\b",
    re.IGNORECASE,
)
_COUNTS = telling(
    r"\bcounts? (?:once|as one|only once)\b|\b(?:largest|highest|greatest) number of\b|\b(?:written|taken|rounded) (?:up|down) (?:in|to)\b|"
    r"\bin (?:quarter|half|tenths? of an?)[\s-]hours?\b|\bis one [A-Z][a-z]+\b|\bcloses at \d|\bbegun\b[^.;]{0,30}\bfull\b",
)
_OF_A_CHARGE = telling(
    r"\b(?:per cent\.?|percent|%\)?)\s+(?:of|on) (?:the|all|its|each|every) (?:[\w-]+ ){0,2}(?:charges?|fees?|prices?|rent|rates?)\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\brecords\b[^.;]{0,60}\b(?:maintained|kept|retained|preserved)\b[^.;]{0,60}\byears?\b[^.;]{0,60}\b(?:payments?|invoices?)\b",
    re.IGNORECASE,
)
_PRICED = "a row of a price table; no rule understood its figure"


def unread(document: Document, drafts: Sequence[Draft], told: set[Passage]) -> Iterator[Leftover]:
    """The rows and sentences on offers that no draft rests on and that were not told yet."""
    setting = setting_of(document)
    spans = sorted((at.start, at.end) for draft in drafts for at in draft.passages)
    priced = sorted(
        (at.start, at.end)
        for draft in drafts
        if draft.term.type != "quantity"
        for at in draft.passages
    )
    for at in _rows(document, setting):
        if at not in told and not _covered(priced, at):
            told.add(at)
            yield Leftover(at, _PRICED)
    for sentence in setting.sentences:
        here = Passage(sentence.start, sentence.end)
        if here in told or len(sentence.text) < 12 or _covered(spans, here):
            continue
        if why := _speaks(sentence, setting):
            told.add(here)
            yield Leftover(here, why)


def _rows(document: Document, setting: Setting) -> Iterator[Passage]:
    """The rows of price tables that have a figure, or an open one, in a column of amounts."""
    for table in document.tables:
        columns = columns_of(table, setting.habits) if table.rows else None
        if columns is None or disclaimed.about_risk(" ".join(columns.heads)):
            continue
        for row in rows_of(table, setting.habits):
            if any(_FIGURE.search(cell(row, index)) for index in columns.amounts):
                yield Passage(row.start, row.end)


def _speaks(sentence: Sentence, setting: Setting) -> str | None:
    """Of which matter a sentence speaks, by its words alone; None where of none of these."""
    text = sentence.text
    lower = text.lower()
    hinted = any(hint in lower for hint in _HINTS)
    if hinted and _OF_A_CHARGE.search(text):
        return "speaks of a percent of charges; no rule understood it"
    matter = None
    if hinted and (_MULTIPLIED.search(text) or (_FRACTION.search(text) and _CHARGED.search(text))):
        matter = "a part or a multiple of a price"
    elif "records" in lower and _RECORDS.search(text):
        matter = "how long records of payments are kept"
    elif hinted and _COUNTS.search(text):
        matter = "how usage is counted"
    elif numbered(sentence) and _NUMBERS.search(text) and _counts_things(text, setting):
        matter = "a contracted number"
    if matter is None or disclaimed.about_risk(text):
        return None
    return f"speaks of {matter}; no rule understood it"


_HINTS = (
    "per cent", "percent", "%", "half", "third", "quarter", "fifth", "sixth", "eighth", "tenth",
    "twelfth", "twentieth", "thirtieth", "doubled", "trebled", "halved", "in full", "for the whole",
    "count", "number of", " up to", " up in", " down ", " is one ", "closes at", "begun",
)  # fmt: skip
"""Letters of which one stands in every sentence that the patterns of parts and counting match."""


def _counts_things(text: str, setting: Setting) -> bool:
    return any(
        NAMED_THING.match(text, at.end)
        for at in find_numbers(text, setting.habits)
        if at.value > 1 and not at.value % 1
    )


def _covered(spans: list[tuple[int, int]], at: Passage) -> bool:
    index = bisect_right(spans, (at.end, 0))
    return any(low < at.end and at.start < high for low, high in spans[max(0, index - 40) : index])
