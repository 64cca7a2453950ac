"""What each period should have cost, from terms, contracted numbers and usage, with its derivation.

Rating is exact and needs no model. `WhatIf` re-rates the same period under a hypothesis of what
billing did instead; the hypothesis that gives the billed amount to the cent is the cause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from weakref import WeakMethod

from billing.billed import Billed
from billing.catalog import Catalog, Product
from billing.conventions import STANDARD, Conventions
from billing.counting import Counted, Counting
from billing.escalators import Escalators
from billing.event_fees import by_events, event_charge
from billing.formulas.of_period import counts_days, formula_charge
from billing.line_changes import LineChanges
from billing.line_rules import LineRules
from billing.metered_charges import apart, by_days, doubts, metered, together
from billing.partial import FIXED_MONTHS, Share, by_unit, change
from billing.prepaid import Prepaid
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.formula_price import FormulaPrice
from billing.pricing.models import charge, model_of
from billing.quantities import ContractedQuantity
from billing.rated import AS_AGREED, Rated, RatedLine, WhatIf
from billing.segments import Segment, intervals, segments, whole
from billing.standing_prices import StandingPrice, StandingPrices
from billing.steady import Circumstances, SteadyPeriods
from billing.steady_use import SteadyUse
from billing.usage import UsageMeter
from billing.whole_months import billed_at_once, months_in, months_of
from terms.money import NotAnAmount, UnknownCurrency, minor_unit
from terms.period import Period
from terms.price import Price
from terms.timeline import Placed


class Rater:
    """Rates the products of one account."""

    def __init__(
        self,
        catalog: Catalog,
        meter: UsageMeter,
        escalators: Escalators,
        currency: str,
        billed: Billed,
        conventions: Conventions = STANDARD,
    ) -> None:
        """One for each account; amounts are in `currency`; `conventions` hold where terms are silent."""
        self.conventions = conventions
        self.catalog = catalog
        self.meter = meter
        self.escalators = escalators
        self.currency = currency
        self.minor_unit = _minor_unit(currency)
        """The smallest amount of the account's currency."""
        self._prices = StandingPrices(escalators, currency)
        self._rules = LineRules(catalog, currency, conventions)
        self._changes = LineChanges(catalog, self._rules, conventions)
        self.discounts = self._changes.discounts
        rate = _without_a_circle(self)
        self._counting = Counting(catalog, meter, billed, rate, conventions)
        self._rhythms = rhythms = billed.rhythms
        self._prepaid = Prepaid(catalog, lambda each: rhythms.get(id(each)), rate)
        self._steady = SteadyPeriods(
            self._prices, self._counting, self._changes, self._prepaid, billed
        )
        self._use = SteadyUse(self._counting, self._rules, conventions)
        self._rated: dict[Circumstances | None, Rated] = {}
        self._agreed: dict[tuple[int, date, date, Conventions | None], Rated] = {}

    def rate(self, product: Product, period: Period, what_if: WhatIf = AS_AGREED) -> Rated:
        """What `product` should have cost in `period`; never raises for odd terms."""
        reading = what_if.reading
        if what_if is not AS_AGREED and (reading is None or what_if != WhatIf(reading=reading)):
            return self._rate(product, period, what_if)
        key = id(product), period.start, period.end, reading
        found = self._agreed.get(key)
        if found is not None:
            return found
        steady = self._steady.circumstances(product, period) if reading is None else None
        found = self._rated.get(steady)
        if found is not None and self._steady.is_by_use(product):
            found = self._use.rated(product, period, found)
        if found is None:
            self._agreed[key] = Rated(reason=f"{product.name} is a percentage of itself")
            found = self._rate(product, period, what_if)
            if steady is not None and found.known:
                self._rated.setdefault(steady, found)
        self._agreed[key] = found
        return found

    def contracted(self, product: Product) -> ContractedQuantity:
        """The contracted numbers of a product."""
        return self._counting.contracted(product)

    def proration(self, product: Product) -> str:
        """How partial periods of a product are priced."""
        return self._rules.proration(product)

    def prorates(self, product: Product) -> bool:
        """Whether a part of a period costs its share, and is not owed as, or with, a whole one."""
        return self.proration(product).startswith("daily")

    def price_at(
        self, product: Product, day: date, what_if: WhatIf = AS_AGREED
    ) -> StandingPrice | str:
        """The price on a day after its escalations, with the terms that decide; or why not."""
        return self._prices.on(product, day, what_if)

    def _rate(self, product: Product, period: Period, what_if: WhatIf) -> Rated:
        what_if = self._for_all_at_once(product, period, what_if)
        try:
            parts = [
                self._part(product, interval, what_if)
                for interval in self._intervals(product, period, what_if)
            ]
            first = parts[0]
            least = self._least(product, period, first, what_if)
            due = self._changes.due(product, period, least, what_if)
            cap: Decimal | None = None
            if len(parts) == 1 and self._changes.caps_what_is_left(first.price, due, what_if):
                cap = first.price.maximum_charge
                lifted = replace(what_if, fields={**what_if.fields, "maximum_charge": None})
                parts = [self._part(product, parts[0].interval, lifted)]
            lines = [line for part in parts for line in part.lines]
            lines = self._rules.summed(product, lines, what_if)
            units = parts[0].price, parts[0].counted.quantity
            off = self._changes.taken(product, lines, due, units, what_if, cap)
            more, levied = self._changes.surcharged(product, period, lines, what_if)
            if not what_if.no_balance and self._prepaid.pays(product):
                net = _total([*lines, *off, *more])
                more += self._prepaid.drawn(product, period, net)
            terms = [placed for part in parts for placed in part.terms]
            terms += [placed for placed, _ in due if placed is not None]
        except NotPriceable as error:
            return Rated(reason=str(error))
        except (ArithmeticError, NotAnAmount, UnknownCurrency) as error:
            return Rated(reason=f"the amount cannot be computed: {error!r}")
        lines += [*off, *more]
        return Rated(
            amount=_total(lines),
            lines=tuple(lines),
            quantity=first.counted.quantity,
            quantity_source=first.counted.source,
            metered=all(part.counted.recorded for part in parts),
            price=first.price,
            terms=tuple(dict.fromkeys([*terms, *levied])),
            doubts=tuple(dict.fromkeys([doubt for part in parts for doubt in part.doubts])),
            history=first.history,
        )

    def _intervals(self, product: Product, period: Period, what_if: WhatIf) -> list[Period]:
        price = what_if.price
        if price is None:
            prices = self._prices
            found = prices.stated(product, period.start) or prices.stated(product, period.last_day)
            price = found[1] if found else None
        return intervals(price, period, self._rhythms.get(id(product)))

    def _for_all_at_once(self, product: Product, period: Period, what_if: WhatIf) -> WhatIf:
        """A fee of several of its intervals as one, where parts are a share of all that is billed."""
        settings = what_if.reading or self.conventions
        if settings.proration_of != "billed_period" or what_if.price is not None:
            return what_if
        standing = self._prices.on(product, period.start, what_if)
        if isinstance(standing, str) or self._prices.changes_in(product, period, what_if):
            return what_if
        price = standing[1]
        times = billed_at_once(price, period)
        if times == 1 or model_of(price) not in {"flat", "per_unit"} or self.meter.has(product):
            return what_if
        amounts = {
            name: value * times
            for name in ("unit_amount", "flat_amount", "minimum_charge", "maximum_charge")
            if (value := getattr(price, name)) is not None
        }
        count = (price.interval_count or 1) * times
        whole_fee = price.model_copy(update={**amounts, "interval_count": count})
        return replace(what_if, price=whole_fee)

    def _part(self, product: Product, interval: Period, what_if: WhatIf) -> _Part:
        """One interval, split where the price changes within it."""
        found = segments(self._prices, product, interval, what_if)
        if not found:
            raise NotPriceable(f"no price of {product.name} is in force on {interval.start}")
        method = what_if.proration or self._rules.proration(product, what_if.reading)
        if len(found) > 1 and not method.startswith("daily"):
            # what is not prorated changes with the next interval
            found = [replace(found[0], period=Period(found[0].period.start, interval.end))]
        counted = [self._counting.of(product, segment, what_if) for segment in found]
        split = len(found) > 1 and counted[0].source in {"usage", "billed"}
        lines = [
            line
            for segment, units in zip(apart(found) if split else found, counted, strict=True)
            for line in self._lines(product, interval, segment, units, what_if)
        ]
        if split:
            lines = together(found, lines)
        first = found[0]
        history = ""
        if what_if is AS_AGREED and len(first.terms) > 1:
            history = self._prices.history(product, first.placed, first.period.start)
        return _Part(
            interval=interval,
            lines=lines,
            counted=counted[0],
            price=first.price,
            terms=[placed for segment in found for placed in segment.terms],
            history=history,
            doubts=list(doubts(found, counted[0])),
        )

    def _lines(
        self,
        product: Product,
        interval: Period,
        segment: Segment,
        units: Counted,
        what_if: WhatIf,
    ) -> list[RatedLine]:
        price = segment.price
        settings = what_if.reading or self.conventions
        if isinstance(price, FormulaPrice):
            made = formula_charge(price, self, segment.period)
            if counts_days(price):
                return [RatedLine(made.amount, made.formula)]
            return [self._share(product, interval, segment, what_if).line(made)]
        counted = self._counted(product, segment, units, what_if)
        if counted is not None:
            return [RatedLine(counted.amount, counted.formula)]
        share = self._share(product, interval, segment, what_if)
        if units.quantity is None:
            return [share.line(charge(price, None, settings))]
        return self._of_numbers(product, segment, share, what_if)

    def _counted(
        self, product: Product, segment: Segment, units: Counted, what_if: WhatIf
    ) -> Charge | None:
        """The charge of what was counted, or is priced by days; None for a fee or contracted units."""
        price, settings = segment.price, what_if.reading or self.conventions
        if units.source == "usage" and by_events(price, self.currency):
            timezone = self._counting.timezone(product, what_if)
            rows = self.meter.events(product, segment.period, timezone)
            return event_charge(price, rows, settings)
        if units.source in {"usage", "billed"}:
            return metered(price, units, settings)
        if price.interval in {"day", "week"}:
            return by_days(price, segment.period, units.quantity, settings)
        return None

    def _of_numbers(
        self, product: Product, segment: Segment, share: Share, what_if: WhatIf
    ) -> list[RatedLine]:
        """The contracted number of the first day, and each change of it within the segment."""
        price, settings = segment.price, what_if.reading or self.conventions
        numbers = self.contracted(product).over(segment.period)
        held = numbers[0].quantity + what_if.quantity_shift
        step = None
        if settings.rounding_point == "unit":
            step = self._rules.unit_step(product, price, what_if)
        lines = [share.line(charge(price, held, settings), by_unit(price, held, step))]
        within = "none_within" if share.method == "none" else share.method
        for stretch in numbers[1:]:
            number = stretch.quantity + what_if.quantity_shift
            rest = share.until_end(stretch.period.start, segment.period.end, within)
            lines.append(
                rest.line(
                    change(price, held, number, settings), by_unit(price, number - held, step)
                )
            )
            held = number
        return lines if len(lines) == 1 else [line for line in lines if line.amount]

    def _share(
        self, product: Product, interval: Period, segment: Segment, what_if: WhatIf
    ) -> Share:
        """The part of the price's whole interval that a segment is."""
        rhythm = self._rhythms.get(id(product))
        of_months = months_of(segment.price)
        over = whole(segment.price, interval, rhythm)
        method = what_if.proration or self._rules.proration(product, what_if.reading)
        share = Share(
            days=segment.period.days,
            of_days=over.days,
            method=method,
            months=min(months_in(over) or (rhythm.months if rhythm else of_months), of_months),
            of_months=of_months,
        )
        if method == "daily/seconds":
            return share.in_seconds(segment.period, over, self.meter.timezone)
        return share.in_fixed_months(segment.period) if method == FIXED_MONTHS else share

    def _least(
        self, product: Product, period: Period, part: _Part, what_if: WhatIf
    ) -> Decimal | None:
        if not self.discounts.of(product):
            return None  # nothing depends on it
        if what_if.quantity is not None:
            return what_if.quantity
        contracted = self.contracted(product)
        stretches = contracted.over(period) if contracted else []
        if stretches and stretches[0].period.start == period.start:
            return min(stretch.quantity for stretch in stretches) + what_if.quantity_shift
        return part.counted.quantity


def _without_a_circle(rater: Rater) -> Callable[[Product, Period, WhatIf], Rated]:
    """The rater's own `rate` for its parts, which do not keep it alive.

    So everything of an account goes with its comparison, and a book of many thousand accounts leaves
    nothing for the garbage collector to walk through.
    """
    of = WeakMethod(rater.rate)

    def rate(product: Product, period: Period, what_if: WhatIf) -> Rated:
        found = of()
        if found is None:
            msg = "the parts of a rater are asked after it has gone"
            raise ReferenceError(msg)
        return found(product, period, what_if)

    return rate


def _minor_unit(currency: str) -> Decimal:
    try:
        return Decimal(1).scaleb(-minor_unit(currency))
    except UnknownCurrency:
        return Decimal(0)


def _total(lines: list[RatedLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


class _Part(NamedTuple):
    """One interval's lines before rounding."""

    interval: Period
    lines: list[RatedLine]
    counted: Counted
    price: Price
    terms: list[Placed]
    history: str
    doubts: list[str]
