"""How a quantity is measured, said in two papers: one term, with the words of both.

An order form that repeats 'average GB stored in the month' adds nothing to the master that defines
it; counted as a second rule it would ask a person which of the two holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.subjects import differs, same_product, stated
from terms.contract import ContractDocument, Term
from terms.measure import Metering


def without_restatements(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    """The documents of one account; a metering term that another one says whole goes into that one.

    A term that carries a link, dates of its own, or a value that the other lacks stays.
    """
    metering = [
        term for document in documents for term in document.terms if isinstance(term, Metering)
    ]
    into: dict[str, list[Metering]] = {}
    gone: set[str] = set()
    for term in metering:
        fuller = [other for other in metering if other.id not in gone and _says_all(other, term)]
        if fuller:
            gone.add(term.id)
            into.setdefault(fuller[0].id, []).append(term)
    if not gone:
        return tuple(documents)
    return tuple(
        document.model_copy(
            update={
                "terms": tuple(
                    _citing(term, into.get(term.id, ()))
                    for term in document.terms
                    if term.id not in gone
                )
            }
        )
        for document in documents
    )


def _says_all(fuller: Metering, term: Metering) -> bool:
    if fuller.id == term.id or term.replaces or term.overrides or term.reads_with:
        return False
    if not term.product or not fuller.product or not same_product(term.product, fuller.product):
        return False
    if (term.effective_from, term.effective_to) != (fuller.effective_from, fuller.effective_to):
        return False
    less, more = stated(term), stated(fuller)
    return not differs(term, fuller) and set(less) <= set(more) and len(less) < len(more)


def _citing(term: Term, others: Sequence[Metering]) -> Term:
    """The term with the words of those that say the same."""
    more = [citation for other in others for citation in other.citations]
    return term.model_copy(update={"citations": (*term.citations, *more)}) if more else term
