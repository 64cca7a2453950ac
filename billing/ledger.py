"""What was billed, product by product and period by period, and what was set aside and why.

Void and draft invoices are not billed. Tax is left out. Lines of kind `minimum` belong to
commitments. A credit that a clause of the contract owes to the customer (a service credit) is
expected, and so it is left out of what was billed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median_low

from billing.catalog import Catalog, Product
from billing.facts import AccountFacts, InvoiceLine
from billing.matching import Matching
from terms.adjustment import Credit
from terms.names import words
from terms.period import Period, add_months

MAIN = frozenset({"charge", "usage"})
ARREARS_FROM = -3
"""An invoice dated from three days before a period's end on bills it in arrears."""


def period_of(line: InvoiceLine) -> Period | None:
    """The line's period, or None where it has none that makes sense."""
    if line.period_start is None or line.period_end is None or line.period_end <= line.period_start:
        return None
    return Period(line.period_start, line.period_end)


def months_in(period: Period) -> int:
    """Whole months of a period that begins and ends on one day of the month; 0 for any other."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return months if months and add_months(period.start, months) == period.end else 0


@dataclass(slots=True)
class Cell:
    """One billed (or to be billed) period of one product, with its lines."""

    period: Period
    lines: list[InvoiceLine] = field(default_factory=list)
    drafts: list[InvoiceLine] = field(default_factory=list)

    @property
    def billed(self) -> Decimal:
        """Everything billed for it, credits taken off."""
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


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a product is billed: its interval, anchor day, and when invoices come."""

    months: int
    anchor: date
    in_advance: bool
    lag_days: int
    """From the period's start (in advance) or end (in arrears) to the invoice's date."""

    def invoiced_on(self, period: Period) -> date:
        """The day on which a period's invoice is to be expected."""
        base = period.start if self.in_advance else period.end
        return date.fromordinal(base.toordinal() + self.lag_days)


class Ledger:
    """One account's billed lines, sorted by contract product."""

    def __init__(
        self, facts: AccountFacts, catalog: Catalog, matching: Matching, as_of: date
    ) -> None:
        """Sort the lines; invoices dated after `as_of` are not seen, but for drafts."""
        self.facts = facts
        self.catalog = catalog
        self.set_aside: list[str] = []
        """What was left out and why, in words."""
        self._lines: dict[int, list[InvoiceLine]] = {}
        self._drafts: dict[int, list[InvoiceLine]] = {}
        self.minimums: list[InvoiceLine] = []
        self.unmatched: list[InvoiceLine] = []
        self.other_currency: list[InvoiceLine] = []
        self.counted = [
            line
            for line in facts.lines
            if line.status not in {"void", "draft"}
            and line.kind != "tax"
            and line.invoice_date <= as_of
        ]
        self.last_invoice_date = max((line.invoice_date for line in self.counted), default=None)
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
        if line.kind == "minimum":
            self.minimums.append(line)
        elif product is None:
            self.unmatched.append(line)
        else:
            self._lines.setdefault(id(product), []).append(line)

    def lines(self, product: Product) -> list[InvoiceLine]:
        """The counted lines of a product, minimums apart."""
        return self._lines.get(id(product), [])

    def drafts(self, product: Product) -> list[InvoiceLine]:
        """The draft lines of a product."""
        return self._drafts.get(id(product), [])

    def main_periods(self, product: Product) -> list[Period]:
        """The distinct periods of its charge and usage lines, in order, none inside another."""
        periods = sorted(
            {p for line in self.lines(product) if line.kind in MAIN and (p := period_of(line))}
        )
        return [
            period
            for period in periods
            if not any(
                other != period and other.start <= period.start and period.end <= other.end
                for other in periods
            )
        ]

    def rhythm(self, product: Product) -> Rhythm | None:
        """How the product is billed; None where it has never been billed in whole months."""
        return _rhythm(line for line in self.lines(product) if line.kind in MAIN)

    def account_rhythm(self, *, in_advance: bool | None = None, months: int = 1) -> Rhythm | None:
        """How the account's other products with such periods are billed."""
        rows = [
            line
            for line in self.counted
            if line.kind in MAIN
            and (period := period_of(line)) is not None
            and months_in(period) == months
            and (in_advance is None or _in_advance(line, period) == in_advance)
        ]
        return _rhythm(rows)

    def invoice_for(self, period: Period, *, in_advance: bool) -> InvoiceLine | None:
        """A line of the invoice on which something for `period` should have appeared."""
        fitting = [
            line
            for line in self.counted
            if line.kind in MAIN
            and (other := period_of(line)) is not None
            and _in_advance(line, other) == in_advance
            and (other.start == period.start if in_advance else other.end == period.end)
        ]
        return min(fitting, key=lambda line: (line.invoice_date, line.invoice_id), default=None)

    def owed_credits(self, product: Product, charge_of: dict[Period, Decimal]) -> list[InvoiceLine]:
        """Credit lines of a product that a credit clause of the contract accounts for."""
        return [
            line
            for line in self.lines(product)
            if line.kind == "credit" and self._owed(line, product, charge_of)
        ]

    def _owed(self, line: InvoiceLine, product: Product, charge_of: dict[Period, Decimal]) -> bool:
        period = period_of(line)
        for _, term in self.catalog.agreement.of_type(Credit):
            if not _credit_concerns(self.catalog, term, product):
                continue
            if term.amount is not None and -line.amount == term.amount:
                return True
            charged = charge_of.get(period) if period else None
            if term.percent is None or charged is None:
                continue
            if abs(-line.amount - charged * term.percent / 100) < Decimal("0.01"):
                return True
        return False


def _credit_concerns(catalog: Catalog, term: Credit, product: Product) -> bool:
    if term.product is None:
        return True
    found = catalog.find(term.product)
    return found is product or bool(set(words(term.product)) & set(words(product.name)))


def _in_advance(line: InvoiceLine, period: Period) -> bool:
    return (line.invoice_date - period.end).days < ARREARS_FROM


def _rhythm(lines: Iterable[InvoiceLine]) -> Rhythm | None:
    rows = [
        (line, period, months)
        for line in lines
        if (period := period_of(line)) is not None and (months := months_in(period))
    ]
    if not rows:
        return None
    first_dates: dict[Period, InvoiceLine] = {}
    for line, period, _ in rows:
        seen = first_dates.get(period)
        if seen is None or line.invoice_date < seen.invoice_date:
            first_dates[period] = line
    months = Counter(months for _, _, months in rows).most_common(1)[0][0]
    anchor = Counter(p.start.day for _, p, m in rows if m == months).most_common(1)[0][0]
    start = min(p.start for _, p, m in rows if m == months and p.start.day == anchor)
    advance = sum(_in_advance(line, period) for period, line in first_dates.items())
    in_advance = advance * 2 > len(first_dates)
    lags = [
        (line.invoice_date - (period.start if in_advance else period.end)).days
        for period, line in first_dates.items()
        if _in_advance(line, period) == in_advance
    ]
    return Rhythm(months, start, in_advance, median_low(lags))
