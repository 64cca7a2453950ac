"""How many are contracted, day by day: the steps of a product's quantity terms."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from terms.contract import Term
from terms.period import Period


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one number holds, and the term that says so."""

    period: Period
    quantity: Decimal
    term: Term


@dataclass(frozen=True, slots=True)
class _Step:
    start: date
    until: date | None
    rank: int
    change: str
    quantity: Decimal
    term: Term


class ContractedQuantity:
    """The contracted number of one product over time."""

    def __init__(self, catalog: Catalog, product: Product) -> None:
        """Collect the product's quantity terms in order of effect."""
        self._product = product
        self._steps: list[_Step] = []
        self._placed = list(catalog.quantities(product))
        for placed, term in self._placed:
            if term.quantity is None:
                continue
            self._steps.append(
                _Step(
                    start=placed.start or date.min,
                    until=term.effective_to,
                    rank=placed.rank,
                    change=term.change or "set",
                    quantity=term.quantity,
                    term=term,
                )
            )
        self._steps.sort(key=lambda step: (step.start, step.rank))

    def __bool__(self) -> bool:
        """Whether the contract states a number at all."""
        return bool(self._steps)

    def change_days(self) -> Iterator[date]:
        """The days on which the number may change."""
        for step in self._steps:
            yield step.start
            if step.until is not None and step.until < date.max:
                yield date.fromordinal(step.until.toordinal() + 1)

    def on(self, day: date) -> tuple[Decimal, Term] | None:
        """The number contracted for `day` and the term that decides it; None where none is settled."""
        now: tuple[Decimal, Term] | None = None
        for step in self._steps:
            if step.start > day or (step.until is not None and step.until < day):
                continue
            if step.change == "set":
                now = step.quantity, step.term
                continue
            before = now[0] if now else self._before_all(step)
            if before is None:
                return None
            after = before + (step.quantity if step.change == "add" else -step.quantity)
            if after < 0:
                return None
            now = after, step.term
        return now

    def unsettled(self, day: date) -> str | None:
        """Why no number is settled on a day on which one was changed; None where one is, or none is stated."""
        if self.on(day) is not None:
            return None
        for step in self._steps:
            if step.start <= day and step.change != "set":
                return (
                    f"{step.quantity:f} {self._product.name} are to be "
                    f"{'added' if step.change == 'add' else 'taken off'} from {step.start}, "
                    "and the number before that was not read"
                )
        return None

    def _before_all(self, step: _Step) -> Decimal | None:
        """Nothing was held before a product's first price; otherwise the number before is not known."""
        starts = self._product.starts()
        return Decimal(0) if step.change == "add" and starts and starts[0] >= step.start else None

    def over(self, period: Period) -> list[Stretch]:
        """The stretches of `period` with their numbers, in order; days without one are left out."""
        days = {period.start, *(day for day in self.change_days() if day in period)}
        bounds = [*sorted(days), period.end]
        found: list[Stretch] = []
        for start, end in itertools.pairwise(bounds):
            now = self.on(start)
            if now is None:
                continue
            if found and found[-1].quantity == now[0]:
                last = found.pop()
                found.append(Stretch(Period(last.period.start, end), now[0], now[1]))
            else:
                found.append(Stretch(Period(start, end), now[0], now[1]))
        return found
