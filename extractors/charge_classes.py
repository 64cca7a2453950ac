"""A class of charges that a clause names, and the products it means: those priced under a heading of that name.

'Usage Charges are not reviewed' names no product; the order form's part 'B. Usage Charges' prices
them. Arithmetic needs the products, and people still read the clause's own words in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractors.document import Document
from extractors.passages import ReadDocument
from extractors.subjects import same_product
from terms.contract import Term

_LISTS = ("includes", "excludes")
_ARTICLE = re.compile(r"^(?:the|any|all|each)\s+", re.IGNORECASE)
_Classes = Mapping[str, tuple[str, ...]]


def with_charge_classes(read: Sequence[ReadDocument]) -> list[ReadDocument]:
    """The documents of one account; a class that a term includes or excludes as the products it means.

    A name that is itself a priced product stays, and so does one that heads no price.
    """
    products = tuple(
        dict.fromkeys(
            term.product
            for each in read
            for term in each.contract.terms
            if term.type == "price" and term.product
        )
    )
    classes = _classes(read)
    return [_rewritten(each, products, classes) for each in read]


def _classes(read: Sequence[ReadDocument]) -> _Classes:
    """Heading → the products priced under it, in the order of the papers."""
    found: dict[str, dict[str, None]] = {}
    for each in read:
        for term in each.contract.terms:
            if term.type == "price" and term.product and term.citations and each.document:
                for heading in _headings(each.document, term.citations[0].section or ""):
                    found.setdefault(_key(heading), {})[term.product] = None
    return {key: tuple(products) for key, products in found.items() if key}


def _headings(document: Document, label: str) -> Iterator[str]:
    """The words over a section, and over those it is in."""
    section = next((each for each in document.sections if each.label == label), None)
    if section is None:
        return
    labels = {section.label, *section.parents}
    yield from (each.heading or each.label for each in document.sections if each.label in labels)


def _key(name: str) -> str:
    """A class by its name: lower case, without an article, one charge as several."""
    words = re.findall(r"[^\W_]+", _ARTICLE.sub("", name.strip()).lower())
    return " ".join(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in words)


def _rewritten(each: ReadDocument, products: Sequence[str], classes: _Classes) -> ReadDocument:
    terms = tuple(_with_products(term, products, classes) for term in each.contract.terms)
    if terms == each.contract.terms:
        return each
    return ReadDocument(each.contract.model_copy(update={"terms": terms}), each.document)


def _with_products(term: Term, products: Sequence[str], classes: _Classes) -> Term:
    update: dict[str, Any] = {}
    for field in _LISTS:
        said: tuple[str, ...] = getattr(term, field, None) or ()
        meant = tuple(
            dict.fromkeys(name for item in said for name in _meant(item, products, classes))
        )
        if meant != said:
            update[field] = meant
    if not update:
        return term
    derived = {*term.provenance.get("derived", "").split(", "), *update} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={**update, "provenance": provenance})


def _meant(item: str, products: Sequence[str], classes: _Classes) -> tuple[str, ...]:
    if spelt := next((name for name in products if name.casefold() == item.casefold()), None):
        return (spelt,)
    if any(same_product(item, name) for name in products):
        return (item,)
    return classes.get(_key(item), (item,))
