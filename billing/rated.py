"""What a period should have cost, line by line, and under which hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from billing.conventions import Conventions
from terms.adjustment import Discount
from terms.price import Price
from terms.timeline import Placed

QuantitySource = Literal["contract", "usage", "billed", "none"]


@dataclass(frozen=True, slots=True)
class RatedLine:
    """One rounded line with its formula: a charge, a proration, or what changes them."""

    amount: Decimal
    formula: str
    kind: Literal["charge", "proration", "discount", "surcharge", "maximum", "drawn"] = "charge"


@dataclass(frozen=True, slots=True)
class Rated:
    """What one product should have cost in a period; periods that cost the same may share one.

    `reason` is set where no amount could be computed: then `amount` is 0 and means nothing.
    """

    amount: Decimal = Decimal(0)
    lines: tuple[RatedLine, ...] = ()
    quantity: Decimal | None = None
    quantity_source: QuantitySource = "none"
    metered: bool = True
    """False where usage decides and none at all was recorded in the period."""
    price: Price | None = None
    """The price in force at the period's start, after escalation."""
    terms: tuple[Placed, ...] = ()
    """The terms that decide the amount, the price first."""
    reason: str | None = None
    doubts: tuple[str, ...] = ()
    history: str = ""
    """How the price came to be: '4,850.00 from 2024-04-01, +4% on 2025-04-01'; '' where it is as stated."""
    settled: str = ""
    """What the contract leaves open and somebody else settled, and how; '' where nothing is."""

    @property
    def known(self) -> bool:
        """Whether the amount was computed."""
        return self.reason is None

    @property
    def derivation(self) -> str:
        """The arithmetic as one line."""
        parts = [line.formula for line in self.lines]
        if not parts:
            return self.reason or "nothing due"
        text = "; ".join(parts)
        result = f"{self.amount:,f}"
        line = text if text.rpartition("; ")[2] == result else f"{text} = {result}"
        line = f"{line} ({self.history})" if self.history else line
        return f"{line} [{self.settled}]" if self.settled else line


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A hypothesis about what billing did instead of what the contract says."""

    price: Price | None = None
    """Billing used this price, as it stands, without escalation."""
    fields: dict[str, object] = field(default_factory=dict)
    """Billing used these fields in place of the price's own: model, tiers, included_quantity."""
    without_escalations: frozenset[int] = frozenset()
    """Billing left these escalation terms out (by identity of their place)."""
    escalations_until: int | None = None
    """Billing applied only so many of the steps that have come."""
    quantity: Decimal | None = None
    quantity_shift: Decimal = Decimal(0)
    """Billing used every contracted number with so many units more."""
    counted_since: date | None = None
    """Billing filled the tiers of a longer window with what was used since this day."""
    discount: Discount | None = None
    """Billing gave this discount, though it is not due."""
    no_discount: bool = False
    no_surcharge: bool = False
    no_balance: bool = False
    """Nothing was drawn from a prepaid balance."""
    timezone: str | None = None
    unit_size: Decimal | None = None
    proration: str | None = None
    rounding: str | None = None
    reading: Conventions | None = None
    """What the contract leaves open was settled this way: no mistake, another usual reading."""

    def and_also(self, other: WhatIf) -> WhatIf | None:
        """Both hypotheses at once; None where both speak of one thing and cannot hold together."""
        if set(self.fields) & set(other.fields):
            return None
        mine, others = self._stated(), other._stated()
        if mine.keys() & others.keys() or (self.of_price and other.of_price):
            return None
        return replace(self, **others, fields=self.fields | other.fields)

    @property
    def of_price(self) -> bool:
        """Whether it says which price, or which of its steps, billing used."""
        steps = self.escalations_until is not None or bool(self.without_escalations)
        return self.price is not None or steps

    def _stated(self) -> dict[str, Any]:
        """What it says, by field, the price's own fields apart."""
        return {
            each.name: getattr(self, each.name)
            for each in dataclass_fields(self)
            if each.name != "fields" and getattr(self, each.name) != getattr(AS_AGREED, each.name)
        }


AS_AGREED = WhatIf()
"""No hypothesis: what the contract says."""
