"""What is added to or taken off a product's charge: discounts, the maximum they leave, surcharges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.conventions import Conventions
from billing.discounts import Discounts, last_day, reduction
from billing.line_rules import LineRules
from billing.partial import by_unit
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.coupons import Reduction, reduced, unit_percent
from billing.rated import RatedLine, WhatIf
from billing.surcharges import on_charge
from billing.turning_days import turning_days
from terms.adjustment import Discount
from terms.period import Period
from terms.price import Price
from terms.timeline import Placed


class LineChanges:
    """The discounts and surcharges of one account."""

    def __init__(self, catalog: Catalog, rules: LineRules, conventions: Conventions) -> None:
        """Collect the discount terms; surcharges are the catalogue's."""
        self._catalog = catalog
        self._rules = rules
        self._conventions = conventions
        self.discounts = Discounts(catalog)

    def change_days(self, product: Product) -> Iterator[date]:
        """The days on which a discount or surcharge of a product begins or ends."""
        for placed, discount in self.discounts.of(product):
            yield from turning_days(placed, discount)
            last = last_day(placed, discount)
            if last is not None and last < date.max:
                yield last + timedelta(days=1)
        for placed, surcharge, charged in self._catalog.on_product:
            if charged is product:
                yield from turning_days(placed, surcharge)

    def may_change(self, product: Product) -> bool:
        """Whether any discount or surcharge on a product was read."""
        levied = any(charged is product for _, _, charged in self._catalog.on_product)
        return levied or bool(self.discounts.of(product))

    def due(
        self, product: Product, period: Period, least: Decimal | None, what_if: WhatIf
    ) -> list[tuple[Placed | None, Discount]]:
        """The discounts of a period; `least` is the smallest quantity held in it."""
        found: list[tuple[Placed | None, Discount]] = []
        if not what_if.no_discount:
            found += self.discounts.due(product, period, least)
            if len(found) > 1 and any(term.combinable is False for _, term in found):
                raise NotPriceable(
                    f"two discounts on {product.name} are in force on {period.start} and may not be "
                    "combined; no clause that was read says which of them holds"
                )
        if what_if.discount is not None and what_if.discount not in [term for _, term in found]:
            found.append((None, what_if.discount))
        return found

    def caps_what_is_left(
        self, price: Price, due: Sequence[tuple[Placed | None, Discount]], what_if: WhatIf
    ) -> bool:
        """Whether the price's maximum is applied after percentage discounts, and some are due."""
        if price.maximum_charge is None:
            return False
        settings = what_if.reading or self._conventions
        percents = any(_by_percent(term) for _, term in due)
        return percents and settings.maximum == "after_percentages"

    def taken(
        self,
        product: Product,
        lines: Sequence[RatedLine],
        due: Sequence[tuple[Placed | None, Discount]],
        units: tuple[Price, Decimal | None],
        what_if: WhatIf,
        cap: Decimal | None = None,
    ) -> list[RatedLine]:
        """The discounts as lines, in the conventions' order, and what a maximum takes off besides."""
        if not due:
            return []
        settings = what_if.reading or self._conventions
        base = sum((line.amount for line in lines), Decimal(0))
        sizes = reduced(
            base,
            [self._reduction(product, term, units, what_if) for _, term in due],
            lambda amount: self._rules.rounded(product, amount, what_if),
            settings,
            cap,
        )
        return [
            RatedLine(-size.amount, size.formula, "maximum" if size.capped else "discount")
            for size in sizes
        ]

    def _reduction(
        self, product: Product, term: Discount, units: tuple[Price, Decimal | None], what_if: WhatIf
    ) -> Reduction:
        price, quantity = units
        settings = what_if.reading or self._conventions
        if settings.rounding_point == "unit" and term.percent is not None and quantity:
            one = by_unit(price, quantity, self._rules.unit_step(product, price, what_if))
            if one is not None:
                return unit_percent(term.percent, one.amount, quantity, one.step)
        return reduction(term, quantity)

    def surcharged(
        self, product: Product, period: Period, lines: Sequence[RatedLine], what_if: WhatIf
    ) -> tuple[list[RatedLine], list[Placed]]:
        """The surcharges on a product's charge as lines, and the terms that levy them."""
        levied = [
            (placed, term)
            for placed, term, charged in self._catalog.on_product
            if charged is product
            and not what_if.no_surcharge
            and placed.in_force(period.start, product.name)
        ]
        if not levied:
            return [], []
        base = Charge(sum((line.amount for line in lines), Decimal(0)), "")
        due = [(placed, on_charge(term, base)) for placed, term in levied]
        found = [
            RatedLine(self._rules.rounded(product, made.amount, what_if), made.formula, "surcharge")
            for _, made in due
        ]
        return found, [placed for placed, _ in due]


def _by_percent(term: Discount) -> bool:
    return term.percent is not None or bool(term.tiers)
