"""What was billed, product by product and period by period, and what was set aside and why.

Void and draft invoices are not billed. Tax is left out. Lines of kind `minimum` belong to
commitments. A credit that a clause of the contract owes to the customer (a service credit) is
expected, and so it is left out of what was billed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from billing.catalog import Catalog, Product
from billing.facts import AccountFacts, InvoiceLine
from billing.matching import Matching
from billing.rhythm import Rhythm, is_in_advance, period_of, rhythm_in
from billing.whole_months import months_in
from terms.adjustment import Credit
from terms.names import words
from terms.period import Period

__all__ = ["MAIN", "Cell", "Ledger", "Rhythm", "period_of"]

MAIN = frozenset({"charge", "usage"})


@dataclass(slots=True)
class Cell:
    """One billed (or to be billed) period of one product, with its lines."""

    period: Period
    lines: list[InvoiceLine] = field(default_factory=list)
    drafts: list[InvoiceLine] = field(default_factory=list)
    unclear: str | None = None
    """Why the bill of this period cannot be laid beside the contract's amount, in words."""
    overlaps: bool = False
    """Whether another billed period of the product shares days with it."""
    rest: bool = False
    """Whether it is the unbilled rest of a period of which another part was billed."""

    @property
    def billed(self) -> Decimal:
        """Everything billed for it, credits taken off."""
        if len(self.lines) == 1:
            return self.lines[0].amount
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def first_invoice(self) -> list[InvoiceLine]:
        """The lines of the first invoice that billed it, without credits."""
        charged = [line for line in self.lines if line.kind != "credit"]
        if not charged:
            return []
        first = min(charged, key=lambda line: (line.invoice_date, line.invoice_id))
        return [line for line in charged if line.invoice_id == first.invoice_id]

    @property
    def first_billed(self) -> Decimal:
        """What the first invoice charged: what billing computed, before anyone corrected it."""
        return sum((line.amount for line in self.first_invoice), Decimal(0))

    @property
    def main(self) -> list[InvoiceLine]:
        """The charge and usage lines."""
        return [line for line in self.lines if line.kind in MAIN]


