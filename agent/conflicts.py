"""Papers that state two values for one thing from one day, and none of which says that it wins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.finding import Finding
from terms.contract import ContractDocument, Extraction, Term
from terms.price import Price, Quantity

CHANGING = frozenset(("amendment", "renewal", "other"))
"""Kinds of papers in which a price is changed, waived or put off."""

_Stated = tuple[str, str, date]
"""Type, product and first day: what two papers must agree on."""


def conflicting(finding: Finding, contract: Extraction) -> list[str]:
    """The files that contradict a term on which the finding rests; empty where none does.

    A paper of another day may well be later and win; but two amendments of one thing from one day are
    for a person, whichever of them a reader takes for the later.
    """
    cited = {(clause.file, clause.page, clause.quote) for clause in finding.clauses}
    stated = [
        (document, key, value)
        for document in contract.documents
        for term in document.terms
        for key, value in [(_key(term), _value(term))]
        if key is not None and value is not None
    ]
    ours = [
        (document, key, value)
        for document, key, value in stated
        if any(_states(document, key, value, one) for one in cited)
    ]
    return list(
        dict.fromkeys(
            other.file
            for document, key, value in ours
            for other, same, another in stated
            if other.file != document.file and same == key and another != value
            if _day(other) == _day(document) or {other.kind, document.kind} <= CHANGING
        )
    )


def _states(
    document: ContractDocument, key: _Stated, value: Decimal, cited: tuple[str, int, str]
) -> bool:
    return any(
        (one.file, one.page, one.quote) == cited
        for term in document.terms
        if _key(term) == key and _value(term) == value
        for one in term.citations
    )


def _key(term: Term) -> _Stated | None:
    if isinstance(term, Price | Quantity) and term.product and term.effective_from:
        return term.type, term.product.casefold(), term.effective_from
    return None


def _value(term: Term) -> Decimal | None:
    if isinstance(term, Quantity):
        return term.quantity if term.change == "set" else None
    if isinstance(term, Price):
        return term.unit_amount if term.unit_amount is not None else term.flat_amount
    return None


def _day(document: ContractDocument) -> date | None:
    return document.effective_date or document.term_start
