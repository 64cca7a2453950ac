"""Prices after their escalations: which steps have come, by how much each raises, what is rounded.

A price stated from day D already contains an increase on D. An escalation without `every_months`
happens once. What is discretionary is not applied unless the seller's policy records its notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.indices import IndexMissing, change_percent, find_series, rounded_percent
from terms.escalation import Escalation
from terms.money import minor_unit, plain, round_to
from terms.period import add_months
from terms.tenure import Renewal
from terms.timeline import Placed

LONGEST = 1200
"""Months beyond which a rhythm of increases repeats on no day that matters."""


@dataclass(frozen=True, slots=True)
class Step:
    """One increase of one product: its day, its size in percent, and the term that gives it."""

    on: date
    charged_from: date
    """Later than `on` where an amendment defers it."""
    percent: Decimal
    placed: Placed
    why: str
    rounding_to: Decimal | None
    compounding: bool
    most_percent: Decimal | None = None
    """How much all increases together may add to the price as it was stated."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An increase whose size the contract or the book does not give."""

    on: date
    placed: Placed
    why: str


class Escalators:
    """The escalations of one account, asked product by product."""

    def __init__(
        self,
        catalog: Catalog,
        indices: Mapping[str, Mapping[str, Decimal]],
        until: date,
    ) -> None:
        """Collect automatic escalations and renewal uplifts; `until` bounds their steps."""
        self._catalog = catalog
        self.indices = indices
        self._until = until
        self._terms = [
            (placed, term)
            for placed, term in catalog.agreement.of_type(Escalation)
            if _automatic(term) and term.applies_to != "commitment"
        ]
        self._terms += list(_uplifts(catalog))
        self._cache: dict[tuple[int, frozenset[int]], tuple[list[Step], list[Unknown]]] = {}

    def steps(
        self, product: Product, without: frozenset[int] = frozenset()
    ) -> tuple[list[Step], list[Unknown]]:
        """The product's increases in order of day; `without` leaves out terms by identity."""
        key = (id(product), without)
        if key not in self._cache:
            self._cache[key] = self._collect(product, without)
        return self._cache[key]

    def terms_for(self, product: Product) -> list[Placed]:
        """The escalation terms that concern a product at some time."""
        return [placed for placed, term in self._terms if self._concerns(term, product)]

    def _concerns(self, term: Escalation, product: Product) -> bool:
        if product.one_time or self._catalog.among(term.excludes, product):
            return False
        if term.product is not None:
            return self._catalog.find(term.product) is product
        return all(price.model != "percentage" for _, price in product.prices)

    def _collect(
        self, product: Product, without: frozenset[int]
    ) -> tuple[list[Step], list[Unknown]]:
        steps: dict[date, tuple[tuple[int, bool], Step | Unknown]] = {}
        for placed, term in self._terms:
            if id(placed) in without or not self._concerns(term, product):
                continue
            for day in self._days(placed, term):
                if not _in_force(placed, day, product, without):
                    continue
                order = placed.rank, term.product is not None
                if day not in steps or order >= steps[day][0]:
                    steps[day] = order, self._step(placed, term, day)
        found = [step for _, step in (steps[day] for day in sorted(steps))]
        return (
            [step for step in found if isinstance(step, Step)],
            [step for step in found if isinstance(step, Unknown)],
        )

    def _days(self, placed: Placed, term: Escalation) -> Iterator[date]:
        if term.schedule:
            yield from (step.on for step in term.schedule)
            return
        first = term.first_on or _first_by_trigger(placed, term)
        if first is None:
            return
        day, count = first, 0
        while day <= self._until:
            yield day
            if term.every_months is None or not 0 < term.every_months < LONGEST:
                return
            count += 1
            day = add_months(first, count * term.every_months)

    def _step(self, placed: Placed, term: Escalation, day: date) -> Step | Unknown:
        try:
            percent, why = self._capped_by_index(term, day, *self._percent(term, day))
        except IndexMissing as error:
            return Unknown(day, placed, str(error))
        return Step(
            on=day,
            charged_from=max(day, term.deferred_until or day),
            percent=percent,
            placed=placed,
            why=why,
            rounding_to=term.rounding_to,
            compounding=term.compounding is not False,
            most_percent=term.cumulative_cap_percent,
        )

    def _capped_by_index(
        self, term: Escalation, day: date, percent: Decimal, why: str
    ) -> tuple[Decimal, str]:
        """An increase that may not be more than another index moved."""
        if term.cap_index is None:
            return percent, why
        most, moved = self._moved(term, term.cap_index, day)
        if most < 0 and term.direction != "both":
            most = Decimal(0)
        return (most, f"{why}, capped by {moved}") if percent > most else (percent, why)

    def _percent(self, term: Escalation, day: date) -> tuple[Decimal, str]:
        if term.schedule:
            for step in term.schedule:
                if step.on == day:
                    return step.percent, f"{plain(step.percent)}% by schedule"
        method = term.method or ("index" if term.index else "fixed")
        if method == "fixed":
            if term.percent is None:
                raise IndexMissing("the clause states no percentage")
            return term.percent, f"{plain(term.percent)}%"
        if method not in {"index", "greater_of", "lesser_of"}:
            raise IndexMissing(f"an increase by {method} is not computed without a person")
        change, why = self._index_change(term, day)
        if method in {"greater_of", "lesser_of"} and term.percent is not None:
            pick = max if method == "greater_of" else min
            chosen = pick(term.percent, change)
            why = f"the {method[:-3]} of {plain(term.percent)}% and {why}"
            change = chosen
        return self._bounded(term, change, why)

    def _bounded(self, term: Escalation, change: Decimal, why: str) -> tuple[Decimal, str]:
        if term.floor_percent is not None and change < term.floor_percent:
            change, why = term.floor_percent, f"{why}, at least {plain(term.floor_percent)}%"
        if term.cap_percent is not None and change > term.cap_percent:
            change, why = term.cap_percent, f"{why}, capped at {plain(term.cap_percent)}%"
        if change < 0 and term.direction != "both":
            change, why = Decimal(0), f"{why}, no decrease"
        return change, why

    def _index_change(self, term: Escalation, day: date) -> tuple[Decimal, str]:
        if term.index is None:
            raise IndexMissing("the clause names no index")
        change, why = self._moved(term, term.index, day)
        if term.spread_percent is not None:
            change += term.spread_percent
            why += f" plus {plain(term.spread_percent)} points"
        return change, why

    def _moved(self, term: Escalation, index: str, day: date) -> tuple[Decimal, str]:
        """How much an index changed from one step to the next, in percent."""
        if term.index_month is None:
            raise IndexMissing(f"the clause does not say which month of {index} is compared")
        key, series = find_series(index, self.indices)
        raw = change_percent(series, day, term.index_month, term.every_months or 12)
        change = rounded_percent(raw, term.percent_rounding_to)
        return change, f"{key} {change:+.2f}%"


