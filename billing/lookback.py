"""How far back a difference can be corrected, by the contract's clause, else by the seller's policy.

A clause is read by whom it binds (the seller's right to invoice late, the customer's to be refunded)
and by what it counts from. Outside the window the amount stays visible with recoverable 0 and the
day on which it lapsed. Without clause and policy nothing is assumed: a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from billing.catalog import Catalog, Product
from billing.finding import Direction
from billing.policy import Policy, PolicyWindow
from terms.lookback import CountedFrom, Lookback
from terms.period import Duration, Period, add_months
from terms.tenure import Payment
from terms.timeline import Placed

NO_WINDOW = frozenset({"action_barred", "final"})
"""Effects that bar claims in court, or make invoices final, and are no billing window."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a window may count from: the invoice that billed the period, or should have."""

    period: Period
    invoice_date: date
    due_date: date
    predicted: bool = False
    """Whether no invoice for the period exists and its date is inferred from the others'."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window in force: its length, what it counts from, and the term or policy that gives it."""

    duration: Duration
    counted_from: CountedFrom
    placed: Placed | None
    note: str = ""

    def lapses_on(self, event: Event, as_of: date) -> date:
        """The last day on which the event's period can be corrected."""
        return self.duration.after(self._counted(event, as_of))

    def _counted(self, event: Event, as_of: date) -> date:
        match self.counted_from:
            case "due_date" | "payment":
                return event.due_date
            case "period_end":
                return event.period.last_day
            case "service_date" | "accrual" | "delivery":
                return event.period.start
            case "notice" | "discovery" | "claim":
                return as_of
            case _:
                return event.invoice_date

    @property
    def doubt(self) -> str | None:
        """Why the counting is not certain, or None."""
        if self.counted_from in {"payment", "delivery", "receipt", "accrual", "service_date"}:
            return (
                f"the look-back window counts from {self.counted_from.replace('_', ' ')}, "
                "which the book does not record exactly"
            )
        return None

    def __str__(self) -> str:
        """'6 months from the invoice date'."""
        return f"{self.duration} from the {self.counted_from.replace('_', ' ')}"


class Lookbacks:
    """The windows of one account."""

    def __init__(self, catalog: Catalog, policy: Policy) -> None:
        """Collect the lookback and payment terms."""
        self._catalog = catalog
        self._policy = policy
        self._terms = [
            (placed, term)
            for placed, term in catalog.agreement.of_type(Lookback)
            if term.duration is not None and term.effect not in NO_WINDOW
        ]
        self._payments = list(catalog.agreement.of_type(Payment))

    def window(
        self, product: Product | None, direction: Direction, day: date, *, paid: bool | None = None
    ) -> Window | None:
        """The window for a product's differences of a direction; None where nothing states one.

        Of several clauses the product's own comes first, then the latest document's. `paid` says
        whether the invoice was paid: a clause for the other kind of invoices is no window of it.
        """
        wanted = "underbilling" if direction == "under" else "overbilling"
        best: tuple[tuple[bool, int, bool], Window] | None = None
        for placed, term in self._terms:
            if term.direction not in {wanted, "both", None} or term.duration is None:
                continue
            if paid is not None and term.scope == ("unpaid" if paid else "paid"):
                continue
            if not self._concerns(term, product) or not placed.in_force(
                day, product.name if product else None
            ):
                continue
            order = term.product is not None, placed.rank, term.direction == wanted
            if best is None or order > best[0]:
                counted = term.counted_from or "invoice_date"
                best = order, Window(term.duration, counted, placed)
        if best is not None:
            return best[1]
        stated = self._policy.underbilling if direction == "under" else self._policy.overbilling
        return _from_policy(stated)

    def _concerns(self, term: Lookback, product: Product | None) -> bool:
        if product is None:
            return term.product is None
        if self._catalog.among(term.excludes, product):
            return False
        if term.includes and not self._catalog.among(term.includes, product):
            return False
        return self._catalog.concerns(term.product, product)

    def due_date(self, invoice_date: date, product: Product | None) -> date | None:
        """When an invoice is due by the contract's payment term in force; None where it is silent."""
        best: tuple[tuple[int, bool], Payment] | None = None
        for placed, term in self._payments:
            if term.product is not None and (
                product is None or self._catalog.find(term.product) is not product
            ):
                continue
            if not placed.in_force(invoice_date, product.name if product else None):
                continue
            order = placed.rank, term.product is not None
            if best is None or order >= best[0]:
                best = order, term
        return _due(invoice_date, best[1]) if best else None


def _due(invoice_date: date, term: Payment) -> date | None:
    if term.basis not in {None, "invoice_date"}:
        return None
    if term.net_days is not None:
        return invoice_date + timedelta(days=term.net_days)
    if term.working_days is not None:
        return Duration(term.working_days, "working_day").after(invoice_date)
    if term.end_of_month:
        following = add_months(invoice_date.replace(day=1), 2)
        return following - timedelta(days=1)
    return None


def _from_policy(stated: PolicyWindow | None) -> Window | None:
    if stated is None:
        return None
    note = stated.note or "the seller's policy.toml"
    return Window(Duration(stated.length, stated.unit), stated.counted_from, None, note)
