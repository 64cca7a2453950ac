"""The pages on which money rests, looked at a second time, and the terms that a doubt concerns.

A price whose number the page does not show, or that two libraries read differently, is kept with a
warning: a term with a warning is never billed on without a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.witnesses import Witness, witness_numbers
from terms.contract import Term

_MONEY = frozenset({"price", "quantity", "commitment", "escalation", "discount"})
_MOST_PAGES = 8
"""Pages of one document that are looked at: each costs a tenth of a second, a full table more."""


def witnessed(source: Witness, terms: Mapping[str, Sequence[Term]]) -> dict[int, tuple[str, ...]]:
    """What is doubtful about each page (from 1) that money rests on; {} where nothing is."""
    counts: dict[int, int] = {}
    for each in terms.values():
        for term in each:
            if term.type in _MONEY:
                for citation in term.citations:
                    counts[citation.page] = counts.get(citation.page, 0) + 1
    pages = sorted(sorted(counts, key=lambda page: (-counts[page], page))[:_MOST_PAGES])
    found = {page: tuple(witness_numbers(source, [page])) for page in pages}
    return {page: doubts for page, doubts in found.items() if doubts}


def with_doubts(terms: Sequence[Term], doubts: Mapping[int, Sequence[str]]) -> list[Term]:
    """The terms; one that rests on a doubtful page carries the page's doubts."""
    return [_with_doubts(term, doubts) for term in terms]


def _with_doubts(term: Term, doubts: Mapping[int, Sequence[str]]) -> Term:
    own = [words for citation in term.citations for words in doubts.get(citation.page, ())]
    if not own:
        return term
    return term.model_copy(update={"warnings": tuple(dict.fromkeys((*term.warnings, *own)))})
