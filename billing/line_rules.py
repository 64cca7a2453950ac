"""The contract's rules for lines: how partial periods are priced, and how amounts are rounded."""

from __future__ import annotations

from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.conventions import STANDARD, Conventions
from billing.pricing.line_total import line_amounts
from billing.rated import AS_AGREED, RatedLine, WhatIf
from terms.measure import Proration, Rounding
from terms.money import RoundingMode, minor_unit, round_to
from terms.price import Price


class LineRules:
    """Proration and rounding of one account."""

    def __init__(
        self, catalog: Catalog, currency: str, conventions: Conventions = STANDARD
    ) -> None:
        """Collect the proration and rounding terms; `conventions` hold where they are silent."""
        self._conventions = conventions
        self._catalog = catalog
        self._currency = currency
        self._proration = [term for _, term in catalog.agreement.of_type(Proration)]
        self._rounding = [
            term for _, term in catalog.agreement.of_type(Rounding) if term.of == "line"
        ]
        self._methods: dict[int, str] = {}
        self._steps: dict[int, tuple[Decimal, RoundingMode]] = {}

    def proration(self, product: Product, reading: Conventions | None = None) -> str:
        """How partial periods of a product are priced; by the conventions where the contract is silent.

        'daily/30', 'daily/360' and 'daily/365' are days of a month or year that the clause fixes,
        'daily/seconds' counts seconds; 'daily' alone are the days that there are.
        """
        if reading is not None:
            return self._method(product, reading)
        if id(product) not in self._methods:
            self._methods[id(product)] = self._method(product, self._conventions)
        return self._methods[id(product)]

    def _method(self, product: Product, settings: Conventions) -> str:
        for term in reversed(self._proration):
            own = term.product is not None and self._catalog.find(term.product) is product
            general = term.product is None and term.method is not None
            if own or general:
                method = term.method or "daily"
                return _daily(term.days_basis, settings) if method == "daily" else method
        return settings.proration if settings.proration != "daily" else _daily(None, settings)

    def rounded(self, product: Product, amount: Decimal, what_if: WhatIf = AS_AGREED) -> Decimal:
        """An amount rounded once, as the contract says for lines, else half up to the minor unit."""
        step, mode = self.step(product, what_if.reading)
        if what_if.rounding in {"half_up", "half_even", "up", "down"}:
            mode = what_if.rounding  # type: ignore[assignment]  # checked on the line above
        return round_to(amount, step, mode)

    def step(
        self, product: Product, reading: Conventions | None = None
    ) -> tuple[Decimal, RoundingMode]:
        """To multiples of what, and how, a product's lines are rounded."""
        if reading is not None:
            return self._step(product, reading)
        if id(product) not in self._steps:
            self._steps[id(product)] = self._step(product, self._conventions)
        return self._steps[id(product)]

    def _step(self, product: Product, settings: Conventions) -> tuple[Decimal, RoundingMode]:
        step = Decimal(1).scaleb(-minor_unit(self._currency))
        mode: RoundingMode = settings.rounding_mode
        for term in self._rounding:
            if self._catalog.concerns(term.product, product):
                step, mode = term.to or step, term.mode or mode
        return step, mode

    def unit_step(
        self, product: Product, price: Price, what_if: WhatIf
    ) -> tuple[Decimal, RoundingMode]:
        """The same for the price of one unit: as lines are, or as finely as it is stated."""
        step, mode = self.step(product, what_if.reading)
        exponent = (price.unit_amount or Decimal(0)).as_tuple().exponent
        return min(step, Decimal(1).scaleb(int(exponent))), mode

    def summed(self, product: Product, lines: list[RatedLine], what_if: WhatIf) -> list[RatedLine]:
        """Lines rounded once each; equal intervals of one billed period are one line."""
        found = _as_one_charge(lines) if len(lines) > 1 else lines
        amounts = line_amounts(
            [line.amount for line in found],
            lambda amount: self.rounded(product, amount, what_if),
            what_if.reading or self._conventions,
        )
        return [
            RatedLine(amount, line.formula, line.kind)
            for line, amount in zip(found, amounts, strict=True)
        ]


def _as_one_charge(lines: list[RatedLine]) -> list[RatedLine]:
    """The charges as one line, and then the others as they are."""
    charges = [line for line in lines if line.kind == "charge"]
    others = [line for line in lines if line.kind != "charge"]
    if len(charges) < 2:
        return [*charges, *others]
    if len({line.formula for line in charges}) == 1:
        formula = f"{len(charges)} × {charges[0].formula}"
    else:
        formula = " + ".join(line.formula for line in charges)
    return [RatedLine(sum((c.amount for c in charges), Decimal(0)), formula), *others]


def _daily(stated: str | None, settings: Conventions) -> str:
    basis = stated or settings.proration_basis
    return "daily" if basis == "actual" else f"daily/{basis}"
