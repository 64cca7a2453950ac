"""Terms that the account's other papers put in doubt: they become passages for a person to read.

The grammar reader sees one paper. Only beside the others does it show that a change was dated by the
day of its letter, that a list price is that of something ordered at another price, or that a name is
none that the account knows. What a model read as well stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.header import Header
from extractors.passages import ReadDocument
from extractors.subjects import contained_product, product_key
from terms.contract import Term, Unresolved

_DATED = frozenset({"price", "quantity", "commitment", "discount"})
_UNDATED = "states a {type}; from when it applies was not read"
_LISTED = "a list price of what is ordered at another price"
_UNKNOWN = "a price of “{product}”, which is no name and stands in no other term of the account"


def withheld(read: Sequence[ReadDocument], headers: Sequence[Header]) -> list[ReadDocument]:
    """The documents of one account; each doubtful term of the grammar reader as an unresolved passage."""
    return [
        _without(each, dict(_doubts(each, header, read)))
        for each, header in zip(read, headers, strict=True)
    ]


def _doubts(
    each: ReadDocument, header: Header, read: Sequence[ReadDocument]
) -> Iterator[tuple[str, str]]:
    """The ids of the terms that are not to be stated, with the reason."""
    for term in each.contract.terms:
        if term.readers != ("grammar",) or not term.citations:
            continue
        if _dated_by_letter(term, header):
            yield term.id, _UNDATED.format(type=term.type)
        elif getattr(term, "status", None) == "not_ordered":
            if _is_ordered(term, read):
                yield term.id, _LISTED
        elif _of_no_known_name(term, each, read):
            yield term.id, _UNKNOWN.format(product=term.product)


def _dated_by_letter(term: Term, header: Header) -> bool:
    """Whether a change has its day only from the date of its paper, which seldom is the day of effect."""
    derived = term.provenance.get("derived", "").split(", ")
    return (
        header.of_the_paper
        and header.kind == "amendment"
        and term.type in _DATED
        and term.effective_from == header.effective_date
        and "effective_from" in derived
    )


def _is_ordered(term: Term, read: Sequence[ReadDocument]) -> bool:
    """Whether the account has a price of what a list names, be it one that was not read."""
    words = set(product_key(term.product or "").split())
    unread = (at.quote for each in read for at in each.contract.unresolved)
    return any(words <= set(product_key(quote).split()) for quote in unread) or any(
        other.type == "price"
        and other.id != term.id
        and getattr(other, "status", None) == "stated"
        and contained_product(term.product or "", other.product or "")
        for each in read
        for other in each.contract.terms
    )


def _of_no_known_name(term: Term, own: ReadDocument, read: Sequence[ReadDocument]) -> bool:
    """Whether something is priced by words that are no name, and that no other term uses."""
    if term.type != "price" or not term.product or term.interval == "one_time":
        return False
    if term.product != term.product.lower():
        return False
    known = [
        other.product
        for each in read
        for other in each.contract.terms
        if other.product and (each is not own or other.product != other.product.lower())
    ]
    return bool(product_key(term.product)) and not any(
        contained_product(term.product, name) for name in known
    )


def _without(each: ReadDocument, doubts: dict[str, str]) -> ReadDocument:
    if not doubts:
        return each
    contract = each.contract
    left = [
        Unresolved(
            page=citation.page,
            section=citation.section,
            quote=citation.quote,
            why=doubts[term.id],
            boxes=citation.boxes,
            dismissed=doubts[term.id] == _LISTED,
        )
        for term in contract.terms
        if term.id in doubts
        for citation in term.citations[:1]
    ]
    update = {
        "terms": tuple(term for term in contract.terms if term.id not in doubts),
        "unresolved": tuple(
            sorted(
                dict.fromkeys((*contract.unresolved, *left)),
                key=lambda at: (at.page, at.section or "", at.quote),
            )
        ),
    }
    return ReadDocument(contract.model_copy(update=update), each.document)
