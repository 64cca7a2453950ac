"""What a part of an interval costs: instalments, shares by days, units that come and go within it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from billing.conventions import STANDARD, Conventions
from billing.metering import zone
from billing.pricing.charge import Charge, NotPriceable, shown
from billing.pricing.models import charge, model_of
from billing.pricing.proration import DayShare, by_fixed_month
from billing.rated import RatedLine
from terms.money import RoundingMode, round_to
from terms.period import Period
from terms.price import Price

FIXED_YEAR = {"daily/30": 360, "daily/360": 360, "daily/365": 365}
"""Days of a year where a clause fixes them; 'daily' alone counts the days that the interval has."""

FIXED_MONTHS = "daily/30/360"
"""The method by which a part's days too are counted in months of 30."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole interval, both in days; `months` of the price's `of_months` are billed."""

    days: int
    of_days: int
    method: str
    months: int = 0
    of_months: int = 0
    seconds: tuple[int, int] | None = None
    """The part and the whole in seconds, where the method counts them."""

    timezone: str = "UTC"
    """Where the midnights are between which seconds are counted."""
    fixed: DayShare | None = None
    """The share in months of 30 days, where the method counts them."""

    def in_seconds(self, part: Period, whole: Period, timezone: str) -> Share:
        """The same share, by the seconds between the midnights of a timezone."""
        counts = seconds_of(part, timezone), seconds_of(whole, timezone)
        return replace(self, seconds=counts, timezone=timezone)

    def in_fixed_months(self, part: Period) -> Share:
        """The same share, each month counted as 30 days."""
        return replace(self, fixed=by_fixed_month(part, of_months=max(self.months, 1)))

    def until_end(self, start: date, end: date, method: str) -> Share:
        """What is left of the whole interval on a day within it."""
        part = Period(start, end)
        counts = self.seconds
        if counts is not None:
            counts = seconds_of(part, self.timezone), counts[1]
        left = replace(self, days=part.days, method=method, seconds=counts)
        return left.in_fixed_months(part) if self.fixed is not None else left

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
        if self.seconds is not None:
            part, whole = self.seconds
            return Charge(amount * part / whole, f"{formula} × {part:,}/{whole:,} seconds")
        if self.fixed is not None:
            return self.fixed.of(Charge(amount, formula))
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

    def line(self, made: Charge, units: UnitPrice | None = None) -> RatedLine:
        """The share as a line: a charge where it is whole, else a proration.

        With `units` the share is taken of the price of one, and rounded before it is multiplied.
        """
        share = self.of(made)
        if units is not None and (self.instalment or not self.complete):
            share = units.times(self.of(Charge(units.amount, shown(units.amount))))
        return RatedLine(share.amount, share.formula, "charge" if self.complete else "proration")


UnitStep = tuple[Decimal, RoundingMode]
"""To multiples of what, and how, the price of one unit is rounded."""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A plain price of so many units, whose share is rounded for one unit."""

    amount: Decimal
    quantity: Decimal
    step: UnitStep

    def times(self, one: Charge) -> Charge:
        """The units at a price of one, rounded first."""
        rounded = round_to(one.amount, *self.step)
        text = f"{shown(self.quantity)} × {shown(rounded)} (= {one.formula}, rounded)"
        return Charge(self.quantity * rounded, text)


def by_unit(price: Price, quantity: Decimal, step: UnitStep | None) -> UnitPrice | None:
    """What is rounded for one unit; None where `step` is, or where a unit has no price of its own."""
    plain = model_of(price) == "per_unit" and not price.included_quantity
    bounded = price.minimum_charge is not None or price.maximum_charge is not None
    if step is None or not plain or bounded or price.unit_amount is None:
        return None
    return UnitPrice(price.unit_amount, quantity, step)


def seconds_of(period: Period, timezone: str) -> int:
    """The seconds between the midnights that begin and end a period: 23 hours on a day in spring."""
    first, after = (
        datetime.combine(day, time(), zone(timezone)).astimezone(UTC)
        for day in (period.start, period.end)
    )
    return int((after - first).total_seconds())


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
