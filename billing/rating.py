"""What each period should have cost, from terms, contracted numbers and usage, with its derivation.

Rating is exact and needs no model. `WhatIf` re-rates the same period under a hypothesis of what
billing did instead; the hypothesis that gives the billed amount to the cent is the cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.conventions import STANDARD, Conventions
from billing.counting import Counted, Counting
from billing.discounts import Discounts, taken
from billing.escalators import Escalators
from billing.formulas.of_period import counts_days, formula_charge
from billing.line_rules import LineRules
from billing.partial import Share, UnitStep, by_unit, change
from billing.pricing.charge import Charge, NotPriceable
from billing.pricing.coupons import Reduction, reduced
from billing.pricing.formula_price import FormulaPrice
from billing.pricing.models import charge
from billing.quantities import ContractedQuantity
from billing.rated import AS_AGREED, Rated, RatedLine, WhatIf
from billing.rhythm import Rhythm
from billing.segments import Segment, intervals, months_of, segments, whole
from billing.standing_prices import StandingPrice, StandingPrices
from billing.usage import UsageMeter
from terms.adjustment import Discount
from terms.escalation import Escalation
from terms.money import NotAnAmount, UnknownCurrency, minor_unit
from terms.period import Period
from terms.price import Price
from terms.timeline import Placed


@dataclass(frozen=True, slots=True)
class Billed:
    """What the bill itself states of an account's products, by product identity."""

    quantities: Mapping[tuple[int, Period], Decimal] = field(default_factory=dict)
    """They serve where neither contract nor usage says how many."""
    rhythms: Mapping[int, Rhythm | None] = field(default_factory=dict)


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
        self.discounts = Discounts(catalog)
        self.currency = currency
        self.minor_unit = _minor_unit(currency)
        """The smallest amount of the account's currency."""
        self._prices = StandingPrices(escalators, currency)
        self._rules = LineRules(catalog, currency, conventions)
        self._counting = Counting(catalog, meter, billed.quantities, self.rate, conventions)
        self._rhythms = billed.rhythms
        self._agreed: dict[tuple[int, Period, Conventions | None], Rated] = {}
        self._under_way: set[tuple[int, Period, Conventions | None]] = set()

    def rate(self, product: Product, period: Period, what_if: WhatIf = AS_AGREED) -> Rated:
        """What `product` should have cost in `period`; never raises for odd terms."""
        reading = what_if.reading
        if what_if is not AS_AGREED and (reading is None or what_if != WhatIf(reading=reading)):
            return self._rate(product, period, what_if)
        key = id(product), period, reading
        if key in self._under_way:
            return Rated(period, reason=f"{product.name} is a percentage of itself")
        if key not in self._agreed:
            self._under_way.add(key)
            self._agreed[key] = self._rate(product, period, what_if)
            self._under_way.discard(key)
        return self._agreed[key]

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
        try:
            parts = [
                self._part(product, interval, what_if)
                for interval in self._intervals(product, period, what_if)
            ]
            first = parts[0]
            lines = [line for part in parts for line in part.lines]
            lines = self._rules.summed(product, lines, what_if)
            off, granted = self._discounted(product, period, lines, first, what_if)
        except NotPriceable as error:
            return Rated(period, reason=str(error))
        except (ArithmeticError, NotAnAmount, UnknownCurrency) as error:
            return Rated(period, reason=f"the amount cannot be computed: {error!r}")
        lines += off
        return Rated(
            period=period,
            amount=sum((line.amount for line in lines), Decimal(0)),
            lines=tuple(lines),
            quantity=first.counted.quantity,
            quantity_source=first.counted.source,
            metered=all(part.counted.recorded for part in parts),
            price=first.price,
            terms=tuple(dict.fromkeys((*(p for part in parts for p in part.terms), *granted))),
            doubts=tuple(dict.fromkeys(doubt for part in parts for doubt in part.doubts)),
            history=first.history,
        )

    def _intervals(self, product: Product, period: Period, what_if: WhatIf) -> list[Period]:
        price = what_if.price
        if price is None:
            found = product.price_on(period.start) or product.price_on(period.last_day)
            price = found[1] if found else None
        return intervals(price, period, self._rhythms.get(id(product)))

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
        lines = [
            line
            for segment, units in zip(found, counted, strict=True)
            for line in self._lines(product, interval, segment, units, what_if)
        ]
        first = found[0]
        history = ""
        if what_if is AS_AGREED and len(first.terms) > 1:
            history = self._prices.history(product, first.placed, first.period.start)
        return _Part(
            lines=lines,
            counted=counted[0],
            price=first.price,
            terms=[placed for segment in found for placed in segment.terms],
            history=history,
            doubts=list(_doubts(found, counted[0])),
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
        if units.source in {"usage", "billed"}:
            made = _metered(price, units, settings)
            return [RatedLine(made.amount, made.formula)]
        if price.interval in {"day", "week"}:
            made = _by_days(price, segment.period, units.quantity, settings)
            return [RatedLine(made.amount, made.formula)]
        share = self._share(product, interval, segment, what_if)
        if units.quantity is None:
            return [share.line(charge(price, None, settings))]
        return self._of_numbers(product, segment, share, what_if)

    def _of_numbers(
        self, product: Product, segment: Segment, share: Share, what_if: WhatIf
    ) -> list[RatedLine]:
        """The contracted number of the first day, and each change of it within the segment."""
        price, settings = segment.price, what_if.reading or self.conventions
        numbers = self.contracted(product).over(segment.period)
        held = numbers[0].quantity + what_if.quantity_shift
        step = (
            self._unit_step(product, price, what_if) if settings.rounding_point == "unit" else None
        )
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

    def _unit_step(self, product: Product, price: Price, what_if: WhatIf) -> UnitStep:
        """To what the price of one unit is rounded: as lines are, or as finely as it is stated."""
        step, mode = self._rules.step(product, what_if.reading)
        stated = Decimal(1).scaleb(int((price.unit_amount or Decimal(0)).as_tuple().exponent))
        return min(step, stated), mode

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
            months=min(rhythm.months, of_months) if rhythm else of_months,
            of_months=of_months,
        )
        if method != "daily/seconds":
            return share
        return share.in_seconds(segment.period, over, self.meter.timezone)

    def _discounted(
        self,
        product: Product,
        period: Period,
        lines: list[RatedLine],
        part: _Part,
        what_if: WhatIf,
    ) -> tuple[list[RatedLine], list[Placed]]:
        """The discounts of a period as lines, in the conventions' order, and the terms that grant them."""
        base = sum((line.amount for line in lines), Decimal(0))
        due: list[tuple[Placed, Discount]] = []
        if not what_if.no_discount:
            due = list(self.discounts.due(product, period, self._least(product, period, part)))
        reductions = [term for _, term in due]
        if what_if.discount is not None and what_if.discount not in reductions:
            reductions.append(what_if.discount)
        sizes = reduced(
            base,
            [_reduction(term, part.counted.quantity) for term in reductions],
            lambda amount: self._rules.rounded(product, amount, what_if),
            self.conventions,
        )
        found = [RatedLine(-size.amount, size.formula, "discount") for size in sizes]
        return found, [placed for placed, _ in due]

    def _least(self, product: Product, period: Period, part: _Part) -> Decimal | None:
        stretches = self.contracted(product).over(period)
        if stretches and stretches[0].period.start == period.start:
            return min(stretch.quantity for stretch in stretches)
        return part.counted.quantity


