"""The products of an agreement: which names in its documents mean one thing.

Names are one product's where they have the same words, where a link joins their terms, or where two
documents use names that are alike. Names that one document keeps apart (two prices, two quantities)
are two products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from terms.names import likeness, words
from terms.price import Price
from terms.timeline import Placed

SAME = 0.85
"""Names of one product in two documents of one contract are at least this alike."""


@dataclass(slots=True, eq=False)
class NamedProduct:
    """One product under every name that the documents give it."""

    name: str
    """The name in the earliest document that prices it; else the first that was met."""
    names: list[str]
    stated: set[tuple[str, str]] = field(default_factory=set)
    """(document, type) of the terms that concern it."""

    def likeness(self, name: str) -> float:
        """How alike a name is to the product's nearest name."""
        return max(likeness(name, own) for own in self.names)


class ProductNames:
    """Finds the product of any name in an agreement."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        """Group the names of the terms: those of prices first."""
        self._linked = linked_names(placed)
        self.products: list[NamedProduct] = []
        self._by_name: dict[str, NamedProduct] = {}
        named = [each for each in placed if each.term.product is not None]
        for each in sorted(named, key=lambda each: not isinstance(each.term, Price)):
            self._add(each)

    def of(self, name: str | None) -> NamedProduct | None:
        """The product of a name that stands in the agreement; None for the whole agreement."""
        return None if name is None else self._by_name[name]

    def _add(self, placed: Placed) -> None:
        name = placed.term.product or ""
        stated = placed.document.file, placed.term.type
        product = self._by_name.get(name) or self._known(name, stated)
        if product is None:
            product = NamedProduct(name, [name])
            self.products.append(product)
        elif name not in product.names:
            product.names.append(name)
        product.stated.add(stated)
        self._by_name[name] = product

    def _known(self, name: str, stated: tuple[str, str]) -> NamedProduct | None:
        """The product that the name means, if it is one of those that were met."""
        for product in self.products:
            if any(words(own) == words(name) for own in product.names):
                return product
        for product in self.products:
            if any(frozenset((name, own)) in self._linked for own in product.names):
                return product
        near = [
            (product.likeness(name), product)
            for product in self.products
            if stated not in product.stated
        ]
        best = max(near, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= SAME else None


def linked_names(placed: Sequence[Placed]) -> frozenset[frozenset[str]]:
    """Pairs of names that a link between two terms shows to be one product's.

    Two prices of one paper, of which one reads with the other, are two products: "additional seats,
    otherwise as seats".
    """
    pairs: set[frozenset[str]] = set()
    for each in placed:
        name = each.term.product
        others = [cut.by.term.product for cut in each.cuts]
        others += [
            source.term.product for source in each.sources if source.document is not each.document
        ]
        pairs |= {frozenset((name, other)) for other in others if name and other and name != other}
    return frozenset(pairs)
