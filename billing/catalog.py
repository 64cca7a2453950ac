"""The contract's products: which names mean one thing, and which general terms concern it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from billing.pricing.formula_price import FormulaPrice, formula_price
from billing.surcharges import always_due, own_product
from terms.adjustment import Surcharge
from terms.formula import Formula
from terms.names import likeness, words
from terms.price import Price, Quantity
from terms.timeline import Agreement, Placed

UNRATED = frozenset({"redacted", "blank", "on_request", "not_ordered"})
"""Statuses of prices that this customer does not owe."""

SAME = 0.85
"""Names of one product in two documents of one contract are at least this alike."""

NEAR = 0.6
"""A term's product ('base fee') is the priced product nearest to it, if at least this near."""


@dataclass(slots=True, eq=False)
class Product:
    """One thing the contract prices, under every name its documents give it."""

    name: str
    """The name in the earliest document that prices it."""
    names: list[str]
    prices: list[tuple[Placed, Price]] = field(default_factory=list)

    @property
    def one_time(self) -> bool:
        """Whether every price of it is due once."""
        return all(price.interval == "one_time" for _, price in self.prices)

    def likeness(self, name: str) -> float:
        """How alike a name is to the product's nearest name."""
        return max(likeness(name, own) for own in self.names)

    def price_on(self, day: date) -> tuple[Placed, Price] | None:
        """The price in force: of the latest document, and within it the latest step."""
        best: tuple[Placed, Price] | None = None
        for placed, price in self.prices:
            if price.status in UNRATED or not has_amount(price):
                continue
            if not placed.in_force(day, self.name):
                continue
            if best is None or _order(placed) >= _order(best[0]):
                best = placed, price
        return best

    def starts(self) -> list[date]:
        """The days on which one of its prices begins to apply."""
        return sorted({placed.start for placed, _ in self.prices if placed.start})


def _order(placed: Placed) -> tuple[int, date]:
    return placed.rank, placed.start or date.min


def has_amount(price: Price) -> bool:
    """Whether the term says how much: an included quantity alone is only read with another."""
    return isinstance(price, FormulaPrice) or any(
        value is not None
        for value in (price.unit_amount, price.flat_amount, price.percent, price.tiers)
    )


def same_amounts(one: Price, other: Price) -> bool:
    """Whether two price terms say the same, whatever words they use."""
    names = ("model", "unit_amount", "flat_amount", "percent", "tiers", "included_quantity")
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    formulas = [
        (each.expression, each.inputs) if isinstance(each, FormulaPrice) else None
        for each in (one, other)
    ]
    return formulas[0] == formulas[1]


class Catalog:
    """Every product that the agreement prices, commits to or counts."""

    def __init__(self, agreement: Agreement) -> None:
        """Group the names that mean one product: equal enough across documents, or linked."""
        self.agreement = agreement
        self.products: list[Product] = []
        self._synonyms = _linked_names(agreement)
        for placed, price in agreement.of_type(Price):
            if price.product is not None:
                self._add(placed, price, price.product)
        for placed, formula in agreement.of_type(Formula):
            made = formula_price(formula)
            if made is not None:
                self._add(placed, made, made.product or "")
        self.on_product: list[tuple[Placed, Surcharge, Product]] = []
        """Surcharges on one priced product, each with it."""
        self._surcharges()
        for product in self.products:
            for pair in self._synonyms:
                if any(name in product.names for name in pair):
                    product.names += [name for name in pair if name not in product.names]
        self._found: dict[tuple[str, float], Product | None] = {}
        self._counted = list(agreement.of_type(Quantity))

    def _surcharges(self) -> None:
        """Surcharges that are always due: on the product they name, or as one of their own."""
        priced = list(self.products)
        for placed, term in self.agreement.of_type(Surcharge):
            if not always_due(term):
                continue
            own = self._nearest(term.product, NEAR) if term.product else None
            if own in priced and own is not None and not term.includes:
                self.on_product.append((placed, term, own))
                continue
            base = self._nearest(term.percent_of, NEAR) if term.percent_of else None
            others = [each.name for each in priced if not each.one_time]
            made = own_product(placed, term, others, [base.name] if base else [])
            self._add(made.placed, made.price, made.name)

    def _add(self, placed: Placed, price: Price, name: str) -> None:
        product = self._same(name, placed)
        if product is None:
            product = Product(name, [name])
            self.products.append(product)
        elif name not in product.names:
            product.names.append(name)
        product.prices.append((placed, price))

    def _same(self, name: str, placed: Placed) -> Product | None:
        for product in self.products:
            if any(words(own) == words(name) for own in product.names):
                return product
        for product in self.products:
            if any(
                name in pair and own in pair for pair in self._synonyms for own in product.names
            ):
                return product
        others = [
            p
            for p in self.products
            if all(other.document.file != placed.document.file for other, _ in p.prices)
        ]
        near = [(p.likeness(name), p) for p in others]
        best = max(near, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= SAME else None

    def find(self, name: str | None, least: float = NEAR) -> Product | None:
        """The product that a term means by `name`, or None."""
        if name is None:
            return None
        key = name, least
        if key not in self._found:
            self._found[key] = self._nearest(name, least)
        return self._found[key]

    def _nearest(self, name: str, least: float) -> Product | None:
        scored = [(product.likeness(name), product) for product in self.products]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= least else None

    def concerns(self, name: str | None, product: Product) -> bool:
        """Whether a term on `name` concerns `product`: None concerns every product."""
        return name is None or self.find(name) is product

    def among(self, names: Iterable[str] | None, product: Product) -> bool:
        """Whether `product` is one of the named products."""
        return any(self.find(name) is product for name in names or ())

    def named(self, names: Iterable[str] | None) -> list[Product]:
        """The products that a list of names means, each once, in catalogue order."""
        wanted = [self.find(name) for name in names or ()]
        return [product for product in self.products if product in wanted]

    def quantities(self, product: Product) -> Iterator[tuple[Placed, Quantity]]:
        """The contracted numbers of a product."""
        for placed, term in self._counted:
            if term.product is not None and self.find(term.product) is product:
                yield placed, term


def _linked_names(agreement: Agreement) -> list[frozenset[str]]:
    """Pairs of names that a link between two terms shows to be one product's."""
    pairs: list[frozenset[str]] = []
    for placed in agreement.placed:
        name = placed.term.product
        others = [cut.by.term.product for cut in placed.cuts]
        others += [source.term.product for source in placed.sources]
        pairs += [frozenset({name, other}) for other in others if name and other and name != other]
    return pairs
