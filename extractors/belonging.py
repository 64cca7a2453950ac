"""Which product a term belongs to where its words point at one without naming it.

'L2 is not increased before 2027' points at the row L2 of a price table; a partial term in a section
of an amendment that prices one product speaks of that product. Without such a pointer a term stays
one of the whole agreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.subjects import product_key
from terms.contract import Term

_CODE = re.compile(r"^\s*(?P<code>[A-Z]{1,3}-?\d{1,3})[\s.:|]+(?=\S)")
_POINTS = re.compile(r"\b[A-Z]{1,3}-?\d{1,3}\b")
_OF_A_PRODUCT = {"escalation", "discount", "quantity", "renewal", "commitment"}


def rows(documents: Sequence[Sequence[Term]]) -> dict[str, str]:
    """Row codes of the account's price tables and their products: {'L2': 'Harbour line'}.

    A code that stands for two products is none.
    """
    found: dict[str, set[str]] = {}
    for terms in documents:
        for term in terms:
            if term.type == "price" and term.product and term.citations:
                code = _CODE.match(term.citations[0].quote)
                if code and product_key(term.product) != product_key(code.group("code")):
                    found.setdefault(code.group("code"), set()).add(term.product)
    return {code: next(iter(names)) for code, names in found.items() if len(names) == 1}


def with_products(
    terms: Sequence[Term], codes: Mapping[str, str], title: str | None, *, changing: bool
) -> list[Term]:
    """The terms, with the product that their words point at; `changing` for amendments and renewals.

    The document's own title, which the grammar may take for a name, is no product.
    """
    terms = [
        term.model_copy(update={"product": None})
        if _is_title(term.product, title) and term.readers == ("grammar",)
        else term
        for term in terms
    ]
    priced = {product_key(term.product) for term in terms if term.type == "price" and term.product}
    priced |= {product_key(name) for name in codes.values()}
    return [_with_product(term, terms, codes, priced, changing=changing) for term in terms]


def _is_title(product: str | None, title: str | None) -> bool:
    return bool(product and title) and product_key(product or "") == product_key(title or "")


def _priced_as(name: str, terms: Sequence[Term]) -> set[str]:
    """Products whose price is stated under a defined name: 'the Plan Fee is 6,200.00 a month'.

    Naming the fee is not enough: 'included in the base fee' says nothing of what it is a fee for.
    """
    named = re.escape(name)
    said = re.compile(
        rf"[“\"'(]\s*(?:the\s+)?{named}\s*[”\"')]|\b{named}\s*:"
        rf"|\b{named}\b(?:(?!includ|cover)[^.;]){{0,80}}?\b(?:is|are|shall\s+be|will\s+be|amounts?\s+to|equals?)\b",
        re.IGNORECASE,
    )
    return {
        term.product
        for term in terms
        if term.type == "price"
        and term.product
        and any(said.search(citation.quote) for citation in term.citations)
    }


def _with_product(
    term: Term,
    terms: Sequence[Term],
    codes: Mapping[str, str],
    priced: set[str],
    *,
    changing: bool,
) -> Term:
    if term.type not in _OF_A_PRODUCT or not term.citations:
        return term
    if term.product and product_key(term.product) in priced:
        return term
    pointed = {codes[code] for code in _POINTS.findall(term.citations[0].quote) if code in codes}
    if not pointed and term.product is None and changing:
        pointed = _alone_in_section(term, terms)
    if not pointed and term.product:
        pointed = _priced_as(term.product, terms)
    if len(pointed) != 1:
        return term
    names = {*term.provenance.get("derived", "").split(", "), "product"} - {""}
    return term.model_copy(
        update={
            "product": next(iter(pointed)),
            "provenance": {**term.provenance, "derived": ", ".join(sorted(names))},
        }
    )


def _alone_in_section(term: Term, terms: Sequence[Term]) -> set[str]:
    """The product of a section's only price, for an escalation that states no rate of its own."""
    if term.type != "escalation" or term.percent is not None or term.index or term.schedule:
        return set()
    section = term.citations[0].section
    return {
        other.product
        for other in terms
        if other.type == "price"
        and other.product
        and other.citations
        and other.citations[0].section == section
    }
