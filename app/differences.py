"""Terms on which readers differ: what each reader says beside the others, each with its words.

Readers that differ on a clause each keep their term, with one warning on both that names the page, the
subject and the values; that warning is what joins them here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.wording import term_in_words
from app.document_in_words import file_name, place
from app.output import plain, table
from terms.term import TermBase

if TYPE_CHECKING:
    from rich.table import Table

    from terms.contract import ContractDocument, Extraction, Term

_DIFFER = ": readers differ ("
_LONGEST_QUOTE = 400
_SHARED = frozenset(TermBase.model_fields) - {"product", "effective_from", "effective_to"} | {
    "type"
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause that readers understand differently."""

    document: ContractDocument
    terms: tuple[Term, ...]
    """What the readers make of it, in reading order; two or more."""

    @property
    def subject(self) -> str:
        """'price of Seat'."""
        first = self.terms[0]
        return f"{first.type} of {first.product}" if first.product else first.type

    @property
    def fields(self) -> list[str]:
        """The fields that they do not state alike."""
        return [
            name
            for name in type(self.terms[0]).model_fields
            if name not in _SHARED and len({repr(getattr(each, name)) for each in self.terms}) > 1
        ]


def differences(extraction: Extraction) -> list[Difference]:
    """Every clause on which readers differ, in the order of the papers."""
    return [
        Difference(document, tuple(terms))
        for document in extraction.documents
        for terms in _together(document)
    ]


def _together(document: ContractDocument) -> Iterator[list[Term]]:
    by_warning: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in document.terms:
        for warning in term.warnings:
            if _DIFFER in warning:
                by_warning[term.type, warning].append(term)
    yield from (terms for terms in by_warning.values() if len(terms) > 1)


def differences_json(extraction: Extraction) -> list[dict[str, Any]]:
    """The same as JSON: each side with its readers, its value in words, its fields and its quote."""
    return [
        {
            "file": each.document.file,
            "subject": each.subject,
            "sides": [
                {
                    "id": term.id,
                    "readers": list(term.readers),
                    "says": term_in_words(term, each.document.currency),
                    "fields": {name: _json(term)[name] for name in each.fields},
                    "page": term.citations[0].page if term.citations else None,
                    "section": term.citations[0].section if term.citations else None,
                    "quote": term.citations[0].quote if term.citations else None,
                }
                for term in each.terms
            ],
        }
        for each in differences(extraction)
    ]


def _json(term: Term) -> dict[str, Any]:
    return term.model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Side:
    """What one reader, or several that agree, make of a clause; in words."""

    term_id: str
    readers: str
    says: str
    values: tuple[str, ...]
    """Of `Difference.fields`."""
    quote: str
    where: str


def sides(difference: Difference) -> tuple[Side, ...]:
    """A side a term, in reading order."""
    document = difference.document
    return tuple(
        Side(
            each.id,
            " + ".join(each.readers),
            term_in_words(each, document.currency),
            tuple(_value(each, name) for name in difference.fields),
            _quote(each),
            _where(each, document.file),
        )
        for each in difference.terms
    )


def difference_table(difference: Difference, width: int) -> Table:
    """A column a reader: what it says, the fields that differ, its words and where they stand."""
    these = sides(difference)
    columns = len(these)
    made = table(("", "left"), *((each.readers, "left") for each in these))
    label = max(len(name) for name in ("it says", *difference.fields))
    made.columns[0].width = label
    for column in made.columns[1:]:
        column.width = max(20, (width - label - 3 * (columns + 1)) // columns)
    rows: Sequence[tuple[str, list[str]]] = (
        ("it says", [each.says for each in these]),
        *((name, [each.values[at] for each in these]) for at, name in enumerate(difference.fields)),
        ("words", [each.quote for each in these]),
        ("where", [each.where for each in these]),
    )
    for name, cells in rows:
        made.add_row(name, *(plain(cell) for cell in cells))
    return made


def heading(difference: Difference) -> str:
    """'order.pdf: price of Seat'."""
    return plain(f"{file_name(difference.document.file)}: {difference.subject}")


def _value(term: Term, name: str) -> str:
    value = _json(term)[name]
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "; ".join(map(_item, value))
    return str(value)


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items() if each is not None)
    return str(value)


def _quote(term: Term) -> str:
    words = " ".join(term.citations[0].quote.split()) if term.citations else ""
    if len(words) > _LONGEST_QUOTE:
        words = words[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"“{words}”" if words else "no words"


def _where(term: Term, file: str) -> str:
    return place(term.citations[0], file) if term.citations else "no citation"


def readers_of(extraction: Extraction) -> list[str]:
    """The readers that found any term."""
    found = (name for each in extraction.documents for term in each.terms for name in term.readers)
    return sorted(set(found))


def found_by_one(extraction: Extraction) -> dict[str, int]:
    """Reader → terms that it found alone, where several read."""
    readers = readers_of(extraction)
    if len(readers) < 2:
        return {}
    alone = [
        term.readers[0]
        for each in extraction.documents
        for term in each.terms
        if len(term.readers) == 1 and not any(_DIFFER in warning for warning in term.warnings)
    ]
    return {name: alone.count(name) for name in readers if name in alone}
