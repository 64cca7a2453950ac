"""Which billed product is which contract product: by alias, else by name, unit and amounts.

Every match is kept with its score and its grounds, so that a person can see and a confidence can
weigh it. A priced product that nothing matches is a question, not a leak.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from billing.catalog import Catalog, Product
from billing.facts import AccountFacts, InvoiceLine
from billing.metering import unit_matches
from billing.pricing.models import QUANTITY_FREE, model_of
from terms.names import likeness, words

ACCEPTED = 0.5
"""Below this score two names are not one product."""

CERTAIN = 0.85
"""From this score on, a match is not weighed against a finding."""


_PRICED = frozenset({"charge", "usage", "one_time"})


@dataclass(frozen=True, slots=True)
class ProductMatch:
    """A billed product and the contract product it is taken for."""

    billed: str
    product: Product
    score: float
    grounds: str
    stated: bool = False
    """Whether products.csv or a person says so."""
    by_name: float = 0.0
    """How alike the names are by themselves: of equal scores, the nearest name is meant."""

    @property
    def certain(self) -> bool:
        """Whether the match leaves no doubt."""
        return self.score >= CERTAIN


class Matching:
    """The billed products of one account, each with its contract product where there is one."""

    def __init__(self, facts: AccountFacts, catalog: Catalog) -> None:
        """Match every product that a billing item, an invoice line or usage names."""
        self._facts = facts
        self._catalog = catalog
        self._evidence = _evidence(facts)
        self._common = _common_words(catalog)
        self._amounts = {id(product): _amounts(product) for product in catalog.products}
        self.matches: dict[str, ProductMatch] = {}
        candidates = sorted(
            (match for name in self._evidence for match in self._candidates(name)),
            key=lambda match: (
                (-match.score, not match.stated, -match.by_name, match.billed, match.product.name)
            ),
        )
        for match in candidates:
            if match.billed not in self.matches and match.score >= ACCEPTED:
                self.matches[match.billed] = match
        self._drop_weak_seconds()

    def product_of(self, billed: str) -> Product | None:
        """The contract product of a billed product, or None."""
        match = self.matches.get(billed)
        return match.product if match else None

    def names_of(self, product: Product) -> list[ProductMatch]:
        """The billed products that are this contract product, the surest first."""
        return [match for match in self.matches.values() if match.product is product]

    def counted_by(self, billed: str, unit: str | None) -> Product | None:
        """The contract product that counts the usage of a billed product.

        A meter bears the name of the plan ('Query Service') where the contract prices what goes
        beyond the plan as a product of its own ('Query Service, additional queries'), which billing
        has no name for: the plan's fee counts nothing, so the use is the other's.
        """
        product = self.product_of(billed)
        if product is None or not _counts_nothing(product):
            return product
        beyond = [
            other
            for other in self._catalog.products
            if other is not product
            and any(unit_matches(unit, price.unit) for _, price in other.prices)
            and not self.names_of(other)
            and other.likeness(product.name) >= CERTAIN
        ]
        return beyond[0] if len(beyond) == 1 else product

    def unmatched(self) -> list[str]:
        """Billed products that no contract product fits."""
        return [name for name in self._evidence if name not in self.matches]

    def _drop_weak_seconds(self) -> None:
        """Two billed products for one contract product: the second must be sure of itself."""
        best: dict[int, float] = {}
        for match in self.matches.values():
            key = id(match.product)
            best[key] = max(best.get(key, 0.0), match.score)
        for name, match in list(self.matches.items()):
            if match.score < CERTAIN and match.score < best[id(match.product)]:
                del self.matches[name]

    def _candidates(self, name: str) -> Iterable[ProductMatch]:
        said = self._evidence[name]
        for product in self._catalog.products:
            alias = self._alias(name, product)
            if alias is not None:
                yield ProductMatch(
                    name, product, 1.0, f"alias {alias!r} in products.csv", stated=True
                )
                continue
            amounts = self._amounts[id(product)]
            by_name = self._likeness(name, product)
            by_text = max((self._likeness(text, product) for text in said.descriptions), default=0)
            score, grounds = by_name, f"name alike {by_name:.2f}"
            if by_text * 0.95 > score:
                score, grounds = by_text * 0.95, f"invoice text alike {by_text:.2f}"
            if score <= 0:
                if _distinct(said.amounts & amounts) and said.one_time == product.one_time:
                    yield ProductMatch(name, product, 0.55, "equal amount only")
                continue
            if any(unit_matches(unit, p.unit) for unit in said.units for _, p in product.prices):
                score, grounds = score + 0.1, f"{grounds}, same unit"
            if said.amounts & amounts:
                score, grounds = score + 0.3, f"{grounds}, equal amount"
            yield ProductMatch(name, product, min(score, 1.0), grounds, by_name=by_name)

    def _alias(self, name: str, product: Product) -> str | None:
        for contract_name, billed in self._facts.aliases.items():
            if name in billed and any(words(contract_name) == words(n) for n in product.names):
                return contract_name
        for contract_name, billed in self._facts.aliases.items():
            if name in billed and self._catalog.find(contract_name) is product:
                return contract_name
        return None

    def _likeness(self, name: str, product: Product) -> float:
        """The likeness of a name and the nearest of a product's."""
        return max(_telling_likeness(name, own, self._common) for own in product.names)


