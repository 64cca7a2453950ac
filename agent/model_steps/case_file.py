"""What the tools look at: one account's facts, terms, papers and comparison, and no other's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from agent.model_steps.papers import Papers
from billing.comparison import ComparedCell, Comparison, ProductComparison, compare
from billing.facts import AccountFacts
from terms.contract import Extraction


@dataclass
class CaseFile:
    """One account, as the case has it."""

    facts: AccountFacts
    contract: Extraction
    as_of: date
    comparison: Comparison
    papers: Papers
    _variants: dict[str, Comparison] = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        """The account."""
        return self.facts.account.account_id

    @property
    def products(self) -> list[str]:
        """The names of the products that the contracts price."""
        return [each.product.name for each in _all(self.comparison)]

    def product(self, name: str) -> ProductComparison | None:
        """A product's comparison by one of its names, or None."""
        return product_in(self.comparison, name)

    def variant(self, key: str, change: Callable[[Extraction], Extraction]) -> Comparison:
        """The account compared with changed terms; each change once."""
        if key not in self._variants:
            changed = change(self.contract)
            self._variants[key] = compare(self.facts, changed, self.as_of)
        return self._variants[key]


def product_in(comparison: Comparison, name: str) -> ProductComparison | None:
    """A product's comparison by one of its names."""
    wanted = name.strip().casefold()
    for each in _all(comparison):
        if wanted in {own.casefold() for own in each.product.names}:
            return each
    return None


def cell_of(compared: ProductComparison, cell: ComparedCell) -> ComparedCell | None:
    """The same period in another comparison."""
    return next((each for each in compared.cells if each.period == cell.period), None)


def _all(comparison: Comparison) -> list[ProductComparison]:
    return [*comparison.products, *comparison.one_time]
