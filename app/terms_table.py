"""What `recoup extract` prints: a document's header, a row a term, then what was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent.wording import term_in_words
from app.document_in_words import (
    cautions,
    file_name,
    header_facts,
    kind_and_title,
    links_to,
    pages,
    place,
    read_by,
    section_words,
)
from app.output import plain, table

if TYPE_CHECKING:
    from rich.table import Table

    from terms.contract import ContractDocument, Term, Unresolved

WIDE = 120
"""From this many columns on, product and readers have columns of their own."""
_LONGEST_QUOTE = 240


def header(document: ContractDocument) -> Iterator[str]:
    """The document's name, then what it says of itself, a line a matter."""
    yield plain(
        f"{file_name(document.file)} · {kind_and_title(document)} · {pages(document.pages)}"
    )
    facts = list(header_facts(document))
    parties = [item for item in facts if item[0] in {"provider", "customer", "party"}]
    amends = [item for item in facts if item[0] == "amends"]
    others = [item for item in facts if item not in [*parties, *amends]]
    for group in (others, parties, amends):
        if group:
            yield plain("  " + " · ".join(f"{what} {value}" for what, value in group))
    for warning in document.warnings:
        yield plain(f"  Warning: {warning}")


def terms_table(document: ContractDocument, width: int) -> Table:
    """A row a term: what kind, of what, what it says, where, who read it; links and warnings below."""
    if width >= WIDE:
        return _wide(document)
    made = table(("term", "left"), ("what it says", "left"), ("where, read by", "left"))
    made.columns[0].max_width = 18
    made.columns[2].max_width = 20
    for term in document.terms:
        name = "\n".join(filter(None, (term.type, term.product)))
        made.add_row(plain(name), plain(_says(term, document)), f"{_where(term, document)}")
    return made


def _wide(document: ContractDocument) -> Table:
    made = table(
        ("term", "left"),
        ("product", "left"),
        ("what it says", "left"),
        ("where", "left"),
        ("read by", "left"),
    )
    made.columns[1].max_width = 30
    made.columns[2].max_width = 90
    made.columns[3].max_width = 26
    made.columns[4].max_width = 28
    for term in document.terms:
        where, reader = _where(term, document).rsplit("\n", 1)
        made.add_row(
            term.type, plain(term.product or ""), plain(_says(term, document)), where, reader
        )
    return made


def _says(term: Term, document: ContractDocument) -> str:
    lines = [term_in_words(term, document.currency)]
    lines += [f"  {words}" for words, _ in links_to(term, document.file)]
    lines += [f"  Warning: {caution}" for caution in cautions(term)]
    return "\n".join(lines)


def _where(term: Term, document: ContractDocument) -> str:
    places = dict.fromkeys(place(each, document.file) for each in term.citations)
    return plain("\n".join([*places, read_by(term)] if places else ["", read_by(term)]))


def not_understood(document: ContractDocument) -> Iterator[str]:
    """The passages that speak of money and became no term, with why."""
    still_open = [passage for passage in document.unresolved if not passage.dismissed]
    if still_open:
        count = len(still_open)
        yield f"  Not understood: {count} passage{'' if count == 1 else 's'} about money"
    for passage in still_open:
        yield plain(f"    {_passage(passage)}")
    if dismissed := len(document.unresolved) - len(still_open):
        yield f"  {dismissed} more that two readings of a model saw, and found no term in: see --json"


def _passage(passage: Unresolved) -> str:
    section = section_words(passage.section)
    where = f"p. {passage.page}{f', {section}' if section else ''}"
    quote = " ".join(passage.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"{where}: “{quote}” ({passage.why})"
