"""What each period should have cost, from terms, contracted numbers and usage, with its derivation.

Rating is exact and needs no model. `WhatIf` re-rates the same period under a hypothesis of what
billing did instead; the hypothesis that gives the billed amount to the cent is the cause.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.discounts import Discounts, taken
from billing.escalators import Escalators, Step, escalated
from billing.pricing.charge import Charge, NotPriceable, shown
from billing.pricing.models import QUANTITY_FREE, charge, model_of
from billing.quantities import ContractedQuantity
from billing.rated import AS_AGREED, QuantitySource, Rated, RatedLine, WhatIf
from billing.usage import UsageMeter
from terms.measure import Proration, Rounding
from terms.money import RoundingMode, minor_unit, round_to
from terms.period import MONTHS_OF, Period, add_months
from terms.price import Price, Tier
from terms.timeline import Placed


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of a period on which one price holds."""

    period: Period
    placed: Placed
    price: Price
    terms: tuple[Placed, ...]


class Rater:
    """Rates the products of one account."""

    def __init__(
        self,
        catalog: Catalog,
        meter: UsageMeter,
        escalators: Escalators,
        currency: str,
        billed_quantities: Mapping[tuple[int, Period], Decimal],
    ) -> None:
        """`billed_quantities` serve where neither contract nor usage says how many."""
        self.catalog = catalog
        self.meter = meter
        self.escalators = escalators
        self.discounts = Discounts(catalog)
        self.currency = currency
        self._billed = billed_quantities
        self._contracted: dict[int, ContractedQuantity] = {}
        self._agreed: dict[tuple[int, Period], Rated] = {}
        self._proration = self._proration_terms()
        self._rounding = [term for _, term in catalog.agreement.of_type(Rounding)]

    def rate(self, product: Product, period: Period, what_if: WhatIf = AS_AGREED) -> Rated:
        """What `product` should have cost in `period`; never raises for odd terms."""
        if what_if is not AS_AGREED:
            return self._rate(product, period, what_if)
        key = id(product), period
        if key not in self._agreed:
            self._agreed[key] = self._rate(product, period, what_if)
        return self._agreed[key]

    def contracted(self, product: Product) -> ContractedQuantity:
        """The contracted numbers of a product."""
        if id(product) not in self._contracted:
            self._contracted[id(product)] = ContractedQuantity(self.catalog, product)
        return self._contracted[id(product)]

    def price_at(
        self, product: Product, day: date, what_if: WhatIf = AS_AGREED
    ) -> tuple[Placed, Price, tuple[Placed, ...]] | str:
        """The price on a day after its escalations, with the terms that decide; or why not."""
        found = product.price_on(day)
        if found is None:
            return f"no price of {product.name} is in force on {day}"
        placed, price = found
        if what_if.price is not None:
            return placed, what_if.price.model_copy(update=what_if.fields), (placed,)
        since = placed.start or date.min
        steps, unknown = self.escalators.steps(product, what_if.without_escalations)
        missing = [u for u in unknown if since < u.on <= day]
        if missing:
            return missing[0].why
        if what_if.escalations_until is not None:
            steps = steps[: what_if.escalations_until]
        raised, used = _raised(price, since, day, steps, self.currency)
        if what_if.fields:
            raised = raised.model_copy(update=what_if.fields)
        return placed, raised, (placed, *dict.fromkeys(used))

    def _rate(self, product: Product, period: Period, what_if: WhatIf) -> Rated:
        lines: list[RatedLine] = []
        terms: dict[int, Placed] = {}
        first: _Part | None = None
        try:
            for interval in self._intervals(product, period, what_if):
                part = self._part(product, interval, what_if)
                first = first or part
                lines += part.lines
                terms.update({id(placed): placed for placed in part.terms})
        except NotPriceable as error:
            return Rated(period, reason=str(error))
        if first is None:
            return Rated(period, reason=f"no price of {product.name} is in force")
        lines = self._line_sums(product, lines, what_if)
        lines += self._discount_lines(product, period, lines, first, what_if, terms)
        return Rated(
            period=period,
            amount=sum((line.amount for line in lines), Decimal(0)),
            lines=tuple(lines),
            quantity=first.quantity,
            quantity_source=first.source,
            price=first.price,
            terms=tuple(terms.values()),
            history=first.history,
        )

    def _intervals(self, product: Product, period: Period, what_if: WhatIf) -> list[Period]:
        """The price's own intervals within a billed period: three months in a quarter."""
        price = what_if.price
        if price is None:
            found = product.price_on(period.start) or product.price_on(period.last_day)
            price = found[1] if found else None
        months = MONTHS_OF.get(price.interval or "", 0) if price else 0
        if price and price.interval_count:
            months *= price.interval_count
        if not months or period.end <= add_months(period.start, months):
            return [period]
        whole: list[Period] = []
        start = period.start
        while start < period.end:
            end = min(add_months(period.start, (len(whole) + 1) * months), period.end)
            whole.append(Period(start, end))
            start = end
        return whole

    def _part(self, product: Product, interval: Period, what_if: WhatIf) -> _Part:
        """One interval, split where the price changes within it."""
        segments = self._segments(product, interval, what_if)
        if not segments:
            raise NotPriceable(f"no price of {product.name} is in force on {interval.start}")
        lines: list[RatedLine] = []
        quantity: Decimal | None = None
        source: QuantitySource = "none"
        terms: list[Placed] = []
        for segment in segments:
            counted, source = self._quantity(product, segment, what_if)
            quantity = counted if quantity is None else quantity
            terms += segment.terms
            lines += self._segment_lines(product, interval, segment, counted, source, what_if)
        history = self._history(product, segments[0], what_if)
        return _Part(lines, quantity, source, segments[0].price, terms, history)

    def _segments(self, product: Product, interval: Period, what_if: WhatIf) -> list[Segment]:
        days = {interval.start}
        for placed, term in product.prices:
            ends = term.effective_to
            for day in (placed.start, ends and ends + timedelta(days=1)):
                if day and day in interval:
                    days.add(day)
            days.update(cut.day for cut in placed.cuts if cut.day and cut.day in interval)
        steps, _ = self.escalators.steps(product, what_if.without_escalations)
        days.update(step.charged_from for step in steps if step.charged_from in interval)
        bounds = [*sorted(days), interval.end]
        found: list[Segment] = []
        for start, end in itertools.pairwise(bounds):
            priced = self.price_at(product, start, what_if)
            if isinstance(priced, str):
                if product.price_on(start) is not None:
                    raise NotPriceable(priced)
                continue
            placed, price, terms = priced
            if found and found[-1].price == price:
                last = found.pop()
                found.append(Segment(Period(last.period.start, end), placed, price, last.terms))
            else:
                found.append(Segment(Period(start, end), placed, price, terms))
        return found

    def _history(self, product: Product, segment: Segment, what_if: WhatIf) -> str:
        """The escalation steps behind a price, as words; '' where none applied."""
        if what_if is not AS_AGREED or len(segment.terms) < 2:
            return ""
        since = segment.placed.start or date.min
        steps, _ = self.escalators.steps(product)
        done = [
            f"{step.why} on {step.on}"
            for step in steps
            if since < step.on and step.charged_from <= segment.period.start
        ]
        stated = product.price_on(segment.period.start)
        amount = stated and (stated[1].unit_amount or stated[1].flat_amount)
        base = f"{shown(amount)} from {since}, then " if amount else f"stated from {since}, then "
        return base + "; ".join(done)

    def _quantity(
        self, product: Product, segment: Segment, what_if: WhatIf
    ) -> tuple[Decimal | None, QuantitySource]:
        """How many, and who says so: usage, the contract, or (last) the bill itself."""
        if what_if.quantity is not None:
            return what_if.quantity, "billed"
        price = segment.price
        if model_of(price) in QUANTITY_FREE:
            return None, "none"
        if price.includes is not None or (
            model_of(price) == "percentage" and not self.meter.has(product)
        ):
            return self._base_amount(price, segment.period), "usage"
        if self.meter.has(product):
            used = self.meter.quantity(product, segment.period, what_if.timezone, what_if.unit_size)
            return used or Decimal(0), "usage"
        contracted = self.contracted(product).on(segment.period.start)
        if contracted is not None:
            return contracted[0], "contract"
        return self._billed.get((id(product), segment.period), Decimal(0)), "billed"

    def _base_amount(self, price: Price, period: Period) -> Decimal:
        """What a percentage is taken of: the charges of the products it includes."""
        names = price.includes or ((price.percent_of,) if price.percent_of else ())
        products = self.catalog.named(names)
        products = [p for p in products if not self.catalog.among(price.excludes, p)]
        if not products:
            raise NotPriceable(f"it is not settled what {price.product} is a percentage of")
        total = Decimal(0)
        for product in products:
            rated = self.rate(product, period)
            if not rated.known:
                raise NotPriceable(rated.reason or "")
            total += rated.amount
        return total

    def _segment_lines(
        self,
        product: Product,
        interval: Period,
        segment: Segment,
        quantity: Decimal | None,
        source: QuantitySource,
        what_if: WhatIf,
    ) -> list[RatedLine]:
        price, period = segment.price, segment.period
        method = what_if.proration or self.proration(product)
        if source == "contract" and model_of(price) in {"per_unit", "flat", "package"}:
            made = self._contracted_lines(product, interval, segment, method)
            if made is not None:
                return made
        full = self._full_interval(price, interval)
        share = Decimal(1)
        if source in {"contract", "none"}:
            share = _share(period, full, method)
        made_charge = charge(price, quantity)
        return [_line(_scaled(made_charge, share, period, full), share)]

    def _full_interval(self, price: Price, interval: Period) -> Period:
        """The whole interval that a partial one is a part of: its calendar month, or its months."""
        months = MONTHS_OF.get(price.interval or "month", 0)
        if not months or price.interval == "one_time":
            return interval
        if add_months(interval.start, months) <= interval.end:
            return interval
        if months == 1 and (interval.end.day == 1 or interval.start.day == 1):
            first = interval.start.replace(day=1)
            return Period(first, add_months(first, 1))
        if interval.start.day == 1 or interval.end.day != 1:
            return Period(interval.start, add_months(interval.start, months))
        return Period(add_months(interval.end, -months), interval.end)

    def _contracted_lines(
        self, product: Product, interval: Period, segment: Segment, method: str
    ) -> list[RatedLine] | None:
        """Units held from the start, and units that came within the interval, each its own line."""
        if segment.period != interval:
            return None
        stretches = self.contracted(product).over(interval)
        if len(stretches) < 2:
            return None
        full = self._full_interval(segment.price, interval)
        first = stretches[0]
        lines = [_line(_scaled(charge(segment.price, first.quantity), Decimal(1), interval, full))]
        held = first.quantity
        for stretch in stretches[1:]:
            rest = Period(stretch.period.start, interval.end)
            share = _share(rest, full, "none_within" if method == "none" else method)
            more = charge(segment.price, stretch.quantity - held)
            lines.append(_line(_scaled(more, share, rest, full), share))
            held = stretch.quantity
        return [line for line in lines if line.amount]

    def _line_sums(
        self, product: Product, lines: list[RatedLine], what_if: WhatIf
    ) -> list[RatedLine]:
        """Lines rounded once each; equal intervals of one billed period are one line."""
        charges = [line for line in lines if line.kind == "charge"]
        others = [line for line in lines if line.kind != "charge"]
        if len(charges) > 1:
            if len({line.formula for line in charges}) == 1:
                formula = f"{len(charges)} × {charges[0].formula}"
            else:
                formula = " + ".join(line.formula for line in charges)
            charges = [RatedLine(sum((c.amount for c in charges), Decimal(0)), formula)]
        return [
            RatedLine(self.rounded(product, line.amount, what_if), line.formula, line.kind)
            for line in (*charges, *others)
        ]

    def _discount_lines(
        self,
        product: Product,
        period: Period,
        lines: list[RatedLine],
        part: _Part,
        what_if: WhatIf,
        terms: dict[int, Placed],
    ) -> list[RatedLine]:
        base = sum((line.amount for line in lines), Decimal(0))
        due = (
            []
            if what_if.no_discount
            else list(self.discounts.due(product, period, self._least(product, period, part)))
        )
        found: list[RatedLine] = []
        wanted = [(placed, term) for placed, term in due]
        terms.update({id(placed): placed for placed, _ in wanted})
        reductions = [term for _, term in wanted]
        if what_if.discount is not None and what_if.discount not in reductions:
            reductions.append(what_if.discount)
        for term in sorted(reductions, key=lambda each: each.percent is None):
            size, formula = taken(term, base, part.quantity)
            amount = self.rounded(product, size, what_if)
            found.append(RatedLine(-amount, formula, "discount"))
            base -= amount
        return found

    def _least(self, product: Product, period: Period, part: _Part) -> Decimal | None:
        stretches = self.contracted(product).over(period)
        if stretches and stretches[0].period.start == period.start:
            return min(stretch.quantity for stretch in stretches)
        return part.quantity

    def proration(self, product: Product) -> str:
        """How partial periods of a product are priced; by actual days where the contract is silent."""
        for placed, term in reversed(self._proration):
            if term.product is not None and self.catalog.find(term.product) is product:
                return term.method or "daily"
            if term.product is None and term.method is not None:
                del placed
                return term.method
        return "daily"

    def _proration_terms(self) -> list[tuple[Placed, Proration]]:
        return list(self.catalog.agreement.of_type(Proration))

    def rounded(self, product: Product, amount: Decimal, what_if: WhatIf = AS_AGREED) -> Decimal:
        """An amount rounded once, as the contract says for lines, else half up to the minor unit."""
        step = Decimal(1).scaleb(-minor_unit(self.currency))
        mode: RoundingMode = "half_up"
        for term in self._rounding:
            if term.of == "line" and self.catalog.concerns(term.product, product):
                step, mode = term.to or step, term.mode or mode
        if what_if.rounding in {"half_up", "half_even", "up", "down"}:
            mode = what_if.rounding  # type: ignore[assignment]  # checked on the line above
        return round_to(amount, step, mode)


