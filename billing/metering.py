"""Usage as the contract counts it: unit, rounding, aggregation, timezone.

Convert, then round (per event or once a period, as the contract says), then aggregate; what is
included is subtracted later, by the price. Tier bounds are in converted units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from billing.facts import UsageEvent
from billing.pricing.charge import NotPriceable
from billing.pricing.unit_conversion import converted
from terms.measure import Metering
from terms.money import round_to
from terms.names import words
from terms.period import Period

_MODE: dict[str, Literal["up", "down", "half_up"]] = {
    "up": "up",
    "down": "down",
    "nearest": "half_up",
}

_BASE_UNITS = {"byte": {"byte", "b"}, "second": {"second", "sec", "s"}}


@dataclass(frozen=True, slots=True)
class Measure:
    """How a product's usage is counted: the contract's metering terms, put together."""

    timezone: str = "UTC"
    unit: str | None = None
    unit_size: Decimal | None = None
    base_unit: str | None = None
    rounding: str | None = None
    rounding_per: str = "period"
    aggregate: str = "sum"

    def with_term(self, term: Metering) -> Measure:
        """The measure with what one more term states."""
        stated = {
            name: value
            for name in ("timezone", "unit", "unit_size", "base_unit", "rounding", "rounding_per")
            if (value := getattr(term, name)) is not None
        }
        if term.aggregate is not None:
            stated["aggregate"] = term.aggregate
        return replace(self, **stated)

    def quantity(self, events: Iterable[UsageEvent], period: Period) -> Decimal | None:
        """What was used in `period`, in the contract's unit; None where no event falls into it."""
        values = [
            self._event(event) for event in events if local_day(event.at, self.timezone) in period
        ]
        if not values:
            return None
        return self._rounded(self._aggregated(values), "period")

    def sums_up(self, units: Iterable[str | None]) -> bool:
        """Whether sums of events say as much as the events: nothing is converted or rounded first."""
        by_event = self.rounding is not None and self.rounding_per == "event"
        return self.aggregate == "sum" and not by_event and not any(map(self.converts, units))

    def of_sums(self, sums: Iterable[Decimal]) -> Decimal | None:
        """What was used, from sums of events; None where there is none."""
        values = list(sums)
        return self._rounded(sum(values, Decimal(0)), "period") if values else None

    def _event(self, event: UsageEvent) -> Decimal:
        value = event.quantity
        if self.unit_size and self.converts(event.unit):
            value = converted(value, self.unit_size)
        return self._rounded(value, "event")

    def converts(self, unit: str | None) -> bool:
        """Whether an event's unit is the base unit that `unit_size` converts from."""
        if unit is None or self.base_unit is None or (self.unit_size or 0) <= 0:
            return False
        base = self.base_unit.casefold().rstrip("s")
        return unit.casefold().rstrip("s") in _BASE_UNITS.get(base, {base})

    def _rounded(self, value: Decimal, stage: str) -> Decimal:
        if self.rounding is None or self.rounding_per != stage:
            return value
        step = Decimal(1) if self.base_unit or not self.unit_size else self.unit_size
        return round_to(value, step, _MODE[self.rounding])

    def _aggregated(self, values: list[Decimal]) -> Decimal:
        match self.aggregate:
            case "max":
                return max(values)
            case "last":
                return values[-1]
            case "average":
                return sum(values, Decimal(0)) / len(values)
            case _:
                return sum(values, Decimal(0))


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """A timezone by its IANA name, or by an abbreviation that IANA keeps (CET, UTC).

    Raises NotPriceable for a name that IANA does not know: days cannot be counted there.
    """
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise NotPriceable(
            f"the timezone {name!r} is not known: use an IANA name such as Europe/Berlin"
        ) from None


@lru_cache(maxsize=1 << 16)
def local_day(at: datetime | date, timezone: str) -> date:
    """The day on which something happened, where the contract counts days."""
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        return at.date()
    return at.astimezone(zone(timezone)).date()


def unit_matches(one: str | None, other: str | None) -> bool:
    """Whether two unit names mean one unit ('vCPU Hour', 'vCPU-hour'); None matches nothing."""
    return one is not None and other is not None and words(one) == words(other)


_UNITS = {
    name: canonical
    for canonical, names in {
        "byte": ("byte", "b"),
        "kilobyte": ("kilobyte", "kb", "kib"),
        "megabyte": ("megabyte", "mb", "mib"),
        "gigabyte": ("gigabyte", "gb", "gib"),
        "terabyte": ("terabyte", "tb", "tib"),
        "petabyte": ("petabyte", "pb", "pib"),
        "second": ("second", "sec"),
        "minute": ("minute", "min"),
        "hour": ("hour", "hr"),
    }.items()
    for name in names
}
"""Units of which one is never another without a definition."""

_NEVER_PRICED = frozenset({"byte", "second"})
"""Units in which meters count and nobody prices: without a definition they stay what they are."""


def needs_definition(counted: str | None, priced: str | None) -> bool:
    """Whether usage counted in one unit cannot be priced in the other unless the contract defines it."""
    one, other = (_UNITS.get(" ".join(words(unit))) if unit else None for unit in (counted, priced))
    if one is None:
        return False
    return one != other if other is not None else one in _NEVER_PRICED
