"""Stripe prices as the book's charge models, in one currency and in major units.

per_unit with `transform_quantity` is a package; tiers with only flat amounts by volume are a stairstep; two
graduated tiers of which the first costs nothing are included units and a price for those above.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from billing.stripe.export import Export, Found, parsed
from billing.stripe.fields import ObjectUnreadable
from billing.stripe.money import major_or_none
from billing.stripe.objects import Amounts, Price, Product
from billing.stripe.objects import Tier as StripeTier
from billing.stripe.plans import as_price
from terms.period import Interval
from terms.price import Tier
from terms.term import Billing


@dataclass(frozen=True, slots=True)
class Charge:
    """What a price says, in the words of the billing configuration."""

    product: str
    model: str | None
    unit_amount: Decimal | None
    flat_amount: Decimal | None
    tiers: tuple[Tier, ...]
    package_size: Decimal | None
    included_quantity: Decimal | None
    unit: str | None
    interval: Interval
    interval_count: int
    billing: Billing | None


class Prices:
    """Finds prices and products of an export."""

    def __init__(self, export: Export) -> None:
        """Products are named by products.json, else by what stands inside prices."""
        self._export = export
        self._said: set[str] = set()

    def find(self, price: Any, plan: Any = None) -> Price:
        """The price that an object names or holds; one exported with its tiers says more.

        Raises ObjectUnreadable where only its id is known.
        """
        held = price if isinstance(price, dict) else None
        if held is None and isinstance(plan, dict):
            held = as_price(plan)
        if held is not None:
            own = parsed(Price, held)
            self._export.learn_product(held.get("product"))
            kept = self._export.prices.get(own.id)
            return kept.value if kept and kept.value.tiers and not own.tiers else own
        name = price or plan
        if name is None:
            raise ObjectUnreadable("it has neither a price nor a plan")
        if str(name) not in self._export.prices:
            raise ObjectUnreadable(
                f"its price {name} is not in prices.json: export the prices, inactive ones too"
            )
        return self._export.prices[str(name)].value

    def product(self, product_id: str | None) -> Product | None:
        """The product, or None where it was not exported."""
        found: Found[Product] | None = self._export.products.get(product_id or "")
        return found.value if found else self._export.inner_products.get(product_id or "")

    def name(self, product_id: str | None, nickname: str | None = None) -> str | None:
        """What billing calls a product: its name, else the price's nickname, else its id."""
        product = self.product(product_id)
        if product is not None and product.name:
            return product.name
        if product_id is not None:
            self._export.note(
                f"stripe: product {product_id} has no name in products.json; it is called "
                f"{nickname or product_id}."
            )
        return nickname or product_id

    def charge(self, price: Price, currency: str, quantity: Decimal | None) -> Charge:
        """A price in `currency`. Raises ObjectUnreadable: no amounts in it, or no minor unit."""
        amounts = self._amounts(price, currency)
        product = self.product(price.product)
        unit = product.unit_label if product else None
        tiers = _tiers(amounts.tiers or [], currency)
        unit_amount = unit_amount_of(amounts, currency)
        tiered = price.billing_scheme == "tiered" or bool(price.tiers)
        if tiered and not tiers:
            self._export.note(
                f"stripe: price {price.id} is tiered, and its tiers are not exported: list prices with "
                "expand[]=data.tiers."
            )
        recurring = price.recurring
        metered = recurring is not None and recurring.usage_type == "metered"
        size = price.transform_quantity.divide_by if price.transform_quantity else None
        if price.transform_quantity and price.transform_quantity.round == "down":
            self._export.note(
                f"stripe: price {price.id} bills full packages only; where a contract does not say so, set "
                'package_rounding = "down" in [conventions] of policy.toml.'
            )
        included = _included(price, tiers)
        flat = not (tiered or size or metered or unit) and quantity in {None, Decimal(1)}
        return Charge(
            product=self.name(price.product, price.nickname) or price.id,
            model=_model(price, tiers, tiered=tiered, flat=flat, included=included),
            unit_amount=tiers[1].unit_amount if included else (None if flat else unit_amount),
            flat_amount=unit_amount if flat else None,
            tiers=() if included else tiers,
            package_size=Decimal(size) if size else None,
            included_quantity=included,
            unit=unit,
            interval=recurring.interval if recurring else "one_time",
            interval_count=recurring.interval_count if recurring else 1,
            billing=("arrears" if metered else "advance") if recurring else None,
        )

    def _amounts(self, price: Price, currency: str) -> Amounts:
        if price.currency.upper() == currency:
            return price
        option = price.currency_options.get(currency.lower())
        if option is None:
            raise ObjectUnreadable(
                f"it is billed in {currency}, and its price {price.id} is in {price.currency.upper()}: "
                "list prices with expand[]=data.currency_options"
            )
        return option


def unit_amount_of(amounts: Amounts, currency: str) -> Decimal | None:
    """The amount of one unit; `unit_amount_decimal` has up to twelve decimals of a minor unit."""
    exact = amounts.unit_amount_decimal
    return major_or_none(exact if exact is not None else amounts.unit_amount, currency)


def _tiers(steps: list[StripeTier], currency: str) -> tuple[Tier, ...]:
    def amount(exact: Decimal | None, whole: int | None) -> Decimal | None:
        return major_or_none(exact if exact is not None else whole, currency)

    found = tuple(
        Tier(
            up_to=None if step.up_to in {None, "inf"} else Decimal(step.up_to or 0),
            unit_amount=amount(step.unit_amount_decimal, step.unit_amount),
            flat_amount=amount(step.flat_amount_decimal, step.flat_amount),
        )
        for step in steps
    )
    bounds = [Decimal("Infinity") if tier.up_to is None else tier.up_to for tier in found]
    if any(lower >= upper for lower, upper in pairwise(bounds)):
        raise ObjectUnreadable(
            "its tiers do not rise: 'up_to' must grow, and only the last is open"
        )
    return found


def _included(price: Price, tiers: tuple[Tier, ...]) -> Decimal | None:
    if price.tiers_mode != "graduated" or len(tiers) != 2:
        return None
    free, above = tiers
    if free.unit_amount or free.flat_amount or above.flat_amount or not above.unit_amount:
        return None
    return free.up_to


def _model(
    price: Price, tiers: tuple[Tier, ...], *, tiered: bool, flat: bool, included: Decimal | None
) -> str:
    if price.transform_quantity:
        return "package"
    if included is not None or not (tiered or flat):
        return "per_unit"
    if not tiered:
        return "flat"
    if price.tiers_mode == "volume" and tiers and not any(tier.unit_amount for tier in tiers):
        return "stairstep"
    return price.tiers_mode or "tiered"