def _reduction(term: Discount, quantity: Decimal | None) -> Reduction:
    by_percent = term.percent is not None or bool(term.tiers)
    return Reduction(by_percent, lambda base: Charge(*taken(term, base, quantity)))


def _minor_unit(currency: str) -> Decimal:
    try:
        return Decimal(1).scaleb(-minor_unit(currency))
    except UnknownCurrency:
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class _Part:
    """One interval's lines before rounding."""

    lines: list[RatedLine]
    counted: Counted
    price: Price
    terms: list[Placed]
    history: str
    doubts: list[str]


def _metered(price: Price, units: Counted, conventions: Conventions) -> Charge:
    """The charge of what was counted, on top of what the tiers' window already holds."""
    if not units.before:
        return charge(price, units.quantity, conventions)
    return change(price, units.before, units.before + (units.quantity or Decimal(0)), conventions)


def _by_days(
    price: Price, period: Period, quantity: Decimal | None, conventions: Conventions
) -> Charge:
    """A price per day or week for every one in the period; raises NotPriceable for a part of a week."""
    length = (7 if price.interval == "week" else 1) * max(price.interval_count or 1, 1)
    count, left = divmod(period.days, length)
    if left:
        raise NotPriceable(
            f"{period} is not a whole number of the {length} days that the price is for"
        )
    made = charge(price, quantity, conventions)
    return made if count == 1 else Charge(made.amount * count, f"{made.formula} × {count}")


def _doubts(found: list[Segment], counted: Counted) -> Iterator[str]:
    """What rating a metered interval had to assume."""
    price = found[0].price
    if len(found) > 1 and counted.source == "usage" and (price.tiers or price.included_quantity):
        yield (
            f"the price changes on {found[1].period.start}, within a metered period: that tiers and "
            "included units begin anew there is assumed"
        )
    if counted.source == "usage":
        for placed in found[0].terms:
            if isinstance(placed.term, Escalation) and placed.term.product is None:
                yield (
                    f"{placed.document.file}: a general increase is taken to raise a price per metered "
                    "unit too, which such clauses often leave out"
                )