def _counts_nothing(product: Product) -> bool:
    """Whether its fee is the same however much is used."""
    return all(model_of(price) in QUANTITY_FREE for _, price in product.prices)


@lru_cache(maxsize=1 << 16)
def _telling_likeness(one: str, other: str, common: frozenset[str]) -> float:
    """Likeness of names without the words that every product of the account shares."""
    left = " ".join(w for w in words(one) if w not in common) or one
    right = " ".join(w for w in words(other) if w not in common) or other
    return likeness(left, right)


@dataclass(frozen=True, slots=True)
class _Said:
    """What billing says of one product: texts, units, amounts."""

    descriptions: tuple[str, ...]
    units: frozenset[str]
    amounts: frozenset[Decimal]
    one_time: bool


def _evidence(facts: AccountFacts) -> dict[str, _Said]:
    found: dict[str, _Said] = {}
    names = dict.fromkeys(
        [item.product for item in facts.items]
        + [line.product for line in facts.lines if line.kind not in {"tax", "minimum"}]
        + [event.product for event in facts.usage]
    )
    lines: dict[str, dict[tuple[object, ...], InvoiceLine]] = {}
    for line in facts.lines:
        if line.kind in _PRICED:
            told = line.kind, line.description, line.unit, line.unit_amount
            lines.setdefault(line.product, {})[told] = line
    counted = {(event.product, event.unit) for event in facts.usage}
    for name in names:
        own = lines.get(name, {}).values()
        items = [item for item in facts.items if item.product == name]
        amounts = {
            value
            for item in items
            for value in (item.unit_amount, item.flat_amount, *_tier_amounts(item.tiers))
            if value
        }
        amounts |= {line.unit_amount for line in own if line.unit_amount}
        found[name] = _Said(
            descriptions=tuple(dict.fromkeys(line.description for line in own))[:4],
            units=frozenset(
                unit
                for unit in (
                    *(item.unit for item in items),
                    *(line.unit for line in own),
                    *(unit for product, unit in counted if product == name),
                )
                if unit
            ),
            amounts=frozenset(amounts),
            one_time=bool(own) and all(line.kind == "one_time" for line in own),
        )
    return found


def _tier_amounts(tiers: Iterable[object]) -> list[Decimal]:
    return [
        value
        for tier in tiers
        for value in (getattr(tier, "unit_amount", None), getattr(tier, "flat_amount", None))
        if value
    ]


def _amounts(product: Product) -> set[Decimal]:
    return {
        value
        for _, price in product.prices
        for value in (price.unit_amount, price.flat_amount, *_tier_amounts(price.tiers or ()))
        if value
    }


def _distinct(amounts: Iterable[Decimal]) -> bool:
    """Whether one of some equal amounts is odd or large enough that equality is no accident."""
    return any(amount >= 1000 for amount in amounts)


def _common_words(catalog: Catalog) -> frozenset[str]:
    """Words that at least half of the contract's products, and three of them, share: the brand."""
    counts: dict[str, int] = {}
    for product in catalog.products:
        for word in set(words(product.name)):
            counts[word] = counts.get(word, 0) + 1
    least = max(3, len(catalog.products) / 2)
    return frozenset(word for word, count in counts.items() if count >= least)
