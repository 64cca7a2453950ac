"""Tools on the account's papers: search them, show a clause with its neighbours, terms of a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from agent.model_steps.asked import SearchContracts, ShowClause, TermsInForce
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import mark, passage, shown
from agent.model_steps.papers import Section
from agent.model_steps.rerating import CannotTry
from extractors.references import label_key
from terms.contract import Term
from terms.standing import standing
from terms.term import TermBase

_NEIGHBOUR = 700
"""Characters of the section before and after."""
_OURS = frozenset({"type", "id", "citations", "confidence", "readers", "provenance", "warnings"})
_LINKS = frozenset({"replaces", "overrides", "reads_with"})


def search_contracts(file: CaseFile, request: SearchContracts) -> Iterable[str]:
    """The sections that hold the words, the best first."""
    return [
        line for found in file.papers.search(request.words) for line in _section(found, _NEIGHBOUR)
    ]


def show_clause(file: CaseFile, request: ShowClause) -> Iterator[str]:
    """A section between its neighbours. Raises CannotTry."""
    paper = file.papers.named(request.file)
    if paper is None:
        names = ", ".join(each.file for each in file.papers.all) or "none"
        raise CannotTry(f"this account has no paper {request.file!r}; it has: {names}")
    at = next(
        (
            number
            for number, each in enumerate(paper.sections)
            if label_key(each.label) == label_key(request.section)
        ),
        None,
    )
    if at is None:
        labels = ", ".join(dict.fromkeys(each.label for each in paper.sections if each.label))
        raise CannotTry(f"{paper.file} has no section {request.section!r}; it has: {labels[:600]}")
    for number in range(max(0, at - 1), min(len(paper.sections), at + 2)):
        own = number == at
        yield from _section(paper.sections[number], 4_000 if own else _NEIGHBOUR)


def _section(section: Section, most: int) -> Iterator[str]:
    yield mark(section.file, section.label, f"page {section.page}")
    yield passage(section.text, most)


def terms_in_force(file: CaseFile, request: TermsInForce) -> Iterator[str]:
    """The terms that hold on a day: those of a product, and those of the whole agreement."""
    compared = file.product(request.product) if request.product else None
    if request.product and compared is None:
        raise CannotTry(f"no paper prices {request.product!r}; there is {', '.join(file.products)}")
    for _, stretch in standing(file.contract).on(request.day):
        term = stretch.placed.term
        if request.product is None or _concerns(file, term, request.product):
            yield from term_lines(term, stretch.placed.document.file)


def _concerns(file: CaseFile, term: Term, product: str) -> bool:
    compared = file.product(product)
    if term.product is None or compared is None:
        return True
    return file.comparison.catalog.find(term.product) is compared.product


def terms_of(file: CaseFile, product: str) -> Iterator[str]:
    """Every term that concerns a product, whenever it holds."""
    for document in file.contract.documents:
        for term in document.terms:
            if _concerns(file, term, product) and term.type != "payment":
                yield from term_lines(term, document.file)


def term_lines(term: TermBase, file: str) -> Iterator[str]:
    """A term: where it stands, its id, what it states, and its words."""
    place = term.citations[0] if term.citations else None
    where = (place.section or "", f"page {place.page}") if place else ()
    yield mark(file, *where, f"term {term.id}")
    yield shown(json.dumps(_stated(term), ensure_ascii=False))
    if place is not None and place.quote:
        yield passage(place.quote, 500)


def _stated(term: TermBase) -> dict[str, Any]:
    values = term.model_dump(mode="json")
    stated = {
        name: value
        for name, value in values.items()
        if name not in _OURS and value is not None and not (name in _LINKS and not value)
    }
    if not stated.get("doubtful"):
        stated.pop("doubtful", None)
    return {"type": values["type"], **stated}
