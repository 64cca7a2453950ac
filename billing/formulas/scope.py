"""Where a formula's values come from: the period's quantities, amounts, prices, days, and inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeVar

from billing.formulas.errors import NotKnown
from billing.formulas.vocabulary import PERIOD_NAMES, meant

Held = TypeVar("Held")


class Scope(Protocol):
    """The values of one period. Each method raises NotKnown for what it does not hold."""

    def quantity(self, product: str) -> Decimal:
        """How many of a product the period has."""

    def amount(self, product: str) -> Decimal:
        """What a product costs in the period, in major units."""

    def price(self, product: str) -> Decimal:
        """A product's price in the period: its unit amount or its fee."""

    def index(self, name: str, month: str) -> Decimal:
        """A level of an index series; `month` is '2025-10'."""

    def named(self, name: str) -> Decimal:
        """`days`, `days_in_month`, or an input of the formula."""


@dataclass(frozen=True)
class Values:
    """A scope that is written out: for examples, tests, and a formula tried by hand."""

    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    indices: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    days: int | None = None
    days_in_month: int | None = None

    def quantity(self, product: str) -> Decimal:
        """The quantity of a product."""
        return _of(self.quantities, product, "quantity of")

    def amount(self, product: str) -> Decimal:
        """The amount of a product."""
        return _of(self.amounts, product, "amount of")

    def price(self, product: str) -> Decimal:
        """The price of a product."""
        return _of(self.prices, product, "price of")

    def index(self, name: str, month: str) -> Decimal:
        """A month's value of an index series."""
        return _of(_of(self.indices, name, "index"), month, f"value of {name} for")

    def named(self, name: str) -> Decimal:
        """A number of days, or an input."""
        days = getattr(self, name) if name in PERIOD_NAMES else None
        if days is not None:
            return Decimal(days)
        if name in self.inputs:
            return self.inputs[name]
        raise NotKnown(f"nothing is known of {name}{meant(name, [*PERIOD_NAMES, *self.inputs])}")


def _of(held: Mapping[str, Held], name: str, what: str) -> Held:
    for key, value in held.items():
        if key.casefold() == name.casefold():
            return value
    raise NotKnown(f"the {what} {name!r} is not known{meant(name, held)}")
