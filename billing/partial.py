"""What a part of an interval costs: instalments, shares by days, units that come and go within it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.models import charge
from billing.rated import RatedLine
from terms.price import Price

FIXED_YEAR = {"daily/30": 360, "daily/360": 360, "daily/365": 365}
"""Days of a year where a clause fixes them; 'daily' alone counts the days that the interval has."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole interval, both in days; `months` of the price's `of_months` are billed."""

    days: int
    of_days: int
    method: str
    months: int = 0
    of_months: int = 0

    @property
    def instalment(self) -> bool:
        """Whether a whole interval of the bill is less than one of the price: a twelfth of a year."""
        return 0 < self.months < self.of_months

    @property
    def complete(self) -> bool:
        """Whether the part costs as much as the whole."""
        if self.method == "none_within":
            return self.days >= self.of_days
        return self.days >= self.of_days or not self.method.startswith("daily")

    def of(self, made: Charge) -> Charge:
        """The charge's share. Multiplied before it is divided, so that one division keeps it exact."""
        amount, formula = made.amount, made.formula
        if self.instalment:
            amount = amount * self.months / self.of_months
            formula = f"{formula} × {self.months}/{self.of_months} months"
        if self.complete:
            return Charge(amount, formula)
        if self.method == "none_within":
            return Charge(Decimal(0), f"{formula} × {self.days}/{self.of_days} days not billed")
        year = FIXED_YEAR.get(self.method)
        if year is None:
            amount = amount * self.days / self.of_days
            return Charge(amount, f"{formula} × {self.days}/{self.of_days} days")
        months = max(self.months, 1)
        amount = amount * self.days * 12 / (year * months)
        text = (
            f"{self.days}/{year // 12}"
            if year == 360 and months == 1
            else (f"{self.days} × 12/{year * months}")
        )
        return Charge(amount, f"{formula} × {text} days")

    def line(self, made: Charge) -> RatedLine:
        """The share as a line: a charge where it is whole, else a proration."""
        share = self.of(made)
        return RatedLine(share.amount, share.formula, "charge" if self.complete else "proration")


def change(
    price: Price, held: Decimal, now: Decimal, conventions: Conventions = STANDARD
) -> Charge:
    """What the step from one number of units to another adds to, or takes off, a whole interval."""
    if now < 0 or held < 0:
        raise NotPriceable("a quantity is less than nothing")
    plain = not price.included_quantity and price.minimum_charge is None
    plain = plain and price.maximum_charge is None and not price.tiers
    if plain and price.package_size is None:
        return charge(price, now - held, conventions)
    after, before = charge(price, now, conventions), charge(price, held, conventions)
    return Charge(after.amount - before.amount, f"({after.formula}) − ({before.formula})")