@dataclass(frozen=True, slots=True)
class _Part:
    """One interval's lines before rounding."""

    lines: list[RatedLine]
    quantity: Decimal | None
    source: QuantitySource
    price: Price
    terms: list[Placed]
    history: str


def _raised(
    price: Price, since: date, day: date, steps: list[Step], currency: str
) -> tuple[Price, list[Placed]]:
    """The price with every amount escalated, and the escalation terms that did it."""
    changed: dict[str, object] = {}
    used: list[Placed] = []
    for name in ("unit_amount", "flat_amount"):
        amount = getattr(price, name)
        if amount is not None:
            changed[name], applied = escalated(amount, since, day, steps, currency)
            used += [step.placed for step in applied]
    if price.tiers:
        tiers: list[Tier] = []
        for tier in price.tiers:
            update: dict[str, object] = {}
            for name in ("unit_amount", "flat_amount"):
                amount = getattr(tier, name)
                if amount is not None:
                    update[name], applied = escalated(amount, since, day, steps, currency)
                    used += [step.placed for step in applied]
            tiers.append(tier.model_copy(update=update))
        changed["tiers"] = tuple(tiers)
    return (price.model_copy(update=changed) if used else price), used


def _share(part: Period, full: Period, method: str) -> Decimal:
    """The share of an interval that a part costs."""
    if part.days >= full.days:
        return Decimal(1)
    if method in {"none", "full_period"}:
        return Decimal(1)
    if method == "none_within":
        return Decimal(0)
    if method == "monthly":
        return Decimal(1)
    return Decimal(part.days) / Decimal(full.days)


def _scaled(made: Charge, share: Decimal, part: Period, full: Period) -> Charge:
    if share == 1:
        return made
    # days first, then divide: one division keeps the amount exact to the last place
    amount = made.amount * part.days / full.days if share else Decimal(0)
    return Charge(amount, f"{made.formula} × {part.days}/{full.days} days")


def _line(made: Charge, share: Decimal = Decimal(1)) -> RatedLine:
    return RatedLine(made.amount, made.formula, "charge" if share == 1 else "proration")
