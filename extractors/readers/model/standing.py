"""Whether a quote stands on its page, and a term's numbers in its quotes.

`extractors.citations` decides both; here stands what is peculiar to answers: only verbatim quotes
count, and a formula's figures are numbers of the term too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.citations import align, numbers_stand
from extractors.document import Document
from extractors.quoted_numbers import Quoted
from extractors.readers.reading import Passage
from terms.contract import Term
from terms.formula import Formula

_AMOUNTS = ("unit_amount", "flat_amount", "percent", "amount", "value")
_NUMERAL = re.compile(r"(?<![A-Za-z_0-9.])[0-9]+(?:\.[0-9]+)?")
_NEUTRAL = frozenset({Decimal(0), Decimal(1), Decimal(100)})
"""Figures that arithmetic needs and no contract writes: nothing, one, and the hundred of a percent."""


def passage_of(document: Document, quote: str, near: int) -> Passage | None:
    """Where the document holds these very words, searched from the flow offset `near` on."""
    found = align(document, quote, near)
    return Passage(found.start, found.end) if found and found.match.verbatim else None


def similar_words(document: Document, quote: str, near: int) -> str | None:
    """What stands where a quote was probably meant to be taken from, or None."""
    found = align(document, quote, near)
    return document.text[found.start : found.end] if found else None


def main_first(term: Term, quotes: Sequence[str], places: Sequence[Passage]) -> tuple[Passage, ...]:
    """The places of a term's quotes, one that holds its amount before those that hold none.

    A term is known by its main place: a price by its line in the schedule, not by the clause that
    says how many units are free.
    """
    amounts = {value for name in _AMOUNTS if (value := getattr(term, name, None)) is not None}
    amounts |= {tier.unit_amount for tier in getattr(term, "tiers", None) or ()}
    order = sorted(range(len(places)), key=lambda at: not amounts & set(Quoted(quotes[at]).numbers))
    return tuple(places[at] for at in (order if amounts - {None} else range(len(places))))


def numbers_missing(term: Term, quotes: Sequence[str]) -> list[str]:
    """The term's numbers and dates that none of its quotes holds: 'unit_amount 95.00'."""
    words = "\n".join(quotes)
    missing = numbers_stand(term, words)
    if isinstance(term, Formula) and term.expression:
        quoted = Quoted(words)
        missing += [
            f"expression {figure}"
            for figure in _NUMERAL.findall(term.expression)
            if Decimal(figure) not in quoted.numbers | _NEUTRAL
        ]
    return missing
