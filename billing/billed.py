"""What the bill itself states of an account's products: how many, and in which rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.facts import InvoiceLine
from billing.grid import rhythm_of
from billing.ledger import MAIN, Ledger, period_of
from billing.rhythm import Rhythm
from billing.whole_months import billed_at_once
from terms.period import Period
from terms.price import Price

_COUNTED = frozenset({*MAIN, "one_time"})


@dataclass(frozen=True, slots=True)
class BilledNumber:
    """How many units a line bills for its period, and at how much in all."""

    period: Period
    quantity: Decimal
    amount: Decimal

    def each_interval(self, price: Price) -> Decimal:
        """The units of one of a price's intervals, where the line bills several of them at once.

        30 seats at 25.00 for a quarter, where a seat is 25.00 a month, are 10 seats for three months;
        at 75.00 they are 30. Nothing but the bill says how many, so its own arithmetic is believed.
        """
        times = billed_at_once(price, self.period)
        unit = price.unit_amount
        if times == 1 or not unit or not self.quantity or self.quantity % times:
            return self.quantity
        one = self.amount / self.quantity
        return self.quantity / times if abs(one - unit) < abs(one - unit * times) else self.quantity


class Billed:
    """The numbers and rhythms of one account's lines."""

    def __init__(self, catalog: Catalog, ledger: Ledger) -> None:
        """Rhythms are worked out now, numbers when they are first asked for."""
        self._ledger = ledger
        self.rhythms: dict[int, Rhythm | None] = {
            id(product): rhythm_of(product, ledger) for product in catalog.products
        }
        self._numbers: dict[int, dict[Period, BilledNumber]] = {}

    def quantity(self, product: Product, period: Period) -> Decimal | None:
        """The number on the product's lines of a period: the last resort where nothing else says it."""
        found = self._of(product).get(period)
        return None if found is None else found.quantity

    def number(self, product: Product, period: Period) -> BilledNumber | None:
        """The number on the line of a period, else of the shortest billed period that it is a part of."""
        numbers = self._of(product)
        exact = numbers.get(period)
        if exact is not None:
            return exact
        around = [p for p in numbers if p.start <= period.start and period.end <= p.end]
        return numbers[min(around, key=lambda each: each.days)] if around else None

    def _of(self, product: Product) -> dict[Period, BilledNumber]:
        found = self._numbers.get(id(product))
        if found is None:
            found = self._numbers[id(product)] = _numbers(self._ledger.lines(product))
        return found


def _numbers(lines: list[InvoiceLine]) -> dict[Period, BilledNumber]:
    """The largest number of any line of each period."""
    found: dict[Period, BilledNumber] = {}
    for line in lines:
        period = period_of(line)
        if period is None or line.quantity is None or line.kind not in _COUNTED:
            continue
        if period not in found or line.quantity > found[period].quantity:
            found[period] = BilledNumber(period, line.quantity, line.amount)
    return found
