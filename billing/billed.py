"""What the bill itself states of an account's products: how many, and in which rhythm."""

from __future__ import annotations

from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.facts import InvoiceLine
from billing.grid import rhythm_of
from billing.ledger import MAIN, Ledger, period_of
from billing.rhythm import Rhythm
from terms.period import Period

_COUNTED = frozenset({*MAIN, "one_time"})


class Billed:
    """The numbers and rhythms of one account's lines."""

    def __init__(self, catalog: Catalog, ledger: Ledger) -> None:
        """Rhythms are worked out now, numbers when they are first asked for."""
        self._ledger = ledger
        self.rhythms: dict[int, Rhythm | None] = {
            id(product): rhythm_of(product, ledger) for product in catalog.products
        }
        self._quantities: dict[int, dict[Period, Decimal]] = {}

    def quantity(self, product: Product, period: Period) -> Decimal | None:
        """The number on the product's lines of a period: the last resort where nothing else says it."""
        found = self._quantities.get(id(product))
        if found is None:
            found = self._quantities[id(product)] = _quantities(self._ledger.lines(product))
        return found.get(period)


def _quantities(lines: list[InvoiceLine]) -> dict[Period, Decimal]:
    """The largest number of any line of each period."""
    found: dict[Period, Decimal] = {}
    for line in lines:
        period = period_of(line)
        if period is None or line.quantity is None or line.kind not in _COUNTED:
            continue
        found[period] = max(found.get(period, line.quantity), line.quantity)
    return found
