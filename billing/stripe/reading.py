"""The public face: a book's Stripe source as the very facts that its CSV files give."""

from __future__ import annotations

from dataclasses import dataclass, field

from billing.book_reading import Reading
from billing.facts import InvoiceLine, SubscriptionItem, UsageEvent
from billing.stripe.credit_notes import read_credit_notes
from billing.stripe.customers import Customers
from billing.stripe.desk import Desk
from billing.stripe.export import read_export
from billing.stripe.files import files_in
from billing.stripe.invoices import read_invoices
from billing.stripe.prices import Prices
from billing.stripe.recurring import Recurring
from billing.stripe.subscriptions import read_subscriptions
from billing.stripe.usage import read_usage


@dataclass(frozen=True, slots=True)
class StripeFacts:
    """What stripe/*.json says, of every account."""

    items: tuple[SubscriptionItem, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    usage: tuple[UsageEvent, ...] = ()
    numbers: dict[str, str] = field(default_factory=dict)
    """Stripe's id of an invoice → the number it is known by."""


def has_stripe(reading: Reading) -> bool:
    """Whether the book has a Stripe source."""
    return bool(files_in(reading.path))


def read_stripe(reading: Reading) -> StripeFacts:
    """The facts of stripe/*.json; accounts are added where the book has no accounts.csv.

    Nothing here stops the book: what cannot be read is in `reading.quarantine` with file, object and reason.
    """
    if not has_stripe(reading):
        return StripeFacts()
    export = read_export(reading)
    customers = Customers(export)
    desk = Desk(export, Prices(export), customers, Recurring(export, customers))
    items = tuple(read_subscriptions(desk))
    billed = list(read_invoices(desk))
    credits_ = tuple(read_credit_notes(desk, billed))
    usage = tuple(read_usage(desk))
    desk.customers.tell_left_out()
    numbers = {key: found.value.number or key for key, found in export.invoices.items()}
    return StripeFacts(items, (*(line for _, line in billed), *credits_), usage, numbers)
