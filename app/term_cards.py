"""The right side of the reading page: a card a term and a card a passage that was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from agent.wording import term_in_words
from app.document_in_words import cautions, file_name, links_to, section_words
from terms.timeline import section_key

if TYPE_CHECKING:
    from terms.citation import Box, Link
    from terms.contract import ContractDocument, Extraction, Term, Unresolved

FAMILIES = {
    "charge": ("price", "quantity", "commitment"),
    "change": ("escalation", "discount", "surcharge", "credit", "formula"),
    "time": ("renewal", "payment", "lookback", "audit"),
    "count": ("metering", "proration", "rounding"),
}
FAMILY_NAMES = {
    "charge": "what is charged",
    "change": "what changes a charge",
    "time": "terms and time limits",
    "count": "how it is counted",
    "open": "not understood",
}
_FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document: where they stand, and the rectangles that cover them."""

    file: str
    page: int
    words: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class CardLink:
    """A link of a term to other terms: in words, and the card it leads to ('' for none)."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Card:
    """One term, or one passage that was not understood."""

    key: str
    """Unique on the page: 't12', 'u3'."""
    label: str
    """As its marks on the page are labelled: '12', 'a'."""
    family: str
    kind: str
    product: str
    says: str
    section: str
    quotes: tuple[Quote, ...]
    readers: str = ""
    confidence: str = ""
    links: tuple[CardLink, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether its words have a place on a page."""
        return any(quote.boxes for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one document."""

    terms: tuple[Card, ...]
    unresolved: tuple[Card, ...]

    def by_section(self) -> list[tuple[str, list[Card]]]:
        """The terms in the order of the paper, under their sections."""
        return [(name, list(these)) for name, these in groupby(self.terms, lambda it: it.section)]


def cards_of(extraction: Extraction) -> list[Cards]:
    """The cards of each document, numbered through all of them."""
    keys = _keys(extraction.documents)
    found = []
    number = passages = 0
    for document in extraction.documents:
        terms = []
        for term in document.terms:
            number += 1
            terms.append(_term_card(term, document, number, keys))
        unresolved = []
        for passage in document.unresolved:
            passages += 1
            unresolved.append(_open_card(passage, document, passages))
        found.append(Cards(tuple(terms), tuple(unresolved)))
    return found


def _keys(
    documents: Sequence[ContractDocument],
) -> Mapping[tuple[str, str], list[tuple[Term, str]]]:
    """The terms of each file and section, with their cards' keys."""
    keys: dict[tuple[str, str], list[tuple[Term, str]]] = {}
    number = 0
    for document in documents:
        for term in document.terms:
            number += 1
            for citation in term.citations[:1]:
                place = (document.file, section_key(citation.section))
                keys.setdefault(place, []).append((term, f"t{number}"))
    return keys


def _term_card(
    term: Term,
    document: ContractDocument,
    number: int,
    keys: Mapping[tuple[str, str], list[tuple[Term, str]]],
) -> Card:
    first = term.citations[0] if term.citations else None
    return Card(
        key=f"t{number}",
        label=str(number),
        family=_FAMILY[term.type],
        kind=term.type,
        product=term.product or "",
        says=term_in_words(term, document.currency),
        section=section_words(first.section) if first else "",
        quotes=tuple(
            Quote(each.file, each.page, " ".join(each.quote.split()), each.boxes)
            for each in term.citations
        ),
        readers=" and ".join(term.readers) or "no reader named",
        confidence=f"{term.confidence:.2f}",
        links=tuple(
            CardLink(words, _target(term, link, keys))
            for words, link in links_to(term, document.file)
        ),
        cautions=tuple(cautions(term)),
    )


def _target(term: Term, link: Link, keys: Mapping[tuple[str, str], list[tuple[Term, str]]]) -> str:
    """The card that a link leads to: of its section, the first of the same type."""
    found = keys.get((link.file, section_key(link.section)), [])
    same = [key for other, key in found if other.type == term.type and other is not term]
    return next(iter([*same, *(key for other, key in found if other is not term)]), "")


def _open_card(passage: Unresolved, document: ContractDocument, number: int) -> Card:
    words = " ".join(passage.quote.split())
    return Card(
        key=f"u{number}",
        label=f"?{number}",
        family="open",
        kind="not understood",
        product="",
        says=passage.why,
        section=section_words(passage.section),
        quotes=(Quote(document.file, passage.page, words, passage.boxes),),
    )


def names_of(files: Sequence[str]) -> dict[str, str]:
    """What to call each file: its name, or its whole path where two have one name."""
    names = [file_name(file) for file in files]
    return {
        file: name if names.count(name) == 1 else file
        for file, name in zip(files, names, strict=True)
    }


def all_cards(cards: Sequence[Cards]) -> Iterator[Card]:
    """Every card of the page."""
    for each in cards:
        yield from each.terms
        yield from each.unresolved
