"""Usage of one account, by product and local day, summed as the contract counts it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.facts import UsageEvent
from billing.matching import Matching
from billing.metering import Measure, local_day, needs_definition
from billing.summed_usage import SummedUsage, SumsOfDays, UsageSum
from terms.measure import Metering
from terms.period import Period


class UsageMeter:
    """Answers how much of a product was used in a period."""

    def __init__(
        self,
        events: Iterable[UsageEvent],
        catalog: Catalog,
        matching: Matching,
        timezone: str,
    ) -> None:
        """Sort the events by product; `timezone` counts days where the contract is silent."""
        self._catalog = catalog
        self.timezone = timezone
        """The account's."""
        self._matching = matching
        self._summed = events if isinstance(events, SummedUsage) else None
        self._sums = self._sums_by_product()
        self._single: dict[int, list[UsageEvent]] | None = None
        if self._summed is None:
            self._single = self._by_product(events)
        self._days: dict[tuple[int, str], tuple[list[date], list[UsageEvent]]] = {}
        self._measures: dict[int, Measure] = {}
        self._undefined: dict[tuple[int, str | None], str | None] = {}
        self._states_timezone: dict[int, bool] = {}

    def has(self, product: Product) -> bool:
        """Whether any usage of the product is recorded."""
        return id(product) in (self._by_product_single() if self._summed is None else self._sums)

    def undefined_unit(self, product: Product, priced: str | None) -> str | None:
        """A unit in which the product is counted, and that nothing turns into the one it is priced by."""
        key = id(product), priced
        if key not in self._undefined:
            measure = self.measure(product)
            units = sorted({each.unit or "" for each in self._counted(product)})
            self._undefined[key] = next(
                (u for u in units if needs_definition(u, priced) and not measure.converts(u)), None
            )
        return self._undefined[key]

    def measure(self, product: Product) -> Measure:
        """The contract's way of counting a product: general terms, then the product's own."""
        if id(product) not in self._measures:
            measure = Measure(timezone=self.timezone)
            terms = [term for _, term in self._catalog.agreement.of_type(Metering)]
            for term in terms:
                if term.product is None:
                    measure = measure.with_term(self._general(term, product))
            for term in terms:
                if term.product is not None and self._catalog.find(term.product) is product:
                    measure = measure.with_term(term)
            self._measures[id(product)] = measure
        return self._measures[id(product)]

    def states_timezone(self, product: Product) -> bool:
        """Whether a clause says in which timezone the days of a product's usage are counted."""
        if id(product) not in self._states_timezone:
            self._states_timezone[id(product)] = any(
                term.timezone is not None and self._catalog.concerns(term.product, product)
                for _, term in self._catalog.agreement.of_type(Metering)
            )
        return self._states_timezone[id(product)]

    def _general(self, term: Metering, product: Product) -> Metering:
        """A general term tells of a unit only the products that are priced by it."""
        units = {price.unit for _, price in product.prices if price.unit}
        if term.unit is None or not units or any(_same_unit(term.unit, u) for u in units):
            return term
        return Metering(timezone=term.timezone)

    def quantity(
        self,
        product: Product,
        period: Period,
        timezone: str | None = None,
        unit_size: Decimal | None = None,
    ) -> Decimal | None:
        """The product's usage in a period; None where nothing was recorded in it."""
        measure = self.measure(product)
        if timezone is not None:
            measure = replace(measure, timezone=timezone)
        if unit_size is not None:
            measure = replace(measure, unit_size=unit_size)
        if self._summed is not None and self._summed.timezone == measure.timezone:
            known = self._sums.get(id(product))
            sums = known.within(period) if known else []
            if sums is not None and measure.sums_up({each.unit for each in sums}):
                return measure.of_sums([each.quantity for each in sums])
        days, events = self._by_day(product, measure.timezone)
        low, high = bisect_left(days, period.start), bisect_left(days, period.end)
        return measure.quantity(events[low:high], period)

    def events(
        self, product: Product, period: Period, timezone: str | None = None
    ) -> Sequence[UsageEvent]:
        """The single events of a product in a period, in order of their days."""
        zone = timezone or self.measure(product).timezone
        days, events = self._by_day(product, zone)
        return events[bisect_left(days, period.start) : bisect_left(days, period.end)]

    def span(self, product: Product) -> Period | None:
        """From the first day of usage to the last, or None."""
        timezone = self.measure(product).timezone
        if self._summed is not None and self._summed.timezone == timezone:
            known = self._sums.get(id(product))
            days = known.days if known else []
        else:
            days = list(self._by_day(product, timezone)[0])
        return Period(days[0], date.fromordinal(days[-1].toordinal() + 1)) if days else None

    def _counted(self, product: Product) -> Sequence[UsageEvent | UsageSum]:
        """Whatever is known of a product's usage: its sums, else its events."""
        if self._summed is not None:
            known = self._sums.get(id(product))
            return known.sums if known else ()
        return self._by_product_single().get(id(product), [])

    def _by_product_single(self) -> dict[int, list[UsageEvent]]:
        """The single events by product; of summed usage they are fetched when they are first asked for."""
        if self._single is None:
            self._single = self._by_product(self._summed.single if self._summed else ())
        return self._single

    def _sums_by_product(self) -> dict[int, SumsOfDays]:
        found: dict[int, list[UsageSum]] = {}
        for each in self._summed.sums if self._summed else ():
            product = self._matching.counted_by(each.product, each.unit)
            if product is not None:
                found.setdefault(id(product), []).append(each)
        return {key: SumsOfDays(sums) for key, sums in found.items()}

    def _by_product(self, events: Iterable[UsageEvent]) -> dict[int, list[UsageEvent]]:
        found: dict[int, list[UsageEvent]] = {}
        for event in events:
            product = self._matching.counted_by(event.product, event.unit)
            if product is not None:
                found.setdefault(id(product), []).append(event)
        return found

    def _by_day(
        self, product: Product, timezone: str
    ) -> tuple[Sequence[date], Sequence[UsageEvent]]:
        key = id(product), timezone
        if key not in self._days:
            dated = [
                (local_day(event.at, timezone), index, event)
                for index, event in enumerate(self._by_product_single().get(id(product), []))
            ]
            dated.sort(key=lambda row: row[:2])
            self._days[key] = [day for day, _, _ in dated], [event for _, _, event in dated]
        return self._days[key]


def _same_unit(one: str, other: str) -> bool:
    return one.casefold().replace("-", " ") == other.casefold().replace("-", " ")
