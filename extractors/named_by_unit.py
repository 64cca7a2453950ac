"""'The seat price' speaks of the product that is sold by the seat, where one product is.

A reader that takes the unit for the product's name is set right by the price, whichever reader read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.subjects import product_key
from terms.contract import Term


def by_product(readings: Mapping[str, Sequence[Term]]) -> dict[str, list[Term]]:
    """One document's terms by reader; a product that is only a unit's name as the product sold by it.

    Nothing changes where a priced product has that very name, or several are sold by that unit.
    """
    prices = [
        term
        for terms in readings.values()
        for term in terms
        if term.type == "price" and term.product
    ]
    priced = {
        product_key(term.product or "") for term in prices if not _is_unit(term.product, term)
    }
    sold: dict[str, dict[str, str]] = {}
    for term in prices:
        if term.type == "price" and term.unit and term.product and not _is_unit(term.product, term):
            own = sold.setdefault(product_key(term.unit), {})
            own.setdefault(product_key(term.product), term.product)
    names = {
        unit: next(iter(products.values()))
        for unit, products in sold.items()
        if len(products) == 1 and unit not in priced
    }
    return {reader: [_named(term, names) for term in terms] for reader, terms in readings.items()}


def _is_unit(product: str | None, term: Term) -> bool:
    unit = getattr(term, "unit", None)
    return bool(product and unit) and product_key(product or "") == product_key(unit or "")


def _named(term: Term, names: Mapping[str, str]) -> Term:
    name = names.get(product_key(term.product)) if term.product else None
    if name is None or name == term.product:
        return term
    derived = {*term.provenance.get("derived", "").split(", "), "product"} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={"product": name, "provenance": provenance})
