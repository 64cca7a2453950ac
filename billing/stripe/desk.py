"""What the readers of Stripe objects share: the export, prices, accounts and their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from billing.facts import Account
from billing.stripe.customers import Customers
from billing.stripe.days import Days
from billing.stripe.export import Export
from billing.stripe.invoice_objects import Span
from billing.stripe.prices import Prices
from billing.stripe.recurring import Recurring


@dataclass(slots=True)
class Desk:
    """An export, laid out for reading."""

    export: Export
    prices: Prices
    customers: Customers
    recurring: Recurring
    _bounds: dict[str, list[datetime]] = field(default_factory=dict)
    _days: dict[str, Days] = field(default_factory=dict)

    def days(self, account: Account) -> Days:
        """How moments become days with an account."""
        if not self._bounds:
            self._bounds = _bounds(self.export, self.customers)
        if account.account_id not in self._days:
            bounds = self._bounds.get(account.account_id, ())
            self._days[account.account_id] = Days(account.timezone, bounds)
        return self._days[account.account_id]


def _bounds(export: Export, customers: Customers) -> dict[str, list[datetime]]:
    """Account → the starts of its billed periods and of its subscriptions."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for invoice in export.invoices.values():
        account = customers.known(invoice.value.customer)
        if account is not None:
            found[account.account_id] += _starts(invoice.value.lines.data)
    for subscription in export.subscriptions.values():
        value = subscription.value
        account = customers.known(value.customer)
        if account is not None and value.start_date is not None:
            found[account.account_id].append(value.start_date)
    return found


def _starts(lines: list[dict[str, object]]) -> Iterator[datetime]:
    for line in lines:
        try:
            span = Span.model_validate(line.get("period") or {})
        except ValidationError:
            continue
        if span.start is not None and span.start != span.end:
            yield span.start
