"""Which invoice items are recurring charges: Stripe itself does not say it of them.

They recur for a customer without any subscription, of a product that has a recurring price, and where the
periods of a product's items follow one another without a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from billing.facts import Account
from billing.stripe.customers import Customers
from billing.stripe.export import Export


class Recurring:
    """Answers for the invoice items of one product of one account."""

    def __init__(self, export: Export, customers: Customers) -> None:
        """Collect subscriptions, recurring prices, and the periods of all invoice items."""
        subscribed = (
            customers.known(each.value.customer) for each in export.subscriptions.values()
        )
        self._subscribed = {account.account_id for account in subscribed if account}
        prices = (each.value for each in export.prices.values())
        self._products = {price.product for price in prices if price.recurring}
        self._follow: set[tuple[str, str]] = set()
        spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for invoice in export.invoices.values():
            account = customers.known(invoice.value.customer)
            if account is not None and invoice.value.status not in {"void", "draft"}:
                for product_id, span in _spans(invoice.value.lines.data):
                    spans[account.account_id, product_id].append(span)
        for key, found in spans.items():
            starts = {start for start, end in found if start != end}
            if any(end in starts for _, end in found):
                self._follow.add(key)

    def of(self, account: Account, product_id: str | None) -> bool:
        """Whether an invoice item with a period can be a recurring charge."""
        return (
            account.account_id not in self._subscribed
            or product_id in self._products
            or (account.account_id, product_id or "") in self._follow
        )


def _spans(lines: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The product and the bounds of each line that names both."""
    for line in lines:
        pricing, period = line.get("pricing"), line.get("period")
        details = pricing.get("price_details") if isinstance(pricing, dict) else line.get("price")
        product = details.get("product") if isinstance(details, dict) else None
        if isinstance(product, str) and isinstance(period, dict):
            start, end = period.get("start"), period.get("end")
            if isinstance(start, int) and isinstance(end, int):
                yield product, (start, end)
