"""New rates for bands that stay where they are: an amended price takes its bands from the one it replaces.

'Within the bands of Annex P the rates are now 1.9%, 1.7% and 1.5%' states no bound, and a table of an
amendment seldom says again how its tiers add up. Both stand in the price that the link names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractors.references import label_key
from extractors.subjects import contained_product, same_product
from terms.contract import ContractDocument
from terms.price import Price

NO_BANDS = (
    "The rates are for bands that stand in another paper, and no price there has as many: "
    "a person must say which bands are meant."
)
_ADDING_UP = frozenset({"graduated", "volume", "stairstep"})
_ByPlace = Mapping[tuple[str, str], Sequence[Price]]


def without_bounds(price: Price) -> bool:
    """Whether a price gives several rates and not one bound."""
    tiers = price.tiers or ()
    return len(tiers) > 1 and all(tier.up_to is None for tier in tiers)


def with_carried_tiers(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    """The documents; each price that leaves its bands, or how they add up, to an earlier one has them."""
    places: dict[tuple[str, str], list[Price]] = {}
    for document in documents:
        for term in document.terms:
            if isinstance(term, Price) and term.tiers:
                for citation in term.citations[:1]:
                    key = (document.file, label_key(citation.section or ""))
                    places.setdefault(key, []).append(term)
    return tuple(
        document.model_copy(
            update={
                "terms": tuple(
                    _carried(term, places) if isinstance(term, Price) and term.tiers else term
                    for term in document.terms
                )
            }
        )
        for document in documents
    )


def _carried(price: Price, places: _ByPlace) -> Price:
    earlier = list(_earlier(price, places))
    taken: dict[str, Any] = {}
    if without_bounds(price):
        bounds = {tuple(tier.up_to for tier in each.tiers or ()) for each in earlier}
        bounds = {each for each in bounds if len(each) == len(price.tiers or ()) and any(each)}
        if len(bounds) != 1:
            return price.model_copy(
                update={"doubtful": True, "warnings": (*price.warnings, NO_BANDS)}
            )
        taken["tiers"] = tuple(
            tier.model_copy(update={"up_to": up_to})
            for tier, up_to in zip(price.tiers or (), bounds.pop(), strict=True)
        )
    models = {each.model for each in earlier}
    if price.model in {None, "tiered"} and len(models) == 1 and models <= _ADDING_UP:
        taken["model"] = models.pop()
    if not taken:
        return price
    derived = {*price.provenance.get("derived", "").split(", "), *taken} - {""}
    provenance = {**price.provenance, "derived": ", ".join(sorted(derived))}
    return price.model_copy(update={**taken, "provenance": provenance})


def _earlier(price: Price, places: _ByPlace) -> Iterator[Price]:
    """The prices of the same product that the price says it replaces or reads with."""
    for link in dict.fromkeys((*price.replaces, *price.reads_with)):
        for each in places.get((link.file, label_key(link.section)), ()):
            same = price.product and each.product and each.id != price.id
            if same and (
                same_product(price.product or "", each.product or "")
                or contained_product(price.product or "", each.product or "")
            ):
                yield each
