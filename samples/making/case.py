"""One account of the book: its papers, its billing, and what is wrong with it, planted on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from samples.making.ledger import Ledger, Span
from samples.making.manuscript import Manuscript


@dataclass(frozen=True)
class Planted:
    """One period of a finding: what should have been billed, what was, what can be put right."""

    span: Span
    expected: Decimal
    billed: Decimal
    recoverable: Decimal
    why: str = ""

    @property
    def difference(self) -> Decimal:
        """The size of the difference."""
        return abs(self.expected - self.billed)


@dataclass(frozen=True)
class Finding:
    """What a careful reader finds, and the clause that proves it."""

    cause: str
    product: str
    direction: str
    periods: tuple[Planted, ...]
    clause: tuple[Manuscript, str]
    """The paper, and a quote that stands in the clause."""
    also_causes: tuple[str, ...] = ()
    also_products: tuple[str, ...] = ()
    other_clauses: tuple[tuple[Manuscript, str], ...] = ()

    @property
    def total(self) -> Decimal:
        """Everything that differs."""
        return sum((p.difference for p in self.periods), Decimal(0))

    @property
    def recoverable(self) -> Decimal:
        """What the contract still allows."""
        return sum((p.recoverable for p in self.periods), Decimal(0))


@dataclass
class Case:
    """Everything about one account. `route` is where it must end: billing, review or none."""

    ledger: Ledger
    papers: list[Manuscript]
    findings: list[Finding] = field(default_factory=list)
    route: str = "billing"
    extra: dict[str, Any] = field(default_factory=dict)
    """Further fields of the truth, such as a note for people."""


def shortfalls(
    rows: list[tuple[Span, Decimal, Decimal, date]], earliest: date, lapsed: str
) -> tuple[Planted, ...]:
    """Periods that differ, from (period, expected, billed, the day the window is counted from).

    A row counted from a day before `earliest` is out of reach, for the reason `lapsed`.
    """
    made = []
    for span, expected, billed, counted in rows:
        if expected == billed:
            continue
        open_ = counted >= earliest
        amount = abs(expected - billed) if open_ else Decimal("0.00")
        made.append(Planted(span, expected, billed, amount, "" if open_ else lapsed))
    return tuple(made)