def _automatic(term: Escalation) -> bool:
    return term.automatic is not False and term.method != "discretionary"


def _in_force(placed: Placed, day: date, product: Product, without: frozenset[int]) -> bool:
    """As `Placed.in_force`, but a cut by a left-out term does not count."""
    if placed.in_force(day, product.name):
        return True
    live = [cut for cut in placed.cuts if id(cut.by) not in without]
    if len(live) == len(placed.cuts):
        return False
    restored = Placed(placed.term, placed.document, placed.rank, placed.start, placed.sources, live)
    return restored.in_force(day, product.name)


def _first_by_trigger(placed: Placed, term: Escalation) -> date | None:
    """The first step where the clause names an occasion and not a day."""
    start = placed.document.term_start or placed.document.effective_date
    if start is None:
        return None
    match term.trigger:
        case "anniversary":
            return add_months(start, term.every_months or 12)
        case "calendar_year":
            return date(start.year + 1, 1, 1)
        case "renewal" if placed.document.term_end not in {None, date.max}:
            return placed.document.term_end + timedelta(days=1)
        case _:
            return None


def _uplifts(catalog: Catalog) -> Iterator[tuple[Placed, Escalation]]:
    """Renewal clauses with an uplift, as escalations on the day each renewal begins."""
    for placed, term in catalog.agreement.of_type(Renewal):
        until = term.initial_until or placed.document.term_end
        if term.uplift_percent is None or until is None or term.automatic is False:
            continue
        if until == date.max:
            continue
        uplift = Escalation(
            id=term.id,
            product=term.product,
            citations=term.citations,
            method="fixed",
            percent=term.uplift_percent,
            trigger="renewal",
            first_on=until + timedelta(days=1),
            every_months=term.renewal_months,
            rounding_to=term.rounding_to,
            excludes=term.excludes,
            automatic=True,
        )
        yield (
            Placed(uplift, placed.document, placed.rank, placed.start, placed.sources, placed.cuts),
            uplift,
        )


def escalated(
    amount: Decimal, since: date, day: date, steps: list[Step], currency: str
) -> tuple[Decimal, list[Step]]:
    """An amount stated from `since`, as it stands on `day`, and the steps that made it.

    Each step is rounded to `rounding_to`, or to the currency's minor unit, or to the decimals the
    price is stated with where those are more.
    """
    applied: list[Step] = []
    base = amount
    decimals = max(minor_unit(currency), -int(amount.as_tuple().exponent))
    for step in steps:
        if step.on <= since or day < step.charged_from or _held(step, since):
            continue
        growth = (amount if step.compounding else base) * step.percent / 100
        raised = amount + growth
        if step.most_percent is not None:
            raised = min(raised, max(amount, base * (100 + step.most_percent) / 100))
        amount = round_to(raised, step.rounding_to or Decimal(1).scaleb(-decimals))
        applied.append(step)
    return amount, applied


def _held(step: Step, since: date) -> bool:
    """Whether the price is too young at the step to be raised."""
    term = step.placed.term
    months = term.hold_months if isinstance(term, Escalation) else None
    if months is None:
        return False
    return months >= LONGEST or step.on < add_months(since, months)
