"""Minimum commitments: what counted in each commitment period, and the shortfall that was due.

At the end of each period: max(0, minimum − what counts), as a line of its own. What counts is the
contract's to say; discounts and credits reduce it only where the clause says so (`net_of`). A clause
that forfeits what is missing, or takes a right for it, makes nothing due; one that rolls it over adds
it to the next period's minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.commitment_rules import FIRST_PERIOD, NOT_BILLED, first_part, missing
from billing.facts import InvoiceLine
from billing.grid import LONGEST_BILLED, cells, initial_end, term_end
from billing.ledger import Cell, Ledger
from billing.matching import Matching
from billing.minimum_lines import Minimum, Settled, settled
from billing.pricing.charge import shown
from billing.pricing.proration import DayShare, by_actual_days
from billing.rated import Rated
from billing.rating import Rater
from terms.commitment import Commitment
from terms.money import NotAnAmount, round_to
from terms.period import MONTHS_OF, Period, add_months
from terms.timeline import Placed

LONGEST_MONTH = 31
"""Days."""

TERM = "term"
"""The `per` of a commitment that is reckoned once, over the whole initial term."""


@dataclass(frozen=True, slots=True)
class CommitmentCell:
    """One commitment period: what counted, the shortfall due, and what was billed for it."""

    placed: Placed
    term: Commitment
    period: Period
    counted: Decimal
    shortfall: Decimal
    derivation: str
    lines: tuple[InvoiceLine, ...] = ()
    drafts: tuple[InvoiceLine, ...] = ()
    reason: str | None = None
    readings: tuple[tuple[Decimal, str], ...] = ()
    """The shortfalls of a first part of a period on which the clause is silent, each with its reading."""
    carried: Decimal = Decimal(0)
    """What is missing and was rolled over into the next period."""

    @property
    def usual(self) -> bool:
        """Whether one of the usual readings of an open clause gives what was billed."""
        return any(amount == self.billed for amount, _ in self.readings)

    @property
    def billed(self) -> Decimal:
        """The minimum lines billed for the period."""
        return sum((line.amount for line in self.lines), Decimal(0))


class Commitments:
    """The minimum commitments of one account."""

    def __init__(
        self, catalog: Catalog, matching: Matching, ledger: Ledger, rater: Rater, as_of: date
    ) -> None:
        """Collect the commitments that state a value."""
        self._catalog = catalog
        self._matching = matching
        self._ledger = ledger
        self._rater = rater
        self._as_of = as_of
        self.terms = [
            (placed, term)
            for placed, term in catalog.agreement.of_type(Commitment)
            if term.value is not None
            and (term.per in MONTHS_OF or term.per == TERM)
            and placed.start is not None
        ]
        self._cells: dict[int, list[Cell]] = {}
        self.left_over: list[InvoiceLine] = []
        """Lines of minimums for days on which no minimum that was read is owed; after `cells`."""

    def name(self, term: Commitment) -> str:
        """What a finding calls the commitment: its product, or the one product that counts."""
        if term.product is not None:
            return term.product
        counted = self._catalog.named(term.includes)
        return counted[0].name if len(counted) == 1 else f"Minimum commitment per {term.per}"

    def cells(self) -> list[CommitmentCell]:
        """Every ended commitment period whose shortfall should have been invoiced by now."""
        found: list[CommitmentCell] = []
        for placed, term in self.terms if self._ledger.counted else ():
            carried = Decimal(0)
            for period in self._periods(placed, term):
                found.append(self._cell(placed, term, period, carried))
                carried = found[-1].carried
        return self._with_lines(found)

    def _with_lines(self, found: list[CommitmentCell]) -> list[CommitmentCell]:
        """The same with the lines that settle them; unknown where that is not clear."""
        minimums = [
            Minimum(
                cell.term,
                cell.period,
                self.name(cell.term),
                tuple(self.counted_products(cell.term)),
                cell.shortfall,
            )
            for cell in found
        ]
        lengths = {MONTHS_OF[term.per] for _, term in self.terms if term.per in MONTHS_OF}
        lengths |= {minimum.months for minimum in minimums}
        foreign_lines = [line for line in self._ledger.other_currency if line.kind == "minimum"]
        own, foreign = (
            settled(lines, minimums, lengths, self._matching)
            for lines in (self._ledger.minimums, foreign_lines)
        )
        self.left_over = [line for line in own.left_over if line.amount]
        return [
            replace(
                cell,
                lines=tuple(own.lines.get(id(minimum), ())),
                reason=cell.reason or _unclear(minimum, own, foreign),
            )
            for cell, minimum in zip(found, minimums, strict=True)
        ]

    def endless(self) -> Iterator[tuple[Placed, Commitment]]:
        """Commitments for a term of which nothing says when it ends."""
        for placed, term in self.terms:
            if term.per == TERM and initial_end(placed, term, self._catalog) is None:
                yield placed, term

    def _of_the_term(self, placed: Placed, term: Commitment) -> Iterator[Period]:
        """The one period of a commitment for the (initial) term, once it has ended and was invoiced."""
        end = initial_end(placed, term, self._catalog)
        if placed.start is None or end is None or end <= placed.start:
            return
        period = Period(placed.start, end)
        rhythm = self._ledger.account_rhythm(in_advance=False)
        invoiced = rhythm.invoiced_on(Period(add_months(end, -1), end)) if rhythm else end
        if max(invoiced, end) <= self._as_of and not self._restated(placed, term, period):
            yield period

    def _periods(self, placed: Placed, term: Commitment) -> Iterator[Period]:
        if term.per == TERM:
            yield from self._of_the_term(placed, term)
            return
        months = MONTHS_OF[term.per or "year"]
        start = placed.start
        rhythm = self._ledger.account_rhythm(in_advance=False)
        count = 0
        end = term_end(placed, term, self._catalog) or date.max
        first = first_part(start, months, rhythm) if start else None
        while start is not None and start < self._as_of:
            if first is not None and count == 0:
                period, start = first, first.end
            else:
                at = count - (first is not None)
                period = Period(
                    add_months(start, at * months), add_months(start, (at + 1) * months)
                )
            count += 1
            if (rhythm.invoiced_on(period) if rhythm else period.end) > self._as_of:
                return
            if period.end < add_months(self._as_of, -LONGEST_BILLED):
                continue
            if not placed.in_force(period.start, term.product) or period.start >= end:
                continue
            if not self._restated(placed, term, period):
                yield period

    def _restated(self, placed: Placed, term: Commitment, period: Period) -> bool:
        """Whether a later term in force says anew what is to be reached of the same products."""
        mine = self._order(placed, term)
        return any(
            other is not term
            and (other.per, other.measure) == (term.per, term.measure)
            and self._order(there, other) > mine
            and there.in_force(period.start, other.product)
            and there.start is not None
            and there.start <= period.start
            and self.counted_products(other) == self.counted_products(term)
            for there, other in self.terms
        )

    def _order(self, placed: Placed, term: Commitment) -> tuple[int, date, int]:
        """The later document, in it the later day, of one day the later clause."""
        place = next(at for at, (_, other) in enumerate(self.terms) if other is term)
        return placed.rank, placed.start or date.min, place

    def counted_products(self, term: Commitment) -> list[Product]:
        """The products whose charges count towards the minimum."""
        if term.includes:
            found = self._catalog.named(term.includes)
        else:
            own = self._catalog.find(term.product)
            found = [own] if own else [p for p in self._catalog.products if not p.one_time]
        return [p for p in found if not self._catalog.among(term.excludes, p)]

    def _cell(
        self, placed: Placed, term: Commitment, period: Period, carried: Decimal
    ) -> CommitmentCell:
        counted, reason = self._counted(term, period)
        reason = reason or self._broken_off(placed, term, period) or self._foreign(term)
        value = self._value(term, period) + carried
        share = self._part(placed, period, term)
        made = missing(value, counted, share, term.first_period or "prorated", None)
        words = f"{made.formula} = {shown(made.amount)}"
        shortfall, reason = self._due(term, made.amount, period, reason)
        readings: tuple[tuple[Decimal, str], ...] = ()
        if share is not None and term.first_period is None and reason is None:
            readings = tuple(self._readings(term, value, counted, share, period))
        if term.shortfall in NOT_BILLED and made.amount:
            words += f", {NOT_BILLED[term.shortfall]}"
        return CommitmentCell(
            placed=placed,
            term=term,
            period=period,
            counted=counted,
            shortfall=shortfall,
            derivation=words,
            reason=reason,
            readings=readings,
            carried=made.amount if term.shortfall == "rolled_over" else Decimal(0),
        )

    def _due(
        self, term: Commitment, missing: Decimal, period: Period, reason: str | None
    ) -> tuple[Decimal, str | None]:
        """What is billed for what is missing, rounded; or why that cannot be said."""
        if term.shortfall in NOT_BILLED:
            return Decimal(0), reason
        shortfall = missing
        if term.measure == "quantity":
            shortfall, reason = self._priced(term, missing, period, reason)
        try:
            return round_to(shortfall, self._rater.minor_unit), reason
        except (ArithmeticError, NotAnAmount):
            return shortfall, reason or f"a shortfall of {shown(shortfall)} cannot be rounded"

    def _readings(
        self, term: Commitment, value: Decimal, counted: Decimal, share: DayShare, period: Period
    ) -> Iterator[tuple[Decimal, str]]:
        """The shortfalls of a first part of a period, by what its minimum may be."""
        seen: set[Decimal] = set()
        for rule, words in FIRST_PERIOD.items():
            owed = missing(value, counted, share, rule, None).amount
            shortfall, reason = self._due(term, owed, period, None)
            if reason is None and shortfall not in seen:
                seen.add(shortfall)
                yield shortfall, f"with {words}"

    @staticmethod
    def _part(placed: Placed, period: Period, term: Commitment) -> DayShare | None:
        """The share of a whole period that the first one is; None where it is whole."""
        months = MONTHS_OF.get(term.per or "year", 0)
        if (
            not months
            or period.start != placed.start
            or period.end >= add_months(period.start, months)
        ):
            return None
        whole = Period(add_months(period.end, -months), period.end)
        return by_actual_days(period, whole)

    def _counted(self, term: Commitment, period: Period) -> tuple[Decimal, str | None]:
        """What counts towards the minimum in a period; or why that is not known."""
        counted, reason = Decimal(0), None
        products = self.counted_products(term)
        if not products:
            reason = "none of the products that count towards it is priced"
        for product in products:
            for cell in self._cells_of(product):
                if cell.period.start not in period:
                    reason = self._across(product, cell, period) or reason
                    continue
                if cell.rest and not self._rater.prorates(product):
                    continue
                rated = self._rater.rate(product, cell.period)
                reason = _uncounted(product, cell, rated) or reason
                net = "discounts" in (term.net_of or ()) or "discount" in (term.net_of or ())
                if term.measure == "quantity":
                    counted += rated.quantity or Decimal(0)
                else:
                    counted += sum(
                        line.amount for line in rated.lines if net or line.kind != "discount"
                    )
        return counted, reason

    def _across(self, product: Product, cell: Cell, period: Period) -> str | None:
        """Why a billed period that began before the minimum's leaves open what counts in it; None for a month."""
        rhythm = self._ledger.rhythm(product)
        usual = LONGEST_MONTH * (rhythm.months if rhythm else 1)
        if cell.period.start > period.start or (cell.period.end - period.start).days <= usual:
            return None
        return (
            f"{product.name} was billed for {cell.period} at once, and what of it falls into {period} is "
            "not settled"
        )

    def _cells_of(self, product: Product) -> list[Cell]:
        if id(product) not in self._cells:
            self._cells[id(product)] = cells(product, self._ledger, self._as_of)[0]
        return self._cells[id(product)]

    def _broken_off(self, placed: Placed, term: Commitment, period: Period) -> str | None:
        """Why a commitment that ends, or changes, within its period is not settled by arithmetic."""
        if term.per == TERM:
            later = any(
                other is not term
                and other.per == TERM
                and other.measure == term.measure
                and there.start is not None
                and there.start in period
                and self._order(there, other) > self._order(placed, term)
                for there, other in self.terms
            )
            return "another clause changes it within its term" if later else None
        end = term_end(placed, term, self._catalog)
        if placed.in_force(period.last_day, term.product) and (end is None or period.end <= end):
            return None
        return (
            f"it ends before {period.end}, and how much of it is owed for a part of its period is "
            "not settled"
        )

    def _foreign(self, term: Commitment) -> str | None:
        """Why a commitment in another currency is not laid beside the account's bills."""
        currency = self._ledger.facts.account.currency
        if term.currency is not None and term.measure != "quantity" and term.currency != currency:
            return f"the minimum is in {term.currency} and the account is billed in {currency}"
        return None

    def _value(self, term: Commitment, period: Period) -> Decimal:
        value = term.value or Decimal(0)
        for step in term.schedule or ():
            if step.start <= period.start:
                value = step.value
        return value

    def _priced(
        self, term: Commitment, missing: Decimal, period: Period, reason: str | None
    ) -> tuple[Decimal, str | None]:
        if missing == 0:
            return missing, reason
        if term.shortfall_unit_amount is not None:
            return missing * term.shortfall_unit_amount, reason
        products = self.counted_products(term)
        if len(products) == 1:
            priced = self._rater.price_at(products[0], period.start)
            if not isinstance(priced, str) and priced[1].unit_amount is not None:
                return missing * priced[1].unit_amount, reason
        return missing, "the clause does not say at which price missing units are billed"


def _unclear(minimum: Minimum, own: Settled, foreign: Settled) -> str | None:
    """Why it is not clear what was billed for a minimum; None where it is."""
    shared = own.open.get(id(minimum)) or foreign.open.get(id(minimum))
    if shared is not None:
        return (
            f"line {shared.line_id} of invoice {shared.invoice_id} may settle it or another minimum "
            "of the same days: which, the line does not say"
        )
    for line in foreign.lines.get(id(minimum), ()):
        return f"invoice {line.invoice_id} bills it in {line.currency}"
    return None


def _uncounted(product: Product, cell: Cell, rated: Rated) -> str | None:
    """Why it is not known what of a period counts: it has no amount, or its usage is not in the book."""
    if rated.known and not rated.metered and cell.billed > rated.amount:
        return (
            f"use of {product.name} was billed for {cell.period}, and the book holds no usage of it"
        )
    return rated.reason
