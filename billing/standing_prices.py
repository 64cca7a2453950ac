"""What a product's price is on a day: the term in force, raised by the steps that have come.

A price changes only on days that the terms name, so each stretch between two such days is worked out
once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from billing.catalog import Product
from billing.escalators import Escalators, Step, escalated
from billing.price_conflicts import conflict
from billing.pricing.charge import shown
from billing.rated import AS_AGREED, WhatIf
from billing.turning_days import turning_days
from terms.money import NotAnAmount, UnknownCurrency
from terms.period import Period
from terms.price import Price, Tier
from terms.timeline import Placed

StandingPrice = tuple[Placed, Price, tuple[Placed, ...]]
"""The price's term, the price after its escalations, and the terms that decide it."""

_Key = tuple[int, frozenset[int]]


class StandingPrices:
    """The prices of one account, asked by product and day."""

    def __init__(self, escalators: Escalators, currency: str) -> None:
        """`currency` gives the decimals to which raised prices are rounded."""
        self.escalators = escalators
        self._currency = currency
        self._days: dict[_Key, list[date]] = {}
        self._found: dict[tuple[_Key, int | None, int], StandingPrice | str] = {}
        self._stated: dict[tuple[int, int], tuple[Placed, Price] | None] = {}

    def on(self, product: Product, day: date, what_if: WhatIf = AS_AGREED) -> StandingPrice | str:
        """The price on a day; or, in words, why there is none."""
        if what_if.price is not None:
            found = self.stated(product, day)
            if found is None:
                return _none(product, day)
            return found[0], what_if.price.model_copy(update=what_if.fields), (found[0],)
        key = id(product), what_if.without_escalations
        stretch = bisect_right(self.change_days(product, what_if), day)
        place = key, what_if.escalations_until, stretch
        if place not in self._found:
            self._found[place] = self._raised(product, day, what_if)
        standing = self._found[place]
        if isinstance(standing, str) or not what_if.fields:
            return standing
        return standing[0], standing[1].model_copy(update=what_if.fields), standing[2]

    def stated(self, product: Product, day: date) -> tuple[Placed, Price] | None:
        """The price in force on a day, as its term states it."""
        place = id(product), bisect_right(self.change_days(product), day)
        if place not in self._stated:
            self._stated[place] = product.price_on(day)
        return self._stated[place]

    def changes_in(self, product: Product, period: Period, what_if: WhatIf) -> list[date]:
        """The days after its first on which the price may change within a period."""
        days = self.change_days(product, what_if)
        return days[bisect_right(days, period.start) : bisect_left(days, period.end)]

    def history(self, product: Product, placed: Placed, day: date) -> str:
        """The escalation steps behind a price, as words; '' where none applied."""
        since = placed.start or date.min
        steps, _ = self.escalators.steps(product)
        done = [
            f"{step.why} on {step.on}"
            for step in steps
            if since < step.on and step.charged_from <= day
        ]
        stated = self.stated(product, day)
        amount = stated and (stated[1].unit_amount or stated[1].flat_amount)
        base = f"{shown(amount)} from {since}, then " if amount else f"stated from {since}, then "
        return base + "; ".join(done)

    def change_days(self, product: Product, what_if: WhatIf = AS_AGREED) -> list[date]:
        """The days on which the price may change, in order."""
        key = id(product), what_if.without_escalations
        if key not in self._days:
            days = {day for placed, price in product.prices for day in turning_days(placed, price)}
            steps, unknown = self.escalators.steps(product, what_if.without_escalations)
            days.update(step.charged_from for step in steps)
            days.update(step.on for step in unknown)
            self._days[key] = sorted(days)
        return self._days[key]

    def _raised(self, product: Product, day: date, what_if: WhatIf) -> StandingPrice | str:
        found = self.stated(product, day)
        if found is None:
            return _none(product, day)
        placed, price = found
        refused = conflict(product, day) or self._refused(product, price)
        if refused is not None:
            return refused
        since = placed.start or date.min
        steps, unknown = self.escalators.steps(product, what_if.without_escalations)
        missing = [each for each in unknown if since < each.on <= day]
        if missing:
            return missing[0].why
        if what_if.escalations_until is not None:
            steps = steps[: what_if.escalations_until]
        try:
            raised, used = _with_steps(price, since, day, steps, self._currency)
        except (ArithmeticError, NotAnAmount, UnknownCurrency) as error:
            return f"the price of {product.name} cannot be computed: {error}"
        return placed, raised, (placed, *dict.fromkeys(used))

    def _refused(self, product: Product, price: Price) -> str | None:
        """Why a price in force is not laid beside a bill in the account's currency; None if it is."""
        if price.currency is not None and price.currency != self._currency:
            return (
                f"the price of {product.name} is in {price.currency} and the account is billed in "
                f"{self._currency}"
            )
        if _below_zero(price):
            return f"the price of {product.name} is less than nothing"
        return None


def _none(product: Product, day: date) -> str:
    return f"no price of {product.name} is in force on {day}"


def _below_zero(price: Price) -> bool:
    stated = [price.unit_amount, price.flat_amount, price.percent]
    stated += [amount for tier in price.tiers or () for amount in (tier.unit_amount, tier.percent)]
    return any(amount is not None and amount < 0 for amount in stated)


def _with_steps(
    price: Price, since: date, day: date, steps: list[Step], currency: str
) -> tuple[Price, list[Placed]]:
    """The price with every amount escalated, and the escalation terms that did it."""
    used: list[Placed] = []

    def raised(amount: Decimal) -> Decimal:
        value, applied = escalated(amount, since, day, steps, currency)
        used.extend(step.placed for step in applied)
        return value

    changed = _amounts(price, raised)
    if price.tiers:
        changed["tiers"] = tuple(
            tier.model_copy(update=_amounts(tier, raised)) for tier in price.tiers
        )
    return (price.model_copy(update=changed) if used else price), used


def _amounts(of: Price | Tier, raised: Callable[[Decimal], Decimal]) -> dict[str, object]:
    return {
        name: raised(amount)
        for name in ("unit_amount", "flat_amount")
        if (amount := getattr(of, name)) is not None
    }