class Ledger:
    """One account's billed lines, sorted by contract product."""

    def __init__(
        self, facts: AccountFacts, catalog: Catalog, matching: Matching, as_of: date
    ) -> None:
        """Sort the lines; invoices dated after `as_of` are not seen, but for drafts."""
        self.facts = facts
        self.catalog = catalog
        self._matching = matching
        self.set_aside: list[str] = []
        """What was left out and why, in words."""
        self._lines: dict[int, list[InvoiceLine]] = {}
        self._drafts: dict[int, list[InvoiceLine]] = {}
        self._foreign: dict[int, list[InvoiceLine]] = {}
        self._main_periods: dict[int, list[Period]] = {}
        self._own_rhythms: dict[int, Rhythm | None] = {}
        self._rhythms: dict[tuple[bool | None, int | None], Rhythm | None] = {}
        self.minimums: list[InvoiceLine] = []
        self.unplaced: dict[str, InvoiceLine] = {}
        """Lines of a known product that fall into none of its periods, by their identity."""
        self.unmatched: list[InvoiceLine] = []
        self.other_currency: list[InvoiceLine] = []
        self.counted = [
            line
            for line in facts.lines
            if line.status not in {"void", "draft"}
            and line.kind != "tax"
            and line.invoice_date <= as_of
        ]
        self.last_invoice_date = max(
            (line.invoice_date for line in self.counted if line.kind in MAIN), default=None
        )
        for line in facts.lines:
            if line.status == "draft" and line.kind != "tax":
                product = matching.product_of(line.product)
                if product is not None and line.kind in MAIN:
                    self._drafts.setdefault(id(product), []).append(line)
        for line in self.counted:
            self._sort(line, matching)

    def _sort(self, line: InvoiceLine, matching: Matching) -> None:
        product = matching.product_of(line.product)
        if line.currency != self.facts.account.currency:
            self.other_currency.append(line)
            if product is not None:
                self._foreign.setdefault(id(product), []).append(line)
        elif line.kind == "minimum":
            self.minimums.append(line)
        elif product is None:
            self.unmatched.append(line)
        else:
            self._lines.setdefault(id(product), []).append(line)

    def lines(self, product: Product) -> list[InvoiceLine]:
        """The counted lines of a product, minimums apart."""
        return self._lines.get(id(product), [])

    def foreign(self, product: Product) -> list[InvoiceLine]:
        """Its counted lines in another currency than the account's: never summed with the rest."""
        return self._foreign.get(id(product), [])

    def drafts(self, product: Product) -> list[InvoiceLine]:
        """The draft lines of a product."""
        return self._drafts.get(id(product), [])

    def unread(self, product: Product, period: Period) -> str | None:
        """Which invoice line in quarantine may bill the product in a period, in words; None where none may."""
        for row in self.facts.unread_lines:
            named = self._matching.product_of(row.product)
            if row.stray_on is not None and row.stray_on not in period:
                continue
            if named is product or (named is None and not row.product):
                return (
                    f"{row.file} row {row.row} is in quarantine and may bill it: put the row right "
                    "before anything is called unbilled"
                )
        return None

    def main_periods(self, product: Product) -> list[Period]:
        """The distinct periods of its charge and usage lines, in order, none inside another."""
        if id(product) not in self._main_periods:
            self._main_periods[id(product)] = self._outermost(product)
        return self._main_periods[id(product)]

    def _outermost(self, product: Product) -> list[Period]:
        periods = {
            p
            for line in (*self.lines(product), *self.foreign(product))
            if line.kind in MAIN and (p := period_of(line))
        }
        found: list[Period] = []
        for period in sorted(periods, key=lambda p: (p.start, -p.end.toordinal())):
            if not found or period.end > found[-1].end:
                found.append(period)
        return found

    def rhythm(self, product: Product) -> Rhythm | None:
        """How the product is billed; None where it has never been billed in whole months."""
        if id(product) not in self._own_rhythms:
            self._own_rhythms[id(product)] = rhythm_in(
                line for line in self.lines(product) if line.kind in MAIN
            )
        return self._own_rhythms[id(product)]

    def latest_rhythm(self, product: Product) -> Rhythm | None:
        """How periods as long as its last one are billed; None where that is not of whole months."""
        own = self.main_periods(product)
        months = months_in(own[-1]) if own else 0
        usual = self.rhythm(product)
        if not months or usual is None or months == usual.months:
            return usual
        return rhythm_in(
            line
            for line in self.lines(product)
            if line.kind in MAIN and (p := period_of(line)) is not None and months_in(p) == months
        )

    def account_rhythm(
        self, *, in_advance: bool | None = None, months: int | None = 1
    ) -> Rhythm | None:
        """How the account's products with periods of so many months (None: of any) are billed."""
        key = in_advance, months
        if key not in self._rhythms:
            self._rhythms[key] = rhythm_in(
                line
                for line in self.counted
                if line.kind in MAIN
                and (period := period_of(line)) is not None
                and (months is None or months_in(period) == months)
                and (in_advance is None or is_in_advance(line, period) == in_advance)
            )
        return self._rhythms[key]

    def invoice_for(self, period: Period, *, in_advance: bool) -> InvoiceLine | None:
        """A line of the invoice on which something for `period` should have appeared."""
        fitting = [
            line
            for line in self.counted
            if line.kind in MAIN
            and (other := period_of(line)) is not None
            and is_in_advance(line, other) == in_advance
            and (other.start == period.start if in_advance else other.end == period.end)
        ]
        return min(fitting, key=lambda line: (line.invoice_date, line.invoice_id), default=None)

    def owed_credits(
        self, product: Product, bases_of: dict[Period, tuple[Decimal, ...]]
    ) -> list[InvoiceLine]:
        """Credit lines of a product that a credit clause of the contract accounts for.

        `bases_of` gives of each period its charges, and then the prices that they are made of.
        """
        return [
            line
            for line in self.lines(product)
            if line.kind == "credit" and self._owed(line, product, bases_of)
        ]

    def _owed(
        self, line: InvoiceLine, product: Product, bases_of: dict[Period, tuple[Decimal, ...]]
    ) -> bool:
        period = period_of(line)
        bases = bases_of.get(period, ()) if period else ()
        for _, term in self.catalog.agreement.of_type(Credit):
            if not _credit_concerns(self.catalog, term, product):
                continue
            if term.amount is not None and -line.amount == term.amount:
                return True
            if term.percent is None and term.amount is None and period is not None:
                if any(_share_by_days(-line.amount, base, period) for base in bases):
                    return True
            elif term.percent is not None and bases:
                share = bases[0] * term.percent / 100
                if abs(-line.amount - share) < Decimal("0.01"):
                    return True
        return False


def _share_by_days(amount: Decimal, base: Decimal, period: Period) -> bool:
    """Whether a credit is the price of some whole days: a clause without a size owes days of failure."""
    return any(
        abs(amount - base * days / of) < Decimal("0.01")
        for of in {30, period.days}
        for days in range(1, min(of, period.days) + 1)
    )


def _credit_concerns(catalog: Catalog, term: Credit, product: Product) -> bool:
    if term.product is None:
        return True
    found = catalog.find(term.product)
    return found is product or bool(set(words(term.product)) & set(words(product.name)))
